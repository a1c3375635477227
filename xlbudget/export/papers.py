"""Printed tables as files of their own, with values in place of formulas: what is handed in or published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from xlbudget.disk.file_names import distinct, stem, told_apart
from xlbudget.export.values_only import as_values
from xlbudget.language.grid import Value
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Area, Sheet
from xlbudget.sheets.book import Book
from xlbudget.workbook.engines.by_file import Values

What = Literal["绩效自评", "公开表", "决算说明", "自评报告", "核实说明"]
_ANNEXES, _INSETS = ("绩效自评",), ("三公对比", "项目支出")
DRAWN_ON: Mapping[str, tuple[str, ...]] = {
    "绩效自评": _ANNEXES,
    "公开表": ("公开表",),
    "决算说明": ("决算说明", "公开表", "自评报告", *_ANNEXES, *_INSETS),
    "自评报告": ("自评报告", *_ANNEXES, *_INSETS),
    "核实说明": ("核实说明",),
}
"""What is exported → the kinds of papers, and other sheets, that are printed in it."""
YEAR, UNIT = "录入/年度", "录入/单位/名称"
UNIT_NAME = 30
"""Characters of the unit in the name of a file; the rest is enough for those of the table and the project."""


@dataclass(frozen=True)
class Exported:
    """One file: ``name`` is its stem, which no other file of the set has."""

    name: str
    sheets: tuple[Sheet, ...]
    label: str = ""
    """Whom or what it is about; of a paper about the unit, what it is called."""


def exports(book: Book, values: Values, what: What) -> tuple[Exported, ...]:
    """The papers of one kind that a book has, each with its sheets as these values fill them; without empty ones."""
    papers: dict[Paper, list[Sheet]] = {}
    for sheet in book.sheets:
        if sheet.paper and sheet.paper.kind == what and not _is_empty(sheet.paper, book, values):
            there = values.get(sheet.name, {})
            papers.setdefault(sheet.paper, []).append(as_values(sheet, there, _notes(sheet, book, values)))
    names = distinct(stem(_title(paper, book, values)) for paper in papers)
    labels = (text_at(paper.about, book, values) if paper.about else paper.name for paper in papers)
    return tuple(map(Exported, names, map(tuple, papers.values()), labels))


def left_out(book: Book, values: Values, what: What) -> list[str]:
    """What the papers are called in which nothing was entered."""
    papers = dict.fromkeys(sheet.paper for sheet in book.sheets if sheet.paper and sheet.paper.kind == what)
    return [_title(paper, book, values) for paper in papers if _is_empty(paper, book, values)]


def _is_empty(paper: Paper, book: Book, values: Values) -> bool:
    return bool(paper.filled) and _value(book.names.cell(paper.filled, "导出"), values) == 0


def _notes(sheet: Sheet, book: Book, values: Values) -> list[str]:
    """The notes below the codes of a live table, whole."""
    if not sheet.notes:
        return []
    area = book.names.find(sheet.notes, "导出")
    texts = [_value(replace(area, row=row, rows=1), values) for row in range(area.row, area.row + area.rows)]
    return [str(text) for text in texts if text not in (None, "")]


def package(exported: Exported) -> bytes:
    """Its workbook: the same bytes for the same values."""
    from xlbudget.workbook.write import write_values

    return write_values(exported.sheets, exported.name)


def title_of(book: Book, values: Values, what: What) -> str | None:
    """The name of the only paper of a kind; None where the book has none, or nothing was entered."""
    found = (sheet.paper for sheet in book.sheets if sheet.paper and sheet.paper.kind == what)
    paper = next(found, None)
    return stem(_title(paper, book, values)) if paper and not _is_empty(paper, book, values) else None


def text_at(key: str, book: Book, values: Values) -> str:
    """What the cell at a key shows as a text; "" where it is blank."""
    value = _value(book.names.cell(key, "导出"), values)
    return str(value).strip() if value is not None else ""


def _title(paper: Paper, book: Book, values: Values) -> str:
    """The year, the unit, the paper and whom it is about; without what is blank."""
    subject = text_at(paper.about, book, values) if paper.about else ""
    year = _year(_value(book.names.cell(YEAR, "导出"), values))
    unit = told_apart(text_at(UNIT, book, values), UNIT_NAME)
    return year + unit + paper.name + (f"-{subject}" if subject else "")


def _year(value: Value) -> str:
    """What a year is in a name; nothing where the cell holds none."""
    if isinstance(value, str):
        value = float(value) if value.strip().isdecimal() else None
    if not isinstance(value, int | float) or isinstance(value, bool) or value not in range(1900, 10_000):
        return ""
    return f"{int(value)}年度"


def _value(cell: Area, values: Values) -> Value:
    return values.get(cell.sheet, {}).get(cell.text(cell.sheet))
