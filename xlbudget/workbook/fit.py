"""Rows as high as their texts need: office programs fit no row of a given height, and none with merged cells.

What a formula shows is known when the engine has computed it, so the heights of a finished package are set last.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xlbudget.language.grid import Place, Value
from xlbudget.language.limits import HIGHEST, ROWS
from xlbudget.language.sheet import Content, Entry, Item, Link, Sheet
from xlbudget.language.text_size import INDENT, room_for
from xlbudget.workbook.styles import STYLES

USUAL_HEIGHT = 15.0
"""Points of a row of no given height."""
SLACK = 5.0
"""Points: where less than half a line is missing, the sheet looks as it was declared."""


def grown(
    heights: Mapping[int, float], texts: Iterable[tuple[Item, str]], widths: Sequence[float], rows: Container[int]
) -> dict[int, float]:
    """The heights (points) with room for every wrapped text, however much; a merged one grows in its last row.

    ``rows``: those that there are.
    """
    found = dict(heights)
    for item, text in sorted(texts, key=lambda one: one[0].rows):
        own = [row for row in range(item.row, item.row + item.rows) if row in rows]
        look = STYLES[item.style]
        if not (own and look.wrap):
            continue
        above = sum(found.get(row, USUAL_HEIGHT) for row in own[:-1])
        width = sum(widths[item.col - 1 : item.col - 1 + item.cols]) - INDENT * look.indent
        need = room_for(text, width, look.size) - above
        if need > found.get(own[-1], USUAL_HEIGHT):
            found[own[-1]] = need
    return found


def fitted(sheet: Sheet, values: Mapping[Place, Value]) -> dict[int, float]:
    """The heights (points) of a sheet's rows, those higher that are too low for what the formulas show."""
    before = dict(sheet.heights)
    texts = () if sheet.hidden else _texts(sheet, values)
    after = grown(before, texts, sheet.widths, range(1, ROWS))
    higher = {
        row: min(height, HIGHEST) for row, height in after.items() if height > before.get(row, USUAL_HEIGHT) + SLACK
    }
    return before | higher


def _texts(sheet: Sheet, values: Mapping[Place, Value]) -> Iterator[tuple[Item, str]]:
    """The texts that wrap in rows that no program fits: those with a height of their own, or with merged cells."""
    wrap = [i for i in sheet.items if i.content is not None and i.style != "help" and STYLES[i.style].wrap]
    merged = (item for item in wrap if item.rows > 1 or item.cols > 1)
    rows = {row for row, _ in sheet.heights} | {top + item.rows - 1 for item in merged for top in item.tops}
    for item in wrap:
        for top in item.tops:
            if top + item.rows - 1 in rows and (text := _text(item.content, values.get((top, item.col)))):
                yield replace(item, row=top, down=1, key="") if item.down > 1 else item, text


def _text(content: Content, value: Value) -> str:
    match content:
        case str(text) | Link(text) | Entry(str(text)):
            return text
        case Entry():
            return ""
        case _:
            return value if isinstance(value, str) else ""
