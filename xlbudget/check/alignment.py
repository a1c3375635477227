"""Which row of a sheet as it was built is which row of it now; columns alike. By what they hold, never by a guess.

Lines that are alike (the rows of a list) are told apart by the single cells of them that formulas elsewhere name:
an office program moves those along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from xlbudget.check.printed import COL, ROW
from xlbudget.language.grid import Place
from xlbudget.language.shifting import Lines

Marks: TypeAlias = Mapping[Place, Hashable]
"""Row and column → what a cell is known by: its formula without what an edit changes, or its fixed text."""
Votes: TypeAlias = dict[int, Counter[int | None]]
"""Line → which it is now, or None for gone, with how many say so."""
Signature: TypeAlias = tuple[Hashable, ...]
Chain: TypeAlias = "tuple[tuple[int, int], Chain] | None"


def aligned(ours: Marks, theirs: Marks) -> tuple[Lines, Lines]:
    """The rows and the columns of a sheet. A line that is inserted leaves the lines across it as they were.

    So the axis along which more is as it was comes first, and the other is compared within what is found again.
    """
    straight = [_matched(_signatures(ours, axis), _signatures(theirs, axis)) for axis in (ROW, COL)]
    first = max((ROW, COL), key=lambda axis: sum(place[axis] in straight[axis] for place in ours))
    other = COL if first == ROW else ROW
    known = {theirs_at: ours_at for ours_at, theirs_at in straight[first].items()}
    within = {place: mark for place, mark in ours.items() if place[first] in straight[first]}
    again = {
        (known[at[0]], at[1]) if first == ROW else (at[0], known[at[1]]): mark
        for at, mark in theirs.items()
        if at[first] in known
    }
    second = _matched(_signatures(within, other), _signatures(again, other))
    found = {first: straight[first], other: second}
    rows, cols = (_lines(found[axis], ours, theirs, axis) for axis in (ROW, COL))
    return rows, cols


def weight(ours: Marks, theirs: Marks, rows: Lines, cols: Lines) -> int:
    """How many cells are what they were."""
    now = ((rows.now(row), cols.now(col), mark) for (row, col), mark in ours.items())
    return sum(theirs.get((row, col)) == mark for row, col, mark in now if row is not None and col is not None)


def overruled(lines: Lines, votes: Votes) -> Lines:
    """The lines where formulas elsewhere have them, if these agree on a place for each."""
    places, last = dict(lines.places), max((lines.last, *votes))
    places.update((line, line + lines.behind) for line in range(lines.last + 1, last + 1))
    for line, counted in votes.items():
        (place, many), *_ = counted.most_common(1)
        if 2 * many > counted.total():
            places.pop(line, None) if place is None else places.update({line: place})
    if not places or len(set(places.values())) < len(places):
        return lines
    # What stands behind the last has moved with it.
    return Lines(places, last, max(places.values()) - last)


def inserted(lines: Lines) -> list[int]:
    """The lines of now that were not there."""
    return sorted({*range(1, lines.last + lines.behind + 1)} - {*lines.places.values()})


def deleted(lines: Lines) -> list[int]:
    """The lines of then that are gone."""
    return [line for line in range(1, lines.last + 1) if line not in lines.places]


def moved(lines: Lines) -> list[tuple[int, int]]:
    """Lines that have left the order of the others: then and now. The fewest that it can have been."""
    order = sorted(lines.places.items())
    kept = {line for line, _ in _rising(order)}
    return [pair for pair in order if pair[0] not in kept]


def _signatures(marks: Marks, axis: int) -> dict[int, Signature]:
    """Line → its marks, in their order; where they stand across is the other axis's business."""
    found: dict[int, list[tuple[int, Hashable]]] = {}
    for place, mark in marks.items():
        found.setdefault(place[axis], []).append((place[1 - axis], mark))
    return {line: tuple(mark for _, mark in sorted(held, key=lambda one: one[0])) for line, held in found.items()}


def _matched(ours: Mapping[int, Signature], theirs: Mapping[int, Signature]) -> dict[int, int]:
    """Line of ours → line of theirs: what is alike at both ends, then in between, then what has moved."""
    left = [ours.get(line, ()) for line in range(1, max(ours, default=0) + 1)]
    right = [theirs.get(line, ()) for line in range(1, max(theirs, default=0) + 1)]
    short = min(len(left), len(right))
    top = next((n for n in range(short) if left[n] != right[n]), short)
    foot = next((n for n in range(short - top) if left[-1 - n] != right[-1 - n]), short - top)
    found = {n: n for n in range(top)}
    found |= {len(left) - 1 - n: len(right) - 1 - n for n in range(foot)}
    gone, come = list(range(top, len(left) - foot)), list(range(top, len(right) - foot))
    blocks = SequenceMatcher(None, [left[n] for n in gone], [right[n] for n in come], autojunk=False).get_opcodes()
    for tag, i, j, k, m in blocks:
        if tag == "equal":
            found |= zip(gone[i:j], come[k:m], strict=True)
    for line in (line for line in gone if line not in found and left[line]):
        taken = set(found.values())
        elsewhere = next((place for place in come if place not in taken and right[place] == left[line]), None)
        if elsewhere is not None:
            found[line] = elsewhere
    for _, i, j, k, m in blocks:
        place = k
        for line in (line for line in gone[i:j] if line not in found):
            free = (n for n in range(place, m) if come[n] not in found.values())
            if (n := next((n for n in free if not {*right[come[n]]}.isdisjoint(left[line])), None)) is not None:
                found[line], place = come[n], n + 1
        # What is left at the same place is the same line with other things in it.
        rest = [line for line in gone[i:j] if line not in found], [n for n in come[k:m] if n not in found.values()]
        found |= zip(*rest, strict=False)
    return {line + 1: place + 1 for line, place in found.items()}


def _lines(found: Mapping[int, int], ours: Marks, theirs: Marks, axis: int) -> Lines:
    last, now = (max((place[axis] for place in marks), default=0) for marks in (ours, theirs))
    return Lines(found, last, now - last)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, in their order, whose second numbers rise."""
    ends: list[int] = []
    chains: list[tuple[tuple[int, int], Chain]] = []
    for pair in pairs:
        at = bisect_left(ends, pair[1])
        ends[at : at + 1], chains[at : at + 1] = [pair[1]], [(pair, chains[at - 1] if at else None)]
    chain: Chain = chains[-1] if chains else None
    kept = []
    while chain is not None:
        pair, chain = chain
        kept.append(pair)
    return kept
