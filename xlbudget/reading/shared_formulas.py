"""Shared formulas: written once, used by a block of cells with the references moved along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from xlbudget.language.sheet import column_letter, column_number

_PIECES = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|"  # 文本和带引号的表名里没有引用
    r"(?<![\w.$\\])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(.!\\])|"
    r"(?<![\w.$\\:])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.!\\$])|"
    r"(?<![\w.$\\:])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w(.!\\$])"
)
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Shared:
    """The shared formulas of one sheet met so far."""

    masters: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def formula(self, cell: Any) -> str | None:
        """The formula of a ``c`` element, written out; None when it has none."""
        element = next((child for child in cell if str(child.tag).endswith("}f")), None)
        if element is None:
            return None
        text = element.text or ""
        place = _ADDRESS.fullmatch(cell.get("r", ""))
        if element.get("t") in ("array", "dataTable"):
            # 数组公式同样的字可以有别的意思，写成它显示的样子。
            return f"{{{text}}}"
        if element.get("t") != "shared" or place is None:
            return text
        row, col = int(place.group(2)), column_number(place.group(1))
        group = element.get("si", "")
        if text:
            self.masters[group] = (text, row, col)
            return text
        if group not in self.masters:
            return text
        master, from_row, from_col = self.masters[group]
        return moved(master, row - from_row, col - from_col)


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
