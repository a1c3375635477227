"""What the workbooks of many units have in common, made once in a process: formulas as text, and the loaded engine.

Formulas follow from where everything stands, and that is the same for most units of a bureau. Every unit is declared
for itself, as a single check does it; where all keys stand in the same places, and a sheet declares the same but for
what is entered, its cells are those of the unit before. The engine then gets the entries that differ, and calculates
what depends on them. Nothing else is carried over, and nothing of it lasts longer than the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, Constant, Place, Value, grid, refilled
from xlbudget.language.sheet import Area, Entry, Item, Sheet, address_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.plain_rows import Known
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.fingerprint import formulas_mark
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.workbook.calculate import calculation
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.engines.formualizer import Calculation

KINDS = 3
"""How many are kept: each holds an engine, 60 MB."""


@dataclass
class _Kind:
    """Workbooks whose keys stand in the same places."""

    areas: Mapping[str, Area]
    sheets: tuple[str, ...]
    known: dict[str, tuple[Sheet, CellGrid]] = field(default_factory=dict)
    """Sheet → how it was declared last, and its cells."""
    addresses: dict[str, dict[str, str]] = field(default_factory=dict)
    """Sheet → A1 address → formula, of the same."""
    mark: str = ""
    """Of the formulas and fixed texts that are known, which are those of the ``last`` book."""
    last: Book | None = None
    engine: Calculation | None = None
    inside: dict[str, CellGrid] = field(default_factory=dict)
    """What the engine holds."""


class SharedBooks:
    """Means of a check (``check.rebuild.Means``) that remember; those of one thread only."""

    def __init__(self) -> None:
        self.kinds: list[_Kind] = []
        """The one in use last is the last."""
        self.read: dict[tuple[object, ...], Known] = {}

    def known(self, book: Workbook) -> Known:
        """What was made of the cells of workbooks that have the same number formats."""
        formats = (*book.formats, book.since_1904)
        known = self.read.pop(formats, None) or Known()
        self.read = dict([*self.read.items()][1 - KINDS :]) | {formats: replace(known, own={})}
        return self.read[formats]

    def assemble(self, data: Data, form: Form) -> Book:
        book = assemble(data, form)
        kind, grids = self._kind(book), {}
        for sheet in book.sheets:
            grids[sheet.name] = self._grid(kind, sheet, book)
        kind.last = book
        vars(book)["grids"] = grids
        vars(book)["formulas"] = dict(kind.addresses)
        return book

    def formulas_mark(self, book: Book) -> str:
        kind = self._kind(book)
        if kind.last is not book:
            return formulas_mark(book)
        kind.mark = kind.mark or formulas_mark(book)
        return kind.mark

    def values(self, book: Book) -> Values:
        """What stands in every cell, recalculated."""
        found = self.calculated(book)
        return {
            name: {address_of(*place): value for place, value in (cells.constants | found[name]).items()}
            for name, cells in book.grids.items()
        }

    def calculated(self, book: Book) -> dict[str, dict[Place, Value]]:
        """Sheet → place → value of every formula."""
        kind = self._kind(book)
        try:
            engine = kind.engine
            if engine is None or any(
                kind.inside[name].formulas != cells.formulas for name, cells in book.grids.items()
            ):
                engine = calculation(book)
            else:
                for name, cells in book.grids.items():
                    engine.put(name, changed(kind.inside[name].constants, cells.constants))
            kind.engine, kind.inside = None, dict(book.grids)
            found = Calculation(engine.engine, book.grids).values()
        except BaseException:
            # Whatever it holds now, nobody else gets it.
            kind.engine = None
            raise
        kind.engine = engine
        return found

    def _kind(self, book: Book) -> _Kind:
        sheets = tuple(f"{sheet.name}{sheet.hidden:d}" for sheet in book.sheets)
        found = next((k for k in self.kinds if k.sheets == sheets and k.areas == book.names.areas), None)
        if found is None:
            found = _Kind(book.names.areas, sheets)
            self.kinds = self.kinds[1 - KINDS :]
        else:
            self.kinds.remove(found)
        self.kinds.append(found)
        return found

    def _grid(self, kind: _Kind, sheet: Sheet, book: Book) -> CellGrid:
        before = kind.known.get(sheet.name)
        if before is not None and _alike(before[0], sheet):
            made = refilled(before[1], sheet)
            # What is entered is no fixed text.
            vars(sheet)["fixed_texts"] = before[0].fixed_texts
        else:
            made = grid(sheet, book.names)
            if before is None or sheet.name != STRUCTURE:
                kind.mark = ""
            kind.addresses[sheet.name] = {address_of(*place): one for place, one in made.formulas.items()}
        kind.known[sheet.name] = sheet, made
        return made


def _alike(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets declare the same cells but for what is entered in them."""
    return len(one.items) == len(other.items) and all(
        a is b or a == b or _both_entries(a, b) for a, b in zip(one.items, other.items, strict=True)
    )


def _both_entries(a: Item, b: Item) -> bool:
    return (
        isinstance(a.content, Entry)
        and isinstance(b.content, Entry)
        and (a.row, a.col, a.style, a.key, a.rows, a.cols, a.scope, a.role, a.down)
        == (b.row, b.col, b.style, b.key, b.rows, b.cols, b.scope, b.role, b.down)
    )


def changed(old: Mapping[Place, Constant], now: Mapping[Place, Constant]) -> dict[Place, Value]:
    """What is put into a sheet for it to hold other constants; 1 is neither 1.0 nor TRUE."""
    if old is now:
        return {}
    pairs = {at: (old.get(at), now.get(at)) for at in old.keys() | now.keys()}
    return {at: new for at, (was, new) in pairs.items() if (type(was), repr(was)) != (type(new), repr(new))}
