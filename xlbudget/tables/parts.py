"""What all printed tables share: the title block and the multi-row heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.form import Form, TableForm
from xlbudget.spec import Content, Expr, Formula, Item, Link

TITLE_ROWS = 3
"""Title; table number at the right; 部门, year and 单位：万元."""

LITERAL = 250
"""字符数：公式里一段文字最长 255。"""


UNIT = Link("单位：万元", "目录")
"""The unit of amounts, and on forms without a table number the way back to 目录."""


@dataclass(frozen=True)
class Column:
    """One column of figures: its name, that of the heading above it if there is one, and what stands in it.

    An ``optional`` one is printed only where the region's form has it.
    """

    label: str
    figure: Expr
    group: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Fixed:
    """A public table whose rows do not depend on what is entered; ``words`` are its names of headings and rows."""

    words: tuple[str, ...]


def title_block(form: Form, table: TableForm, widths: Sequence[float]) -> tuple[Item, ...]:
    """The lines above a printed table with these columns; a click on its number (or 单位：万元) leads back to 目录."""
    width = len(widths)
    left = _columns_for(widths, 0.33)
    right = min(_columns_for(widths[::-1], 0.14), width - left - 1)
    items = [Item(1, 1, filled(table.heading or table.title), "title", cols=width)]
    if table.heading:
        items.append(Item(2, 1, filled(table.title), "subtitle", cols=width))
    elif form.table_number:
        items.append(Item(2, width - right + 1, Link(f"{table.sheet}表", "目录"), "table_number", cols=right))
    if form.captions:
        items += [
            Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=left),
            Item(3, left + 1, Formula('年度&"年度"'), "caption_center", cols=width - left - right),
        ]
    unit: Content = "单位：万元" if form.table_number and not table.heading else UNIT
    return (*items, Item(3, width - right + 1, unit, "caption_right", cols=right))


def filled(text: str) -> Content:
    """A text of the form; a formula where it names the unit or the year."""
    return Formula(text_formula(text)) if "{" in text else text


def text_formula(text: str) -> str:
    """The body of a formula that gives this text, with the unit's name and the year put in."""
    parts: list[str] = []
    for piece in re.split(r"(\{单位\}|\{年度\})", text):
        if piece in ("{单位}", "{年度}"):
            parts.append("单位名称" if piece == "{单位}" else "年度")
            continue
        cut = [piece[i : i + LITERAL] for i in range(0, len(piece), LITERAL)]
        parts += ['"{}"'.format(part.replace('"', '""')) for part in cut]
    return "&".join(parts) or '""'


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


def head_height(word: str) -> float:
    """Height of a heading row (points) whose narrow first column shows ``word``, in two lines where it is long."""
    return 30 if len(word) > 5 else 20


def heading(columns: Sequence[Column], table: TableForm, row: int, col: int, depth: int) -> list[Item]:
    """Column headings from ``row`` down, ``depth`` rows; columns of one group stand below its heading."""
    items: list[Item] = []
    index = 0
    while index < len(columns):
        group = columns[index].group
        if not (group and table.word(group)):
            items.append(Item(row, col + index, table.word(columns[index].label), "head", rows=depth))
            index += 1
            continue
        members = [c for c in columns[index:] if c.group == group]
        items.append(Item(row, col + index, table.word(group), "head", cols=len(members)))
        items += [
            Item(row + 1, col + index + i, table.word(c.label), "head", rows=depth - 1) for i, c in enumerate(members)
        ]
        index += len(members)
    return items
