"""The package around the sheets, made byte-reproducible."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMPED = "2000-01-01T00:00:00Z"
_TYPES = b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package without the hour it was written: two builds of one data file are equal byte by byte.

    What it says of itself is declared as Excel does; Gnumeric loses it otherwise.
    """
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name, content in parts.items():
            if name == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>" + STAMPED.encode(), content)
            elif name == "docProps/custom.xml":
                content = content.replace(_TYPES, b"").replace(b"<Properties", b"<Properties" + _TYPES, 1)
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def settled(package: bytes, changed: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The same package as :func:`zipped` writes it; ``changed``: parts that have another content, or are new."""
    with ZipFile(BytesIO(package)) as source:
        return zipped({name: source.read(name) for name in source.namelist()} | dict(changed))
