"""What depends on nothing but its input is worked out once for the same input, within a process of the tests.

The tests build, read and check a few units over and over, damaged here and there. A book is declared, calculated and
written once for the same data; a sheet is read once where its part, the number formats and the shared texts are the
same. The first time all of it is the program's own work, and nothing is left out. A test that patches the program
(``monkeypatch`` among its arguments) has everything done afresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar

import pytest

from tests.helpers import building
from xlbudget.addin import desk
from xlbudget.check import rebuild, workbook_check
from xlbudget.check.workbook_check import Examined
from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, Place, Value
from xlbudget.language.grid import grid as _grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Entry, Sheet
from xlbudget.reading import cells
from xlbudget.reading.cells import SheetCells, Workbook
from xlbudget.reading.formulas import AllCells, Held
from xlbudget.reading.looks import Appearance
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.reading.package import Package
from xlbudget.sheets import book as books
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import rows
from xlbudget.units.department import collect
from xlbudget.units.many.shared import changed
from xlbudget.units.years import rebuild as years_rebuild
from xlbudget.units.years import roll_forward, template
from xlbudget.workbook import render, write
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.engines.by_file import Engine

Made = TypeVar("Made")


class Known(Generic[Made]):
    """What was made last, by what it was made of."""

    trusted = True

    def __init__(self, most: int) -> None:
        self.most = most
        self.made: OrderedDict[Hashable, Made] = OrderedDict()

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        if not self.trusted:
            return make()
        found = self.made[key] if key in self.made else make()
        self.made[key] = found
        self.made.move_to_end(key)
        if len(self.made) > self.most:
            self.made.popitem(last=False)
        return found


BOOKS, SHEETS = 12, 600
"""How many are kept; a workbook has nearly fifty sheets."""
_books: Known[Book] = Known(BOOKS)
_values: Known[tuple[object, dict[str, dict[Place, Value]]]] = Known(BOOKS)
_engines: Known[tuple[formualizer.Calculation, dict[str, CellGrid]]] = Known(4)
_examined: Known[Examined] = Known(BOOKS)
_packages: Known[tuple[object, Any]] = Known(BOOKS)
_shells: Known[tuple[object, write.Shell]] = Known(BOOKS)
_sheets: Known[tuple[SheetCells, Appearance, int]] = Known(SHEETS)
_held: Known[tuple[object, Held]] = Known(SHEETS)
"""Where the key is the identity of an object, that is kept beside."""

_places: Known[tuple[Names, Names]] = Known(4 * BOOKS)
_grids: dict[str, list[tuple[Names, Sheet, CellGrid]]] = {}
"""Sheet → the last that were laid out."""

_assemble, _loaded, _rendered = books.assemble, formualizer.loaded, render.rendered
_examine = workbook_check.examine_package
_one_at_a_time = Lock()
_shell = write.shell
_parsed, _held_of = Workbook._parsed, AllCells.__getitem__


def assemble(data: Data, form: Form, more: Sequence[Sheet] = ()) -> Book:
    """Books are frozen, and their grids and formulas stay with them."""
    if more:
        return _assemble(data, form, more)
    return _books((rows.LEAST, rows.SPARE, repr(data.content), repr(form)), lambda: _assemble(data, form))


def grid(sheet: Sheet, names: Names) -> CellGrid:
    """A sheet is laid out once for the same declarations where all that formulas name is the same, and in its place."""
    if not Known.trusted:
        return _grid(sheet, names)
    places = _places(id(names), lambda: (names, _same(names)))[1]
    before = _grids.setdefault(sheet.name, [])
    made = next((made for of, one, made in before if of is places and one.items == sheet.items), None)
    if made is None:
        made = _grid(sheet, names)
        before[:] = [(places, sheet, made), *before[: BOOKS // 2]]
    return made


def _same(names: Names) -> Names:
    """The names of an earlier book by which formulas read the same; these themselves where there is none."""
    figures = _declared(names)
    for _, earlier in list(_places.made.values()):
        if earlier.areas == names.areas and _declared(earlier) == figures:
            return earlier
    return names


def _declared(names: Names) -> dict[str, Any]:
    """What stands at each key, but for what is entered."""
    return {
        key: (item.role, item.scope, Entry if isinstance(item.content, Entry) else item.content)
        for key, item in names.figures.items()
    }


class Loaded:
    """A calculation that loads its engine when it is needed, and one with the same formulas if there is one.

    That gets the entries of this one, and calculates what depends on those that differ: ``test_calculation.py``.
    """

    def __init__(self, grids: Mapping[str, CellGrid], names: Mapping[str, str]) -> None:
        self.grids, self.names = grids, names
        self.own: formualizer.Calculation | None = None

    @property
    def loaded(self) -> formualizer.Calculation:
        """One of its own, for it is to be changed."""
        self.own = self.own or _loaded(self.grids, self.names)
        return self.own

    def put(self, sheet: str, cells: Mapping[Place, Value]) -> None:
        self.loaded.put(sheet, cells)

    def put_formulas(self, sheet: str, before: Container[Place], formulas: Mapping[Place, str]) -> None:
        self.loaded.put_formulas(sheet, before, formulas)

    def values(self) -> dict[str, dict[Place, Value]]:
        if self.own:
            return self.own.values()
        return _values(id(self.grids), lambda: (self.grids, self._calculated()))[1]

    def _calculated(self) -> dict[str, dict[Place, Value]]:
        key = sha256(repr((self.names, {name: grid.formulas for name, grid in self.grids.items()})).encode()).digest()
        with _one_at_a_time:
            engine, grids = _engines(key, lambda: (_loaded(self.grids, self.names), dict(self.grids)))
            try:
                for sheet, grid in self.grids.items():
                    engine.put(sheet, changed(grids[sheet].constants, grid.constants))
                grids |= self.grids
                return engine.values()
            except Exception:
                _engines.made.pop(key, None)
                raise


def loaded(grids: Mapping[str, CellGrid], names: Mapping[str, str], ours: bool = True) -> Any:
    return Loaded(grids, names) if Known.trusted and ours else _loaded(grids, names, ours)


def examined(
    package: Package,
    engine: Engine = "formualizer",
    form: Form | None = None,
    own: OwnSubjects = NO_SUBJECTS,
    papers: Collection[str] = (),
    means: Any = None,
) -> Examined:
    """What an examination finds in the same file is the same, wherever the file lies."""
    if engine != "formualizer" or means:
        return _examine(package, engine, form, own, papers, means)
    key = (rows.LEAST, rows.SPARE, sha256(package.content).digest(), repr(form), repr(own), tuple(papers))
    found = _examined(key, lambda: _examine(package, engine, form, own, papers))
    return replace(found, report=replace(found.report, workbook=str(package.path)))


def rendered(book: Book, carried: Any = None, *calculate: Any) -> Any:
    return _rendered(book, carried, *calculate) if carried else _packages(id(book), lambda: (book, _rendered(book)))[1]


def shell(book: Book, carried: Any = None) -> Any:
    return _shell(book, carried) if carried else _shells(id(book), lambda: (book, _shell(book)))[1]


def parsed(self: Workbook, sheet: str) -> SheetCells:
    """The limits count what is known as they count what is read."""
    package, part, before = self.package, self.sheets[sheet], self.spent
    unpacked, content = package.spent, package.read(part)
    package.spent = unpacked
    texts = tuple(self.strings) if b's"' in content or b"s'" in content else ()

    def made() -> tuple[SheetCells, Appearance, int]:
        found = _parsed(self, sheet)
        return found, self.looks[sheet], self.spent - before

    key = (sheet, part, sha256(content).digest(), tuple(self.formats), texts, self.since_1904)
    found, self.looks[sheet], spent = _sheets(key, made)
    if self.spent == before:
        package.spent += len(content)
        self.spent += spent
    return found if self.spent <= cells.CELLS else _parsed(self, sheet)


def held(self: AllCells, sheet: str) -> Held:
    if sheet not in self.held and sheet in self.book.sheets:
        page = self.book.everything(sheet)
        self.held[sheet] = _held(id(page), lambda: (page, _held_of(self, sheet)))[1]
        self.book.parsed.pop(sheet, None)
    return _held_of(self, sheet)


@contextmanager
def afresh() -> Iterator[None]:
    """As long as it lasts, nothing is taken from what is known, nor added to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Known, "trusted", False)
        yield


@contextmanager
def remembering() -> Iterator[None]:
    """All of this, as long as it lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (books, rebuild, years_rebuild, roll_forward, template, collect):
            patch.setattr(module, "assemble", assemble)
        for module in (workbook_check, desk, roll_forward):
            patch.setattr(module, "examine_package", examined)
        patch.setattr(building, "assembled", assemble)
        patch.setattr(books, "grid", grid)
        patch.setattr(formualizer, "loaded", loaded)
        patch.setattr(render, "rendered", rendered)
        patch.setattr(write, "shell", shell)
        patch.setattr(Workbook, "_parsed", parsed)
        patch.setattr(AllCells, "__getitem__", held)
        yield
