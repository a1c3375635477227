"""Which indicators of a self-evaluation table stand under which 一级 and 二级.

A name covers the rows that its merged cell covers. Where cells are not merged, it stands in the first row of its group
or in the middle one, with nothing to say where a group ends: then every way to divide the rows is tried, and the
weights printed in brackets leave out those that do not add up. What two ways say differently is not decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from xlbudget.reading.documents.found import FoundCell

WEIGHT = re.compile(r"(.*?)[（(]([0-9]+(?:\.[0-9]+)?)分[）)]", re.DOTALL)
MOST = 20_000
"""Ways to divide the rows that are tried; more than a hundred is not seen."""
Names: TypeAlias = tuple["GroupName | None", ...]
"""What stands over every row."""


@dataclass(frozen=True)
class GroupName:
    """What is printed for a group: its name, and its weight if there is one; ``rows``: how many the cell covers."""

    text: str
    weight: float | None
    rows: int = 1


@dataclass(frozen=True)
class Divided:
    """The names of 一级 and 二级 over every row, "" where that is not decided; the weights of the groups."""

    rows: tuple[tuple[str, str], ...]
    weights: Mapping[tuple[str, ...], float]


def name_in(cell: FoundCell | None) -> GroupName | None:
    if cell is None or not (text := cell.text.strip()):
        return None
    found = WEIGHT.fullmatch(text)
    name = re.sub(r"\s+", "", found[1] if found else text)
    return GroupName(name, float(found[2]) if found else None, cell.rows)


def divided(first: Names, second: Names, scores: Sequence[float]) -> Divided:
    """``first``, ``second``: what is printed in each row for 一级 and 二级; ``scores``: 分值 of each row."""
    merged = any(name and name.rows > 1 for name in (*first, *second))
    if merged or not (any(first) and any(second)):
        ways = [(_covered(first), _covered(second))]
    else:
        ways = list(_pairs(first, second, scores)) or list(_pairs(first, second, None))
    rows: list[tuple[str, str]] = []
    weights: dict[tuple[str, ...], float] = {}
    for row in range(len(scores)):
        above, below = ({way[level][row] for way in ways} for level in (0, 1))
        one, other = (next(iter(names)) if len(names) == 1 else None for names in (above, below))
        rows.append((one.text if one else "", other.text if other else ""))
        if one and one.weight is not None:
            weights[one.text,] = one.weight
        if one and other and other.weight is not None:
            weights[one.text, other.text] = other.weight
    return Divided(tuple(rows), weights)


def _covered(names: Names) -> Names:
    """Over every row the name whose cell covers it; a page may break a group."""
    found: list[GroupName | None] = []
    for name in names:
        found.append(name or (found[-1] if found else None))
    return tuple(found)


def _pairs(first: Names, second: Names, scores: Sequence[float] | None) -> Iterator[tuple[Names, Names]]:
    """Every way to divide the rows in which no 二级 goes over the end of a 一级."""
    inner = list(islice(_ways(second, scores), MOST))
    for outer in islice(_ways(first, scores), MOST):
        ends = [row for row in range(1, len(outer)) if outer[row] is not outer[row - 1]]
        yield from ((outer, one) for one in inner if all(one[row] is not one[row - 1] for row in ends))


def _ways(names: Names, scores: Sequence[float] | None) -> Iterator[Names]:
    """Every way in which the names may stand over all rows: each in the middle of its group, or in its first row."""
    at = [row for row, name in enumerate(names) if name]
    every = _middle(at, 0, 0, len(names))
    if at[0] == 0:
        every = chain(every, [[*at[1:], len(names)]])
    seen = set()
    for ends in every:
        if (key := tuple(ends)) in seen:
            continue
        seen.add(key)
        groups = list(zip(at, [0, *ends], ends, strict=False))
        if scores is None or all(_adds_up(names[row], scores[begin:end]) for row, begin, end in groups):
            yield tuple(names[row] for row, begin, end in groups for _ in range(end - begin))


def _middle(at: Sequence[int], number: int, begin: int, rows: int) -> Iterator[list[int]]:
    """The ends of groups of which each has its name in the middle row, the upper one of two."""
    if number == len(at):
        if begin == rows:
            yield []
        return
    for size in (2 * (at[number] - begin) + 1, 2 * (at[number] - begin) + 2):
        end = begin + size
        if begin <= at[number] and end <= (at[number + 1] if number + 1 < len(at) else rows):
            yield from ([end, *rest] for rest in _middle(at, number + 1, end, rows))


def _adds_up(name: GroupName | None, scores: Sequence[float]) -> bool:
    return name is None or name.weight is None or abs(sum(scores) - name.weight) < 1e-6
