"""A Word document: its paragraphs and tables in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml.etree import XMLSyntaxError

from xlbudget.errors import DocumentUnreadable
from xlbudget.reading.documents.as_printed import normalized
from xlbudget.reading.documents.found import FoundGrid, Line, Origin, SourceDocument
from xlbudget.reading.documents.grid_of_cells import grid_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def open_docx(path: Path, content: bytes) -> SourceDocument:
    import docx

    try:
        body = docx.Document(BytesIO(content)).element.body
    except (KeyError, ValueError, BadZipFile, XMLSyntaxError, OSError) as error:
        raise DocumentUnreadable(path, "它不是完整的 Word 文档，可能没有下载或复制完") from error
    parts: list[Line | FoundGrid] = []
    tables = paragraphs = 0
    for element in _blocks(body):
        if element.tag == f"{W}p":
            paragraphs += 1
            if (text := _text(element)).strip():
                parts.append(Line(text, Origin(path, line=paragraphs)))
        else:
            tables += 1
            if grid := _grid(path, element, tables):
                parts.append(grid)
    return SourceDocument(path, tuple(parts))


def _blocks(within: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those in a content control (a table of contents is one)."""
    for element in within:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _blocks(element)


def _text(element: Any) -> str:
    said = []
    for part in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        said.append(part.text or "" if part.tag == f"{W}t" else " ")
    return normalized("".join(said))


def _grid(path: Path, table: Any, number: int) -> FoundGrid | None:
    texts: dict[tuple[int, int], str] = {}
    merged: dict[tuple[int, int], list[int]] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(table.iterchildren(f"{W}tr"), 1):
        col = 1 + _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in line.iter(f"{W}tc"):
            if cell.getparent() is not line and cell.getparent().tag != f"{W}sdtContent":
                continue  # Of a table within the cell.
            width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            down = cell.find(f"{W}tcPr/{W}vMerge")
            if down is not None and down.get(f"{W}val") != "restart" and col in open_at:
                merged[open_at[col]][0] = row
            else:
                texts[row, col] = "".join(_text(p) for p in cell.iter(f"{W}p"))
                merged[row, col] = [row, col + width - 1]
                open_at[col] = (row, col)
                if down is None:
                    del open_at[col]
            col += width
    spans = [
        (top, left, bottom, right) for (top, left), (bottom, right) in merged.items() if (bottom, right) > (top, left)
    ]
    return grid_of(path, f"第 {number} 个表", texts, spans, lambda row, col: f"第 {row} 行第 {col} 格")


def _number(element: Any, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 500) if value.isascii() and value.isdecimal() else default
