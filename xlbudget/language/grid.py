"""A sheet laid out: what stands in every cell, formulas as the text that an office program reads.

Writing, calculating and comparing a workbook all start from here, so each of its formulas is rendered once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from xlbudget.language.keys import Names
from xlbudget.language.limits import beginning, broken_by_formula
from xlbudget.language.moving import Moving
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet, address_of, column_letter

Place: TypeAlias = tuple[int, int]
"""Row and column, from 1."""
Constant: TypeAlias = str | float | int | bool
Value: TypeAlias = Constant | None


@dataclass(frozen=True)
class CellGrid:
    """What stands where on one sheet. A cell with a look and nothing else is empty but for its format.

    Formulas are in the order of the cells, row by row.
    """

    formulas: dict[Place, str] = field(default_factory=dict)
    """With their ``=``."""
    constants: dict[Place, Constant] = field(default_factory=dict)
    looks: dict[Place, str] = field(default_factory=dict)
    """The style of every cell, those of merged ones included."""
    links: dict[Place, Link] = field(default_factory=dict)
    entries: frozenset[Place] = frozenset()
    """The input cells, blank ones too."""
    runs: tuple[Sequence[Place], ...] = field(default=(), compare=False)
    """The places of each formula that goes down a column: what stands in the others follows from the first."""

    @cached_property
    def corner(self) -> Place:
        """The last row and the last column with a formula."""
        return max(row for row, _ in self.formulas), max(col for _, col in self.formulas)


def grid(sheet: Sheet, names: Names) -> CellGrid:
    """The cells of a sheet.

    Raises ValueError for a formula that Excel would not open, and for two items on one cell, of which only the later
    one would show: mistakes of our declarations, whatever the data.
    """
    made = CellGrid()
    entries: list[Place] = []
    runs: list[Sequence[Place]] = []
    taken = 0
    for item in sheet.items:
        for cell in (cells := item.cells):
            made.looks[cell] = item.style
        taken += len(cells)
        if len(made.looks) < taken:
            cell, one, other = _doubled(sheet)
            raise ValueError(f"{sheet.name}!{address_of(*cell)} is both {one} and {other}")
        if (content := item.content) is None:
            continue
        places: Sequence[Place] = cells if len(cells) == 1 else [(row, item.col) for row in item.tops]
        constant: Value = None
        match content:
            case Entry():
                entries += places
                constant = _constant(content)
            case str():
                constant = _constant(content)
            case Link():
                made.links.update(dict.fromkeys(places, content))
                constant = _constant(content)
            case _:
                made.formulas.update(zip(places, _formulas(item, sheet, names), strict=True))
                if item.down > 1:
                    runs.append(places)
        if constant is not None and constant != "":
            made.constants.update(dict.fromkeys(places, constant))
    formulas = {place: made.formulas[place] for place in sorted(made.formulas)}
    return CellGrid(formulas, made.constants, made.looks, made.links, frozenset(entries), tuple(runs))


def refilled(cells: CellGrid, sheet: Sheet) -> CellGrid:
    """The cells of a sheet that declares what gave these, but for what is entered."""
    if not cells.entries:
        return cells
    constants: dict[Place, Constant] = {}
    for item in sheet.items:
        if isinstance(item.content, Entry | Link | str) and (constant := _constant(item.content)) not in (None, ""):
            constants.update(((row, item.col), constant) for row in item.tops)
    return replace(cells, constants=constants)


def _constant(content: Entry | Link | str) -> Value:
    """What stands in a cell without a formula."""
    if isinstance(content, Entry):
        return one_line_end(content.value) if isinstance(content.value, str) else content.value
    # It is put together by us and may hold a long name of the user's; what is entered is never cut.
    return one_line_end(beginning(content.text if isinstance(content, Link) else content))


def _doubled(sheet: Sheet) -> tuple[Place, Item, Item]:
    """The first cell on which two items stand, and these."""
    there: dict[Place, Item] = {}
    return next(
        (cell, there[cell], item)
        for item in sheet.items
        for cell in item.cells
        if there.setdefault(cell, item) is not item
    )


def print_area(sheet: Sheet, cells: CellGrid, names: Names) -> str:
    """What is printed of a sheet, as its defined name says it; "" where that is all that is filled.

    One that ends with the last line in use is a formula: Excel and WPS follow it as codes come and go.
    """
    page = sheet.page
    if page is None or not (page.end or page.rows):
        return ""
    if not page.end:
        return Area(sheet.name, 1, 1, page.rows, page.cols).text(fixed=True)
    end = names.find(page.end, f"{sheet.name} 打印区域").text(fixed=True)
    whole = Area(sheet.name, 1, 1, max((row for row, _ in cells.looks), default=1), page.cols).text(fixed=True)
    return f"{Area(sheet.name, 1, 1).text(fixed=True)}:INDEX({whole},{end},{page.cols})"


def _formulas(item: Item, sheet: Sheet, names: Names) -> Sequence[str]:
    """The formula in each place of an item: rendered in the first, then moved."""
    formulas = [names.formula(item, sheet.name)]
    if item.down > 1:
        moving = Moving.of(formulas[0])
        formulas += [moving.below(row - item.row) for row in item.tops[1:]]
    # The last is the longest: its row numbers are the greatest.
    if broken := broken_by_formula(formulas[-1]):
        raise ValueError(f"{sheet.name}!{column_letter(item.col)}{item.tops[-1]}: {broken}")
    return formulas


def one_line_end(text: str) -> str:
    """A text with ``\\n`` as its only end of line, as every cell has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
