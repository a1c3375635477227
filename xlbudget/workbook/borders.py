"""Borders of :class:`Frame`: drawn while a formula holds, drawn for good, and where a formula holds now."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import Border
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from xlbudget.language.limits import broken_by_formula
from xlbudget.language.sheet import Area, Frame, Sheet
from xlbudget.workbook.engines import Value, cached_values, with_values
from xlbudget.workbook.styles import BOX
from xlbudget.workbook.texts import put_text

CUSTOM_FORMAT = 200
"""A number format of a conditional format needs a number of its own; built-in ones end with 163."""


def draw_frame(ws: Any, frame: Frame) -> None:
    """Draw it for good, or for as long as its formula holds."""
    sides = {"left", "right", "top", "bottom"} - {*frame.open_side.split()}
    border = Border(**{side: getattr(BOX, side) for side in sides})
    if frame.when:
        if broken := broken_by_formula(frame.when):
            raise ValueError(f"{ws.title}: {broken}")
        area = Area(ws.title, frame.row, frame.col, frame.rows, frame.cols).text(ws.title)
        look = DifferentialStyle(border=border)
        if frame.format:
            look.numFmt = NumberFormat(numFmtId=CUSTOM_FORMAT, formatCode=frame.format)
        ws.conditional_formatting.add(area, Rule(type="expression", formula=[frame.when], dxf=look))
        return
    for row in range(frame.row, frame.row + frame.rows):
        for col in range(frame.col, frame.col + frame.cols):
            cell = ws.cell(row, col)
            cell._style = copy(cell._style)
            cell.border = border
            if frame.format:
                cell.number_format = frame.format


def framed_rows(sheet: Sheet, values: Mapping[str, Value]) -> tuple[frozenset[int], ...]:
    """The rows in which each frame of a sheet with these values holds, as the engine computes its formula.

    A frame's formula looks at whole rows: it is computed once a row.
    """
    if not any(frame.when for frame in sheet.frames):
        return tuple(frozenset(range(frame.row, frame.row + frame.rows)) for frame in sheet.frames)
    workbook = Workbook()
    ws: Any = workbook.worksheets[0]
    ws.title = sheet.name
    for address, value in values.items():
        if isinstance(value, str):
            put_text(ws[address], value)
        else:
            ws[address] = value
    right = ws.max_column + 1
    for col, frame in enumerate(sheet.frames, right):
        formula = Translator(f"=IF({frame.when or 'TRUE'},1,0)", origin="A1")
        for offset in range(frame.rows):
            ws.cell(frame.row + offset, col).value = formula.translate_formula(row_delta=offset, col_delta=0)
    buffer = BytesIO()
    workbook.save(buffer)
    found = cached_values(with_values(buffer.getvalue()))[sheet.name]
    return tuple(
        frozenset(
            row for row in range(frame.row, frame.row + frame.rows) if found.get(Area("", row, col).text("")) == 1
        )
        for col, frame in enumerate(sheet.frames, right)
    )
