"""From a declared book to an .xlsx file with its last computed values in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlbudget.book import Book


def render(book: Book) -> bytes:
    """The finished workbook: formulas, their values, so that any viewer shows them, and rows high enough for them."""
    from xlbudget.engines import with_values
    from xlbudget.workbook.fit import fitted
    from xlbudget.workbook.package import settled
    from xlbudget.workbook.write import write

    package = with_values(write(book))
    return settled(package, fitted(book.sheets, package))
