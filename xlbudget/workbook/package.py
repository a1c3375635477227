"""The package around the sheets: made byte-reproducible, and written to disk whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from errno import ENAMETOOLONG, ENOSPC
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlbudget.errors import TargetExists, TargetFolderMissing, TargetIsSource, TargetUnwritable

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMPED = "2000-01-01T00:00:00Z"
_TYPES = b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(package: bytes) -> bytes:
    """The same package without the hour it was written: two builds of one data file are equal byte by byte.

    What it says of itself is declared as Excel does; Gnumeric loses it otherwise.
    """
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>" + STAMPED.encode(), content)
            elif info.filename == "docProps/custom.xml":
                content = content.replace(_TYPES, b"").replace(b"<Properties", b"<Properties" + _TYPES, 1)
            entry = ZipInfo(info.filename, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def check_target(path: Path, force: bool, source: Path | None = None) -> None:
    """Refuse early what :func:`put` would refuse late; ``source`` must not be written over."""
    try:
        if path.is_dir():
            raise TargetUnwritable(path, "它是文件夹")
        if source is not None and path.exists() and source.exists() and path.samefile(source):
            raise TargetIsSource(path)
        if os.path.lexists(path) and not force:
            raise TargetExists(path)
        if not path.parent.is_dir():
            raise TargetFolderMissing(path.parent)
    except OSError as error:
        raise unwritable(path, error) from None


def put(path: Path, content: bytes, force: bool = False) -> None:
    """Write a file in one step: a temporary file in the same folder, then a rename."""
    check_target(path, force)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".xlbudget-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def unwritable(path: Path, error: OSError) -> TargetUnwritable:
    """The sentence for a file that the system would not write."""
    return TargetUnwritable(path, _reason(error))


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被别的程序打开"
    if error.errno == ENAMETOOLONG:
        return "文件名太长"
    return "磁盘空间不足" if error.errno == ENOSPC else f"系统报告 {error.strerror or error}"
