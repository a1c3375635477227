"""From a declared book to an .xlsx file with its last computed values in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlbudget.book import Book


def render(book: Book) -> bytes:
    """The finished workbook: formulas and, as a last step, their values, so that any viewer shows them."""
    from xlbudget.engines import with_values
    from xlbudget.workbook.package import settled
    from xlbudget.workbook.write import write

    return settled(with_values(write(book)))
