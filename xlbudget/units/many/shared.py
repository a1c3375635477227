"""What the workbooks of many units have in common, made once in a process: formulas as text, and the loaded engine.

Formulas follow from where everything stands, and that is the same for most units of a bureau. Every unit is declared
for itself, as a single check does it; where a sheet declares the same as one before but for what is entered, and the
keys that its formulas name stand in the same places, its cells are the same. The engine gets the entries that differ,
and the formulas: of units with the same sheets few do, and loading them all anew takes five times as long. It
calculates what depends on them. Nothing else is carried over, and nothing of it lasts longer than the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, Constant, Place, Value, grid, refilled
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Entry, Item, Sheet, address_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.plain_rows import Known
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.fingerprint import formulas_mark, texts_count
from xlbudget.sheets.rules.check_sheet import check_sheet
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.workbook.calculate import calculation
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.engines.formualizer import Calculation

KINDS = 3
"""How many engines are kept, of 60 MB each, and number formats with what was read of them."""
VARIANTS = 4
"""How many ways of laying out a sheet are kept."""


@dataclass(frozen=True)
class _Told:
    """Key → what somebody was told of it who asked; None where there is none of it."""

    areas: Mapping[str, Area | None]
    figures: Mapping[str, Item | None]

    def of(self, names: Names) -> bool:
        """Whether others would tell the same, but for what is entered."""
        return all(names.areas.get(key) == area for key, area in self.areas.items()) and all(
            _same(names.figures.get(key), item) for key, item in self.figures.items()
        )


@dataclass(eq=False)
class _Laid:
    """A sheet as it was declared once, its cells, and all that they were made of beside that."""

    sheet: Sheet
    cells: CellGrid
    addresses: dict[str, str]
    """A1 address → formula."""
    told: _Told

    def fits(self, sheet: Sheet, names: Names) -> bool:
        """Whether another sheet has the same cells, but for what is entered."""
        return self.told.of(names) and _alike(self.sheet, sheet)


class _Asked(dict[str, Any]):
    """What is known by key, and what of it was asked for."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__(known)
        self.asked: dict[str, Any] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        self.asked[key] = super().get(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked[key] = super().get(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None

    def __iter__(self) -> Any:
        raise TypeError("what is asked for all at once is not noted")


_Whole: TypeAlias = tuple[tuple[_Laid, ...], Mapping[str, str]]
"""A book as its sheets were laid out, and its defined names."""


@dataclass
class _Engine:
    """The loaded engine of books with the same sheets and defined names."""

    calculation: Calculation
    names: Mapping[str, str]
    inside: dict[str, CellGrid]
    """What it holds."""


class SharedBooks:
    """Means of a check (``check.rebuild.Means``) that remember; those of one thread only."""

    def __init__(self) -> None:
        self.laid: dict[str, list[_Laid]] = {}
        """Sheet → how it was laid out, the last way last."""
        self.judging: list[tuple[tuple[Any, ...], _Told, Sheet]] = []
        """What was given to 校验, what it was told of names, and what came of it."""
        self.engines: list[_Engine] = []
        """The one in use last is the last."""
        self.marks: list[tuple[str, _Whole]] = []
        self.last: tuple[Book | None, _Whole] = None, ((), {})
        """The book that was declared last, and how."""
        self.read: dict[tuple[object, ...], Known] = {}

    def known(self, book: Workbook) -> Known:
        """What was made of the cells of workbooks that have the same number formats."""
        formats = (*book.formats, book.since_1904)
        known = self.read.pop(formats, None) or Known()
        self.read = dict([*self.read.items()][1 - KINDS :]) | {formats: replace(known, own={})}
        return self.read[formats]

    def assemble(self, data: Data, form: Form) -> Book:
        book = assemble(data, form, judging=self._judging)
        laid = [self._laid(sheet, book.names) for sheet in book.sheets]
        pairs = zip(book.sheets, laid, strict=True)
        vars(book)["grids"] = {sheet.name: refilled(one.cells, sheet) for sheet, one in pairs}
        vars(book)["formulas"] = {one.sheet.name: one.addresses for one in laid}
        self.last = book, (tuple(laid), book.defined)
        return book

    def formulas_mark(self, book: Book) -> str:
        last, whole = self.last
        if last is not book:
            return formulas_mark(book)
        found = next((one for one in self.marks if _marked_alike(one[1], whole)), None)
        self.marks = [one for one in self.marks if one is not found][1 - VARIANTS :]
        self.marks.append(found or (formulas_mark(book), whole))
        return self.marks[-1][0]

    def values(self, book: Book) -> Values:
        """What stands in every cell, recalculated."""
        found = self.calculated(book)
        return {
            name: {
                **{address_of(*place): value for place, value in cells.constants.items()},
                **dict(zip(book.formulas[name], found[name].values(), strict=True)),
            }
            for name, cells in book.grids.items()
        }

    def calculated(self, book: Book) -> dict[str, dict[Place, Value]]:
        """Sheet → place → value of every formula."""
        sheets, names = tuple(book.grids), book.defined
        known = next((one for one in self.engines if tuple(one.inside) == sheets and one.names == names), None)
        # Whatever it holds when something goes wrong, nobody else gets it.
        self.engines = [one for one in self.engines if one is not known][1 - KINDS :]
        known = known or _Engine(calculation(book), names, dict(book.grids))
        for name, cells in book.grids.items():
            _replace(known.calculation, name, known.inside[name], cells)
        known.inside = dict(book.grids)
        found = Calculation(known.calculation.engine, book.grids, known.calculation.called).values()
        self.engines.append(known)
        return found

    def _judging(self, names: Names, *given: Any) -> Sheet:
        """校验, as it was where the same was asked for the same checks."""
        found = next((one for one in self.judging if one[0] == given and one[1].of(names)), None)
        if found is None:
            areas, figures = _Asked(names.areas), _Asked(names.figures)
            sheet = check_sheet(Names(areas, figures), *given)
            found = given, _Told(areas.asked, figures.asked), sheet
        self.judging = [found, *(one for one in self.judging if one is not found)][:VARIANTS]
        return found[2]

    def _laid(self, sheet: Sheet, names: Names) -> _Laid:
        there = self.laid.setdefault(sheet.name, [])
        if (found := next((one for one in reversed(there) if one.fits(sheet, names)), None)) is None:
            areas, figures = _Asked(names.areas), _Asked(names.figures)
            cells = grid(sheet, Names(areas, figures))
            if (same := next((one for one in there if one.cells.formulas == cells.formulas), None)) is not None:
                cells, addresses = replace(cells, formulas=same.cells.formulas), same.addresses
            else:
                addresses = {address_of(*place): one for place, one in cells.formulas.items()}
            found = _Laid(sheet, cells, addresses, _Told(areas.asked, figures.asked))
        else:
            there.remove(found)
            # What is entered is no fixed text.
            vars(sheet)["fixed_texts"] = found.sheet.fixed_texts
        self.laid[sheet.name] = [*there[1 - VARIANTS :], found]
        return found


def _alike(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets declare the same cells but for what is entered in them."""
    return one is other or (
        len(one.items) == len(other.items) and all(_same(a, b) for a, b in zip(one.items, other.items, strict=True))
    )


def _same(a: Item | None, b: Item | None) -> bool:
    return a is b or a == b or (a is not None and b is not None and _both_entries(a, b))


def _both_entries(a: Item, b: Item) -> bool:
    return (
        isinstance(a.content, Entry)
        and isinstance(b.content, Entry)
        and (a.row, a.col, a.style, a.key, a.rows, a.cols, a.scope, a.role, a.down)
        == (b.row, b.col, b.style, b.key, b.rows, b.cols, b.scope, b.role, b.down)
    )


def _marked_alike(one: _Whole, other: _Whole) -> bool:
    """Whether two books have the same formulas, and the same fixed texts where these count, by what they share."""
    return (
        one[1] == other[1]
        and len(one[0]) == len(other[0])
        and all(
            a.sheet.name == b.sheet.name
            and a.addresses is b.addresses
            and (a is b or not texts_count(a.sheet) or a.sheet.name == STRUCTURE)
            for a, b in zip(one[0], other[0], strict=True)
        )
    )


def _replace(engine: Calculation, sheet: str, old: CellGrid, now: CellGrid) -> None:
    """Put into a sheet of the engine what it does not hold yet."""
    values, other = changed(old.constants, now.constants), {}
    if old.formulas is not now.formulas:
        values = dict.fromkeys(old.formulas.keys() - now.constants.keys()) | values
        values = {at: value for at, value in values.items() if at not in now.formulas}
        other = {at: one for at, one in now.formulas.items() if old.formulas.get(at) != one}
    engine.put(sheet, values)
    engine.put_formulas(sheet, old.formulas, other)


def changed(old: Mapping[Place, Constant], now: Mapping[Place, Constant]) -> dict[Place, Value]:
    """What is put into a sheet for it to hold other constants; 1 is neither 1.0 nor TRUE."""
    if old is now:
        return {}
    return {
        at: new
        for at in old.keys() | now.keys()
        if (was := old.get(at)) is not (new := now.get(at)) and (type(was), repr(was)) != (type(new), repr(new))
    }
