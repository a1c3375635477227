"""The headings of a table: over each column the words from top to bottom, whatever is merged, and where rows begin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlbudget.reading.documents.as_printed import bare, code, figure, heading, unnumbered, yearless
from xlbudget.reading.documents.found import FoundCell

Rows = Sequence[Sequence[FoundCell | None]]
NUMBERING = ("栏次", "行次")
DEEPEST = 12
"""Rows of titles and headings above the first figures."""


@dataclass(frozen=True)
class Headings:
    """``first``: the row in which the headings begin; ``paths``: words over each column; ``end``: the row behind."""

    first: int
    paths: tuple[tuple[str, ...], ...]
    end: int


def headings_of(rows: Rows, known: Collection[str], labels: Collection[str]) -> Headings | None:
    """The headings of a grid; None where it has none (a table that goes on).

    ``known``: words of headings; ``labels``: names of rows, which end the headings.
    """
    only = frozenset(known) - frozenset(labels)
    first = next((at for at, cells in enumerate(rows[:DEEPEST]) if _is_heading(cells, only)), None)
    if first is None:
        return None
    end = next((at for at in range(first + 1, len(rows)) if _is_body(rows[at], only, labels)), len(rows))
    heads = [cells for cells in rows[first:end] if not is_numbering(cells)]
    return Headings(first, _paths(heads, len(rows[first])), end)


def is_numbering(cells: Sequence[FoundCell | None]) -> bool:
    """栏次, or the numbers of the columns."""
    said = [bare(cell.text) for cell in cells if cell and cell.text.strip()]
    numbers = [int(text) for text in said if text.isascii() and text.isdecimal() and len(text) < 3]
    if any(text in NUMBERING for text in said[:2]) and len(numbers) >= len(said) - 3:
        return bool(numbers)
    return len(numbers) == len(said) > 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _is_heading(cells: Sequence[FoundCell | None], known: Collection[str]) -> bool:
    said = [bare(cell.text) for cell in cells if cell and cell.text.strip()]
    words = sum(text in known or yearless(heading(text)) in known for text in said)
    return words >= 2 or (words == 1 and len(said) == 1 and said[0] not in ("合计", "项目"))


def _is_body(cells: Sequence[FoundCell | None], known: Collection[str], labels: Collection[str]) -> bool:
    if is_numbering(cells):
        return False
    said = [cell.text for cell in cells if cell and cell.text.strip()]
    if any(figure(text) for text in said):
        return True
    if any(yearless(heading(text)) in known for text in said):
        # 合计 of a template that draws it among the headings.
        return False
    return any(code(text) or unnumbered(text) in labels for text in said)


def _paths(heads: Rows, width: int) -> tuple[tuple[str, ...], ...]:
    covering: list[list[FoundCell | None]] = [[None] * width for _ in heads]
    for row, cells in enumerate(heads):
        for col, cell in enumerate(cells):
            if cell is not None:
                for down in range(row, min(row + cell.rows, len(heads))):
                    for right in range(col, min(col + cell.cols, width)):
                        covering[down][right] = cell
    spread = not any(cell and cell.rows + cell.cols > 2 for cells in heads for cell in cells)
    if spread:
        _fill_right(covering)
    paths = []
    for col in range(width):
        over = {id(row[col]): row[col] for row in covering}.values()
        paths.append(tuple(text for cell in over if cell and (text := heading(cell.text))))
    return tuple(paths)


def _fill_right(covering: list[list[FoundCell | None]]) -> None:
    """Where the file does not say what is merged, a blank belongs to the heading on its left that has others below."""
    for row, below in pairwise(covering):
        for col in range(1, len(row)):
            cell, under, before = row[col], below[col], row[col - 1]
            if not (cell and cell.text.strip()) and under and under.text.strip() and before and before.text.strip():
                row[col] = before
