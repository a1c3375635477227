"""Columns that say how large amounts are: whether they have decimals, whether one is far from the one beside it.

Typed in 元 where 万元 is meant, an amount is ``FACTOR`` times what it should be. What it should be is known only
roughly (by the budget beside it, by last year), so of the two readings that one counts which is nearer on a scale of
proportions: 元 from the mean of 1 and ``FACTOR`` on, √10000 = 100 times.
"""

from xlbudget.sheets.inputs.rows import Computed, hidden

FACTOR = 10_000
"""元 in a 万元."""
MIDWAY = 100
"""√FACTOR."""


def decimals(*columns: str) -> Computed:
    """A hidden column: what the amounts of a row have behind the point; a text among them is none that is whole."""
    cells = [f"[{column}]" for column in columns]
    run = f"{cells[0]}:{cells[-1]}"
    rest = "+".join(f"ABS(ROUND({cell},0)-{cell})" for cell in cells)
    return hidden("尾数", f"IF(COUNTA({run})=COUNT({run}),{rest},1)")


def far(one: str, other: str, least: float = 0) -> str:
    """A template: of two figures, neither of them zero, one is more than ``MIDWAY`` times the other, and ``least``."""
    greater, smaller = f"MAX({one},{other})", f"MIN({one},{other})"
    return f"AND({smaller}>0,{greater}>{MIDWAY}*{smaller},{greater}>={least})"


def beside(amount: str, *others: str) -> Computed:
    """A hidden column: 1 where an amount of a row is far from one of the others, the greater of them whole and, read
    in 元, 1 万元 or more: so much in 万元 is 1 亿元."""
    apart = (
        f"AND({far(f'SUM([{amount}])', f'SUM([{other}])', FACTOR)},MOD(MAX([{amount}],[{other}]),1)=0)"
        for other in others
    )
    return hidden("疑似元", f"IF(OR({','.join(apart)}),1,0)")
