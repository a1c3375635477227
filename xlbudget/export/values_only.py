"""A printed table as it stands now: its figures and texts without a formula, in no more rows than they take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from xlbudget.export.row_map import RowMap
from xlbudget.export.tall_rows import divided, height_of_each, rows_for
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Content, Entry, Frame, Item, Link, Page, Sheet, runs
from xlbudget.workbook.borders import framed_rows
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
    held = [(frame, rows & kept) for frame, rows in zip(sheet.frames, frames, strict=True)]
    items = _joined([item for item in items if item.row in kept], held)
    heights = _heights(sheet, items, kept)
    rows = RowMap([rows_for(heights.get(row, 0)) if row in kept else 0 for row in range(1, last + 1)])
    moved, between = _moved(items, rows, sheet.widths, heights, bool(sheet.frames))
    around = [
        replace(frame, row=run.row, rows=run.rows, when="", open_side=_level_sides(frame))
        for frame, there in held
        for run in runs("", ((new, 1) for row in there for new in rows.of(row)))
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


def _joined(items: Sequence[Item], frames: Iterable[tuple[Frame, frozenset[int]]]) -> list[Item]:
    """Cells with no line between them, one below the other, as one: here no row moves any more.

    A group's name in its middle row stays there: in one cell across a page it would be cut in two.
    ``frames``: with the rows in which they hold.
    """
    sides = {
        (row, col): frame.open_side.split()
        for frame, rows in frames
        for row in rows
        for col in range(frame.col, frame.col + frame.cols)
    }
    joined: list[Item] = []
    last: dict[int, int] = {}
    for item in sorted(items, key=lambda item: item.row):
        above = last.get(item.col)
        open_ = "top" in sides.get((item.row, item.col), ()) and item.style != "slot_group"
        if above is not None and open_ and item.content in _NOTHING:
            joined[above] = replace(joined[above], rows=item.row + item.rows - joined[above].row)
        else:
            last[item.col] = len(joined)
            joined.append(item)
    return joined


def _level_sides(frame: Frame) -> str:
    """Of its open sides those that are left when open cells one below the other are one."""
    return " ".join(side for side in frame.open_side.split() if side not in ("top", "bottom"))


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
