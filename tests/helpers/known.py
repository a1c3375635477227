"""What depends on nothing but its input is worked out once for the same input, within a process of the tests.

The tests build, read and check a few units over and over, damaged here and there. A book is declared, calculated and
written once for the same data; a sheet is read once where its part, the number formats and the shared texts are the
same. Of books that are nearly the same only that is worked out in which they differ, by what the program itself has
for the units of a bureau (``units/many/shared.py``): formulas, 校验, the engine. The first time all of it is the
program's own work, and nothing is left out. A test that patches the program (``monkeypatch`` among its arguments) has
everything done afresh.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any, Generic, TypeVar
from zipfile import ZIP_STORED

import pytest

from tests.helpers import building
from xlbudget.addin import desk
from xlbudget.check import damage, rebuild, same_formula, workbook_check
from xlbudget.check.workbook_check import Examined
from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, Place, Value, print_area, refilled
from xlbudget.language.grid import grid as _grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Sheet, address_of
from xlbudget.reading import cells, reader
from xlbudget.reading.cells import SheetCells, Workbook
from xlbudget.reading.formulas import AllCells, Held
from xlbudget.reading.looks import Appearance
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import part_key
from xlbudget.sheets import book as books
from xlbudget.sheets import fingerprint, structure
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import rows, tabs
from xlbudget.units.department import collect
from xlbudget.units.many import shared
from xlbudget.units.years import rebuild as years_rebuild
from xlbudget.units.years import roll_forward, template
from xlbudget.workbook import render, write
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.engines.by_file import Engine
from xlbudget.workbook.looks import STAYS_TEXT
from xlbudget.workbook.sheet_data import cell_data

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
ENGINES, PART = 6, 0.1
"""How many engines are kept, and in what part of its formulas a workbook may differ to be put into one of them."""
LARGE = 20_000_000
"""Bytes of a part that is not kept."""
_books: Known[Book] = Known(BOOKS)
_values: Known[tuple[object, dict[str, dict[Place, Value]]]] = Known(BOOKS)
_examined: Known[Examined] = Known(BOOKS)
_packages: Known[tuple[object, Any]] = Known(BOOKS)
_shells: Known[tuple[object, write.Shell]] = Known(BOOKS)
_sheets: Known[tuple[SheetCells, Appearance, int]] = Known(SHEETS)
_held: Known[tuple[object, Held]] = Known(SHEETS)
_addresses: Known[tuple[object, dict[str, str]]] = Known(SHEETS)
_marks: Known[tuple[object, str]] = Known(BOOKS)
_written: Known[tuple[object, str]] = Known(BOOKS)
"""Where the key is the identity of an object, that is kept beside."""
_inputs: Known[tuple[Sheet, ...]] = Known(BOOKS)
_unpacked: Known[bytes] = Known(SHEETS)
_shared = shared.SharedBooks()
"""What the program itself keeps where it does many units."""

_assemble, _loaded, _rendered = books.assemble, formualizer.loaded, render.rendered
_input_sheets, _mark = tabs.input_sheets, fingerprint.formulas_mark
_examine = workbook_check.examine_package
_one_at_a_time = RLock()
_shell = write.shell
_parsed, _held_of, _unpack = Workbook._parsed, AllCells.__getitem__, Package._unpacked
_normalised = lru_cache(2**15)(same_formula.normalised)


def _of(data: Data, form: Form) -> Hashable:
    return rows.LEAST, rows.SPARE, repr(data.content), _written(id(form), lambda: (form, repr(form)))[1]


def assemble(data: Data, form: Form, more: Sequence[Sheet] = ()) -> Book:
    """Books are frozen, and their grids and formulas stay with them."""
    if more or not Known.trusted:
        return _assemble(data, form, more)
    return _books(_of(data, form), lambda: _assemble(data, form, judging=_judging))


def _judging(names: Names, *given: Any) -> Sheet:
    with _one_at_a_time:
        return _shared._judging(names, *given)


def input_sheets(data: Data, form: Form) -> tuple[Sheet, ...]:
    return _inputs(_of(data, form), lambda: _input_sheets(data, form))


def grid(sheet: Sheet, names: Names) -> CellGrid:
    """A sheet is laid out once for the same declarations, but for what is entered, by the same names."""
    if not Known.trusted:
        return _grid(sheet, names)
    with _one_at_a_time:
        return refilled(_shared._laid(sheet, names).cells, sheet)


def formulas(book: Book) -> dict[str, dict[str, str]]:
    """By address, once for the same cells."""

    def of(cells: CellGrid) -> dict[str, str]:
        def made() -> tuple[object, dict[str, str]]:
            return cells.formulas, {address_of(*place): formula for place, formula in cells.formulas.items()}

        return _addresses(id(cells.formulas), made)[1]

    return {name: of(cells) for name, cells in book.grids.items()}


def formulas_mark(book: Book) -> str:
    """The same for the same cells; what is entered has no part in it."""
    cells = [one.formulas for one in book.grids.values()]
    texts = [
        tuple(sheet.fixed_texts.items())
        for sheet in book.sheets
        if fingerprint.texts_count(sheet) and sheet.name != structure.SHEET
    ]
    key = (tuple(book.defined.items()), tuple(book.grids), tuple(map(id, cells)), tuple(texts))
    return _marks(key, lambda: (cells, _mark(book)))[1]


@dataclass
class Kept:
    """An engine, and the cells that it holds."""

    engine: Any
    names: Mapping[str, str]
    inside: dict[str, CellGrid]

    def fits(self, grids: Mapping[str, CellGrid], names: Mapping[str, str]) -> bool:
        return self.names == names and tuple(self.inside) == tuple(grids)

    def lacks(self, grids: Mapping[str, CellGrid]) -> int:
        """How many formulas it would have to get."""
        pairs = ((self.inside[name].formulas, cells.formulas) for name, cells in grids.items())
        return sum(a.get(at) != one for a, b in pairs if a is not b and a != b for at, one in b.items())


_engines: list[Kept] = []
_clothes: list[tuple[Any, write.Shell]] = []
"""What books wear, and the shell of each."""


class Loaded:
    """A calculation that loads its engine when it is needed, and one with nearly the same formulas if there is one.

    That gets what differs, and calculates what depends on it: ``test_calculation.py``.
    """

    def __init__(self, grids: Mapping[str, CellGrid], names: Mapping[str, str]) -> None:
        self.grids, self.names = grids, names
        self.own: formualizer.Calculation | None = None

    @property
    def loaded(self) -> formualizer.Calculation:
        """One of its own, for it is to be changed."""
        self.own = self.own or _loaded(self.grids, self.names)
        return self.own

    @property
    def engine(self) -> Any:
        return self.loaded.engine

    @property
    def called(self) -> Mapping[str, str]:
        return self.loaded.called

    def put(self, sheet: str, cells: Mapping[Place, Value]) -> None:
        self.loaded.put(sheet, cells)

    def put_formulas(self, sheet: str, before: Container[Place], formulas: Mapping[Place, str]) -> None:
        self.loaded.put_formulas(sheet, before, formulas)

    def values(self) -> dict[str, dict[Place, Value]]:
        if self.own:
            return self.own.values()
        return _values(id(self.grids), lambda: (self.grids, self._calculated()))[1]

    def _calculated(self) -> dict[str, dict[Place, Value]]:
        with _one_at_a_time:
            known = [one for one in _engines if one.fits(self.grids, self.names)]
            found = min(known, key=lambda one: one.lacks(self.grids), default=None)
            every = sum(len(cells.formulas) for cells in self.grids.values())
            if found is None or found.lacks(self.grids) > PART * every:
                found = Kept(_loaded(self.grids, self.names), self.names, dict(self.grids))
            # Whatever it holds when something goes wrong, nobody else gets it.
            _engines[:] = [one for one in _engines if one is not found][1 - ENGINES :]
            for sheet, cells in self.grids.items():
                shared._replace(found.engine, sheet, found.inside[sheet], cells)
            found.inside = dict(self.grids)
            values: dict[str, dict[Place, Value]] = replace(found.engine, grids=self.grids).values()
            _engines.append(found)
            return values


def loaded(grids: Mapping[str, CellGrid], names: Mapping[str, str], short: bool = True) -> Any:
    return Loaded(grids, names) if Known.trusted and short else _loaded(grids, names, short)


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
    of = form and _written(id(form), lambda: (form, repr(form)))[1]
    key = (rows.LEAST, rows.SPARE, package.content, of, repr(own), tuple(papers))
    found = _examined(key, lambda: _examine(package, engine, form, own, papers))
    return replace(found, report=replace(found.report, workbook=str(package.path)))


def rendered(book: Book, carried: Any = None, *calculate: Any) -> Any:
    return _rendered(book, carried, *calculate) if carried else _packages(id(book), lambda: (book, _rendered(book)))[1]


def shell(book: Book, carried: Any = None) -> Any:
    if carried or not Known.trusted:
        return _shell(book, carried)
    return _shells(id(book), lambda: (book, _dressed(book)))[1]


_LOOK = re.compile('^<c r="[A-Z0-9]+" s="([0-9]+)"')


def _dressed(book: Book) -> write.Shell:
    """The shell of a book that is dressed the same, if there is one: cells have no part in it but for their looks."""
    stamp = book.stamp | {fingerprint.PROPERTY: fingerprint.fingerprint(book)}
    worn = (stamp, book.defined, [_worn(sheet, book) for sheet in book.sheets])
    made = next((shell for of, shell in _clothes if of == worn), None)
    if made is None:
        made = _shell(book)
    _clothes[:] = [(worn, made), *((of, shell) for of, shell in _clothes if shell is not made)][:BOOKS]
    grids = (structure.marked(cells, stamp) if name == structure.SHEET else cells for name, cells in book.grids.items())
    looks = ({place: int(_LOOK.findall(head)[0]) for place, head, _ in cells} for cells in made.cells)
    return replace(made, sheets=book.sheets, cells=tuple(map(cell_data, grids, looks)))


def _worn(sheet: Sheet, book: Book) -> tuple[Any, ...]:
    cells = book.grids[sheet.name]
    merged = [
        (item.row, item.col, item.rows, item.cols, item.down) for item in sheet.items if item.rows * item.cols > 1
    ]
    quoted = {at for at, text in cells.constants.items() if isinstance(text, str) and text.startswith(STAYS_TEXT)}
    area = print_area(sheet, cells, book.names)
    return replace(sheet, items=(), areas=()), merged, cells.looks, cells.links, quoted, area


def parsed(self: Workbook, sheet: str) -> SheetCells:
    """The limits count what is known as they count what is read."""
    package, part, before = self.package, self.sheets[sheet], self.spent
    unpacked, content = package.spent, package.read(part)
    package.spent = unpacked
    texts = tuple(self.strings) if b's"' in content or b"s'" in content else ()

    def made() -> tuple[SheetCells, Appearance, int]:
        found = _parsed(self, sheet)
        return found, self.looks[sheet], self.spent - before

    key = (sheet, part, content, tuple(self.formats), texts, self.since_1904)
    found, self.looks[sheet], spent = _sheets(key, made)
    if self.spent == before:
        package.spent += len(content)
        self.spent += spent
    return found if self.spent <= cells.CELLS else _parsed(self, sheet)


def unpacked(self: Package, name: str, most: int) -> bytes:
    """The same bytes at the same place of an archive, of which the same is said, unpack to the same."""
    entry = self.entries.get(part_key(name))
    if entry is None or entry.compress_type == ZIP_STORED or not entry.file_size < LARGE < most:
        return _unpack(self, name, most)
    start = entry.header_offset
    begins = start + 30 + sum(int.from_bytes(self.content[start + at : start + at + 2], "little") for at in (26, 28))
    said = (entry.orig_filename, entry.flag_bits, entry.compress_type, entry.CRC, entry.file_size, entry.compress_size)
    key = (said, self.content[start : begins + entry.compress_size])
    return _unpacked(key, lambda: _unpack(self, name, most))


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
        lazy = cached_property(formulas)
        lazy.__set_name__(Book, "formulas")
        patch.setattr(Book, "formulas", lazy)
        for module in (rebuild, fingerprint):
            patch.setattr(module, "formulas_mark", formulas_mark)
        for module in (books, reader):
            patch.setattr(module, "input_sheets", input_sheets)
        for module in (damage, same_formula):
            patch.setattr(module, "normalised", _normalised)
        patch.setattr(shared, "VARIANTS", BOOKS)
        patch.setattr(Package, "_unpacked", unpacked)
        patch.setattr(formualizer, "loaded", loaded)
        patch.setattr(render, "rendered", rendered)
        patch.setattr(write, "shell", shell)
        patch.setattr(Workbook, "_parsed", parsed)
        patch.setattr(AllCells, "__getitem__", held)
        yield
