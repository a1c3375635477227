"""Rows as high as their texts need: office programs fit no row of a given height, and none with merged cells.

What a formula shows is known when the engine has computed it, so the heights of a finished package are set last.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

from xlbudget.language.limits import HIGHEST, ROWS
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet
from xlbudget.language.text_size import room_for
from xlbudget.workbook.styles import STYLES

USUAL_HEIGHT = 15.0
"""Points of a row of no given height."""
SLACK = 5.0
"""Points: where less than half a line is missing, the sheet looks as it was declared."""
_SHOWN = re.compile(r'<c r="([A-Z]+\d+)"[^>]* t="str"[^>]*><f>[^<]*</f><v[^>]*>([^<]+)</v>')
_ROW = re.compile(r'<row r="(\d+)"([^>]*)>')
_HEIGHT = re.compile(r' (?:ht|customHeight)="[^"]*"')


def grown(
    heights: Mapping[int, float],
    texts: Iterable[tuple[Item, str]],
    widths: Sequence[float],
    rows: Container[int],
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
        need = room_for(text, sum(widths[item.col - 1 : item.col - 1 + item.cols]), look.size) - above
        if need > found.get(own[-1], USUAL_HEIGHT):
            found[own[-1]] = need
    return found


def fitted(sheets: Sequence[Sheet], package: bytes) -> dict[str, bytes]:
    """Part → content of the sheets of a package (with values) in which a row is too low for what it shows."""
    changed = {}
    with ZipFile(BytesIO(package)) as source:
        for number, sheet in enumerate(sheets, 1):
            part = f"xl/worksheets/sheet{number}.xml"
            wrapped = [] if sheet.hidden else _wrapped(sheet)
            live = [item for item in wrapped if not isinstance(item.content, str | Entry | Link)]
            content = source.read(part).decode("utf-8") if live else ""
            shown = _shown(content, {item.row for item in live})
            texts = [(item, text) for item in wrapped if (text := _text(item, shown))]
            before = dict(sheet.heights)
            after = grown(before, texts, sheet.widths, range(1, ROWS))
            higher = {
                row: min(height, HIGHEST)
                for row, height in after.items()
                if height > before.get(row, USUAL_HEIGHT) + SLACK
            }
            if higher:
                content = content or source.read(part).decode("utf-8")
                changed[part] = _with_heights(content, higher).encode("utf-8")
    return changed


def _wrapped(sheet: Sheet) -> list[Item]:
    """The texts that wrap in rows that no program fits: those with a height of their own, or with merged cells."""
    wrapped = [i for i in sheet.items if i.content is not None and i.style != "help" and STYLES[i.style].wrap]
    merged = [item for item in wrapped if item.rows > 1 or item.cols > 1]
    rows = {row for row, _ in sheet.heights} | {item.row + item.rows - 1 for item in merged}
    return [item for item in wrapped if item.row + item.rows - 1 in rows]


def _shown(content: str, rows: Iterable[int]) -> dict[str, str]:
    """Address → text, of the formulas in these rows of a sheet's XML that show one."""
    shown: dict[str, str] = {}
    start = 0
    for row in sorted(rows):
        start = content.index(f'<row r="{row}"', start)
        shown |= _SHOWN.findall(content[start : content.index("</row>", start)])
    return shown


def _text(item: Item, shown: Mapping[str, str]) -> str:
    match item.content:
        case str(text) | Link(text) | Entry(str(text)):
            return text
        case Entry():
            return ""
        case _:
            return html.unescape(shown.get(Area("", item.row, item.col).text(""), ""))


def _with_heights(content: str, heights: Mapping[int, float]) -> str:
    def row(match: re.Match[str]) -> str:
        number, others = match.groups()
        if (height := heights.get(int(number))) is None:
            return match[0]
        return f'<row r="{number}"{_HEIGHT.sub("", others)} ht="{height:g}" customHeight="1">'

    return _ROW.sub(row, content)
