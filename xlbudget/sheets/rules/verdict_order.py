"""What a list of verdicts is sorted by: how bad a verdict is, how many times its bound a gap is, the number of the row.

Of rows that a reason clears, those that break one rule are one row: the largest, which says how many they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.language.limits import ARGUMENTS
from xlbudget.language.verdicts import EXPLAINED, NOT_APPLICABLE, PASSED, UNEXPLAINED
from xlbudget.sheets.rules.rule import COUNTED_AS, UNPLACED

VERDICT, GAP, ORDER, BOUND, LIMITS = "判定", "差", "次序", "界", ("下限", "上限")
"""Columns of such a list: 次序 in a row of it what it is sorted by, the worst first. Some have the bound, some the
limits that it comes to."""
OWN_ORDER, ALIKE = "自己的次序", "同规则"
"""Hidden columns where a reason clears rows, filled in those: 次序 as if no other broke the same rule, how many do."""
OPEN_VERDICTS = tuple(verdict for verdicts in COUNTED_AS.values() for verdict in verdicts if verdict != EXPLAINED)
_FOLDED = f"{UNEXPLAINED}（同规则）"
"""No verdict: where in the order those are that another of their rule stands for."""
KNOWN = (*OPEN_VERDICTS, _FOLDED, EXPLAINED, PASSED, NOT_APPLICABLE, UNPLACED)
"""The verdicts that are to be looked at, the worst first, and those that are fine."""
FAR, _TIMES = 10**7, 10**5
"""More than there are rows; as how many times its bound a gap counts at most."""


def before(verdict: str) -> int:
    """What is sorted by less is worse than this verdict."""
    return (KNOWN.index(verdict) + 1) * FAR * _TIMES


FINE = before(_FOLDED)
"""From here on a row is not to be looked at."""


def folded_rows(orders: str) -> str:
    """A template: how many rows another of their rule stands for."""
    return f'COUNTIFS({orders},">={FINE}",{orders},"<{before(EXPLAINED)}")'


def order(known: str, bounded: bool) -> str:
    """A template of 次序; ``known``: where KNOWN is listed. What is none of them cannot be calculated: the worst."""
    bound = f"[{BOUND}]" if bounded else "([{}]-[{}])*0.5".format(*LIMITS[::-1])
    times = f"IFERROR(MAX(0,{_TIMES - 1}-INT(ROUND(ABS(SUM([{GAP}]))/({bound}),6))),0)"
    return f"(IFERROR(MATCH([{VERDICT}],{known},0),0)*{_TIMES}+{times})*{FAR}+ROW([{VERDICT}])"


def folded(own: str, alike: Sequence[str]) -> dict[str, str]:
    """The templates of a row that a reason clears; ``own``: its order, ``alike``: 自己的次序 of all of its rule.

    Where they are more than a function takes, each row stands for itself.
    """
    every, behind = ",".join(alike), before(_FOLDED) - before(UNEXPLAINED)
    later = f"IF([{OWN_ORDER}]>MIN({every}),{behind},0)"
    several = f'IF(COUNT({every})>1,"（同一规则共 "&COUNT({every})&" 处）","")'
    if len(alike) > ARGUMENTS:
        later, several = "0", '""'
    return {
        OWN_ORDER: f'IFERROR(IF([{VERDICT}]="{UNEXPLAINED}",{own},""),"")',
        ORDER: f'IF([{OWN_ORDER}]="",{own},[{OWN_ORDER}]+{later})',
        ALIKE: f'IF([{OWN_ORDER}]="","",{several})',
    }
