"""Blocks of a sheet: contents side by side, rows of one height, cells that are not printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Content, Frame, Item, column_letter


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


@dataclass(frozen=True)
class Band:
    """Rows in the middle of a table, as many as there may be, filled from the first: those not in use look like room
    below the last, for the cells (``side_…``) have lines left and right of their own, and only a row in use one above.

    ``used``: the column that is neither empty nor zero in a row in use; ``cols`` columns from ``col`` on are printed.
    """

    first: int
    rows: int
    used: int
    col: int
    cols: int

    @property
    def span(self) -> tuple[int, int]:
        """Its first and its last row."""
        return self.first, self.first + self.rows - 1

    @property
    def frames(self) -> tuple[Frame, ...]:
        cell = f"${column_letter(self.used)}{self.first}"
        return (Frame(self.first, self.col, self.rows, self.cols, f'AND({cell}<>"",{cell}<>0)', "bottom"),)
