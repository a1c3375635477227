"""公开06 一般公共预算财政拨款基本支出决算明细表: all 款 of the form in three blocks of code, name, 决算数."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.inputs.economic import code_sum
from xlbudget.spec import Item, Page, Sheet, total
from xlbudget.tables.parts import TITLE_HEIGHTS, TITLE_ROWS, band, title_block

KEY = "公开06"
TITLE = "一般公共预算财政拨款基本支出决算明细表"
BASIS = "部门决算公开格式 公开06表"
FIGURE = "决算数"
NOTE = "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"

BLOCKS: tuple[tuple[str, ...], ...] = (("301", "303"), ("302",), ("307", "310", "399"))
"""Which 类 stand in which of the three blocks."""
STAFF = ("301", "303")
OFFICE = ("302", "307", "310", "399")

FIRST = TITLE_ROWS + 3
WIDTHS = (10, 34, 14) * 3


def sheet(catalogue: Mapping[str, str]) -> Sheet:
    """``catalogue``: economic codes of the form in printed order."""
    blocks = [[code for kind in kinds for code in catalogue if code.startswith(kind)] for kinds in BLOCKS]
    lines = max(map(len, blocks))
    head, last = TITLE_ROWS + 1, FIRST + lines
    items: list[Item] = [
        *title_block(KEY, TITLE, WIDTHS),
        Item(head, 1, "人员经费", "head", cols=3),
        Item(head, 4, "公用经费", "head", cols=6),
        *(
            Item(head + 1, col + 3 * i, label, "head")
            for i in range(3)
            for col, label in enumerate(("科目代码", "科目名称", FIGURE), 1)
        ),
    ]
    for i, codes in enumerate(blocks):
        items += _block(codes, catalogue, lines, 1 + 3 * i)
    items += [
        Item(last, 1, "人员经费合计", "label_center", cols=2),
        Item(
            last,
            3,
            total(*(f"{KEY}/{code}/{FIGURE}" for code in STAFF)),
            "amount",
            key=f"{KEY}/人员经费合计/{FIGURE}",
        ),
        Item(last, 4, "公用经费合计", "label_center", cols=5),
        Item(
            last,
            9,
            total(*(f"{KEY}/{code}/{FIGURE}" for code in OFFICE)),
            "amount",
            key=f"{KEY}/公用经费合计/{FIGURE}",
        ),
        Item(last + 1, 1, NOTE, "note", cols=9),
    ]
    return Sheet(
        name=KEY,
        items=tuple(items),
        widths=WIDTHS,
        heights=(
            *TITLE_HEIGHTS,
            *band(head, lines + 4, 16),
        ),
        page=Page(9, rows=last + 1, landscape=True, heading=(1, head + 1), tall=False),
        freeze=(FIRST, 1),
        about=TITLE,
    )


def _block(codes: Sequence[str], catalogue: Mapping[str, str], lines: int, col: int) -> list[Item]:
    items: list[Item] = []
    for i in range(lines):
        row = FIRST + i
        if i >= len(codes):
            items += [Item(row, col + j, None, style) for j, style in enumerate(("label_code", "label", "amount"))]
            continue
        code = codes[i]
        items += [
            Item(row, col, code, "label_code"),
            Item(row, col + 1, catalogue[code] if len(code) == 3 else f"　{catalogue[code]}", "label_fit"),
            Item(row, col + 2, code_sum(code), "amount", key=f"{KEY}/{code}/{FIGURE}"),
        ]
    return items
