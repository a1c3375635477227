"""What 目录 says of every sheet, however its groups stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlbudget.language.sheet import column_letter
from xlbudget.sheets.contents import FIRST

LEFT = (2, 7, 12)
"""The columns of names."""


def on_contents(cells: Mapping[str, Any]) -> dict[str, tuple[Any, Any, Any]]:
    """Sheet → what it is, how many of its cells are filled, how its checks came out; from 目录's cells by address."""

    def at(row: int, col: int) -> Any:
        return cells.get(f"{column_letter(col)}{row}")

    rows = range(FIRST, FIRST + len(cells))
    return {str(at(row, col)): (at(row, col + 1), at(row, col + 2), at(row, col + 3)) for col in LEFT for row in rows}
