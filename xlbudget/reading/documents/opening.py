"""A document from outside, of whatever kind, opened within bounds: by what is in it, not by its name."""

from __future__ import annotations

from pathlib import Path

from xlbudget.disk import input_file
from xlbudget.errors import DocumentUnreadable, LibraryMissing
from xlbudget.reading.documents.found import Document
from xlbudget.reading.documents.pdf import open_pdf
from xlbudget.reading.file_kinds import refuse_mark

LIMIT = 100_000_000
"""Bytes of a document; a publication with scanned seals has 20 MB."""


def open_document(path: Path) -> Document:
    """Lines and grids of a document; every refusal is one sentence naming it."""
    refuse_mark(path)
    content = input_file.content(path, LIMIT)
    try:
        if b"%PDF-" in content[:1024]:
            return open_pdf(path, content)
    except ModuleNotFoundError as missing:
        raise LibraryMissing(str(missing.name)) from None
    raise DocumentUnreadable(path, "它不是能认的文件；可以是 .pdf、.docx、.xlsx、.xls、.csv 或 .html")
