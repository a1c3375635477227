"""What all printed tables share: the title block, the multi-row heading, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlbudget.language.blocks import across
from xlbudget.language.expressions import Expr, Formula
from xlbudget.language.form import Form, TableForm
from xlbudget.language.limits import HIGHEST, text_literal
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Item, Link, Page, Sheet
from xlbudget.language.text_size import height_for, lines_needed

UNIT_NAME = 100
"""In characters: the room for a longer name of the unit, which may be typed later."""
SPARE_HEIGHT = 36.0
"""In points: no row grows with a text typed later, so there is room for two lines."""
NOTE_SIZE = 9
"""In points."""

ANY_FIGURE = "有数/数"
"""The cell that counts the figures entered."""
PUBLISHED = Paper("公开表", "部门决算公开表", filled=ANY_FIGURE)
EVALUATION = "绩效自评"
"""The kind of paper that the annexes are."""

_HOLES = {"{单位}": "单位名称", "{年度}": "年度"}

MONEY_UNIT = Link("单位：万元", "目录")
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


def title_block(form: Form, table: TableForm, widths: Sequence[float], alarm: Formula | None = None) -> list[Item]:
    """The lines above a printed table with these columns; a click on its number (or 单位：万元) leads back to 目录.

    ``alarm`` stands beside the table number, and is empty unless something is wrong.
    """
    width, last = len(widths), table.title_rows
    left = min(_columns_for(widths, 0.33), max(width - 2, 1))
    right = max(min(_columns_for(widths[::-1], 0.14), width - left - 1), 1)
    edge = width - right + 1
    middle = edge - 1 - left
    items = [Item(1, 1, filled(table.heading or table.title), "title", cols=width)]
    if table.heading:
        items.append(Item(2, 1, filled(table.title), "subtitle", cols=width))
    if table.number:
        items.append(Item(last - 1, edge, Link(table.number, "目录"), "table_number", cols=right))
    if alarm:
        items.append(Item(last - 1, 1, alarm, "alarm", cols=edge - 1))
    if form.has("部门和年度"):
        # A table of two columns has no room for the year but behind the unit's name.
        year = "" if middle else '&"　"&年度&"年度"'
        items.append(Item(last, 1, Formula(f'"部门："&单位名称{year}'), "caption_left", cols=left))
        items += [Item(last, left + 1, Formula('年度&"年度"'), "caption_center", cols=middle)] if middle else []
    items.append(Item(last, edge, MONEY_UNIT.text if table.number else MONEY_UNIT, "caption_right", cols=right))
    return items


def title_heights(table: TableForm) -> list[tuple[int, float]]:
    heights = (34.0, *((26.0,) if table.heading else ()), 16.0, 18.0)
    return list(enumerate(heights, 1))


def fixed_sheet(
    shape: TableForm,
    widths: Sequence[float],
    items: Iterable[Item],
    heights: Iterable[tuple[int, float]],
    last: int,
    heading_rows: int = 0,
) -> Sheet:
    """A public table whose rows do not depend on what is entered: they end with ``last``, and the notes stand below.

    ``heading_rows``: how many rows are printed on each page and stay in view; 0 for a table without.
    """
    below = list(enumerate(shape.notes, last + 1))
    return Sheet(
        shape.sheet,
        (*items, *(Item(row, 1, filled(note), "note", cols=len(widths)) for row, note in below)),
        tuple(widths),
        heights=(
            *title_heights(shape),
            *heights,
            *((row, height_for(at_longest(note), sum(widths), NOTE_SIZE, 18)) for row, note in below),
        ),
        page=Page(
            len(widths),
            rows=last + len(below),
            landscape=shape.landscape,
            heading=(1, heading_rows) if heading_rows else None,
            tall=False,
        ),
        freeze=(heading_rows + 1, 1) if heading_rows else None,
        about=filled(shape.title),
    )


def too_many(*counted: tuple[str, int, str]) -> Formula:
    """Said above a table when more is entered than it has rows: templates of how many there are, rows, what it is."""
    said = (
        f'IF({there}>{rows},"有 "&({there}-{rows})&" {what}放不下，请用 xlbudget read 和 build 重新生成；","")'
        for there, rows, what in counted
    )
    return Formula("&".join(said))


def at_longest(text: str) -> str:
    """A text of the form as long as it may become: the unit's name may be changed in the workbook."""
    return text.replace("{单位}", "名" * UNIT_NAME).replace("{年度}", "2000")


def filled(text: str) -> str | Formula:
    """A text of the form; a formula where it names the unit or the year."""
    return Formula(text_formula(text)) if "{" in text else text


def text_formula(text: str) -> str:
    """The body of a formula that gives this text, with the unit's name and the year put in."""
    pieces = filter(None, re.split(r"(\{单位\}|\{年度\})", text))
    return "&".join(_HOLES.get(piece) or text_literal(piece) for piece in pieces) or '""'


def ratio(numerator: str, denominator: str) -> str:
    """A template for a quotient; a ratio whose denominator is zero has no value and shows nothing."""
    return f'IF({denominator}=0,"",{numerator}/{denominator})'


def _columns_for(widths: Sequence[float], share: float) -> int:
    """How many columns, from the first on, make up this share of the width."""
    return next(count for count in range(1, len(widths) + 1) if sum(widths[:count]) >= share * sum(widths))


def head_height(words: Iterable[tuple[str, float]]) -> float:
    """Height of a heading row (points) with these words, each in a column so wide, with room for a wider font."""
    lines = max(lines_needed(word, width * 0.75) for word, width in words)
    return min(max(20, 14 * lines + 4), HIGHEST)


def column_heads(
    columns: Sequence[tuple[str, str]], table: TableForm, row: int, col: int, depth: int, each: int = 1
) -> list[Item]:
    """Column headings from ``row`` down, ``depth`` rows, ``each`` cells wide.

    ``columns``: name, and that of the heading above it or ""; neighbours of one group stand below its heading.
    """
    items: list[Item] = []
    for group, run in groupby(columns, lambda column: column[1]):
        labels, above = [table.word(label) for label, _ in run], bool(group and table.word(group))
        if above:
            items.append(Item(row, col, table.word(group), "head", cols=each * len(labels)))
        items += across(row + above, col, labels, "head", rows=depth - above, cols=each)
        col += each * len(labels)
    return items
