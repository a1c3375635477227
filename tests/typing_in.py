"""Type into a built workbook as a user does: find the sheet, the heading, the row; write the cell."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

HEADER = {"录入-结转结余": 7}


def opened(package: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return load_workbook(BytesIO(package))


def saved(workbook: Workbook) -> bytes:
    """The workbook without cached values, as openpyxl leaves it."""
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def columns(workbook: Workbook, sheet: str) -> dict[str, int]:
    header = HEADER.get(sheet, 4)
    return {str(cell.value): cell.column for cell in workbook[sheet][header] if cell.value}


def type_row(workbook: Workbook, sheet: str, index: int, entry: dict[str, Any]) -> None:
    """Write ``entry`` into the ``index``-th entry row (from 0) of an input list."""
    where = columns(workbook, sheet)
    row = HEADER.get(sheet, 4) + 1 + index
    for key, value in entry.items():
        cell = workbook[sheet].cell(row, where[key])
        assert not cell.protection.locked, f"{sheet}!{cell.coordinate} is locked"
        cell.value = value
