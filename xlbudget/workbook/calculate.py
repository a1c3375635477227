"""Every value of a declared workbook, as an engine works it out: in memory, or by way of a file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from xlbudget.language.sheet import column_letter
from xlbudget.sheets.book import Book
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.engines.by_file import Engine, Values, recalculate


def calculation(book: Book) -> formualizer.Calculation:
    """The book in the engine: to be calculated, and calculated again with other entries."""
    return formualizer.loaded(book.grids, book.defined)


def started(book: Book, engine: Engine, read: Callable[[bytes], Values]) -> Callable[[], Values]:
    """Set the engine to work; the function waits for it and gives what stands in every cell.

    ``read`` gets the values out of a package, for engines that need one.
    """
    if engine == "formualizer":
        loaded = calculation(book)
        pool = ThreadPoolExecutor(1)
        waiting = pool.submit(by_address, book, loaded)
        pool.shutdown(wait=False)
        return waiting.result
    from xlbudget.workbook.write import write

    return partial(recalculate, write(book), engine, read)


def by_address(book: Book, calculation: formualizer.Calculation) -> Values:
    """The values of a calculation, and the constants, by A1 address."""
    found = calculation.values()
    return {
        sheet: {f"{column_letter(col)}{row}": value for (row, col), value in (grid.constants | found[sheet]).items()}
        for sheet, grid in book.grids.items()
    }
