"""A 事实 of the data file as a figure; units with 万 and 亿 are brought together."""

from __future__ import annotations

import re

from xlbudget.language.expressions import Formula, Tally
from xlbudget.sheets.inputs.digits import in_text
from xlbudget.sheets.rules.context import Context

_FACTOR = {"万亿": 10**12, "万": 10**4, "亿": 10**8}
MONEY = "万元"
"""The unit in which the workbook holds amounts."""


def factor(unit: str) -> float:
    """How many of its base unit a unit is: 10000 for 万户."""
    return next((float(times) for word, times in _FACTOR.items() if unit.startswith(word)), 1.0)


def unit_of(context: Context, name: str) -> str | None:
    """The unit of a fact; None when the data file has no such fact."""
    row = row_of(context, name)
    return str(context.data.rows("事实")[row - 1].get("单位", "")).strip() if row else None


def formula_of(context: Context, name: str) -> str:
    """The 式 of a fact as it is found again; "" for one that is counted."""
    row = row_of(context, name)
    return same(str(context.data.rows("事实")[row - 1].get("式", ""))) if row else ""


def same(text: str) -> str:
    """A 式 as TRIM leaves it and ``=`` compares it."""
    return re.sub(" +", " ", text).strip(" ").lower()


def fact(context: Context, name: str) -> Formula:
    """A fact of the data file printed again: it must be the same."""
    return Formula(_cell(context, name), ())


def is_percent(unit: str | None) -> bool:
    return unit in ("%", "％")


def in_unit(context: Context, name: str, unit: str = "") -> Formula | None:
    """A fact as it flows into another figure, in ``unit``: an amount may be off by half of its last decimal."""
    own = unit_of(context, name)
    if own is None:
        return None
    times = factor(own) / factor(unit) if unit else 1.0
    body = _cell(context, name)
    shown = body if times == 1 else f"{body}*{times:.12f}".rstrip("0").rstrip(".")
    if not own.endswith("元"):
        return Formula(shown, ())
    decimals = f'MAX(0,LEN({in_text(body)})-FIND(".",{in_text(body)}&"."))'
    halves = f"IF(半宽=0,0,0.5*10^-{decimals}*{times:.12f}/半宽)"
    return Formula(shown, (Tally(halves, "事实"),))


def row_of(context: Context, name: str) -> int:
    """The row (from 1) of a fact in 录入-事实; 0 when there is none."""
    return context.facts.get(name, 0)


def _cell(context: Context, name: str) -> str:
    """The figure of a fact: its cell, for a name may be too long to stand in a formula."""
    return f"SUM({{录入/事实/数@{row_of(context, name)}}})"
