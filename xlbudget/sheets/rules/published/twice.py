"""公开-同名: what texts print under one name in several places is one figure.

Where one of them is 不符 already, that finding names the others (``check/findings.py``), and this rule adds none.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.expressions import Formula, Money
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.comparison import comparisons
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS, ELSEWHERE
from xlbudget.sheets.rules.published.same_name import grouped
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Severity, Side

TWICE = Rule(
    "公开-同名",
    "同一个数在几处文字里印得一样",
    "算术：一个数只有一个值；印的位数不同时，差在较粗的一处末位的一半以内",
    "核对这几处，改成同一个数；登记到 录入-事实 就能与它核对",
    Example("办结数 数量", Figures(0, 0), {"录入/公开数/数@7": "13"}, Figures(1, 0)),
    unit="处",
)
COLUMNS = ("表", "行", "公布的数")


def checks(context: Context) -> Iterator[Check]:
    if "公开数" not in context.data.content:
        return
    for number, same in enumerate(grouped(comparisons(context)), 1):
        first = same.members[0].entry
        elsewhere = f"{{{COMPARISONS.key(ELSEWHERE)}}}"
        # By cells: a name of the unit's own may hold what a template takes for its own.
        second = f"MATCH({number},{elsewhere},0)"
        one = [f"{{{COMPARISONS.key(name)}@{first.row}}}" for name in COLUMNS]
        other = [f"INDEX({{{COMPARISONS.key(name)}}},{second})" for name in COLUMNS]
        told = '&"，"&'.join(f'{table}&" "&{line}&" 印作 "&{figure}' for table, line, figure in (one, other))
        count = Formula(f"COUNTIF({elsewhere},{number})", (Money("录入/公开数/数"),))
        left = Side("印得不同的处", count, f"录入/公开数/数@{first.row}")
        severity: Severity | None = None if same.members[0].counterpart is None else "warning"
        yield Check(TWICE, same.name, left, NOTHING, severity=severity, told=told)
