"""Sums of any number of parts, in as many cells as Excel needs for them."""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.language.expressions import Formula
from xlbudget.language.limits import FORMULA
from xlbudget.language.sheet import Area, Item

ROOM = FORMULA - 700
"""Characters for the parts; the rest is for what stands around their sum."""
ADDRESS = 45
"""Characters of the longest address that stands for a key."""


def spread(parts: Sequence[str], row: int, col: int) -> tuple[str, list[Item]]:
    """A template for the sum of ``parts`` (templates), and the cells of ``row`` from ``col`` on that it needs."""
    groups: list[list[str]] = [[]]
    used = 0
    for part in parts:
        longest = len(part) + 1 + ADDRESS * part.count("{")
        if used + longest > ROOM and groups[-1]:
            groups.append([])
            used = 0
        groups[-1].append(part)
        used += longest
    sums = ["+".join(group) or "0" for group in groups]
    if len(sums) == 1:
        return sums[0], []
    cells = [Item(row, at, Formula(text), "computed") for at, text in enumerate(sums, col)]
    return f"SUM({Area('', row, col, 1, len(sums)).text('')})", cells
