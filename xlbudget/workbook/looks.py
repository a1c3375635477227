"""The number that a package gives to each look of a cell: a style, and what a single cell adds to it."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection

from xlbudget.language.grid import CellGrid, Place
from xlbudget.language.sheet import Frame, Sheet
from xlbudget.workbook.borders import BORDERS, border_of
from xlbudget.workbook.palette import SCREEN
from xlbudget.workbook.styles import STYLES

STAYS_TEXT = ("=", "+", "-", "@", "'")
"""What a text may begin with that an office program takes for a formula when the cell is edited."""


class Looks:
    """Looks are registered with a workbook of openpyxl through a sheet of samples, which goes when all is done."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._samples = workbook.create_sheet("样式")
        self._numbers: dict[tuple[str, bool, Frame | None], int] = {}
        for name in STYLES:
            workbook.add_named_style(named(name))

    def of_cells(self, sheet: Sheet, cells: CellGrid) -> dict[Place, int]:
        """Place → number of the look, for every cell of a sheet, row by row."""
        plain = {name: self._number(name) for name in dict.fromkeys(cells.looks.values())}
        numbers = {place: plain[name] for place, name in cells.looks.items()}
        framed = self._framed(sheet)
        quoted = {
            place
            for place, constant in cells.constants.items()
            if isinstance(constant, str) and constant.startswith(STAYS_TEXT)
        }
        for place in sorted(quoted | framed.keys()):
            numbers[place] = self._number(cells.looks.get(place, ""), place in quoted, framed.get(place))
        return {place: numbers[place] for place in sorted(numbers)}

    def done(self) -> None:
        self._workbook.remove(self._samples)

    def _framed(self, sheet: Sheet) -> dict[Place, Frame]:
        """The cells whose borders are drawn for good, and the frame that draws them."""
        return {
            (row, col): frame
            for frame in sheet.frames
            if not frame.when
            for row in range(frame.row, frame.row + frame.rows)
            for col in range(frame.col, frame.col + frame.cols)
        }

    def _number(self, style: str, quoted: bool = False, frame: Frame | None = None) -> int:
        key = (style, quoted, frame and Frame(0, 0, 0, 0, "", frame.open_side, frame.format))
        if key not in self._numbers:
            cell: Any = self._samples.cell(len(self._numbers) + 1, 1)
            if style:
                cell.style = f"xlb_{style}"
            cell._style = copy(cell._style)
            if frame is not None:
                cell.border = border_of(frame)
                if frame.format:
                    cell.number_format = frame.format
            if quoted:
                cell.quotePrefix = True
            self._numbers[key] = cell.style_id
        return self._numbers[key]


def named(name: str) -> NamedStyle:
    """The style as office programs list it, so that a user can restyle a whole workbook in one place."""
    look = STYLES[name]
    style = NamedStyle(name=f"xlb_{name}")
    style.font = Font(
        look.font, look.size, look.bold, color=look.colour, charset=134, family=2 if look.font == SCREEN else 3
    )
    if look.underline:
        style.font.underline = "single"
    if look.fill:
        style.fill = PatternFill("solid", fgColor=look.fill)
    if look.border:
        style.border = BORDERS[look.border]
    style.alignment = Alignment(
        look.across, look.down, wrap_text=look.wrap or None, shrink_to_fit=look.shrink or None, indent=look.indent
    )
    style.number_format = look.format
    style.protection = Protection(locked=look.locked)
    return style
