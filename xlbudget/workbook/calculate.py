"""Every value of a declared workbook, as an engine works it out: in memory, or by way of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from xlbudget.language.grid import CellGrid, Value
from xlbudget.language.moving import Moving
from xlbudget.language.sheet import Sheet, column_letter, place_of
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


def framed_rows(sheet: Sheet, values: Mapping[str, Value]) -> tuple[frozenset[int], ...]:
    """The rows in which each frame of a sheet with these values holds, as the engine computes its formula.

    A frame's formula looks at whole rows: it is computed once a row.
    """
    if not any(frame.when for frame in sheet.frames):
        return tuple(frozenset(range(frame.row, frame.row + frame.rows)) for frame in sheet.frames)
    places = {address: place for address in values if (place := place_of(address))}
    constants = {places[at]: value for at, value in values.items() if at in places and value is not None}
    right = max((col for _, col in constants), default=len(sheet.widths)) + 1
    formulas = {}
    for col, frame in enumerate(sheet.frames, right):
        formula = Moving.of(f"=IF({frame.when or 'TRUE'},1,0)")
        for offset in range(frame.rows):
            formulas[frame.row + offset, col] = formula.below(offset)
    found = formualizer.loaded({sheet.name: CellGrid(formulas, constants)}, {}).values()[sheet.name]
    return tuple(
        frozenset(row for row in range(frame.row, frame.row + frame.rows) if found[row, col] == 1)
        for col, frame in enumerate(sheet.frames, right)
    )
