"""A sheet laid out: what stands in every cell, formulas as the text that an office program reads.

Writing, calculating and comparing a workbook all start from here, so each of its formulas is rendered once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from xlbudget.language.keys import Names
from xlbudget.language.limits import beginning, broken_by_formula
from xlbudget.language.sheet import Entry, Link, Sheet, column_letter

Place: TypeAlias = tuple[int, int]
"""Row and column, from 1."""
Constant: TypeAlias = str | float | int | bool
Value: TypeAlias = Constant | None


@dataclass(frozen=True)
class Grid:
    """What stands where on one sheet. A cell with a look and nothing else is empty but for its format."""

    formulas: dict[Place, str] = field(default_factory=dict)
    """With their ``=``."""
    constants: dict[Place, Constant] = field(default_factory=dict)
    looks: dict[Place, str] = field(default_factory=dict)
    """The style of every cell, those of merged ones included."""
    links: dict[Place, Link] = field(default_factory=dict)
    entries: frozenset[Place] = frozenset()
    """The input cells, blank ones too."""


def grid(sheet: Sheet, names: Names) -> Grid:
    """The cells of a sheet.

    Raises ValueError for a formula that Excel would not open: a mistake of our declarations, whatever the data.
    """
    made = Grid()
    entries = []
    for item in sheet.items:
        row, col, content = item.row, item.col, item.content
        at = row, col
        made.looks[at] = item.style
        if item.rows > 1 or item.cols > 1:
            for below in range(row, row + item.rows):
                for right in range(col, col + item.cols):
                    made.looks[below, right] = item.style
        match content:
            case None:
                pass
            case Entry(value):
                entries.append(at)
                if value is not None and value != "":
                    made.constants[at] = one_line_end(value) if isinstance(value, str) else value
            case str() as text:
                # It is put together by us and may hold a long name of the user's; what is entered is never cut.
                if text:
                    made.constants[at] = one_line_end(beginning(text))
            case Link(text):
                made.links[at] = content
                if text:
                    made.constants[at] = one_line_end(beginning(text))
            case _:
                made.formulas[at] = formula = names.formula(item, sheet.name)
                if broken := broken_by_formula(formula):
                    raise ValueError(f"{sheet.name}!{column_letter(col)}{row}: {broken}")
    return Grid(made.formulas, made.constants, made.looks, made.links, frozenset(entries))


def one_line_end(text: str) -> str:
    """A text with ``\\n`` as its only end of line, as every cell has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
