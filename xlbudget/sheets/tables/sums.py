"""Σ of a column of an input list as tables and rules take it: in 万元, with how many entries are in it."""

from __future__ import annotations

from xlbudget.language.expressions import Formula, Tally
from xlbudget.sheets.inputs.find_by_name import non_zero


def column_sum(listing: str, column: str, criteria: str = "") -> Formula:
    """Σ of a column of an input list, in 万元, over the rows that meet ``criteria`` (as SUMIFS has them).

    ``column`` with ``@3`` is its third cell.
    """
    cells = f"{{录入/{listing}/{column}}}"
    body = f"SUMIFS({cells},{criteria})" if criteria else f"SUM({cells})"
    return Formula(f"{body}/金额换算", (Tally(non_zero(cells, criteria), listing),))
