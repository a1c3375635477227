"""The pristine workbook around the input cells of a file: our formulas, the user's entries, nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlbudget.check.intact import intact, recalculated
from xlbudget.check.positions import PREFIX, Cells, Standing, in_place
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.datafile.kinds import cleaned
from xlbudget.datafile.skeleton import skeleton, unpacked
from xlbudget.errors import EngineFailed
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.limits import beginning
from xlbudget.language.sheet import Area, Entry, Item, Sheet
from xlbudget.reading.cells import Value
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_package
from xlbudget.reading.remarks import Oddity
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.structure import SHEET
from xlbudget.workbook.engines import Engine, Values, recalculate

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass(frozen=True)
class Pristine:
    """``book`` has the file's own structure; ``judged`` is the book whose verdicts count, with its values.

    They are the same unless entries have come or gone since the file was built, do not stand where they stood, or
    hold what no formula can take. ``standing`` says where the rows of ``judged`` are in the file. ``intact``: the
    formulas of the file were compared with those of ``book`` already, and all are the same.
    """

    book: Book
    values: Values
    judged: Book
    verdicts: Values
    data: Data
    structure_known: bool
    standing: Standing
    intact: bool = False


def kept_structure(cells: Cells, form: Form) -> Data | None:
    """The skeleton that the file keeps; None when there is none, or not one of this 模板."""
    pieces = sorted(
        (int(at[1:]), str(value))
        for at, (_, value) in cells.get(SHEET, {}).items()
        if at[0] == "A" and at[1:].isdecimal()
    )
    kept = unpacked("".join(piece for row, piece in pieces if row > 1))
    return kept if kept is not None and kept.layout == form.name else None


def pristine(reading: Reading, package: Package, cells: Cells, kept: Data | None, engine: Engine) -> Pristine:
    """Rebuild and recalculate. A file that is intact is its own pristine workbook: then it is not written again."""
    data = complete(reading.data, kept)
    now = skeleton(data)
    bare = assemble(kept or now, reading.form)
    there = _as_it_stands(bare, package, cells) if engine == "formualizer" else None
    values = there or _calculated(_with_entries(bare, cells, _errors(reading)), engine)[0]
    as_built = kept is not None and kept.content == now.content and in_place(bare, cells, reading)
    # 公式读不懂的格子（文字、错误值）只应成为它自己那一处，不应让判定都算不出来。
    if as_built and not any(oddity.cell and not _only_cleaned(oddity) for oddity in reading.oddities):
        return Pristine(bare, values, bare, values, data, True, Standing(), there is not None)
    judged = assemble(data, reading.form)
    verdicts, made = _calculated(judged, engine)
    rebuilt = read_package(Package.of(Path("重建的工作簿"), made), reading.form, lenient=True)
    standing = Standing.between(rebuilt, reading)
    return Pristine(bare, values, judged, verdicts, data, kept is not None, standing, there is not None)


def rebuilt_from(reading: Reading, engine: Engine) -> Pristine:
    """The workbook that this version would build from what was read: for a file with the formulas of an earlier one."""
    data = complete(reading.data, None)
    book = assemble(data, reading.form)
    values = _calculated(book, engine)[0]
    return Pristine(book, values, book, values, data, False, Standing())


def _as_it_stands(book: Book, package: Package, cells: Cells) -> Values | None:
    try:
        return recalculated(package, cells) if intact(book, cells, package) else None
    except EngineFailed:
        return None


def _calculated(book: Book, engine: Engine) -> tuple[Values, bytes]:
    from xlbudget.workbook.write import write

    package = write(book)
    return recalculate(package, engine, _values), package


def _values(package: bytes) -> Values:
    """The values of a package of our own making, read as fast as a file from outside."""
    there = formulas_and_values(Package.of(Path("重算的工作簿"), package))
    return {sheet: {cell: value for cell, (_, value) in cells.items()} for sheet, cells in there.items()}


def _only_cleaned(oddity: Oddity) -> bool:
    """A text that was read without its control characters decides as much with them."""
    return oddity.certain and oddity.raw != oddity.read == cleaned(oddity.raw)


def _errors(reading: Reading) -> set[tuple[str, str]]:
    """The input cells that hold an error value, not a text that looks like one."""
    return {(oddity.sheet, oddity.cell) for oddity in reading.oddities if oddity.raw in ERRORS}


def _with_entries(book: Book, cells: Cells, errors: set[tuple[str, str]]) -> Book:
    """The book with every input cell as the file has it."""
    sheets = tuple(_sheet_with_entries(sheet, cells.get(sheet.name, {}), errors) for sheet in book.sheets)
    return replace(book, sheets=sheets)


def _sheet_with_entries(
    sheet: Sheet, cells: Mapping[str, tuple[str | None, Value]], errors: set[tuple[str, str]]
) -> Sheet:
    if not sheet.name.startswith(PREFIX):
        return sheet

    def entered(item: Item) -> Item:
        if not isinstance(item.content, Entry):
            return item
        address = Area("", item.row, item.col).text("")
        _, value = cells.get(address, (None, None))
        if (sheet.name, address) in errors:
            return replace(item, content=Formula(str(value)))
        return replace(item, content=Entry(_writable(value)))

    return replace(sheet, items=tuple(entered(item) for item in sheet.items))


def _writable(value: Value) -> Value:
    """A value that a cell can hold; a figure beyond all bounds is none."""
    if isinstance(value, str):
        return beginning(cleaned(value))
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**300:
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value
