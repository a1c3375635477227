"""What is a user's own, put into a workbook of ours: sheets as plain cells, comments, widths of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import Value
from xlbudget.language.sheet import column_letter


@dataclass(frozen=True)
class Comment:
    sheet: str
    cell: str
    text: str
    author: str = ""

    def __str__(self) -> str:
        short = " ".join(self.text.split())
        return f"{self.sheet}!{self.cell}（{short[:20]}{'…' if len(short) > 20 else ''}）"


@dataclass(frozen=True)
class OwnCell:
    """A cell as it shows: its value, with the format of figures, bold, and the colour behind it ("" for none)."""

    value: Value
    format: str = "General"
    bold: bool = False
    fill: str = ""


@dataclass(frozen=True)
class OwnSheet:
    """A sheet of the user's, without its formulas."""

    name: str
    cells: dict[tuple[int, int], OwnCell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    formulas: int = 0
    """How many formulas stood in it."""
    pictures: bool = False
    """Whether something lies over its cells, or is more than cells."""


@dataclass(frozen=True)
class Carried:
    sheets: Sequence[OwnSheet] = ()
    comments: Mapping[tuple[str, str], Comment] = field(default_factory=dict)
    """Sheet and cell of the new workbook → what is said there."""
    widths: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """Sheet of the new workbook → column → its width."""


def put(workbook: Any, carried: Carried) -> None:
    """Into a workbook of openpyxl whose sheets are there already."""
    from openpyxl import comments
    from openpyxl.styles import Font, PatternFill

    for name, columns in carried.widths.items():
        _widen(workbook[name], columns)
    for (name, cell), note in carried.comments.items():
        workbook[name][cell].comment = comments.Comment(ILLEGAL.sub("", note.text), note.author)
    for page in carried.sheets:
        sheet = workbook.create_sheet(page.name)
        _widen(sheet, page.widths)
        for (row, col), look in page.cells.items():
            cell = sheet.cell(row, col)
            cell.value = ILLEGAL.sub("", look.value) if isinstance(look.value, str) else look.value
            if isinstance(look.value, str):
                # A text that begins with = is none the less a text.
                cell.data_type = "s"
            cell.number_format = look.format
            if look.bold:
                cell.font = Font(bold=True)
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
        for area in page.merged:
            sheet.merge_cells(area)


def _widen(sheet: Any, columns: Mapping[int, float]) -> None:
    for col, width in columns.items():
        sheet.column_dimensions[column_letter(col)].width = width
