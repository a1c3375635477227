"""A document as the file that is written: in its template's look, with the numbers of pages where they can be found."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.disk import input_file
from xlbudget.errors import PdfFailed
from xlbudget.export.document import Document
from xlbudget.export.page_numbers import pages_of
from xlbudget.export.pdf import pdfs
from xlbudget.language.form import NARRATIVE, REPORT

if TYPE_CHECKING:
    from xlbudget.export.word import Word

OWN = {NARRATIVE: "publication.docx", REPORT: "report.docx"}
"""Document → its template in this folder."""


def template_of(path: Path | None, kind: str) -> tuple[bytes, str]:
    """The content of a template and what messages call it; without a path that of the program."""
    if path is not None:
        return input_file.content(path), str(path)
    return (files(__package__) / "templates" / OWN[kind]).read_bytes(), OWN[kind]


def word_file(document: Document, template: tuple[bytes, str]) -> tuple[bytes, bool]:
    """The content of the file, and whether 目录 has its numbers of pages. Without them it is filled on opening.

    Refuses with ``BadTemplate`` a template that lacks a style or a placeholder.
    """
    # Only who exports a document needs the library.
    from xlbudget.export.word import Word

    word = Word(document, *template)
    if not word.pages:
        return word.content([]), True
    try:
        made = pdfs({"draft.docx": word.content([0] * len(word.pages))})
    except PdfFailed:
        # LibreOffice without Writer reads no documents.
        made = None
    pages = numbers(word, made["draft.pdf"]) if made else None
    return word.content(pages), pages is not None


def numbers(word: Word, pdf: bytes) -> list[int] | None:
    """The numbers that the pages of the headings bear in a PDF of the document; None where they cannot be found."""
    pages = pages_of(pdf, [heading.text for heading in word.headings])
    if not pages or word.start is None:
        return pages
    return [page - pages[0] + word.start for page in pages]
