"""What is a user's own, put into a workbook of ours: sheets as plain cells, comments, widths of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import Value
from xlbudget.language.sheet import column_letter


class CarriedLook(Protocol):
    """A cell of the user's."""

    @property
    def value(self) -> Value: ...
    @property
    def format(self) -> str: ...
    @property
    def bold(self) -> bool: ...
    @property
    def fill(self) -> str: ...


class CarriedNote(Protocol):
    """A comment: of whom and what."""

    @property
    def text(self) -> str: ...
    @property
    def author(self) -> str: ...


class CarriedPage(Protocol):
    """A sheet of the user's."""

    @property
    def name(self) -> str: ...
    @property
    def cells(self) -> Mapping[tuple[int, int], CarriedLook]: ...
    @property
    def widths(self) -> Mapping[int, float]: ...
    @property
    def merged(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Carried:
    sheets: Sequence[CarriedPage] = ()
    comments: Mapping[tuple[str, str], CarriedNote] = field(default_factory=dict)
    """Sheet and cell of the new workbook → what is said there."""
    widths: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """Sheet of the new workbook → column → its width."""


def put(workbook: Any, carried: Carried) -> None:
    """Into a workbook of openpyxl whose sheets are there already."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    for name, columns in carried.widths.items():
        _widen(workbook[name], columns)
    for (name, cell), note in carried.comments.items():
        workbook[name][cell].comment = Comment(ILLEGAL.sub("", note.text), note.author)
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
