"""Every value of a declared workbook, as an engine works it out: in memory, or by way of a file."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.language.sheet import column_letter
from xlbudget.sheets.book import Book
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.engines.by_file import Engine, Values, recalculate


def calculation(book: Book) -> formualizer.Calculation:
    """The book in the engine: to be calculated, and calculated again with other entries."""
    return formualizer.loaded(book.grids, book.defined)


def calculated(book: Book, engine: Engine, read: Callable[[bytes], Values]) -> Values:
    """What stands in every cell; ``read`` gets the values out of a package, for engines that need one."""
    if engine == "formualizer":
        return by_address(book, calculation(book))
    from xlbudget.workbook.write import write

    return recalculate(write(book), engine, read)


def by_address(book: Book, calculation: formualizer.Calculation) -> Values:
    """The values of a calculation, and the constants, by A1 address."""
    found = calculation.values()
    return {
        sheet: {f"{column_letter(col)}{row}": value for (row, col), value in (grid.constants | found[sheet]).items()}
        for sheet, grid in book.grids.items()
    }
