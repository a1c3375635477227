"""What a file is that is called .xlsx and is no .xlsx, and what to do about it."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from itertools import chain
from pathlib import Path

from xlbudget.disk.file_names import marked_open
from xlbudget.errors import NotAWorkbook

SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx"
DECRYPT = "请在装有该软件的电脑上解密（或请管理员解密）后再试"

_ENTRY = 128
"""Bytes of an entry in the directory of a compound file."""
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_STORED = (
    ("DRMEncryptedDataSpace", "它设了访问权限（信息权限管理），请向加密的人要一份没有限制的"),
    ("EncryptedPackage", "它设了打开密码，请用 Excel 或 WPS 打开，去掉密码后另存"),
    ("Workbook", f"它是旧的 .xls 或 .et 格式，{SAVE_AS}"),
    ("Book", f"它是旧的 .xls 格式（Excel 95 以前），{SAVE_AS}"),
    ("WordDocument", "它是 Word 文档，不是工作簿"),
    ("PowerPoint Document", "它是演示文稿，不是工作簿"),
)
"""Streams of a compound file, the one that decides first."""

_SEALED = (
    (b"E-SafeNet", f"它被文档加密软件（亿赛通）加密了，{DECRYPT}"),
    (b"%TSD-Header-", f"它被文档加密软件（文件头 %TSD-Header）加密了，{DECRYPT}"),
)
"""Marks that products for document security put at the head of a file (seen in public bug reports)."""

_BEGINS = (
    (b"%PDF-", "它是 PDF，不是工作簿"),
    (b"Rar!", "它是 RAR 压缩包，请先解压"),
    (b"7z\xbc\xaf\x27\x1c", "它是 7z 压缩包，请先解压"),
    (b"\x1f\x8b", f"它是 gzip 压缩的（如 .gnumeric），{SAVE_AS}"),
    (b"\x89PNG", "它是图片，不是工作簿"),
    (b"\xff\xd8\xff", "它是图片，不是工作簿"),
)
_WRITTEN = (
    (re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet"), "它是 XML 表格 2003"),
    (re.compile(r"<office:document\b"), "它是单个 XML 的 .fods 格式"),
    (re.compile(r"\AMIME-Version:", re.IGNORECASE), "它是单个文件网页（.mht）"),
    (re.compile(r"<!doctype html|<html\b|<table\b", re.IGNORECASE), "它是网页（HTML）表格"),
    (re.compile(r"\A\{\\rtf"), "它是 RTF 文档"),
)
"""What a text shows in its first thousand characters."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def refuse_mark(path: Path) -> None:
    """Refuse what an office program leaves beside a file that it has open, called ``~$book.xlsx``."""
    if (book := marked_open(path.name)) is not None:
        raise NotAWorkbook(path, f"它是 {book} 正被打开的标记，里面没有数据；请改用 {book}")


def refuse_others(path: Path, content: bytes) -> None:
    """Refuse a file that is no zip package, by what it is."""
    if not content.startswith(b"PK"):
        raise NotAWorkbook(path, _named(content))


def _named(content: bytes) -> str:
    if not content:
        return "文件是空的"
    if not content.strip(b"\0"):
        return "里面全是零，没有下载或复制完，请重新取一份"
    if content.startswith(_COMPOUND):
        return next(
            (said for stream, said in _STORED if has_stream(content, stream)), f"它是旧的 Office 格式，{SAVE_AS}"
        )
    head = content[:4096]
    sealed = (said for mark, said in _SEALED if mark in head[:512])
    begun = (said for mark, said in _BEGINS if head.startswith(mark))
    return next(chain(sealed, begun), "") or _named_text(head)


def is_compound(content: bytes) -> bool:
    """Whether it is a file of an old office program, or a locked one."""
    return content.startswith(_COMPOUND)


def has_stream(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file lists a stream: its entries stand at multiples of their size."""
    sought, at = f"{name}\0".encode("utf-16-le"), 0
    while (at := content.find(sought, at)) >= 0:
        length = int.from_bytes(content[at + 64 : at + 66], "little")
        if at % _ENTRY == 0 and length == len(sought):
            return True
        at += 2
    return False


def _named_text(head: bytes) -> str:
    text = text_of(head)
    if text is None:
        return f"内容不是任何一种表格，可能被文档加密（防泄密）软件加密了；{DECRYPT}，不是加密的，请换用备份"
    for pattern, said in _WRITTEN:
        if pattern.search(text[:1000]):
            return f"{said}，只是文件名像，{SAVE_AS}"
    if text.lstrip().startswith("{"):
        return "它像是 JSON 数据文件，请先用 xlbudget build 生成工作簿"
    return f"它是文本（如 CSV），只是文件名像，{SAVE_AS}"


def text_of(head: bytes) -> str | None:
    """A text file as Chinese offices have them, or its beginning; None when it is none."""
    codes = ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            # The beginning may end in the middle of a character.
            text = getincrementaldecoder(code)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text.lstrip()
    return None
