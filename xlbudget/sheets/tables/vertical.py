"""Tables of one fixed line after the other: what it is, and its figures beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Expr
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.tables.heading import fixed_sheet, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

ABSENT = "—"
"""Printed where a line has no such figure."""
NUMBERINGS = tuple(map(re.compile, ("[一二三]、|$", "（[一二三]）", r"\d．", "")))
"""What stands before the lines of each depth; “（1）” and “其中：” are the deepest."""


@dataclass(frozen=True)
class VerticalLine:
    """``name``: its own, which a layout may print otherwise; ``before``: the numbering; ``behind``: the unit.

    ``figures``: column → its figure. ``counted``: they are no amounts.
    """

    name: str
    figures: dict[str, Expr] = field(default_factory=dict)
    before: str = ""
    behind: str = ""
    counted: bool = False

    @property
    def blanks(self) -> str:
        """By which it is set in: the deeper, the further in its numbering is."""
        return "　" * next(depth for depth, marks in enumerate(NUMBERINGS) if marks.match(self.before))


def of_lines(key: str, columns: Sequence[str], lines: Sequence[VerticalLine], *needs: str) -> PrintedTable:
    """A table with these columns and lines; its figures are keyed ``key/line/column``."""
    # What it is called stands in two columns, so that there is room for the number above however few columns it has.
    widths = (36, 22, *(24,) * len(columns))

    def sheets(unit: Unit) -> list[Sheet]:
        shape = unit.form[key]
        head = shape.title_rows + 1
        items = [*title_block(unit.form, shape, widths)]
        items += (Item(head, 1, shape.word("项目"), "head", cols=2), *across(head, 3, map(shape.word, columns), "head"))
        amount = "amount_blank" if shape.blank_zeros else "amount"
        for row, line in enumerate(lines, head + 1):
            items.append(Item(row, 1, line.blanks + line.before + shape.word(line.name) + line.behind, "line", cols=2))
            style = "count" if line.counted else amount
            for col, column in enumerate(columns, 3):
                if column in line.figures:
                    items.append(Item(row, col, line.figures[column], style, key=f"{key}/{line.name}/{column}"))
                else:
                    items.append(Item(row, col, ABSENT, "text_center"))
        return [fixed_sheet(shape, widths, items, band(head, 1 + len(lines), 20), head + len(lines))]

    words = tuple(dict.fromkeys(("项目", *columns, *(line.name for line in lines))))
    return PrintedTable(key, sheets, words=words, needs=needs)
