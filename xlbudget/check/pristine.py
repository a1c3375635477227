"""The pristine workbook around the input cells of a file: our formulas, the user's entries, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlbudget.book import Book, assemble
from xlbudget.check.cells import Cells
from xlbudget.check.intact import intact, recalculated
from xlbudget.data import Data
from xlbudget.engines import Engine, Values, recalculate
from xlbudget.errors import EngineFailed
from xlbudget.reading import Package, Reading, formulas_and_values
from xlbudget.reading.cells import Value
from xlbudget.skeleton import SHEET, skeleton, unpacked
from xlbudget.spec import Area, Entry, Item, Sheet


@dataclass(frozen=True)
class Pristine:
    """``book`` has the file's own structure; ``judged`` is the book whose verdicts count, with its values.

    They are the same unless entries have come or gone since the file was built, so that it would have other rows.
    """

    book: Book
    values: Values
    judged: Book
    verdicts: Values
    structure_known: bool


def pristine(reading: Reading, package: Package, cells: Cells, engine: Engine, layout: Path | None) -> Pristine:
    """Rebuild and recalculate. A file that is intact is its own pristine workbook: then it is not written again."""
    kept = _kept(cells)
    now = skeleton(reading.data)
    same = kept is not None and kept.content == now.content
    declared = assemble(kept or now, layout)
    built = _with_entries(declared, cells)
    values = None
    if engine == "formualizer" and intact(declared, cells, package):
        values = _as_it_stands(package, cells)
    values = values or _calculated(built, engine)
    if same or kept is None:
        return Pristine(built, values, built, values, kept is not None)
    judged = assemble(reading.data, layout)
    return Pristine(built, values, judged, _calculated(judged, engine), True)


def rebuilt_from(reading: Reading, engine: Engine, layout: Path | None) -> Pristine:
    """The workbook that this version would build from what was read: for a file with the formulas of an earlier one."""
    book = assemble(reading.data, layout)
    values = _calculated(book, engine)
    return Pristine(book, values, book, values, False)


def _as_it_stands(package: Package, cells: Cells) -> Values | None:
    try:
        return recalculated(package, cells)
    except EngineFailed:
        return None


def _calculated(book: Book, engine: Engine) -> Values:
    from xlbudget.workbook.write import write

    return recalculate(write(book), engine, _values)


def _values(package: bytes) -> Values:
    """The values of a package of our own making, read as fast as a file from outside."""
    there = formulas_and_values(Package.of(Path("重算的工作簿"), package))
    return {sheet: {cell: value for cell, (_, value) in cells.items()} for sheet, cells in there.items()}


def _kept(cells: Cells) -> Data | None:
    pieces = sorted((int(at[1:]), str(value)) for at, (_, value) in cells.get(SHEET, {}).items() if at[1:] != "1")
    return unpacked("".join(piece for _, piece in pieces)) if pieces else None


def _with_entries(book: Book, cells: Cells) -> Book:
    """The book with every input cell as the file has it."""
    sheets = tuple(_sheet_with_entries(sheet, cells.get(sheet.name, {})) for sheet in book.sheets)
    return replace(book, sheets=sheets)


def _sheet_with_entries(sheet: Sheet, cells: Mapping[str, tuple[str | None, Value]]) -> Sheet:
    if not sheet.name.startswith("录入-"):
        return sheet

    def entered(item: Item) -> Item:
        if not isinstance(item.content, Entry):
            return item
        _, value = cells.get(Area("", item.row, item.col).text(""), (None, None))
        return replace(
            item, content=Entry(value if isinstance(value, str | int | float) or value is None else str(value))
        )

    return replace(sheet, items=tuple(entered(item) for item in sheet.items))
