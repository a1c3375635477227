"""Borders of :class:`Frame`: drawn while a formula holds, or drawn for good."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from xlbudget.language.limits import broken_by_formula
from xlbudget.language.sheet import Area, Colour, Frame
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
