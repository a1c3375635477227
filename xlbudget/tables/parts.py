"""What all printed tables share: the title block and the multi-row heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.spec import Expr, Formula, Item, Link

TITLE_ROWS = 3
"""Title; table number at the right; 部门, year and 单位：万元."""


UNIT = Link("单位：万元", "目录")
"""The unit of amounts, and on forms without a table number the way back to 目录."""


@dataclass(frozen=True)
class Column:
    """One column of figures: its printed heading, the heading above it if there is one, and what stands in it."""

    label: str
    figure: Expr
    group: str = ""


def title_block(key: str, title: str, widths: Sequence[float]) -> tuple[Item, ...]:
    """The lines above a printed table with these columns; a click on the table's number leads back to 目录."""
    width = len(widths)
    left = _columns_for(widths, 0.33)
    right = min(_columns_for(widths[::-1], 0.14), width - left - 1)
    return (
        Item(1, 1, title, "title", cols=width),
        Item(2, width - right + 1, Link(f"{key}表", "目录"), "table_number", cols=right),
        Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=left),
        Item(3, left + 1, Formula('年度&"年度"'), "caption_center", cols=width - left - right),
        Item(3, width - right + 1, "单位：万元", "caption_right", cols=right),
    )


def ratio(numerator: str, denominator: str) -> str:
    """A template for a quotient; a ratio whose denominator is zero has no value and shows nothing."""
    return f'IF({denominator}=0,"",{numerator}/{denominator})'


def _columns_for(widths: Sequence[float], share: float) -> int:
    """How many columns, from the first on, make up this share of the width."""
    reached = 0.0
    for count, width in enumerate(widths, 1):
        reached += width
        if reached >= share * sum(widths):
            return count
    return len(widths)


TITLE_HEIGHTS = ((1, 34.0), (2, 16.0), (3, 18.0))


def band(first: int, count: int, height: float) -> list[tuple[int, float]]:
    """``count`` rows of one height (points), from row ``first``."""
    return [(row, height) for row in range(first, first + count)]


def heading(columns: Sequence[Column], row: int, col: int, depth: int) -> list[Item]:
    """Column headings from ``row`` down, ``depth`` rows; columns of one group stand below its heading."""
    items: list[Item] = []
    index = 0
    while index < len(columns):
        group = columns[index].group
        if not group:
            items.append(Item(row, col + index, columns[index].label, "head", rows=depth))
            index += 1
            continue
        members = [c for c in columns[index:] if c.group == group]
        items.append(Item(row, col + index, group, "head", cols=len(members)))
        items += [Item(row + 1, col + index + i, c.label, "head", rows=depth - 1) for i, c in enumerate(members)]
        index += len(members)
    return items
