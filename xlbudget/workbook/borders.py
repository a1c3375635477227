"""Borders of :class:`Frame`: drawn while a formula holds, drawn for good, and where a formula holds now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from xlbudget.language.grid import CellGrid, Value
from xlbudget.language.limits import broken_by_formula
from xlbudget.language.moving import Moving
from xlbudget.language.sheet import Area, Colour, Frame, Sheet, place_of
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.palette import BLUE, LINE

_THIN, _HAIR, _BLUE = (Side(style="thin", color=colour) for colour in ("000000", LINE, BLUE))
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
BORDERS = {
    "box": BOX,
    "sides": Border(left=_THIN, right=_THIN),
    "soft": Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR),
    "row": Border(bottom=_HAIR),
    "section": Border(bottom=_BLUE),
}
"""The borders of a style."""

CUSTOM_FORMAT = 200
"""A number format of a conditional format needs a number of its own; built-in ones end with 163."""


def border_of(frame: Frame) -> Border:
    """The borders of each cell of a frame."""
    sides = (side for side in ("left", "right", "top", "bottom") if side not in frame.open_side.split())
    return Border(**{side: getattr(BOX, side) for side in sides})


def draw_frame(ws: Any, frame: Frame) -> None:
    """A frame that is drawn while its formula holds."""
    if broken := broken_by_formula(frame.when):
        raise ValueError(f"{ws.title}: {broken}")
    dress(ws, frame, _dressed(frame.open_side, frame.format))


@cache
def _dressed(open_side: str, format: str) -> DifferentialStyle:
    look = DifferentialStyle(border=border_of(Frame(0, 0, 0, 0, "", open_side)))
    if format:
        look.numFmt = NumberFormat(numFmtId=CUSTOM_FORMAT, formatCode=format)
    return look


def dress(ws: Any, block: Frame | Colour, look: DifferentialStyle) -> None:
    """A look of a block's cells while its formula holds; the same look is the same object, whose number is known."""
    known = ws.parent._differential_styles.styles
    number = next((number for number, one in enumerate(known) if one is look), len(known))
    known += [look] if number == len(known) else []
    area = Area(ws.title, block.row, block.col, block.rows, block.cols).text(ws.title)
    ws.conditional_formatting.add(area, Rule(type="expression", formula=[block.when], dxfId=number))


def framed_rows(sheet: Sheet, values: Mapping[str, Value]) -> tuple[frozenset[int], ...]:
    """The rows in which each frame of a sheet with these values holds, as the engine computes its formula.

    A frame's formula looks at whole rows: it is computed once a row.
    """
    if not any(frame.when for frame in sheet.frames):
        return tuple(frozenset(range(frame.row, frame.row + frame.rows)) for frame in sheet.frames)
    places = {address: place for address in values if (place := place_of(address))}
    constants = {places[at]: value for at, value in values.items() if at in places and value is not None}
    right = max((col for _, col in constants), default=len(sheet.widths)) + 1
    formulas = {}
    for col, frame in enumerate(sheet.frames, right):
        formula = Moving.of(f"=IF({frame.when or 'TRUE'},1,0)")
        for offset in range(frame.rows):
            formulas[frame.row + offset, col] = formula.below(offset)
    found = formualizer.loaded({sheet.name: CellGrid(formulas, constants)}, {}).values()[sheet.name]
    return tuple(
        frozenset(row for row in range(frame.row, frame.row + frame.rows) if found[row, col] == 1)
        for col, frame in enumerate(sheet.frames, right)
    )
