"""From a declared book to an .xlsx file with its last computed values in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlbudget.errors import EngineFailed

if TYPE_CHECKING:
    from xlbudget.sheets.book import Book


def render(book: Book) -> bytes:
    """The finished workbook: formulas, their values, so that any viewer shows them, and rows high enough for them."""
    from xlbudget.workbook.write import write

    return finished(book, write(book))


def render_anyway(book: Book) -> tuple[bytes, EngineFailed | None]:
    """The same; without values where the engine refuses (it does when there are too many formulas), and why it does.

    Such a workbook is as good as any: office programs calculate it when they open it.
    """
    from xlbudget.workbook.files import settled
    from xlbudget.workbook.write import write

    try:
        return render(book), None
    except EngineFailed as error:
        return settled(write(book)), error


def finished(book: Book, written: bytes) -> bytes:
    """The same from what :func:`write` has made of the book."""
    from xlbudget.workbook.engines import with_values
    from xlbudget.workbook.files import settled
    from xlbudget.workbook.fit import fitted

    package = with_values(written)
    return settled(package, fitted(book.sheets, package))
