"""A web page with tables, also one that is called .xls, as many systems export them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree, html

from xlbudget.errors import DocumentUnreadable
from xlbudget.reading.documents.as_printed import normalized
from xlbudget.reading.documents.found import FoundGrid, Line, Origin, SourceDocument
from xlbudget.reading.documents.grid_of_cells import grid_of
from xlbudget.reading.file_kinds import text_of

BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "br"),
        *("body", "section", "article", "center", "title", "header"),
    )
)
UNSEEN = frozenset(("script", "style", "head", "template"))
WIDEST = 500
"""Columns that a cell may span."""
DEEPEST = 200


def open_html(path: Path, content: bytes) -> SourceDocument:
    text = text_of(content)
    if text is None:
        raise DocumentUnreadable(path, "不是 UTF-8 或 GBK 编码的网页")
    try:
        # An encoding that the text declares is not that of a str.
        root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentUnreadable(path, "不是有效的网页") from error
    page = _Page(path)
    page.walk(root, 0)
    page.end_line()
    return SourceDocument(path, tuple(page.parts))


class _Page:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: list[Line | FoundGrid] = []
        self.said: list[str] = []
        self.lines = self.tables = 0

    def walk(self, element: Any, depth: int) -> None:
        """Text between tables is lines; a table that holds tables is a frame for them."""
        if not isinstance(element.tag, str) or element.tag in UNSEEN or depth > DEEPEST:
            self.said.append(element.tail or "")
            return
        if element.tag == "table" and element.find(".//table") is None:
            self.end_line()
            self.tables += 1
            if grid := _grid(self.path, element, self.tables):
                self.parts.append(grid)
        else:
            if element.tag in BLOCKS:
                self.end_line()
            self.said.append(element.text or "")
            for inner in element:
                self.walk(inner, depth + 1)
            if element.tag in BLOCKS:
                self.end_line()
        self.said.append(element.tail or "")

    def end_line(self) -> None:
        text = " ".join("".join(self.said).split())
        self.said.clear()
        if text:
            self.lines += 1
            self.parts.append(Line(normalized(text), Origin(self.path, line=self.lines)))


def _grid(path: Path, table: Any, number: int) -> FoundGrid | None:
    texts: dict[tuple[int, int], str] = {}
    spans: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr"), 1):
        col = 1
        for cell in line.iterchildren("td", "th"):
            while (row, col) in taken:
                col += 1
            down, right = (_span(cell.get(name)) for name in ("rowspan", "colspan"))
            texts[row, col] = normalized("".join(cell.itertext()).replace("\xa0", " "))
            if down > 1 or right > 1:
                spans.append((row, col, row + down - 1, col + right - 1))
                taken |= {(r, c) for r in range(row, row + down) for c in range(col, col + right)}
            col += right
    return grid_of(path, f"第 {number} 个表", texts, spans, lambda row, col: f"第 {row} 行第 {col} 格")


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, min(int(digits), WIDEST)) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else 1
