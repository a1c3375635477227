"""A printed table as it stands now: its figures and texts without a formula, in no more rows than they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlbudget.export.row_map import Rows, runs
from xlbudget.export.tall_rows import divided, height_of_each, rows_for
from xlbudget.language.sheet import Content, Entry, Frame, Item, Link, Page, Sheet
from xlbudget.workbook.borders import framed_rows
from xlbudget.workbook.engines import Value
from xlbudget.workbook.fit import grown


def as_values(sheet: Sheet, values: Mapping[str, Value], notes: Sequence[str] = ()) -> Sheet:
    """The sheet with the values (by address) in place of its formulas: nothing but what is printed of it.

    ``notes``: those that a live table shows line by line in its slots; here, where no row moves any more, they stand
    whole, across the page.
    """
    page = sheet.page or Page(len(sheet.widths))
    last = page.rows or max(item.row + item.rows - 1 for item in sheet.items)
    printed = [item for item in sheet.items if item.col <= page.cols and item.row <= last]
    items = [replace(item, content=_shown(item, values), key="", scope=None) for item in printed]
    framed = framed_rows(sheet, values)
    if notes:
        items = _with_whole_notes(sheet, items, frozenset().union(*framed), notes, page.cols)
    kept = _kept(sheet, items, last, frozenset().union(*framed))
    heights = _heights(sheet, [item for item in items if isinstance(item.content, Entry)], kept)
    rows = Rows([rows_for(heights.get(row, 0)) if row in kept else 0 for row in range(1, last + 1)])
    moved, lines = _moved(items, rows, sheet.widths, heights)
    return Sheet(
        name=sheet.name,
        items=tuple(moved),
        widths=sheet.widths[: page.cols],
        heights=tuple(
            (new, height_of_each(height))
            for row, height in sorted(heights.items())
            for first, count in (rows.span(row),)
            for new in range(first, first + count)
        ),
        frames=(
            *(
                replace(frame, row=first, rows=count, when="")
                for frame, held in zip(sheet.frames, framed, strict=True)
                for first, count in _runs(held & kept, rows)
            ),
            *lines,
        ),
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


def _with_whole_notes(
    sheet: Sheet, items: Sequence[Item], framed: frozenset[int], notes: Sequence[str], cols: int
) -> list[Item]:
    """The items with each note in a row of its own in place of its lines; every note has a line at least."""
    first_slot, last_slot = sheet.slots or (1, 0)
    lines = sorted({item.row for item in items if first_slot <= item.row <= last_slot and _shows(item)} - framed)
    whole = [Item(row, 1, Entry(note), "note", cols=cols) for row, note in zip(lines, notes, strict=False)]
    return [*(item for item in items if item.row not in lines), *whole]


def _shows(item: Item) -> bool:
    return item.content not in (None, "", Entry(None))


def _kept(sheet: Sheet, items: Sequence[Item], last: int, framed: frozenset[int]) -> frozenset[int]:
    """All rows but the hidden ones and the slots in which nothing shows."""
    shows = framed | {item.row for item in items if _shows(item)}
    first_slot, last_slot = sheet.slots or (1, 0)
    empty = set(range(first_slot, last_slot + 1)) - shows
    return frozenset(range(1, last + 1)) - empty - set(sheet.hidden_rows)


def _heights(sheet: Sheet, live: Sequence[Item], kept: frozenset[int]) -> dict[int, float]:
    """The heights of the rows that are kept, with room for every live text; a merged one grows in its last row."""
    heights = {row: height for row, height in sheet.heights if row in kept}
    texts = [
        (item, item.content.value)
        for item in live
        if isinstance(item.content, Entry) and isinstance(item.content.value, str)
    ]
    return grown(heights, texts, sheet.widths, kept)


def _moved(
    items: Sequence[Item], rows: Rows, widths: Sequence[float], heights: Mapping[int, float]
) -> tuple[list[Item], list[Frame]]:
    """The items that are left in their new rows, and the lines around those in a row that has become several."""
    moved: list[Item] = []
    lines: list[Frame] = []
    for item in items:
        first, count = rows.span(item.row, item.rows)
        if item.rows == 1 < count:
            parts, around = divided(item, first, count, widths, height_of_each(heights[item.row]))
            moved += parts
            lines += around
        elif count:
            # 长到跨页的，居中的字会被换页切成两半。
            style = "group" if count > item.rows and item.style == "text_center" else item.style
            moved.append(replace(item, row=first, rows=count, style=style))
    return moved, lines


def _runs(held: frozenset[int], rows: Rows) -> list[tuple[int, int]]:
    """The new rows of a frame."""
    return runs(
        [new for row in sorted(held) for first, count in (rows.span(row),) for new in range(first, first + count)]
    )


def _page(page: Page, rows: Rows) -> Page:
    """The page set-up with its rows moved; what ended with a live row ends with the last one there is."""
    heading = page.heading
    if heading:
        first, count = rows.span(heading[0], heading[1] - heading[0] + 1)
        heading = (first, first + count - 1)
    return replace(
        page, rows=rows.total, end="", heading=heading, breaks=tuple(rows.span(1, at)[1] for at in page.breaks)
    )
