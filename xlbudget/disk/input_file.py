"""A file that the user gives us: read to its end, within a bound, and only when it is one."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from errno import EISDIR
from pathlib import Path

from xlbudget.disk.system import reason
from xlbudget.errors import FileMissing, FileTooLarge, FileUnreadable

LIMIT = 100_000_000
"""Bytes of a text; the data file of a unit has less than 1 MB."""


def content(path: Path, limit: int = LIMIT) -> bytes:
    """The file's bytes, at most ``limit``; every refusal is one sentence naming it.

    A pipe would keep us waiting and a device has no end, so neither is opened.
    """
    try:
        there = path.stat()
        if not (stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode)):
            raise FileUnreadable(path, "它不是普通文件，而是管道或设备；请先把内容存成文件")
        if there.st_size > limit:
            raise FileTooLarge(path, there.st_size, limit)
        with path.open("rb") as file:
            # The size that is declared cannot be believed: files in /proc say 0.
            found = file.read(limit + 1)
    except FileNotFoundError:
        raise FileMissing(path) from None
    except OSError as error:
        # Windows says of a folder that it may not be opened.
        raise FileUnreadable(path, reason(IsADirectoryError(EISDIR, "") if os.path.isdir(path) else error)) from None
    if len(found) > limit:
        raise FileTooLarge(path, len(found), limit)
    return found


def text(path: Path, limit: int = LIMIT, encodings: Sequence[str] = ("utf-8-sig",)) -> str:
    """A text of the user's, in the first of the encodings that fits."""
    read = content(path, limit)
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return read.decode(encoding)
    raise FileUnreadable(path, "不是 UTF-8 编码的文本")
