"""Rows too low for their text even when they are as high as a row can be: they become several.

Their cells are not merged over these rows: a page would end in the middle of a line. A text goes on in the next row,
without a line between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from xlbudget.language.limits import HIGHEST
from xlbudget.language.sheet import Content, Entry, Frame, Item
from xlbudget.language.text_size import INDENT, lines_that_fit, wrapped
from xlbudget.workbook.styles import STYLES

SLACK = 30.0
"""Points: a text is divided by whole lines, so every row has room for two more."""


def rows_for(height: float) -> int:
    """How many rows make up this height."""
    return 1 if height <= HIGHEST else ceil(height / (HIGHEST - SLACK))


def height_of_each(height: float) -> float:
    count = rows_for(height)
    return height if count == 1 else height / count + SLACK


def divided(
    item: Item, first: int, count: int, widths: Sequence[float], height: float, framed: bool = False
) -> tuple[list[Item], list[Frame]]:
    """The item in ``count`` rows of this height from ``first`` down, and the lines around them.

    ``framed``: it has them from a frame.
    """
    look = STYLES[item.style]
    text = item.content.value if isinstance(item.content, Entry) else item.content
    parts: list[str] = []
    if isinstance(text, str):
        lines = wrapped(text, sum(widths[item.col - 1 : item.col - 1 + item.cols]) - INDENT * look.indent, look.size)
        # The height is measured as if a wide character could be cut: the lines may be one or two more here.
        fit = max(lines_that_fit(height, look.size), ceil(len(lines) / count))
        parts = ["".join(lines[at : at + fit]).strip("\n") for at in range(0, len(lines), fit)]
    texts: list[Content] = [Entry(part) for part in parts] or [item.content]
    contents = [*texts, *[None] * (count - len(texts))]
    items = [replace(item, row=first + i, rows=1, content=content) for i, content in enumerate(contents)]
    if not look.border and not framed:
        return items, []
    sides = ["bottom", *["top bottom"] * (count - 2), "top"]
    return items, [Frame(first + i, item.col, 1, item.cols, "", side) for i, side in enumerate(sides)]
