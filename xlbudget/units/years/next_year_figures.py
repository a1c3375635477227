"""NextYearFigures of the year that is over, read from its recalculated workbook by key; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlbudget.language.grid import Value
from xlbudget.sheets.book import Book
from xlbudget.sheets.next_year import KEY
from xlbudget.workbook.engines.by_file import Values


@dataclass(frozen=True)
class NextYearFigures:
    """The cells of 下年."""

    book: Book
    values: Values

    def at(self, key: str) -> float | int | None:
        """The figure under a key of 下年; None when there is none, or the cell shows nothing."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value) if float(value).is_integer() else value

    def name(self, key: str) -> str:
        """What a line is called: the live name beside it, or the last part of its key."""
        if f"{KEY}/{key}/名称" in self.book.names.areas:
            return str(self._value(f"{key}/名称") or "")
        return key.rpartition("/")[2]

    def below(self, prefix: str) -> Iterator[str]:
        """The keys that begin so, in the order of the sheet."""
        for name in self.book.names.figures:
            if name.startswith(f"{KEY}/{prefix}/") and not name.endswith("/名称"):
                yield name.removeprefix(f"{KEY}/")

    def _value(self, key: str) -> Value:
        area = self.book.names.areas.get(f"{KEY}/{key}")
        return None if area is None else self.values.get(area.sheet, {}).get(area.text(area.sheet))
