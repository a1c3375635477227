"""The workbook rebuilt around the input cells of a file: our formulas, the user's entries as they were read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from xlbudget.check.damage import UNHARMED, Damage, damage_of, renamed
from xlbudget.check.positions import PREFIX, Positions, in_place
from xlbudget.check.printed import printed_page
from xlbudget.check.same_formula import same_places
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.datafile.skeleton import skeleton
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, Value, one_line_end
from xlbudget.language.grid import Place as Spot
from xlbudget.language.sheet import address_of, place_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import AllCells, Cells, Held, formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.plain_rows import Known
from xlbudget.reading.reader import Reading, places_in
from xlbudget.reading.remarks import Place
from xlbudget.reading.stamp import FORMULAS, is_earlier
from xlbudget.reading.structure import packed_in
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.fingerprint import formulas_mark, structure_mark
from xlbudget.workbook.calculate import started
from xlbudget.workbook.engines.by_file import Engine, Values


class Means(Protocol):
    """How books are declared and calculated, where that is not done for each as if it were the only one."""

    def assemble(self, data: Data, form: Form) -> Book: ...
    def formulas_mark(self, book: Book) -> str: ...
    def values(self, book: Book) -> Values: ...
    def known(self, book: Workbook) -> Known: ...


@dataclass(frozen=True)
class Rebuilt:
    """``judged`` is the workbook of the entries as they were read: figures and verdicts are its ``verdicts``.

    ``book`` has the structure that the file was built with, so that its cells stand where the file has them; it is
    ``judged`` itself unless entries have come or gone since, or do not stand where they stood. ``positions`` says where
    the rows of ``judged`` are in the file. ``other_build``: the file has other formulas than this program gives it.
    """

    reading: Reading
    engine: Engine
    data: Data
    judged: Book
    verdicts: Values
    book: Book
    ours: Mapping[str, Collection[str]]
    """Sheet that is compared → addresses at which the file has the formula of ``book``."""
    structure_known: bool
    as_built: bool
    """Whether ``judged`` has the structure of ``book``."""
    positions: Positions
    other_build: bool
    damage: Damage
    """What was done to the sheets since ``book`` was built."""
    come: Mapping[str, list[Spot]]
    """Sheet → what stands in rows and columns that came since: entries, and all that is printed among our figures."""
    means: Means | None = None

    @cached_property
    def entries(self) -> dict[Place, Value]:
        """The entries at the input cells of ``book``, but those that stand where it has none."""
        found: dict[Place, Value] = {}
        for place, value in self.reading.entries.items():
            home = self.damage.home(place.sheet, place.cell)
            if home in self.book.grids[place.sheet].entries:
                found[Place(place.sheet, *home)] = value
        return found

    @cached_property
    def values(self) -> Values:
        """The values of ``book`` with the same entries, each in the cell in which the file has it.

        Where one stands in a row that came since, the printed tables only: they go by no row of the entries.
        """
        if self.book is self.judged:
            return self.verdicts
        if any(name.startswith(PREFIX) for name in self.come):
            alike = self.book.formulas if self.as_built else {}
            hidden = {sheet.name for sheet in self.book.sheets if sheet.hidden}
            return {name: self.verdicts[name] for name in alike if name not in hidden and not name.startswith(PREFIX)}
        filled = _with_entries(self.book, self.entries)
        return self.means.values(filled) if self.means else started(filled, self.engine, cells_of)()


def rebuilt_from(
    reading: Reading, cells: AllCells, engine: Engine, papers: Collection[str] = (), means: Means | None = None
) -> Rebuilt:
    """Rebuild and calculate. Nothing of the file but its entries has a part in it.

    ``means``: by which it is done in another way, with the same result; those of a book in memory only.
    """
    means = means if engine == "formualizer" else None
    declared = means.assemble if means else assemble
    kept = reading.kept
    data = complete(reading.data, kept)
    judged = declared(data, reading.form)
    waiting = partial(means.values, judged) if means else started(judged, engine, cells_of)
    # While the engine works, the rest of the file is read and compared, and the library loaded that is to print.
    if papers:
        import_module("xlbudget.workbook.write")
    structure_known = kept is not None
    as_built = kept is None or kept.content == skeleton(data).content
    book = judged if as_built else declared(kept or data, reading.form)
    other = _is_of_another_build(reading.stamp, cells, book, means.formulas_mark if means else formulas_mark)
    positions, damage = Positions(), UNHARMED
    if other:
        book, structure_known = judged, False
    else:
        names = {} if papers else renamed(book, cells)
        cells.book.call(names)
        damage = damage_of(book, cells, reading.renamed | names, closely=not papers)
    elsewhere = any(name.startswith(PREFIX) for name in damage.shifts)
    if other or elsewhere or not as_built or not in_place(judged, cells, reading):
        positions = Positions.between(places_in(judged), reading)
        # The same structure with entries elsewhere is another book: it gets them where the file has them.
        book = replace(book) if as_built and not other else book
    same = {} if other else ours(book, damage.as_built(cells), damage, papers)
    come = {name: held for name in damage.shifts if (held := _come(name, book, damage, cells, reading))}
    return Rebuilt(
        *(reading, engine, data, judged, waiting(), book, same),
        *(structure_known, as_built, positions, other, damage, come, means),
    )


def _come(name: str, book: Book, damage: Damage, cells: Cells, reading: Reading) -> list[Spot]:
    page, right = next(printed_page(sheet) for sheet in book.sheets if sheet.name == name), None
    if name.startswith(PREFIX):
        there = [place.cell for place in reading.entries if place.sheet == name]
    elif page is not None:
        there = [address for address, held in cells.get(name, {}).items() if any(one not in (None, "") for one in held)]
        right = damage.shifts[name].cols.now(page.cols)
    else:
        return []
    places = (place_of(address) for address in there if damage.home(name, address) is None)
    return [place for place in places if place and (right is None or place[1] <= right)]


def ours(
    book: Book, cells: Cells, damage: Damage = UNHARMED, papers: Collection[str] = ()
) -> dict[str, Collection[str]]:
    """Sheet → addresses at which a file has the formula of a book, or what the damage has made of it.

    ``papers``: sheets of such papers, or of these names, only.
    """
    compared = [s.name for s in book.sheets if not papers or s.name in papers or (s.paper and s.paper.kind in papers)]
    same = () if damage.shifts else damage.same
    return {
        name: frozenset(book.formulas[name])
        if name in same
        else _ours(name, book.grids[name].formulas, cells.get(name, {}), damage)
        for name in compared
    }


def _ours(name: str, formulas: Mapping[Spot, str], there: Held, damage: Damage) -> set[str]:
    found = set(same_places(formulas, there))
    if damage.shifts:
        # They read otherwise now. Of a sheet that is but called otherwise, some programs leave the old name in them.
        moved = {place: damage.formula(name, formula).text for place, formula in formulas.items()}
        kept = {place for place in found if damage.in_line(name, formulas[place])}
        found = set(same_places(moved, there)) | kept
    return {address_of(*place) for place in found}


def _is_of_another_build(
    stamp: Mapping[str, str], cells: Cells, bare: Book, mark: Callable[[Book], str] = formulas_mark
) -> bool:
    """Whether the file was built with other formulas; not where it may as well be its 结构 that was changed."""
    theirs = stamp.get(FORMULAS, "")
    structure, formulas = theirs[:8], theirs[8:]
    return formulas != mark(bare) and (is_earlier(stamp) or structure == structure_mark(packed_in(cells)))


def cells_of(package: bytes) -> Values:
    """The values of a package of our own making, read as fast as a file from outside."""
    there = formulas_and_values(Package.of(Path("重算的工作簿"), package))
    return {sheet: {cell: value for cell, (_, value) in cells.items()} for sheet, cells in there.items()}


def _with_entries(book: Book, entries: Mapping[Place, Value]) -> Book:
    """The book with these entries in its input cells, and with no others."""
    there: dict[str, dict[Spot, Value]] = {}
    for place, value in entries.items():
        there.setdefault(place.sheet, {})[place.row, place.col] = value
    filled = replace(book)
    vars(filled)["grids"] = {
        name: _filled(cells, there.get(name, {})) if name.startswith(PREFIX) else cells
        for name, cells in book.grids.items()
    }
    return filled


def _filled(cells: CellGrid, entries: Mapping[Spot, Value]) -> CellGrid:
    fixed = {place: value for place, value in cells.constants.items() if place not in cells.entries}
    # In any other cell nothing is entered.
    given = {place: value for place, value in entries.items() if place in cells.entries}
    held = {place: one_line_end(one) if isinstance(one, str) else one for place, one in given.items()}
    return replace(cells, constants=fixed | {place: one for place, one in held.items() if one not in (None, "")})
