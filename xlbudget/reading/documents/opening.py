"""A document from outside, of whatever kind, opened within bounds: by what is in it, not by its name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from xlbudget.disk import input_file
from xlbudget.errors import DocumentUnreadable, LibraryMissing
from xlbudget.reading.documents.found import SourceDocument
from xlbudget.reading.documents.kinds import ENDINGS
from xlbudget.reading.documents.pdf import LIMIT, open_pdf
from xlbudget.reading.file_kinds import has_stream, is_compound, refuse_mark, refuse_others, text_of
from xlbudget.reading.package import RATIO_FROM, RATIO_LIMIT, TOTAL_LIMIT, Package

_KINDS = "可以是 .pdf、.docx、.xlsx、.xls、.csv 或 .html"


def open_document(path: Path) -> SourceDocument:
    """Lines and grids of a document; every refusal is one sentence naming it."""
    refuse_mark(path)
    return opened(path, input_file.content(path, LIMIT))


def opened(path: Path, content: bytes) -> SourceDocument:
    """The same of a file in memory."""
    try:
        return _opened(path, content)
    except ModuleNotFoundError as missing:
        raise LibraryMissing(str(missing.name)) from None
    except RecursionError:
        raise DocumentUnreadable(path, "里面的层数太多") from None


def _opened(path: Path, content: bytes) -> SourceDocument:
    """What opens a kind of file is imported when one is met: a library may not be installed."""
    if b"%PDF-" in content[:1024]:
        return open_pdf(path, content)
    if content.startswith(b"PK"):
        if _is_word(path, content):
            from xlbudget.reading.documents.word import open_docx

            return open_docx(path, content)
        from xlbudget.reading.documents.spreadsheet import open_xlsx

        return open_xlsx(path, Package.of(path, content))
    if is_compound(content):
        _refuse_compound(path, content)
        from xlbudget.reading.documents.spreadsheet import open_by_calamine

        return open_by_calamine(path, content)
    head = (text_of(content[:100_000]) or "").lower()
    if "<table" in head or "<html" in head:
        if head.startswith("mime-version"):
            raise DocumentUnreadable(path, "它是单个文件网页（.mht），请用浏览器或 Excel 打开，另存为 .html 或 .xlsx")
        from xlbudget.reading.documents.web_page import open_html

        return open_html(path, content)
    if head.strip() and path.suffix.lower() in (".csv", ".txt", ".xls") and not head.startswith(("<", "{")):
        from xlbudget.reading.documents.spreadsheet import open_csv

        return open_csv(path, content)
    if path.suffix.lower() in ENDINGS and not content.strip(b"\0 \r\n\t"):
        raise DocumentUnreadable(path, "文件是空的")
    if path.suffix.lower() == ".pdf":
        raise DocumentUnreadable(path, "它不是 PDF，只是文件名像")
    if path.suffix.lower() not in ENDINGS:
        refuse_others(path, content)
    raise DocumentUnreadable(path, f"它不是能认的文件；{_KINDS}")


def _is_word(path: Path, content: bytes) -> bool:
    """Whether a zip holds a Word document; one that would unpack to too much is refused."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise DocumentUnreadable(path, "压缩包不完整，可能没有下载或复制完") from None
    if not any(entry.filename == "word/document.xml" for entry in entries):
        return False
    bombs = (e for e in entries if e.file_size > RATIO_FROM and e.file_size > RATIO_LIMIT * max(e.compress_size, 1))
    if sum(entry.file_size for entry in entries) > TOTAL_LIMIT or any(bombs):
        raise DocumentUnreadable(path, "解压后太大，像是压缩炸弹")
    return True


def _refuse_compound(path: Path, content: bytes) -> None:
    if has_stream(content, "EncryptedPackage") or has_stream(content, "DRMEncryptedDataSpace"):
        raise DocumentUnreadable(path, "它设了打开密码或访问权限，请去掉以后另存")
    if has_stream(content, "WordDocument"):
        raise DocumentUnreadable(path, "它是旧的 .doc 格式，请用 Word 或 WPS 打开，另存为 .docx")
    if not (has_stream(content, "Workbook") or has_stream(content, "Book")):
        raise DocumentUnreadable(path, f"它是旧的 Office 格式，但不是工作簿；{_KINDS}")
