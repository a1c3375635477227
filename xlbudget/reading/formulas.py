"""Every formula of a workbook with the value the file holds for it."""

from __future__ import annotations

from collections.abc import Container

from xlbudget.errors import WorkbookDamaged
from xlbudget.reading.cells import Value, Workbook
from xlbudget.reading.parts import Package
from xlbudget.reading.sharing import Shared


def formulas_and_values(
    package: Package, only: Container[str] | None = None
) -> dict[str, dict[str, tuple[str | None, Value]]]:
    """Sheet → A1 address → formula (with ``=``, shared ones written out; None for none) and cached value.

    ``only``: the sheets to look at; the others are not parsed.
    """
    book = Workbook.of(package)
    found: dict[str, dict[str, tuple[str | None, Value]]] = {}
    for sheet, part in book.sheets.items():
        if only is not None and sheet not in only:
            continue
        cells = found.setdefault(sheet, {})
        shared = Shared()
        for element in package.elements(part, "row"):
            for c in element:
                address = c.get("r")
                if not len(c) or address is None:
                    continue
                try:
                    cell = book.cell(c)
                except (ValueError, IndexError):
                    raise WorkbookDamaged(package.path, f"部件 {part} 的 {address} 读不懂") from None
                formula = None if cell.formula is None else f"={shared.formula(c)}"
                if formula is not None or cell.value is not None:
                    cells[address] = (formula, cell.value)
    return found
