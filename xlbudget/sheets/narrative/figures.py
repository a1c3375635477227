"""A figure of a sentence as three cells: as it is computed, as it is printed, and its text.

As printed it is rounded to the decimals that texts have, and empty where nothing was entered that it is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlbudget.errors import UnknownReference
from xlbudget.language.expressions import Entries, Expr, Formula, Money
from xlbudget.language.sections import Section
from xlbudget.language.sheet import Item
from xlbudget.language.words import QUOTIENTS, Figure
from xlbudget.sheets.inputs.digits import in_money, in_text
from xlbudget.sheets.narrative.texts import EMPTY, UNKNOWN
from xlbudget.sheets.rules.bounds import leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.columns import base, column_of
from xlbudget.sheets.rules.published.topics import Topic
from xlbudget.sheets.rules.published.topics_by_pattern import topic

COMPARED = ("增减额", "增减率", "完成率")
"""These are unknown where what they are compared with was not entered."""
RATES = ("增减率", "占比", "完成率")
SIZES = ("增减额", "增减率")
"""A sentence tells the direction in words, and of these the size."""


@dataclass(frozen=True)
class Told:
    """``expr`` in 万元 (or a number of things); ``known``: a template of whether there is such a figure, "" always."""

    expr: Expr
    known: str
    column: str

    def value(self, raw: str) -> str:
        """A template: as printed (percentages in points), from the cell with the figure as it is computed."""
        places, times = (6, "") if self.column == "数量" else (2, "*100" if self.column in RATES else "")
        none = EMPTY if self.column in QUOTIENTS else "0"
        value = f"IF(ISNUMBER({raw}),ROUND({raw}{times},{places}),{none})"
        return f'IF({self.known},{value},"")' if self.known else value

    def text(self, value: str) -> str:
        """A template: its text, from the cell with the figure as printed."""
        size = f"ABS({value})" if self.column in SIZES else value
        printed = in_text(size) if self.column == "数量" else in_money(size)
        return f'IF({value}="","{UNKNOWN}",{printed}{"&" + chr(34) + "%" + chr(34) if self.column in RATES else ""})'


def told(context: Context, section: Section, figure: Figure, of: Topic | None = None) -> Told:
    """A figure of a section's sentence; ``of``: of the thing that a list is about."""
    found = of or topic(context, figure.line, section.source)
    whole_year = section.whole_year
    expr = column_of(found, figure.column, figure.where, whole_year) if found else None
    if found is None or expr is None or not _there(context, expr):
        # What no unit of this region enters, or this one has no sheet for.
        return Told(Formula("0", ()), "FALSE" if figure.column in COMPARED else "", figure.column)
    against = base(found, figure.column, figure.where, whole_year) if figure.column in COMPARED else None
    return Told(expr, _entered(context, against) if against else "", figure.column)


def _there(context: Context, expr: Expr) -> bool:
    """Whether the workbook has every cell that a figure is made of."""
    try:
        context.names.formula(Item(1, 1, expr, "computed"), "")
    except UnknownReference:
        return False
    return True


def _entered(context: Context, expr: Expr) -> str:
    """A template: whether any of the input cells of a figure is filled; "" where it is not entered as such."""
    cells = []
    for leaf, _ in leaves(context.names, expr):
        match leaf:
            case Money(key):
                cells.append(f"{{{key}}}")
            case Entries(listing, column, _):
                cells.append(f"{{录入/{listing}/{column}}}")
            case _:
                return ""
    return f"COUNT({','.join(dict.fromkeys(cells))})>0" if cells else ""
