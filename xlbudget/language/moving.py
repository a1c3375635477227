"""A formula that goes down a column: what it reads in every row, from its text in the first.

Office programs fill a formula down in the same way: a row number moves along unless ``$`` holds it in place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

REFERENCES = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|("  # in texts and in quoted names of sheets are no references
    r"(?<![\w.$\\])\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w(.!\\])|"
    r"(?<![\w.$\\:])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.!\\$])|"
    r"(?<![\w.$\\:])\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}(?![\w(.!\\$]))"
)
"""Texts and names of sheets, to be passed over; in its group a cell, whole columns or whole rows."""
_ROW = re.compile(r"(?<![$0-9])[0-9]+")


@dataclass(frozen=True)
class Moving:
    """``pieces`` with ``%d`` where a row number moves, and those ``rows`` in the first row.

    >>> down = Moving.of('IF(D7=0,"D7",ROUND(D$5/SUM($E7:$F7)*LOG10(2),6))')
    >>> print(down.below(3))
    IF(D10=0,"D7",ROUND(D$5/SUM($E10:$F10)*LOG10(2),6))
    """

    pieces: str
    rows: tuple[int, ...]

    @classmethod
    def of(cls, formula: str) -> Moving:
        rows: list[int] = []

        def row(match: re.Match[str]) -> str:
            rows.append(int(match.group()))
            return "%d"

        def piece(match: re.Match[str]) -> str:
            return _ROW.sub(row, match[1]) if match[1] else match[0]

        return cls(REFERENCES.sub(piece, formula.replace("%", "%%")), tuple(rows))

    def below(self, rows: int) -> str:
        """The formula so many rows further down."""
        return self.pieces % tuple([row + rows for row in self.rows])
