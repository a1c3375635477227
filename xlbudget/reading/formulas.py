"""Every formula of a workbook with the value the file holds for it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from xlbudget.language.grid import Value
from xlbudget.language.sheet import address_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.reading.plain_rows import formulas_in

Held: TypeAlias = dict[str, tuple[str | None, Value]]
"""A1 address → formula (with ``=``, shared ones written out; None for none) and cached value."""
Cells: TypeAlias = Mapping[str, Held]
"""Sheet → what its cells hold."""


@dataclass(frozen=True)
class AllCells(Mapping[str, Held]):
    """Sheet → what its cells hold; a sheet is parsed when it is asked for."""

    book: Workbook
    held: dict[str, Held] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    """The formulas of sheets where the reader has them ready."""

    def __getitem__(self, sheet: str) -> Held:
        if sheet not in self.held:
            if sheet not in self.book.sheets:
                raise KeyError(sheet)
            found = self.book.everything(sheet)
            if found.formulas is not None:
                self.known[sheet] = found.formulas
            self.held[sheet] = found.held or {
                address_of(*place): (None if cell.formula is None else f"={cell.formula}", cell.value)
                for place, cell in found.cells.items()
            }
            # Not kept twice: the input cells have been read by now.
            self.book.parsed.pop(sheet)
        return self.held[sheet]

    def formulas(self, sheet: str) -> dict[str, str]:
        """A1 address → formula."""
        held = self[sheet]
        return self.known.get(sheet) or formulas_in(held)

    def __iter__(self) -> Iterator[str]:
        return iter(self.book.sheets)

    def __len__(self) -> int:
        return len(self.book.sheets)

    def __contains__(self, sheet: object) -> bool:
        return sheet in self.book.sheets


def formulas_and_values(package: Package, only: Container[str] | None = None) -> dict[str, Held]:
    """Sheet → what its cells hold; ``only``: the sheets to look at, the others are not parsed."""
    cells = AllCells(Workbook.of(package))
    return {sheet: cells[sheet] for sheet in cells if only is None or sheet in only}
