"""A 事实 of the data file as a figure; units with 万 and 亿 are brought together."""

from __future__ import annotations

from itertools import takewhile

from xlbudget.expressions import Expr, Formula, Tally
from xlbudget.inputs.digits import in_text
from xlbudget.inputs.lookup import amount_at, quoted
from xlbudget.rules.context import Context

_FACTOR = {"万": 10_000, "亿": 100_000_000}
MONEY = "万元"
"""The unit in which the workbook holds amounts."""


def factor(unit: str) -> float:
    """How many of its base unit a unit is: 10000 for 万户."""
    times = 1.0
    for character in takewhile(_FACTOR.__contains__, unit):
        times *= _FACTOR[character]
    return times


def unit_of(context: Context, name: str) -> str | None:
    """The unit of a fact; None when the data file has no such fact."""
    for row in context.data.rows("事实"):
        if row["键"].strip() == name:
            return str(row.get("单位", "")).strip()
    return None


def fact(name: str, times: float = 1) -> Formula:
    """A fact printed again: it must be the same."""
    body = _cell(name)
    return Formula(body if times == 1 else f"{body}*{times:.0f}", ())


def measured(context: Context, name: str, unit: str = "") -> Expr | None:
    """A fact as it flows into another figure, in ``unit``: an amount may be off by half of its last decimal."""
    own = unit_of(context, name)
    if own is None:
        return None
    times = factor(own) / factor(unit) if unit else 1.0
    body = _cell(name)
    shown = body if times == 1 else f"{body}*{times:.12f}".rstrip("0").rstrip(".")
    if not own.endswith("元"):
        return Formula(shown, ())
    decimals = f'MAX(0,LEN({in_text(body)})-FIND(".",{in_text(body)}&"."))'
    halves = f"IF(半宽=0,0,0.5*10^-{decimals}*{times:.12f}/半宽)"
    return Formula(shown, (Tally(halves, "事实"),))


def _cell(name: str) -> str:
    return amount_at(quoted(name), "{录入/事实/键｜比}", "{录入/事实/数}")
