"""Where the rows of a sheet go when some of them are left out and others are too low for their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True)
class RowMap:
    """``counts``: how many rows each row of the sheet becomes; none where it is left out."""

    counts: Sequence[int]

    @cached_property
    def _above(self) -> list[int]:
        return [0, *accumulate(self.counts)]

    def span(self, row: int, rows: int = 1) -> tuple[int, int]:
        """First row and number of the rows that these become; with none, the first that follows."""
        above, last = self._above[row - 1], self._above[row - 1 + rows]
        return above + 1, last - above

    def of(self, row: int) -> range:
        """The rows that one row becomes."""
        return range(self._above[row - 1] + 1, self._above[row] + 1)

    @property
    def total(self) -> int:
        return self._above[-1]
