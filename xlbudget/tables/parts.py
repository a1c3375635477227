"""What all printed tables share: the title block and the multi-row heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.spec import Expr, Formula, Item, Link

TITLE_ROWS = 3
"""Title; table number at the right; 部门, year and 单位：万元."""


@dataclass(frozen=True)
class Column:
    """One column of figures: its printed heading, the heading above it if there is one, and what stands in it."""

    label: str
    figure: Expr
    group: str = ""


def title_block(key: str, title: str, width: int) -> tuple[Item, ...]:
    """The lines above a printed table of ``width`` columns; a click on the table's number leads back to 目录."""
    third = max(width // 3, 1)
    return (
        Item(1, 1, title, "title", cols=width),
        Item(2, width, Link(f"{key}表", "目录"), "table_number"),
        Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=third),
        Item(3, third + 1, Formula('年度&"年度"'), "caption_center", cols=width - 2 * third),
        Item(3, width - third + 1, "单位：万元", "caption_right", cols=third),
    )


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
