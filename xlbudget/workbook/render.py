"""From a declared book to an .xlsx file with its last computed values in it."""

from __future__ import annotations

from xlbudget.errors import EngineFailed
from xlbudget.sheets.book import Book
from xlbudget.workbook.engines import with_values
from xlbudget.workbook.files import settled
from xlbudget.workbook.fit import fitted
from xlbudget.workbook.write import write


def render(book: Book) -> bytes:
    """The finished workbook: formulas, their values, so that any viewer shows them, and rows high enough for them."""
    return finished(book, write(book))


def rendered(book: Book) -> tuple[bytes, EngineFailed | None]:
    """The same, and why no value is in it: the engine refuses when there are too many formulas.

    Such a workbook is as good: it is calculated when an office program opens it.
    """
    written = write(book)
    try:
        return finished(book, written), None
    except EngineFailed as error:
        return settled(written), error


def finished(book: Book, written: bytes) -> bytes:
    """The same from what :func:`write` has made of the book."""
    package = with_values(written)
    return settled(package, fitted(book.sheets, package))
