"""A grid from cells that know their row and column: merged ones cover, blank edges are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from xlbudget.errors import DocumentUnreadable
from xlbudget.language.sheet import address_of
from xlbudget.reading.documents.found import FoundCell, FoundGrid, Origin

CELLS = 1_000_000
"""Of a grid, blank ones and all: a publication has a few thousand."""
Spans = Iterable[tuple[int, int, int, int]]
"""Top, left, bottom, right of what is merged."""


def grid_of(
    file: Path,
    sheet: str | None,
    texts: Mapping[tuple[int, int], str],
    merged: Spans = (),
    named: Callable[[int, int], str] = address_of,
) -> FoundGrid | None:
    """The grid around all texts; None where there is none. ``named``: what a cell is called."""
    used = [place for place, text in texts.items() if text.strip()]
    if not used:
        return None
    (top, bottom), (left, right) = ((min(axis), max(axis)) for axis in zip(*used, strict=True))
    if (bottom - top + 1) * (right - left + 1) > CELLS:
        where = f"“{sheet}”" if sheet else "里面的表"
        raise DocumentUnreadable(file, f"{where}有 {bottom - top + 1} 行、{right - left + 1} 列，太大了")
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for first, start, last, end in merged:
        if first <= bottom and start <= right and (last - first + 1) * (end - start + 1) <= CELLS:
            last, end = min(last, bottom), min(end, right)
            spans[first, start] = last - first + 1, end - start + 1
            covered |= {(row, col) for row in range(first, last + 1) for col in range(start, end + 1)}
    covered -= set(spans)
    rows = tuple(
        tuple(
            None
            if (row, col) in covered
            else FoundCell(
                texts.get((row, col), ""),
                Origin(file, sheet=sheet, cell=named(row, col)),
                *spans.get((row, col), (1, 1)),
            )
            for col in range(left, right + 1)
        )
        for row in range(top, bottom + 1)
    )
    return FoundGrid(rows, Origin(file, sheet=sheet))
