"""How large a sheet is shown: as large as it can be with its whole width in view."""

from __future__ import annotations

from xlbudget.language.sheet import Sheet

VIEW = 1366 - 46
"""Pixels that columns have on a small screen, beside the numbers of the rows and the scroll bar."""
WIDER = 1.06
"""LibreOffice's columns against Excel's."""
LEAST = 10


def zoom(sheet: Sheet) -> int:
    """Percent, at most 100. A column of n digits of the standard font takes 7n + 5 pixels."""
    shown = (width for col, width in enumerate(sheet.widths, 1) if col not in sheet.hidden_columns)
    return max(LEAST, min(100, int(100 * VIEW / WIDER / max(1, sum(7 * width + 5 for width in shown)))))
