"""A printed sheet as a table of Word: as wide as the text, in the styles of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Pt
from docx.table import _Cell

from xlbudget.export.word_fields import SIDES, draw, set_row
from xlbudget.language.sheet import Entry, Item, Page, Sheet
from xlbudget.language.text_size import width_of_text
from xlbudget.reading.shown_digits import shown
from xlbudget.workbook.sheet_data import ErrorValue
from xlbudget.workbook.styles import STYLES, TITLE, Style

TABLE, TABLE_TITLE, ABOVE, HEAD, TEXT, FIGURE, NOTE = "表格", "表题", "表上", "表头", "表文", "表数", "表注"
STYLES_OF_TABLES = (TABLE, TABLE_TITLE, ABOVE, HEAD, TEXT, FIGURE, NOTE)
PADDING, INDENT = 6.0, 7.0
"""Points beside a text in its cell, and of a step of indent."""
CHARACTER = 5.25
"""Points of a half-width character of a sheet's columns."""
SMALLEST, LEGIBLE = 6.0, 9.0
"""Points: of a figure that would not fit otherwise; of a label, which may take two lines."""
ROW, LINE = 15.0, 1.5
"""Points of a row that says no height; the height of a line by its size, in the widest font."""
TIGHTER, OVER = (1.0, 0.95, 0.9, 0.85, 0.8), 1.25
"""How much smaller a table may be to end on its page, and how far one that may go on may be over it."""
TALL = 200.0
"""Points: a row higher than this may break over pages."""
ACROSS = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT}
DRAWN: Mapping[str, tuple[str, ...]] = {"box": SIDES, "sides": ("left", "right")}


@dataclass(frozen=True)
class _Cut:
    """Rows ``first`` to ``last`` of a sheet, of which the first ``heading`` are printed on each page."""

    first: int
    last: int
    heading: int


def add_sheet(
    document: Document, sheet: Sheet, first: int, width: Length, room: Length, styles: Mapping[str, Any]
) -> None:
    """The sheet (values only) from row ``first`` on, as wide as ``width``, on one page (with ``room``) if it should be.

    Rows repeat at the top of a table only: where those that the sheet repeats are further down, a table begins there.
    """
    page = sheet.page or Page(len(sheet.widths))
    heading = page.heading or _titles(sheet, first, page.rows)
    if heading[0] > first:
        cuts = [_Cut(first, heading[0] - 1, 0), _Cut(heading[0], page.rows, heading[1] - heading[0] + 1)]
    else:
        cuts = [_Cut(first, page.rows, heading[1] - first + 1)]
    total = sum(sheet.widths)
    columns = [width.pt * one / total for one in sheet.widths]
    size = min(_fitting(sheet, columns), _size(styles[TEXT]))
    declared, scale = dict(sheet.heights), min(sum(columns) / (total * CHARACTER), 1.0)

    texts = [(item.row, width_of_text(text_of(item)), _room(item, columns)) for item in sheet.items if item.rows == 1]

    def rows(tighter: float) -> dict[int, float]:
        """Row → its height, where everything is so much smaller."""
        lines = dict.fromkeys(range(first, page.rows + 1), 1)
        for row, width, there in texts:
            if row in lines:
                lines[row] = max(lines[row], ceil(width * size * tighter / 2 / there))
        return {row: max(declared.get(row, ROW) * scale, count * size * LINE) * tighter for row, count in lines.items()}

    tighter = 1.0
    if not page.tall or sum(rows(tighter).values()) < room.pt * OVER:
        tighter = next((one for one in TIGHTER if sum(rows(one).values()) <= room.pt), tighter)
    whole_table = sum(rows(tighter).values()) < room.pt / 2
    # A row grows with its text: how much, the program that prints it knows better.
    heights = {row: declared.get(row, ROW) * scale * tighter for row in range(first, page.rows + 1)}
    size *= tighter
    for number, cut in enumerate(cuts):
        if number:
            hairline(document.add_paragraph())
        _add(document, sheet, cut, columns, heights, size, styles, whole_table)


def _titles(sheet: Sheet, first: int, rows: int) -> tuple[int, int]:
    """The rows of a sheet's title and captions: alone at the end of a page they would say nothing."""
    others = (item.row for item in sheet.items if _role(item, STYLES[item.style]) not in (TABLE_TITLE, ABOVE))
    return first, min(others, default=rows) - 1


def hairline(paragraph: Any) -> None:
    """A paragraph that has to be there and takes no room."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)


def _add(
    document: Document,
    sheet: Sheet,
    cut: _Cut,
    columns: list[float],
    heights: Mapping[int, float],
    size: float,
    styles: Mapping[str, Any],
    whole: bool,
) -> None:
    """``whole``: all rows are kept on one page."""
    count = cut.last - cut.first + 1
    table = document.add_table(count, len(columns), styles[TABLE])
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = Pt(wide)
    cells: list[tuple[_Cell, ...]] = []
    names = {(item.row, item.col): styles[_role(item, STYLES[item.style])].style_id for item in sheet.items}
    notes = {item.row for item in sheet.items if item.style == "note"}
    # A note alone on a page would say nothing.
    kept = {row for note in notes for row in range(note - 3, note)} | set(range(1, cut.last) if whole else ())
    for number, row in enumerate(table.rows):
        at = cut.first + number
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(heights[at])
        set_row(row, number < cut.heading, heights[at] < TALL)
        cells.append(row.cells)
        together = number < cut.heading or at in kept
        for col, (cell, wide) in enumerate(zip(cells[-1], columns, strict=True), 1):
            cell.width = Pt(wide)
            paragraph = cell.paragraphs[0]
            # By its id: the library looks up a style by going through all of them.
            paragraph._p.style = names.get((at, col), styles[TEXT].style_id)
            if together:
                paragraph.paragraph_format.keep_with_next = True
    lines = _lines(sheet)
    for item in sheet.items:
        if not cut.first <= item.row <= cut.last:
            continue
        top, left = item.row - cut.first, item.col - 1
        cell = cells[top][left]
        if item.rows > 1 or item.cols > 1:
            cell = cell.merge(cells[top + item.rows - 1][left + item.cols - 1])
        _fill(cell, item, size, styles)
    for (row, col), sides in lines.items():
        if cut.first <= row <= cut.last:
            draw(cells[row - cut.first][col - 1], sorted(sides))


def _fill(cell: _Cell, item: Item, size: float, styles: Mapping[str, Any]) -> None:
    look = STYLES[item.style]
    cell.vertical_alignment = (
        WD_CELL_VERTICAL_ALIGNMENT.TOP if look.down == "top" else WD_CELL_VERTICAL_ALIGNMENT.CENTER
    )
    text, role = text_of(item), _role(item, look)
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph(style=styles[role])
        if look.across in ACROSS and role not in (TABLE_TITLE, HEAD, FIGURE):
            paragraph.alignment = ACROSS[look.across]
        if look.indent > 1:
            paragraph.paragraph_format.left_indent = Pt(INDENT * (look.indent - 1))
        if line:
            run = paragraph.add_run(line)
            if role in (HEAD, TEXT, FIGURE) and size < _size(styles[role]):
                run.font.size = Pt(size)


def text_of(item: Item) -> str:
    """What an item prints."""
    value = item.content.value if isinstance(item.content, Entry) else item.content
    if value is None:
        return ""
    if isinstance(value, ErrorValue) or not isinstance(value, str | int | float):
        return str(value)
    text = shown(value, STYLES[item.style].format)
    if text is None or isinstance(value, str):
        return str(value)
    whole, point, rest = text.partition(".")
    if "#,##" in STYLES[item.style].format and whole:
        sign = "-" if whole.startswith("-") else ""
        whole = f"{sign}{int(whole.lstrip('-') or 0):,}"
    return whole + point + rest


def _size(style: Any) -> float:
    """Points of a style's text."""
    return float((style.font.size or Pt(10)).pt)


def _role(item: Item, look: Style) -> str:
    if look.font == TITLE:
        return TABLE_TITLE
    if item.style == "note":
        return NOTE
    if item.style in ("head", "index"):
        return HEAD
    if item.style.startswith(("caption", "table_number", "alarm")):
        return ABOVE
    return FIGURE if look.across == "right" else TEXT


def _fitting(sheet: Sheet, columns: list[float]) -> float:
    """The size (points) in which every figure fits its cell, and a label in one line where it need not be too small."""
    sizes = []
    for item in sheet.items:
        look, text = STYLES[item.style], text_of(item)
        role = _role(item, look)
        if text and item.rows == 1 and (role == FIGURE or (role == TEXT and look.shrink) or item.style == "line"):
            fits = 2 * _room(item, columns) / width_of_text(text)
            sizes.append(fits if role == FIGURE else max(fits, LEGIBLE))
    return max(min(sizes, default=100.0), SMALLEST)


def _room(item: Item, columns: list[float]) -> float:
    """Points that the text of an item has in its cell."""
    room = sum(columns[item.col - 1 : item.col - 1 + item.cols]) - PADDING
    return max(room - INDENT * max(STYLES[item.style].indent - 1, 0), 1.0)


def _lines(sheet: Sheet) -> dict[tuple[int, int], set[str]]:
    """Place of a cell → the sides that have a line."""
    found: dict[tuple[int, int], set[str]] = {}
    for item in sheet.items:
        sides = DRAWN.get(STYLES[item.style].border, ())
        for place in _places(item.row, item.col, item.rows, item.cols):
            found.setdefault(place, set()).update(sides)
    for frame in sheet.frames:
        sides = tuple(side for side in SIDES if side not in frame.open_side.split())
        for place in _places(frame.row, frame.col, frame.rows, frame.cols):
            found.setdefault(place, set()).update(sides)
    return {place: sides for place, sides in found.items() if sides}


def _places(row: int, col: int, rows: int, cols: int) -> Iterator[tuple[int, int]]:
    return ((r, c) for r in range(row, row + rows) for c in range(col, col + cols))
