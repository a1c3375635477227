"""What was done to the sheets of a file since it was built: rows and columns come, gone, moved; sheets renamed, gone.

The file's cells are then compared at the places to which they went, with formulas whose references went along: as an
office program leaves them. What is not explained by that is a formula replaced, wherever it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from xlbudget.check.alignment import Marks, Votes, aligned, overruled, weight
from xlbudget.check.positions import squeezed, stands
from xlbudget.check.printed import COL, ROW
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import normalised
from xlbudget.language.grid import Place, Value
from xlbudget.language.sheet import Sheet, address_of, place_of
from xlbudget.language.shifting import Lines, Shift, Shifted, references, shape, shifted
from xlbudget.reading.formulas import AllCells, Cells, Held
from xlbudget.sheets.book import Book
from xlbudget.sheets.structure import SHEET as STRUCTURE


@dataclass(frozen=True)
class Damage:
    """``shifts``: sheet → what became of it; a sheet that is not listed is as it was built.

    A sheet of another name is called here, and in what is read of the file, as it was built. ``same``: sheets that have
    the very formulas of the book, and no others.
    """

    shifts: Mapping[str, Shift] = field(default_factory=dict)
    same: Collection[str] = ()

    def formula(self, sheet: str, formula: str) -> Shifted:
        """A formula as it reads now."""
        return shifted(formula, sheet, self.shifts) if self.shifts else Shifted(formula)

    def name(self, sheet: str) -> str | None:
        """What a sheet is called now; None when it is gone."""
        return self.shifts[sheet].name if sheet in self.shifts else sheet

    def in_line(self, sheet: str, formula: str) -> bool:
        """Whether no row or column has moved on its sheet and on those that it names."""
        named = {sheet, *(one.sheet for one in references(formula))} & self.shifts.keys()
        return all(self.shifts[name].in_line for name in named)

    def address(self, sheet: str, address: str) -> str | None:
        """Where a cell is now; None where its row or column is gone."""
        shift = self.shifts.get(sheet)
        if shift is None or (place := place_of(address)) is None:
            return address
        return (now := shift.place(*place)) and address_of(*now)

    def as_built(self, cells: Cells) -> Cells:
        """What the file has, at the addresses at which it was built; what came since is left out.

        A sheet that nobody asks for is not read.
        """
        if not (moved := cells.keys() & self.shifts.keys()):
            return cells
        found = dict(cells)
        for name in moved:
            homes = ((self.home(name, address), one) for address, one in cells[name].items())
            found[name] = {address_of(*home): one for home, one in homes if home}
        return found

    def home(self, sheet: str, address: str) -> Place | None:
        """Where a cell of the file was when it was built; None for one that came since."""
        place = place_of(address)
        return place and self.shifts.get(sheet, Shift(sheet)).home(*place)

    def located(self, finding: Finding, at_home: bool = False) -> Finding:
        """A finding at a sheet as the file calls it; ``at_home``: its cell is that of then."""
        cell = self.address(finding.sheet, finding.cell) if at_home else None
        return replace(finding, sheet=self.name(finding.sheet) or finding.sheet, cell=cell or finding.cell)


UNHARMED = Damage()


def renamed(book: Book, cells: Cells) -> dict[str, str]:
    """Sheet that is missing → the one of another name that has more of it than not."""
    missing = [sheet for sheet in book.sheets if sheet.name not in cells]
    unknown = [name for name in cells if missing and name not in book.grids]
    strangers = {name: Counter(_mark(*one) for one in cells[name].values()) for name in unknown}
    found: dict[str, str] = {}
    for sheet in missing:
        marks = Counter(_marks(book, sheet, Damage(), False).values())
        common = {name: (marks & theirs).total() for name, theirs in strangers.items() if name not in found.values()}
        best = max(common, key=lambda name: common[name], default="")
        if best and 2 * common[best] > marks.total():
            found[sheet.name] = best
    return found


def damage_of(book: Book, cells: AllCells, names: Mapping[str, str], closely: bool = True) -> Damage:
    """What became of the sheets of ``book`` in a file; ``names``: those renamed, with their names of now.

    ``closely``: their rows and columns as well, for which all sheets are read.
    """
    shifts = {sheet.name: Shift(None) for sheet in book.sheets if sheet.name not in cells}
    shifts |= {name: Shift(now) for name, now in names.items()}
    there = [sheet for sheet in book.sheets if closely and sheet.name in cells and sheet.name != STRUCTURE]
    same = {one.name for one in there if book.formulas[one.name] == cells.formulas(one.name)}
    unsettled = [sheet for sheet in there if not _stands(book, sheet, cells, sheet.name in same)]
    # The second time with what the first has found: formulas name other sheets, whose rows may have moved as well.
    for _ in range(2 if unsettled else 0):
        for sheet in unsettled:
            rows, cols = _lines(book, sheet, cells, shifts)
            shifts[sheet.name] = replace(shifts.get(sheet.name, Shift(sheet.name)), rows=rows, cols=cols)
        votes = _votes(book, cells, shifts)
        for name, shift in shifts.items():
            rows, cols = overruled(shift.rows, votes[name, ROW]), overruled(shift.cols, votes[name, COL])
            shifts[name] = replace(shift, rows=rows, cols=cols)
    return Damage({name: shift for name, shift in shifts.items() if shift.name != name or not shift.in_line}, same)


def _stands(book: Book, sheet: Sheet, cells: Cells, same: bool) -> bool:
    """Whether a formula stands in every cell that has one, and every fixed text where it was."""
    if same:
        return stands(sheet, cells)
    there = cells[sheet.name]
    formulas = (there.get(address, (None, None))[0] for address in book.formulas[sheet.name])
    return all(formula is not None for formula in formulas) and stands(sheet, cells)


def _lines(book: Book, sheet: Sheet, cells: Cells, shifts: Mapping[str, Shift]) -> tuple[Lines, Lines]:
    """Rows and columns, by formulas with what they name on other sheets; by less where that fits too little."""
    found = []
    for exact in (True, False):
        ours = _marks(book, sheet, Damage(shifts), exact)
        theirs = _marks_there(sheet, cells[sheet.name], exact)
        # Only what explains more than that nothing has moved is believed.
        ways = (Lines(), Lines()), aligned(ours, theirs)
        found.append(max(((weight(ours, theirs, *way), way) for way in ways), key=lambda one: one[0]))
    (exactly, best), (roughly, other) = found
    return best if 2 * exactly > roughly else other


def _marks(book: Book, sheet: Sheet, damage: Damage, exact: bool) -> Marks:
    """What the cells of a sheet are known by; ``exact``: by the cells of other sheets that they name, too."""
    formulas = book.grids[sheet.name].formulas.items()
    marks = {at: _mark(damage.formula(sheet.name, one).text if exact else one, None, exact) for at, one in formulas}
    texts = ((place_of(address), text) for address, text in sheet.fixed_texts.items())
    return marks | {at: squeezed(text) for at, text in texts if at and text}


def _marks_there(sheet: Sheet, held: Held, exact: bool) -> Marks:
    texts = {squeezed(text) for text in sheet.fixed_texts.values()}
    known = (
        (place_of(address), _mark(formula, value, exact))
        for address, (formula, value) in held.items()
        if formula is not None or (isinstance(value, str) and squeezed(value) in texts)
    )
    return {at: mark for at, mark in known if at}


def _mark(formula: str | None, value: Value, exact: bool = False) -> Hashable:
    return squeezed(value) if formula is None else shape(normalised(formula), exact)


def _votes(book: Book, cells: Cells, shifts: Mapping[str, Shift]) -> Mapping[tuple[str, int], Votes]:
    """Sheet and axis → where formulas of other sheets have each of its lines now."""
    votes: dict[tuple[str, int], Votes] = {(name, axis): {} for name in shifts for axis in (ROW, COL)}
    for name, formula, there in _pairs(book, cells, shifts):
        then, now = [*references(formula)], [*references(there)]
        for a, b in zip(then, now, strict=True) if len(then) == len(now) else ():
            shift = shifts.get(a.sheet)
            if a.cell is None or shift is None or shift.name is None or a.sheet == name:
                continue
            gone = (shift.rows.now(a.cell[0]) is None, shift.cols.now(a.cell[1]) is None)
            for axis in (ROW, COL):
                at = b.cell[axis] if b.cell is not None and b.sheet == shift.name else None
                if at is not None or (b.lost and not gone[1 - axis]):
                    votes[a.sheet, axis].setdefault(a.cell[axis], Counter())[at] += 1
    return votes


def _pairs(book: Book, cells: Cells, shifts: Mapping[str, Shift]) -> Iterator[tuple[str, str, str]]:
    """Sheet, formula as built, formula of now at the place to which it went: those that name a sheet that shifted."""
    damage, named = Damage(shifts), tuple(f"'{name}'!" for name in shifts)
    for sheet in book.sheets:
        for address, formula in book.formulas[sheet.name].items():
            if any(name in formula for name in named):
                now = damage.address(sheet.name, address) or ""
                if (found := cells.get(sheet.name, {}).get(now, (None, None))[0]) is not None:
                    yield sheet.name, formula, found
