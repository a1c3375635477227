"""The package around the sheets, made byte-reproducible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMPED = "2000-01-01T00:00:00Z"
_TYPES = b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The parts as a package without the hour it was written: two builds of one data file are equal byte by byte.

    What it says of itself is declared as Excel does; Gnumeric loses it otherwise. The next part is made while one is
    being compressed.
    """
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as target, ThreadPoolExecutor(1) as other:
        for _ in other.map(lambda part: target.writestr(*part), _entries(parts)):
            pass
    return out.getvalue()


def _entries(parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[ZipInfo, bytes]]:
    for name, content in parts:
        if name == "docProps/core.xml":
            content = _CLOCK.sub(rb"\g<1>" + STAMPED.encode(), content)
        elif name == "docProps/custom.xml":
            content = content.replace(_TYPES, b"").replace(b"<Properties", b"<Properties" + _TYPES, 1)
        entry = ZipInfo(name, EPOCH)
        entry.compress_type = ZIP_DEFLATED
        yield entry, content


def settled(package: bytes, changed: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The same package as :func:`zipped` writes it; ``changed``: parts that have another content, or are new."""
    with ZipFile(BytesIO(package)) as source:
        return zipped(({name: source.read(name) for name in source.namelist()} | dict(changed)).items())
