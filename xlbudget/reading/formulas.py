"""Every formula of a workbook with the value the file holds for it."""

from __future__ import annotations

from collections.abc import Container

from xlbudget.reading.cells import Value, Workbook, address_of
from xlbudget.reading.package import Package


def formulas_and_values(
    package: Package, only: Container[str] | None = None
) -> dict[str, dict[str, tuple[str | None, Value]]]:
    """Sheet → A1 address → formula (with ``=``, shared ones written out; None for none) and cached value.

    ``only``: the sheets to look at; the others are not parsed.
    """
    book = Workbook.of(package)
    return {
        sheet: {
            address_of(*place): (None if cell.formula is None else f"={cell.formula}", cell.value)
            for place, cell in book.everything(sheet).cells.items()
        }
        for sheet in book.sheets
        if only is None or sheet in only
    }
