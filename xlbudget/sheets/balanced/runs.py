"""How far a printed figure may be from its true value: less than 0.01 万元 for every run of entries in it.

A run: entries that lie side by side in a line (``offsets.py``) whichever codes a figure is of, so that together they
are the floor or the ceiling of their sum. One in which no entry was adjusted is off by nothing. Of 基本支出, and of
economic 类 of staff, there are two: those that have codes of their own on the other side come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SOURCES, SPENDING
from xlbudget.language.expressions import Codes, Economic, Entries, Money, Scope, Tally
from xlbudget.language.keys import economic_criteria
from xlbudget.sheets.balanced.offsets import BASIC, FUNDS, KINDS, STAFF
from xlbudget.sheets.rules.bounds import Leaf, as_typed

OFF = "舍位偏/"
"""Key of an entry → of the cells with how far it is from what was typed, in 元."""
WHOLE = {f"收入/{kind}" for kind in (FISCAL_INCOME[0], *OTHER_INCOME)}
"""Columns that are a run."""
BY_SOURCE = {f"支出/{name}" for name in (*SPENDING, "年初预算数", "全年预算数")} | {"结转结余/年初/金额"}
"""Columns of which every kind of money is a run, but that of a fund only where the codes have no balance to keep."""
EVERY_SOURCE = {f"支出/{name}" for name in (KINDS[0], "年初预算数", "全年预算数")}


def runs(found: Counter[Leaf], adjusted: Container[str]) -> list[str]:
    """Templates that add up to how many runs of the entries in a figure have one that was adjusted.

    ``adjusted``: the keys of the columns and cells of which entries are, without 录入/.
    """
    return [
        f"{abs(times)}*({part})" if abs(times) > 1 else part
        for (leaf, scope), times in found.items()
        for part in _runs(leaf, scope, adjusted)
    ]


def _runs(leaf: object, scope: Scope, adjusted: Container[str]) -> Iterator[str]:
    match leaf:
        case Entries(listing, column, source) if (key := f"{listing}/{column}") in adjusted:
            within = ""
            if isinstance(scope, Codes):
                codes = f"{{录入/{listing}/项键}}"
                within = f',{codes},">={scope.low}",{codes},"<={scope.high}"'
            most = 2 if column == BASIC and not (isinstance(scope, Codes) and scope.low == scope.high) else 1
            if key not in BY_SOURCE:
                yield _run(key, within, most if key in WHOLE else 0)
                return
            for number in range(len(SOURCES) + 1) if source is None else (SOURCES.index(source) + 1,):
                alike = number and (number not in FUNDS or key in EVERY_SOURCE)
                yield _run(key, f"{within},{{录入/{listing}/来源号}},{number}", most if alike else 0)
        case Economic(code):
            yield _run("经济分类/金额", f",{economic_criteria(code, '{录入/经济分类/键}')}", 2 if code in STAFF else 1)
        case Money(key) if key.removeprefix("录入/").partition("@")[0] in adjusted:
            yield _run(key.removeprefix("录入/"), "")
        case Tally(template):
            yield as_typed(template)


def _run(key: str, within: str, most: int = 0) -> str:
    """A template: in how many runs entries were adjusted, ``most`` of which there are; 0: every entry is one."""
    moved = f'COUNTIFS({{{OFF}{key}}},"<>0"{within})'
    return f"MIN({most},{moved})" if most else moved
