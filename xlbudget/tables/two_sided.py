"""Tables with income on the left and expenditure on the right: 公开01 and 公开04."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.spec import Expr, Item, Page, Scope, Sheet
from xlbudget.tables.parts import TITLE_HEIGHTS, TITLE_ROWS, band, title_block

NUMERALS = "一二三四五六七八九十"
FIRST = TITLE_ROWS + 4
"""First line of figures: behind the title, 收入/支出, the headings and 栏次."""


def numeral(number: int) -> str:
    """1 → 一, 26 → 二十六: the numbering printed before a row's name."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else NUMERALS[tens - 1]) + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


@dataclass(frozen=True)
class Line:
    """One line of one side: its printed label, the name it is referred to by, its figures by column."""

    label: str
    name: str = ""
    figures: tuple[tuple[str, Expr], ...] = ()
    scope: Scope = None
    emphasis: bool = False


BLANK = Line("")


@dataclass(frozen=True)
class TwoSided:
    """``income`` and ``spending`` have the same number of lines; figures are keyed 收入/… and 支出/…."""

    key: str
    title: str
    basis: str
    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    income_columns: tuple[str, ...]
    spending_columns: tuple[str, ...]
    notes: tuple[str, ...]
    widths: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.income) != len(self.spending):
            raise ValueError(f"{self.key}: {len(self.income)} lines of income, {len(self.spending)} of expenditure")


def sheet(table: TwoSided) -> Sheet:
    left, right = 2 + len(table.income_columns), 2 + len(table.spending_columns)
    lines = len(table.income)
    head = TITLE_ROWS + 1
    items: list[Item] = [
        *title_block(table.key, table.title, table.widths),
        Item(head, 1, "收入", "head", cols=left),
        Item(head, left + 1, "支出", "head", cols=right),
    ]
    items += _side("收入", table.key, table.income, table.income_columns, 1, 1, 1)
    items += _side(
        "支出",
        table.key,
        table.spending,
        table.spending_columns,
        left + 1,
        lines + 1,
        len(table.income_columns) + 1,
    )
    end = FIRST + lines
    items += [Item(end + i, 1, note, "note", cols=left + right) for i, note in enumerate(table.notes)]
    return Sheet(
        name=table.key,
        items=tuple(items),
        widths=table.widths,
        heights=(
            *TITLE_HEIGHTS,
            *band(head, lines + 3, 17),
            *band(end, len(table.notes), 18),
        ),
        page=Page(left + right, rows=end + len(table.notes) - 1, landscape=True, heading=(1, head + 2), tall=False),
        freeze=(FIRST, 1),
        about=table.title,
    )


def _side(
    side: str, table: str, lines: Sequence[Line], columns: Sequence[str], col: int, number: int, index: int
) -> list[Item]:
    """One side from column ``col``; its 行次 starts at ``number`` and its 栏次 at ``index``."""
    head = TITLE_ROWS + 2
    items = [
        Item(head, col, "项目", "head"),
        Item(head, col + 1, "行次", "head"),
        Item(head + 1, col, "栏次", "head"),
        Item(head + 1, col + 1, None, "head"),
    ]
    for i, label in enumerate(columns):
        items += [Item(head, col + 2 + i, label, "head"), Item(head + 1, col + 2 + i, str(index + i), "head")]
    for i, line in enumerate(lines):
        row = FIRST + i
        figures = dict(line.figures)
        items += [
            Item(row, col, line.label or None, "label_center" if line.emphasis else "label"),
            Item(row, col + 1, str(number + i), "index"),
        ]
        for j, label in enumerate(columns):
            figure = figures.get(label)
            key = f"{table}/{line.name}/{side}/{label}" if figure is not None else ""
            items.append(Item(row, col + 2 + j, figure, "amount", key=key, scope=line.scope))
    return items
