"""校验: a row a check: both figures, difference, bound and verdict; the cells concerned take their colour from here."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.language.expressions import Formula
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet
from xlbudget.sheets.rules.bounds import count, groups, leaves
from xlbudget.sheets.rules.rule import (
    ADVICE,
    AMOUNT,
    FAILED,
    NOT_APPLICABLE,
    PASSED,
    ROUNDING,
    Check,
    Side,
    verdict,
)
from xlbudget.sheets.rules.spread import spread

KEY = "校验"
HEADINGS = ("规则", "位置", "内容", "左边", "左边的数", "关系", "右边", "右边的数", "差", "界", "判定", "不符时怎么办")
WIDTHS = (16, 34, 46, 36, 16, 6, 36, 16, 14, 12, 10, 60)
SHEETS = (13, 15)
"""Hidden columns: sheet and cell of the left side, then of the right side."""
SPREAD = 17
"""The first hidden column for what is too long for the cell of 界."""
HEADER = 8
FIRST = HEADER + 1
VERDICT = 11
TYPED_AS_TEXT = ("公开数",)
"""Keys whose figures are entered as texts, just as printed."""


def has_entries(keys: Sequence[str]) -> str:
    """A template: whether a figure is entered under one of these input keys."""
    cells = [f"{{有数/{key}}}" if key in TYPED_AS_TEXT else f"{{有数/{key}/数}}" for key in keys]
    return f"SUM({','.join(cells)})>0" if cells else "TRUE"


def check_sheet(names: Names, checks: Sequence[Check]) -> Sheet:
    items: list[Item] = [
        Item(1, 1, "校验", "title", cols=12),
        Item(2, 1, Link("返回目录", "目录"), "link"),
        Item(
            2,
            2,
            "每行一项检查，全是公式，录入一改就重判。不符为红、提示为黄、尾差为琥珀色，有关的单元格同色；用“判定”一列的筛选看不符的",
            "help",
            cols=11,
        ),
    ]
    verdicts = f"{{{KEY}/判定}}"
    for row, name in enumerate((FAILED, ADVICE, ROUNDING, PASSED, NOT_APPLICABLE), 3):
        items.append(Item(row, 1, name, "label"))
        items.append(Item(row, 2, Formula(f'COUNTIF({verdicts},"{name}")'), "count", key=f"{KEY}/个数/{name}"))
    items += [Item(HEADER, col, heading, "head") for col, heading in enumerate(HEADINGS, 1)]
    for row, check in enumerate(checks, FIRST):
        items += _row(names, check, row)
    rows = max(len(checks), 1)
    width = max(SPREAD - 1, *(item.col for item in items))
    return Sheet(
        name=KEY,
        items=tuple(items),
        widths=(*WIDTHS, *(12,) * (width - len(WIDTHS))),
        areas=(
            (f"{KEY}/判定", Area(KEY, FIRST, VERDICT, rows)),
            *(
                (f"{KEY}/{label}", Area(KEY, FIRST, col, rows))
                for col, label in enumerate(("左表", "左格", "右表", "右格"), 13)
            ),
        ),
        heights=((1, 34), (HEADER, 22)),
        page=Page(12, landscape=True, heading=(HEADER, HEADER), rows=FIRST + rows - 1),
        freeze=(FIRST, 4),
        hidden_columns=tuple(range(len(WIDTHS) + 1, width + 1)),
        filter=Area(KEY, HEADER, 1, rows + 1, 12),
        about="各表自相矛盾的地方：规则、两边的数、差、界、判定",
    )


def _row(names: Names, check: Check, row: int) -> list[Item]:
    rule, left, right = check.rule, check.left, check.right
    both = leaves(names, left.figure)
    both.subtract(leaves(names, right.figure))
    met = {leaf: times for leaf, times in both.items() if times}
    bound = check.bound or "0"
    more: list[Item] = []
    if rule.counted:
        counted, more = spread(count(type(both)(met)), row, SPREAD)
        bound = f"半宽*(1+{counted})"
    drawn = groups(leaves(names, left.figure) + leaves(names, right.figure))
    conditions = [has_entries(drawn), *([check.when] if check.when else [])]
    when = conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
    judged = verdict(rule, f"I{row}", f"J{row}")
    look = "figure" if rule.unit == AMOUNT else "figure_plain"
    return [
        Item(row, 1, rule.id, "label"),
        Item(row, 2, check.subject, "label"),
        Item(row, 3, rule.statement, "label"),
        Item(row, 4, _link(names, left), "link_cell" if left.cell else "label"),
        Item(row, 5, left.figure, look),
        Item(row, 6, rule.relation, "label_center"),
        Item(row, 7, _link(names, right), "link_cell" if right.cell else "label"),
        Item(row, 8, right.figure, look),
        Item(row, 9, Formula(f"ROUND(SUM(E{row})-SUM(H{row}),6)"), look),
        Item(row, 10, Formula(bound), look),
        Item(row, VERDICT, Formula(f'IF({when},{judged},"{NOT_APPLICABLE}")'), "verdict"),
        Item(row, 12, rule.remedy, "label"),
        *_places(names, left, row, SHEETS[0]),
        *_places(names, right, row, SHEETS[1]),
        *more,
    ]


def _link(names: Names, side: Side) -> str | Link:
    if not side.cell:
        return side.name
    area = names.cell(side.cell, f"{KEY} {side.name}")
    return Link(side.name, area.sheet, area.text(area.sheet))


def _places(names: Names, side: Side, row: int, col: int) -> list[Item]:
    """Sheet and cell of a side, for the colour of that cell."""
    if not side.cell:
        return []
    area = names.cell(side.cell, f"{KEY} {side.name}")
    return [Item(row, col, area.sheet, "computed"), Item(row, col + 1, area.text(area.sheet), "computed")]
