"""A printed table as it stands now: its figures and texts without a formula, in no more rows than they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from xlbudget.export.row_map import RowMap
from xlbudget.export.tall_rows import divided, height_of_each, rows_for
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Content, Entry, Frame, Item, Link, Page, Sheet, runs
from xlbudget.workbook.calculate import framed_rows
from xlbudget.workbook.fit import grown

_NOTHING: tuple[Content, ...] = (None, "", Entry(None))


def as_values(sheet: Sheet, values: Mapping[str, Value], notes: Sequence[str] = ()) -> Sheet:
    """The sheet with the values (by address) in place of its formulas: nothing but what is printed of it.

    ``notes``: those that a live table shows line by line in its slots; here, where no row moves any more, they stand
    whole, across the page.
    """
    page = sheet.page or Page(len(sheet.widths))
    last = page.rows or max(item.tops[-1] + item.rows - 1 for item in sheet.items)
    printed = [item for item in sheet.singles() if item.col <= page.cols and item.row <= last]
    items = [replace(item, content=_shown(item, values), key="", scope=None) for item in printed]
    frames = framed_rows(sheet, values)
    slots = (range(first_slot, last_slot + 1) for first_slot, last_slot in sheet.slots)
    spare = frozenset(chain.from_iterable(slots)).difference(*frames)
    if notes:
        lines = sorted(spare & _in_use(items))
        whole = [Item(row, 1, Entry(note), "note", cols=page.cols) for row, note in zip(lines, notes, strict=False)]
        items = [*(item for item in items if item.row not in lines), *whole]
    kept = frozenset(range(1, last + 1)) - (spare - _in_use(items)) - set(sheet.hidden_rows)
    items = [item for item in items if item.row in kept]
    heights = _heights(sheet, items, kept)
    rows = RowMap([rows_for(heights.get(row, 0)) if row in kept else 0 for row in range(1, last + 1)])
    moved, between = _moved(items, rows, sheet.widths, heights, bool(sheet.frames))
    around = [
        replace(frame, row=run.row, rows=run.rows, when="")
        for frame, there in zip(sheet.frames, frames, strict=True)
        for run in runs("", ((new, 1) for row in there & kept for new in rows.of(row)))
    ]
    return Sheet(
        name=sheet.name,
        items=tuple(moved),
        widths=sheet.widths[: page.cols],
        heights=tuple((new, height_of_each(heights[row])) for row in sorted(heights) for new in rows.of(row)),
        frames=(*around, *between),
        page=_page(page, rows),
        open=True,
    )


def _shown(item: Item, values: Mapping[str, Value]) -> Content:
    """What an item shows: an expression or an entry its value, a link its text."""
    match item.content:
        case Link(text):
            return text
        case None | str():
            return item.content
        case _:
            value = values.get(item.address)
            return Entry(None if value == "" else value)


def _in_use(items: Sequence[Item]) -> set[int]:
    """The rows in which something shows."""
    shown = (item for item in items if item.content not in _NOTHING)
    return {item.row for item in shown if not (item.style.endswith("_blank") and item.content == Entry(0))}


def _heights(sheet: Sheet, items: Sequence[Item], kept: frozenset[int]) -> dict[int, float]:
    """The heights of the rows that are kept, with room for every live text; a merged one grows in its last row."""
    live = ((item, item.content.value) for item in items if isinstance(item.content, Entry))
    texts = [(item, text) for item, text in live if isinstance(text, str)]
    return grown({row: height for row, height in sheet.heights if row in kept}, texts, sheet.widths, kept)


def _moved(
    items: Sequence[Item], rows: RowMap, widths: Sequence[float], heights: Mapping[int, float], framed: bool
) -> tuple[list[Item], list[Frame]]:
    """The items that are left in their new rows, and the lines around those in a row that has become several."""
    moved: list[Item] = []
    lines: list[Frame] = []
    for item in items:
        first, count = rows.span(item.row, item.rows)
        if item.rows == 1 < count:
            parts, around = divided(item, first, count, widths, height_of_each(heights[item.row]), framed)
            moved += parts
            lines += around
        elif count:
            # One so long that it crosses a page would have its centred text cut in two.
            style = "group" if count > item.rows and item.style == "text_center" else item.style
            moved.append(replace(item, row=first, rows=count, style=style))
    return moved, lines


def _page(page: Page, rows: RowMap) -> Page:
    """The page set-up with its rows moved; what ended with a live row ends with the last one there is."""
    heading = page.heading
    if heading:
        first, count = rows.span(heading[0], heading[1] - heading[0] + 1)
        heading = (first, first + count - 1)
    return replace(
        page, rows=rows.total, end="", heading=heading, breaks=tuple(rows.span(1, at)[1] for at in page.breaks)
    )
