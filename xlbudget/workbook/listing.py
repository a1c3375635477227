"""Long lists as a workbook: written row by row, so that their length costs no memory. Values, no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language import limits
from xlbudget.language.grid import Value
from xlbudget.language.limits import beginning
from xlbudget.workbook.palette import DEEP

HEAD = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor=DEEP)
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")


@dataclass(frozen=True)
class ListColumn:
    name: str
    width: float = 10
    format: str = "General"
    wrap: bool = False


@dataclass(frozen=True)
class ListSheet:
    """A sheet: a row of headings with filter buttons, and rows below it."""

    name: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Value]]


def write_listings(path: Path, listings: Iterable[ListSheet], mark: str) -> None:
    """Write the sheets to a new file; ``mark``: a document property by which we know it again."""
    workbook: Any = Workbook(write_only=True)
    workbook.custom_doc_props.append(StringProperty(name=mark, value="1"))
    for listing in listings:
        rows, part = iter(listing.rows), 1
        while _sheet(workbook, listing, rows, part) == limits.ROWS:
            part += 1
    workbook.save(path)


def _sheet(workbook: Any, listing: ListSheet, rows: Iterator[Sequence[Value]], part: int) -> int:
    """Write as many rows as a sheet takes; the last row."""
    sheet = workbook.create_sheet(listing.name if part == 1 else f"{listing.name}-{part}")
    sheet.freeze_panes = "C2"
    for at, column in enumerate(listing.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.append([_head(sheet, column.name) for column in listing.columns])
    last = 1
    for row in islice(rows, limits.ROWS - 1):
        last += 1
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, listing.columns, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{last}"
    return last


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = HEAD, GROUND
    return cell


def _cell(sheet: Any, value: Value, column: ListColumn) -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = column.format
    else:
        cell = WriteOnlyCell(sheet, ILLEGAL.sub("", beginning(value)))
        # A text of a user's that begins with = is no formula here.
        cell.data_type = "s"
    cell.alignment = WRAPPED if column.wrap else TOP
    return cell
