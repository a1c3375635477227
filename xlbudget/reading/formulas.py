"""Every formula of a workbook with the value the file holds for it."""

from __future__ import annotations

from collections.abc import Container

from xlbudget.errors import WorkbookDamaged
from xlbudget.language.sheet import column_letter
from xlbudget.reading.cells import Value, Workbook, placed, row_number
from xlbudget.reading.package import Package
from xlbudget.reading.shared_formulas import Shared


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
        row = 0
        for element in package.elements(part, "row"):
            row = row_number(element, row)
            col = 0
            for c in element:
                address = c.get("r")
                # 有的程序不写地址，单元格一个接一个。
                if address is None:
                    col += 1
                elif place := placed(address):
                    col = place[1]
                else:
                    raise WorkbookDamaged(package.path, f"部件 {part} 里有无效的地址")
                if not len(c):
                    continue
                if address is None:
                    address = f"{column_letter(col)}{row}"
                    c.set("r", address)
                try:
                    cell = book.cell(c)
                except (ValueError, IndexError):
                    raise WorkbookDamaged(package.path, f"部件 {part} 的 {address} 读不懂") from None
                formula = None if cell.formula is None else f"={shared.formula(c)}"
                if address in cells:
                    raise WorkbookDamaged(package.path, f"部件 {part} 里 {address} 出现了两次")
                if formula is not None or cell.value is not None:
                    cells[address] = (formula, cell.value)
    return found
