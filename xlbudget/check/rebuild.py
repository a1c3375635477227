"""The workbook rebuilt around the input cells of a file: our formulas, the user's entries, nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlbudget.check.intact import is_intact, recalculated
from xlbudget.check.positions import PREFIX, Cells, Positions, in_place
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.datafile.kinds import cleaned
from xlbudget.datafile.skeleton import skeleton, unpacked
from xlbudget.errors import EngineFailed
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.limits import beginning
from xlbudget.language.sheet import Entry, Item, Sheet
from xlbudget.reading.cells import Value
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_package
from xlbudget.reading.remarks import Oddity
from xlbudget.reading.stamp import FORMULAS, is_earlier
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.fingerprint import formulas_mark, structure_mark
from xlbudget.sheets.structure import SHEET
from xlbudget.workbook.engines import Engine, Values, recalculate

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass(frozen=True)
class Rebuilt:
    """``book`` has the structure that the file was built with; ``judged`` is the book whose figures and verdicts count.

    They are the same unless entries have come or gone since, do not stand where they stood, or hold what no formula can
    take. ``positions`` says where the rows of ``judged`` are in the file. ``intact``: the file has the formulas of
    ``book`` to the letter. ``other_build``: its formulas are others, ``book`` is what this program would build.
    """

    book: Book
    values: Values
    judged: Book
    verdicts: Values
    data: Data
    structure_known: bool
    positions: Positions = field(default_factory=Positions)
    intact: bool = False
    other_build: bool = False


def kept_structure(cells: Cells, form: Form) -> Data | None:
    """The skeleton that the file keeps; None when there is none, or not one of this 模板."""
    kept = unpacked(_packed(cells))
    return kept if kept is not None and kept.layout == form.name else None


def _packed(cells: Cells) -> str:
    pieces = sorted(
        (int(at[1:]), str(value))
        for at, (_, value) in cells.get(SHEET, {}).items()
        if at[0] == "A" and at[1:].isdecimal()
    )
    return "".join(piece for row, piece in pieces if row > 1)


def rebuilt_from(reading: Reading, package: Package, cells: Cells, kept: Data | None, engine: Engine) -> Rebuilt:
    """Rebuild and recalculate. A file that is intact is its own rebuilt workbook: then it is not written again."""
    data = complete(reading.data, kept)
    now = skeleton(data)
    bare = assemble(kept or now, reading.form)
    other = _is_of_another_build(reading.stamp, cells, bare)
    there, values = None, {}
    if not other:
        there = _as_it_stands(bare, package, cells) if engine == "formualizer" else None
        values = there or _calculated(_with_entries(bare, cells, _errors(reading)), engine)[0]
        as_built = kept is not None and kept.content == now.content and in_place(bare, cells, reading)
        # A cell that no formula can take (a text, an error value) is to be its own finding, not to undo all verdicts.
        if as_built and not any(oddity.cell and not _only_cleaned(oddity) for oddity in reading.oddities):
            return Rebuilt(bare, values, bare, values, data, True, intact=there is not None)
    judged = assemble(data, reading.form)
    verdicts, made = _calculated(judged, engine)
    again = read_package(Package.of(Path("重建的工作簿"), made), reading.form, lenient=True)
    positions = Positions.between(again, reading)
    if other:
        return Rebuilt(judged, verdicts, judged, verdicts, data, False, positions, other_build=True)
    return Rebuilt(bare, values, judged, verdicts, data, kept is not None, positions, there is not None)


def _is_of_another_build(stamp: Mapping[str, str], cells: Cells, bare: Book) -> bool:
    """Whether the file was built with other formulas; not where it may as well be its 结构 that was changed."""
    theirs = stamp.get(FORMULAS, "")
    structure, formulas = theirs[:8], theirs[8:]
    return formulas != formulas_mark(bare) and (is_earlier(stamp) or structure == structure_mark(_packed(cells)))


def _as_it_stands(book: Book, package: Package, cells: Cells) -> Values | None:
    try:
        return recalculated(package, cells) if is_intact(book, cells, package) else None
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
    sheets = tuple(
        _sheet_with_entries(sheet, cells.get(sheet.name, {}), errors) if sheet.name.startswith(PREFIX) else sheet
        for sheet in book.sheets
    )
    return replace(book, sheets=sheets)


def _sheet_with_entries(
    sheet: Sheet, cells: Mapping[str, tuple[str | None, Value]], errors: set[tuple[str, str]]
) -> Sheet:
    def entered(item: Item) -> Item:
        if not isinstance(item.content, Entry):
            return item
        _, value = cells.get(item.address, (None, None))
        if (sheet.name, item.address) in errors:
            return replace(item, content=Formula(str(value)))
        return replace(item, content=Entry(_writable(value)))

    return replace(sheet, items=tuple(map(entered, sheet.items)))


def _writable(value: Value) -> Value:
    """A value that a cell can hold; a figure beyond all bounds is none."""
    if isinstance(value, str):
        return beginning(cleaned(value))
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**300:
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value
