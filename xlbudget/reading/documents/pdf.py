"""A PDF with text taken apart: lines of text, and the tables that its rulings draw.

PDFium reads the text of every page and counts what is drawn there; only pages with rulings are read by pdfplumber,
which finds the cells and takes twenty times as long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, pairwise
from math import pi
from pathlib import Path
from typing import Any

from xlbudget.errors import DocumentUnreadable
from xlbudget.reading.documents.as_printed import bare, normalized
from xlbudget.reading.documents.found import SCANNED, Box, FoundCell, FoundGrid, Left, Line, Origin, SourceDocument

LIMIT = 100_000_000
"""Bytes of a document; a publication with scanned seals has 20 MB."""
PAGES = 500
"""More is no unit's publication."""
CHARACTERS = 20_000
"""Of one page; a page of a table in small print has 3,000."""
RULINGS = 20_000
"""Lines drawn on one page; a drawing or a map has more."""
MOST_DRAWN = 100_000
"""Things on one page that are looked at."""
FEW_CHARACTERS = 20
"""No more than its number is on a scanned page."""
FEW_RULINGS = 4
"""Fewer make no cell."""
OPEN = 5.0
"""Points by which lines go on beyond the last ruling of a table that is open at the side."""
GAP = 0.3
"""Of the height of a character: a wider gap is a space."""
HEAD = 0.09
"""Of the height of a page: where what is printed on each of them stands."""
EDGE = 0.14
"""Of the height of a page: where its number stands."""
_NUMBER = re.compile(r"[-—–―·.~第]*\d{1,4}(?:页|[-—–―·.~/])*(?:共?\d{1,4}页?)?[-—–―·.~]*")
DRAWN = "这一页的图形太多，没有找表格"


@dataclass(frozen=True)
class Letter:
    """A character and the box of its line height."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def open_pdf(path: Path, content: bytes) -> SourceDocument:
    """Refuses what is no PDF, one that is locked or has too many pages."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        why = "它设了打开密码，请去掉密码后另存" if locked else "不是完整的 PDF，可能没有下载或复制完"
        raise DocumentUnreadable(path, why) from None
    with document:
        if not 0 < len(document) <= PAGES:
            raise DocumentUnreadable(path, f"有 {len(document)} 页，一个单位的公开文件最多读 {PAGES} 页")
        return _read(path, document, content)


def _read(path: Path, document: Any, content: bytes) -> SourceDocument:
    lines: dict[int, list[Line | FoundGrid]] = {}
    left: list[Left] = []
    ruled: list[int] = []
    turned = False
    for index in range(len(document)):
        page, place = document[index], Origin(path, page=index + 1)
        text = page.get_textpage()
        drawn, pictures = _drawn(page)
        if text.count_chars() < FEW_CHARACTERS and pictures:
            left.append(Left("", place, SCANNED))
        turned |= set_upright(page, text)
        plain = drawn < FEW_RULINGS
        if not plain and (drawn > RULINGS or text.count_chars() > CHARACTERS):
            left.append(Left("", place, DRAWN))
            plain = True
        if plain:
            lines[index] = list(_lines(_letters(page, text), place))
        else:
            ruled.append(index)
    if turned and ruled:
        whole = BytesIO()
        document.save(whole)
        content = whole.getvalue()
    tables = _ruled(path, content, ruled)
    pages = lines | tables
    heights = {index: document[index].get_height() for index in pages}
    edges = (part for index in pages for part in pages[index] if _is_at(part, heights[index], HEAD))
    often = Counter(bare(part.text) for part in edges if isinstance(part, Line))
    running = {text for text, times in often.items() if times > max(2, len(document) / 2)}
    parts = [
        part
        for index in sorted(pages)
        for part in pages[index]
        if not (isinstance(part, Line) and _is_of_page(part, heights[index], running))
    ]
    return SourceDocument(path, tuple(parts), tuple(left))


def _is_of_page(line: Line, height: float, running: Container[str]) -> bool:
    """The number of a page, or the line that stands at the head or foot of most."""
    plain = bare(line.text)
    return bool(_is_at(line, height, EDGE) and _NUMBER.fullmatch(plain)) or (
        plain in running and _is_at(line, height, HEAD)
    )


def _is_at(part: Line | FoundGrid, height: float, edge: float) -> bool:
    """Whether it stands at the top or bottom edge, that being such a part of the page."""
    box = part.place.box
    return bool(box and (box[3] < edge * height or box[1] > (1 - edge) * height))


def _drawn(page: Any) -> tuple[int, int]:
    """How many lines and how many pictures are drawn on a page."""
    kinds = Counter(one.type for one in islice(page.get_objects(max_depth=4), MOST_DRAWN))
    return kinds[2], kinds[3]


def set_upright(page: Any, text: Any) -> bool:
    """Turn a page so that most of its text reads from left to right; whether it had to be."""
    from pypdfium2 import raw

    count = min(text.count_chars(), 200)
    turns = [round(-raw.FPDFText_GetCharAngle(text.raw, index) * 2 / pi) % 4 for index in range(count)]
    if not turns:
        return False
    wanted = max(range(4), key=turns.count) * 90
    if wanted == page.get_rotation():
        return False
    page.set_rotation(wanted)
    return True


def _letters(page: Any, text: Any) -> list[Letter]:
    from ctypes import byref

    from pypdfium2 import raw

    rotation, bounds = page.get_rotation(), page.get_bbox()
    found, box = [], raw.FS_RECTF()
    for index in range(min(text.count_chars(), CHARACTERS + 1)):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code > 0x20 and code not in (0xA0, 0x3000, 0xFFFE, 0xFFFF):
            raw.FPDFText_GetLooseCharBox(text.raw, index, byref(box))
            found.append(
                Letter(normalized(chr(code)), shown_at((box.left, box.bottom, box.right, box.top), bounds, rotation))
            )
    return found


def shown_at(box: Box, bounds: Box, rotation: int) -> Box:
    """A box in the page's own coordinates (from the bottom left), as it is shown (from the top left)."""
    (x0, y0, x1, y1), (left, bottom, right, top) = box, bounds
    return {
        0: (x0 - left, top - y1, x1 - left, top - y0),
        90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: (top - y1, right - x1, top - y0, right - x0),
    }[rotation]


def _lines(letters: Iterable[Letter], place: Origin) -> Iterator[Line]:
    """Letters of one height beside each other are a line; from top to bottom."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.middle):
        same = rows and abs(rows[-1][-1].middle - letter.middle) < (letter.box[3] - letter.box[1]) / 3
        if same:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        row.sort(key=lambda letter: letter.box[0])
        yield Line(_joined(row), Origin(place.file, page=place.page, box=around(letter.box for letter in row)))


def _joined(row: Sequence[Letter]) -> str:
    said = row[0].text
    for before, letter in pairwise(row):
        wide = letter.box[0] - before.box[2] > GAP * (letter.box[3] - letter.box[1])
        said += f" {letter.text}" if wide else letter.text
    return said


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _ruled(path: Path, content: bytes, pages: Sequence[int]) -> dict[int, list[Line | FoundGrid]]:
    """The pages with rulings, by pdfplumber."""
    if not pages:
        return {}
    import pdfplumber

    with pdfplumber.open(BytesIO(content), pages=[index + 1 for index in pages]) as plumbed:
        return {index: _parts(path, page) for index, page in zip(pages, plumbed.pages, strict=True)}


def _parts(path: Path, page: Any) -> list[Line | FoundGrid]:
    """Lines and tables of a page from top to bottom."""
    place = Origin(path, page=page.page_number)
    ordered = sorted(page.chars, key=lambda one: (one["text"], round(one["top"]), one["x0"]))
    if any(_printed_twice(one, other) for one, other in pairwise(ordered)):
        page = page.dedupe_chars()
    left, top = page.bbox[:2]

    def moved(box: Box) -> Box:
        return box[0] - left, box[1] - top, box[2] - left, box[3] - top

    letters = [
        Letter(normalized(one["text"]), moved((one["x0"], one["top"], one["x1"], one["bottom"])))
        for one in page.chars
        if one["text"].strip()
    ]
    grids = []
    for table in _tables(page):
        rows = tuple(
            tuple(
                FoundCell(_plain(text or ""), Origin(path, page=place.page, box=moved(box)), *covered) if box else None
                for box, text, covered in zip(row.cells, words, spans, strict=True)
            )
            for row, words, spans in zip(table.rows, table.extract(), _spans(table), strict=True)
        )
        if any(cell and cell.text.strip() for row in rows for cell in row):
            grids.append(FoundGrid(rows, Origin(path, page=place.page, box=moved(table.bbox))))
    outside = [letter for letter in letters if not any(_within(letter, grid.place.box) for grid in grids)]
    parts: list[Line | FoundGrid] = [*_lines(outside, place), *grids]
    return sorted(parts, key=lambda part: part.place.box[1] if part.place.box else 0)


def _printed_twice(one: Any, other: Any) -> bool:
    """Bold that is made by printing a character again, a little beside itself."""
    return bool(
        one["text"] == other["text"] and abs(one["x0"] - other["x0"]) < 1 and abs(one["top"] - other["top"]) < 1
    )


def _tables(page: Any) -> list[Any]:
    """Its tables; those that are open at the sides end where their horizontal lines do."""
    found: list[Any] = page.find_tables()
    ends: set[float] = set()
    for table in found:
        left, top, right, bottom = table.bbox
        across = [edge for edge in page.horizontal_edges if top - 1 <= edge["top"] <= bottom + 1]
        first, last = min(edge["x0"] for edge in across), max(edge["x1"] for edge in across)
        ends |= {first} if first < left - OPEN else set()
        ends |= {last} if last > right + OPEN else set()
    return list(page.find_tables({"explicit_vertical_lines": sorted(ends)})) if ends else found


def _spans(table: Any) -> Iterator[list[tuple[int, int]]]:
    """How many rows and columns each cell covers."""
    tops = [row.bbox[1] for row in table.rows]
    lefts = sorted({cell[0] for cell in table.cells})
    for row in table.rows:
        yield [
            (sum(cell[1] <= top < cell[3] for top in tops), sum(cell[0] <= left < cell[2] for left in lefts))
            if cell
            else (1, 1)
            for cell in row.cells
        ]


def _plain(text: str) -> str:
    """Without line breaks; some fonts have radicals where characters are meant."""
    return normalized(text.replace("\n", ""))


def _within(letter: Letter, box: Box | None) -> bool:
    if box is None:
        return False
    left, top, right, bottom = box
    return left <= (letter.box[0] + letter.box[2]) / 2 <= right and top <= letter.middle <= bottom
