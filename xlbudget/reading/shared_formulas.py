"""Formulas of more than one cell: shared ones, with the references moved along, and arrays, that fill a block."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeGuard

from xlbudget.language.grid import Place
from xlbudget.language.moving import REFERENCES
from xlbudget.language.sheet import block_of, column_letter, column_number

LOOKS = 2_000_000
"""More cells under arrays than this are not looked at: arrays of programs do not overlap."""
Block: TypeAlias = tuple[range, range]
"""Rows and columns."""
_GROUP = re.compile("0|[1-9][0-9]{0,8}")
_COORDINATE = re.compile(r"(\$?)([A-Za-z]+|[0-9]+)")


@dataclass
class Shared:
    """The formulas of more than one cell on one sheet met so far."""

    masters: dict[str, tuple[str, Place, Block]] = field(default_factory=dict)
    """Group → the formula that its first cell has, that cell, and the block within which cells may have it."""
    arrays: list[tuple[range, range, str]] = field(default_factory=list)
    """Rows, columns, and the formula that fills them, whatever else is written there."""

    def formula(self, element: Any, row: int, col: int) -> str:
        """The formula of an ``f`` element in this cell, written out; "" where no program has one for it.

        ``ValueError`` where programs differ.
        """
        text, kind = element.text or "", element.get("t", "normal")
        if kind == "normal":
            return text
        block = _block(element.get("ref", ""))
        if kind == "shared":
            return self._shared(element.get("si", ""), text, block, (row, col))
        if kind not in ("array", "dataTable"):
            raise ValueError(kind)
        # The same words may mean another thing in an array: written as programs show it.
        text = f"{{{text}}}"
        if block is not None and (len(block[0]) > 1 or len(block[1]) > 1):
            self.arrays.append((*block, text))
        return text

    def _shared(self, group: str, text: str, block: Block | None, place: Place) -> str:
        if group and not _GROUP.fullmatch(group):
            raise ValueError(group)
        if text and group and group not in self.masters and _holds(block, place):
            self.masters[group] = (text, place, block)
        master, (row, col), within = self.masters.get(group, ("", place, None))
        written = moved(master, place[0] - row, place[1] - col) if _holds(within, place) else ""
        if text not in ("", written):
            # Some programs take the one, some the other.
            raise ValueError(text)
        return written

    def over(self, cells: Collection[Place]) -> Iterator[tuple[Place, str]]:
        """Cells under an array that begins in another, with the formula that fills them."""
        if sum(min(len(rows) * len(cols), len(cells)) for rows, cols, _ in self.arrays) > LOOKS:
            raise ValueError("arrays")
        for rows, cols, text in self.arrays:
            if len(rows) * len(cols) < len(cells):
                places = [(row, col) for row in rows for col in cols if (row, col) in cells]
            else:
                places = [(row, col) for row, col in cells if row in rows and col in cols]
            yield from ((place, text) for place in places if place != (rows[0], cols[0]))


def _block(ref: str) -> Block | None:
    if (block := block_of(ref)) is None:
        return None
    top, left, bottom, right = block
    return range(top, bottom + 1), range(left, right + 1)


def _holds(block: Block | None, place: Place) -> TypeGuard[Block]:
    return block is not None and place[0] in block[0] and place[1] in block[1]


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
