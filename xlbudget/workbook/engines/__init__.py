"""Recalculation, behind one small interface: a package in, every cell's value out.

formualizer is the default (0.1 s a workbook); formulas is the user's named verifier (pure Python, slow);
LibreOffice is the office program itself and must be given a package without cached values, for it trusts those.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Literal, TypeAlias, cast

Value: TypeAlias = str | float | bool | None
Values: TypeAlias = dict[str, dict[str, Value]]
"""Sheet → A1 address → value; a formula that returns "" has the value ""."""

Engine = Literal["formualizer", "formulas", "libreoffice"]
ENGINES: tuple[Engine, ...] = ("formualizer", "formulas", "libreoffice")


def with_values(package: bytes) -> bytes:
    """The package with its formulas' values cached; every other part is left as it is."""
    from xlbudget.workbook.engines import formualizer

    return formualizer.with_values(package)


def recalculate(
    package: bytes, engine: Engine = "formualizer", read: Callable[[bytes], Values] | None = None
) -> Values:
    """Every cell of an uncached package as ``engine`` computes it; ``read`` gets the values out of a package."""
    read = read or cached_values
    match engine:
        case "formualizer":
            return read(with_values(package))
        case "libreoffice":
            from xlbudget.workbook.engines import libreoffice

            return read(libreoffice.with_values(package))
        case "formulas":
            from xlbudget.workbook.engines import formulas

            return formulas.values(package)


def cached_values(package: bytes) -> Values:
    """The values a package holds."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl does not understand a print area that is a formula; values have nothing to do with it.
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        workbook = load_workbook(BytesIO(package), data_only=True)
    found: Values = {}
    for sheet in workbook.worksheets:
        cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
        found[sheet.title] = {cell.coordinate: cast(Value, cell.value) for cell in cells}
    return found
