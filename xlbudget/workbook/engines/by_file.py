"""Recalculation by way of a package: LibreOffice, the office program itself, and formulas, the user's named verifier.

Both must be given a package without cached values: LibreOffice trusts those, and formulas takes half a minute a
workbook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from xlbudget.language.grid import Value

Values: TypeAlias = dict[str, dict[str, Value]]
"""Sheet → A1 address → value; a formula that returns "" has the value ""."""
Engine = Literal["formualizer", "formulas", "libreoffice"]
ENGINES: tuple[Engine, ...] = ("formualizer", "formulas", "libreoffice")


def recalculate(package: bytes, engine: Literal["formulas", "libreoffice"], read: Callable[[bytes], Values]) -> Values:
    """Every cell of a package as ``engine`` computes it; ``read`` gets the values out of a package."""
    from xlbudget.workbook.engines import formulas, libreoffice

    if engine == "libreoffice":
        return read(libreoffice.with_values(package))
    return formulas.values(package)
