"""Blocks of a sheet: contents side by side, rows of one height, cells that are not printed."""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Content, Item


def across(row: int, col: int, contents: Iterable[Content], style: str, *, rows: int = 1, cols: int = 1) -> list[Item]:
    """These contents side by side from a cell on, each ``rows`` deep and ``cols`` wide."""
    return [Item(row, col + cols * i, content, style, rows=rows, cols=cols) for i, content in enumerate(contents)]


def down(row: int, col: int, contents: Iterable[Content], style: str, *, cols: int = 1) -> list[Item]:
    """These contents one below the other from a cell on, each ``cols`` wide."""
    return [Item(row + i, col, content, style, cols=cols) for i, content in enumerate(contents)]


def computed(row: int, col: int, body: str, key: str = "", down: int = 1) -> Item:
    """A cell that is not printed: its formula's body, and by which key others find it."""
    return Item(row, col, Formula(body), "computed", key=key, down=down)


def band(first: int, count: int, height: float) -> list[tuple[int, float]]:
    """The heights of ``count`` rows (points), from row ``first``."""
    return [(row, height) for row in range(first, first + count)]
