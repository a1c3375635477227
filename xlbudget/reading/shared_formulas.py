"""Shared formulas: written once, used by a block of cells with the references moved along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from xlbudget.language.sheet import column_letter, column_number

_PIECES = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|"  # in texts and in quoted names of sheets are no references
    r"(?<![\w.$\\])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(.!\\])|"
    r"(?<![\w.$\\:])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.!\\$])|"
    r"(?<![\w.$\\:])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w(.!\\$])"
)


@dataclass
class Shared:
    """The shared formulas of one sheet met so far."""

    masters: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def formula(self, element: Any, row: int, col: int) -> str:
        """The formula of an ``f`` element in this cell, written out."""
        text = element.text or ""
        match element.get("t"):
            case "array" | "dataTable":
                # The same words may mean another thing in an array: written as programs show it.
                return f"{{{text}}}"
            case "shared" if text:
                self.masters[element.get("si", "")] = (text, row, col)
            case "shared" if (group := element.get("si", "")) in self.masters:
                master, from_row, from_col = self.masters[group]
                return moved(master, row - from_row, col - from_col)
        return text


def moved(formula: str, rows: int, cols: int) -> str:
    """``formula`` as it reads ``rows`` lower and ``cols`` further right; ``$`` holds a reference in place."""

    def column(mark: str, letters: str) -> str:
        number = column_number(letters.upper()) + cols
        return f"{mark}{letters}" if mark else (column_letter(number) if number > 0 else "#REF!")

    def line(mark: str, digits: str) -> str:
        number = int(digits) + rows
        return f"{mark}{digits}" if mark else (str(number) if number > 0 else "#REF!")

    def piece(match: re.Match[str]) -> str:
        a, b, c, d, e, f, g, h, i, j, k, m = match.groups()
        if d is not None:
            return f"{column(a, b)}{line(c, d)}"
        if f is not None:
            return f"{column(e, f)}:{column(g, h)}"
        if j is not None:
            return f"{line(i, j)}:{line(k, m)}"
        return match.group()

    return _PIECES.sub(piece, formula)
