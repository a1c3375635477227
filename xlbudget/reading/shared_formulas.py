"""Shared formulas: written once, used by a block of cells with the references moved along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from xlbudget.language.moving import REFERENCES
from xlbudget.language.sheet import column_letter, column_number

_COORDINATE = re.compile(r"(\$?)([A-Za-z]+|[0-9]+)")


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

    def coordinate(match: re.Match[str]) -> str:
        held, name = match.groups()
        if held:
            return match.group()
        number = int(name) + rows if name.isdecimal() else column_number(name.upper()) + cols
        if number <= 0:
            return "#REF!"
        return str(number) if name.isdecimal() else column_letter(number)

    return REFERENCES.sub(lambda piece: _COORDINATE.sub(coordinate, piece[1]) if piece[1] else piece[0], formula)
