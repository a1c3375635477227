"""A fresh workbook from the entries of one that was damaged, with what its user has put beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlbudget.check.damage import Damage, damage_of, renamed
from xlbudget.datafile import file
from xlbudget.datafile.gaps import complete
from xlbudget.errors import BadData
from xlbudget.language.form import Form
from xlbudget.language.sheet import place_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import AllCells
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, places_in, read_workbook
from xlbudget.reading.remarks import Place
from xlbudget.reading.users_own import comments, own_sheet, widths
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.units.years.changes_sheet import KEY as CHANGES
from xlbudget.workbook.carried import Carried, Comment, OwnSheet
from xlbudget.workbook.render import WorkbookFile, finished

SHOWN = 10


@dataclass(frozen=True)
class UsersOwn:
    """What a user has put into a workbook: names of sheets, and comments at the cells of the file."""

    sheets: tuple[str, ...]
    comments: tuple[Comment, ...]

    def said(self) -> tuple[str, ...]:
        """That none of it is taken along."""
        # 变动 is ours, and its user is told to delete it.
        kinds = {"自己加的表": [name for name in self.sheets if name != CHANGES], "批注": [*map(str, self.comments)]}
        return tuple(f"{kind}没有带过去：{_listed(names)}" for kind, names in kinds.items() if names)


def users_own_in(package: Package, reading: Reading, ours: Book | None = None) -> UsersOwn:
    """What a user has put into a workbook that was read; ``ours``: as it was built, if that is known."""
    there = Workbook.of(package)
    ours = ours or assemble(reading.kept or complete(reading.data, None), reading.form)
    there.call(reading.renamed)
    there.call(renamed(ours, AllCells(there)))
    return _users_own(there, ours)


def _users_own(book: Workbook, ours: Book) -> UsersOwn:
    """``book``: with its sheets called as they were when they were built as ``ours``."""
    own = tuple(name for name in book.sheets if name not in {sheet.name for sheet in ours.sheets})
    return UsersOwn(own, tuple(one for name in book.sheets for one in comments(book, name)))


def rebuild(path: Path, form: Form | None = None) -> WorkbookFile:
    """A fresh workbook from the entries of the one at ``path``, as they are read.

    The user's own sheets come along as plain cells, and so do comments on input cells and the widths of columns;
    ``notes`` are what could not. Raises the sentences of ``errors.py`` where not all input sheets can be read, or where
    the entries are such that no workbook can be built from them.
    """
    return rebuilt(Package.open(path), form)


def rebuilt(package: Package, form: Form | None = None) -> WorkbookFile:
    """The same for a workbook whose package is open."""
    there = Workbook.of(package)
    reading = read_workbook(there, form, mending=True)
    try:
        data = file.of(reading.data.content)
        new = assemble(data, reading.form).buildable()
    except BadData as error:
        raise error.in_file(package.path) from None
    cells = AllCells(there)
    old = assemble(reading.kept, reading.form) if reading.kept else new
    names = renamed(old, cells)
    there.call(names)
    damage = damage_of(old, cells, reading.renamed | names)
    own = _users_own(there, old)
    sheets = [own_sheet(there, name) for name in own.sheets]
    at = _new_places(reading, new)
    spots = {one: at.get((one.sheet, one.cell)) for one in own.comments}
    said = {(place.sheet, place.cell): one for one, place in spots.items() if place}
    lost = tuple(one for one, place in spots.items() if not place and one.sheet not in own.sheets)
    carried = Carried(sheets, said, {name: _widths(there, name, damage) for name in new.grids if name in there.sheets})
    notes = (*map(str, reading.oddities), *_not_carried(sheets, lost), *_beside(old, cells, damage))
    about = f"照 {package.path} 里的录入重新生成，带上了自己加的表 {len(sheets)} 张、批注 {len(said)} 条和列宽"
    return finished(new, data, about, notes, carried)


def _new_places(reading: Reading, new: Book) -> dict[tuple[str, str], Place]:
    """Input cell of the file → that of the new workbook with the same entry."""
    now = places_in(new)
    return {(place.sheet, place.cell): now[path] for path, place in reading.places.items() if path in now}


def _widths(there: Workbook, sheet: str, damage: Damage) -> dict[int, float]:
    """The widths that the columns of a sheet have in the file, wherever they are now."""
    shift, found = damage.shifts.get(sheet), widths(there, sheet)
    if shift is None:
        return found
    places = {col: shift.cols.now(col) for col in range(1, max(found, default=0) + 1)}
    return {col: found[now] for col, now in places.items() if now in found}


def _not_carried(sheets: list[OwnSheet], lost: tuple[Comment, ...]) -> Iterator[str]:
    if formulas := [sheet.name for sheet in sheets if sheet.formulas]:
        yield f"自己加的表里的公式只带了算得的值：{_listed(formulas)}"
    if pictures := [sheet.name for sheet in sheets if sheet.pictures]:
        yield f"自己加的表里的图形、图表、透视表没有带过去：{_listed(pictures)}"
    if lost:
        yield f"不在录入格上的批注没有带过去：{_listed([str(one) for one in lost])}"


def _beside(old: Book, cells: AllCells, damage: Damage) -> Iterator[str]:
    """What was typed on our sheets beside the input cells."""
    found = []
    for name, held in damage.as_built(cells).items():
        grid = old.grids.get(name)
        if grid is None or name == STRUCTURE:
            continue
        known = grid.formulas.keys() | grid.constants.keys() | grid.entries
        for address, (_, value) in held.items():
            if value not in (None, "") and (place := place_of(address)) and place not in known:
                now = damage.address(name, address)
                found.append(f"{name}!{now}（{value}）")
    if found:
        yield f"录入格以外自己填的没有带过去：{_listed(found)}"


def _listed(names: list[str]) -> str:
    more = f" 等 {len(names)} 处" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
