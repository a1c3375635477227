"""录入-金额单位: amounts that seem to have been typed in 元 although the workbook is set to 万元.

Typed so, an amount is ``FACTOR`` times what it should be. What it should be is known only roughly (last year's, a wage,
the budget beside it), so each sign asks which of the two readings is nearer on a scale of proportions: that is the one
in 元 from the mean of 1 and ``FACTOR`` on, √10000 = 100 times. Never more than advice, and said once for the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SPENDING, TRIPLE
from xlbudget.language.expressions import Formula
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

FACTOR = 10_000
"""元 in a 万元."""
MIDWAY = 100
"""√FACTOR."""
WAGE = 12.07
"""万元 a year: 全国城镇非私营单位就业人员年平均工资 120,698 元 of 2023 (国家统计局, 2024-05-17)."""
TYPICAL = 1_000
"""万元: what a unit spends in a year; the geometric mean of the real documents we have (308, 1006 and 4733) is 1136."""
SUSPECTED = "疑似按元填列"

UNITS = Rule(
    "录入-金额单位",
    "金额与所选的金额单位相称",
    "1 万元 = 10000 元；相差 100 倍（对数上的正中）以上，读作元才近情理；只是提示",
    "在 录入-单位 把金额单位改成“元”，或把这些数改成万元；确实是万元的不用改",
    Example("金额单位", Figures(0, 0), {"录入/项目/支出金额@1": 700000}, Figures(1, 0)),
    severity="warning",
    unit="种",
)


def checks(context: Context) -> Iterator[Check]:
    signs = list(_signs(context))
    count = "+".join(f"IF({when},1,0)" for when, _ in signs)
    words = "&".join(f'IF({when},"；{say}","")' for when, say in signs)
    left = Side(f"{SUSPECTED}的迹象", Formula(count, ()), "录入/金额单位")
    told = f'"{SUSPECTED}"&{words}'
    yield Check(UNITS, "金额单位", left, Side("应为", Formula("0", ())), '金额单位="万元"', told=told)


def _signs(context: Context) -> Iterator[tuple[str, str]]:
    """A template that holds where the sign is there, and its words."""
    income, spent = "SUM({录入/收入/本年收入})", "SUM({录入/支出/本年支出})"
    columns = [f"{{录入/收入/{name}}}" for name in (*FISCAL_INCOME, *OTHER_INCOME)]
    columns += [f"{{录入/支出/{name}}}" for name in SPENDING]
    decimals = "+".join(f"SUMPRODUCT(ABS({cells}-ROUND({cells},0)))" for cells in columns)
    # A text among the amounts makes an error of it: nothing is said until that is put right.
    whole = f"IFERROR({decimals},1)=0"
    yield f"IF({spent}>{TYPICAL * MIDWAY},{whole},FALSE)", "收入、支出都没有小数，支出合计却在 10 亿元以上"
    yield _far(income, spent), f"收入合计与支出合计相差 {MIDWAY} 倍以上"
    if context.has("录入/上年/收支总计"):
        yield _far(spent, "SUM({录入/上年/收支总计})"), f"本年支出与上年收支总计相差 {MIDWAY} 倍以上"
    if context.has("录入/人员/在职人数"):
        people, basic = "SUM({录入/人员/在职人数})", "SUM({录入/支出/基本支出})"
        most = f"{WAGE * MIDWAY:g}*{people}"
        yield f"AND({people}>0,{basic}>{most})", f"在职人员人均基本支出在 {WAGE * MIDWAY:,.0f} 万元以上"
    yield _beside("支出", "本年支出", "全年预算数", "年初预算数")
    if context.has("录入/项目/支出金额"):
        yield _beside("项目", "支出金额", "预算指标", "年初预算")
    actual, budget, last = (
        [f"{{录入/三公经费/{year}/{kind}}}" for kind in TRIPLE] for year in ("决算数", "年初预算数", "上年决算数")
    )
    pairs = [pair for other in (budget, last) for pair in zip(actual, other, strict=True)]
    apart = "+".join(f"IF({_far(f'SUM({one})', f'SUM({other})', FACTOR)},1,0)" for one, other in pairs)
    yield f"{apart}>0", f"录入-三公经费 里有的数是旁边的 {MIDWAY} 倍以上"


def _far(one: str, other: str, least: int = 0) -> str:
    """A template: two figures, neither of them zero, are far apart; the greater at least ``least``."""
    greater, smaller = f"MAX({one},{other})", f"MIN({one},{other})"
    return f"AND({smaller}>0,{greater}>{MIDWAY}*{smaller},{greater}>={least})"


def _beside(listing: str, actual: str, *budgets: str) -> tuple[str, str]:
    """In a row a whole figure of 1 万元 or more, if it is in 元, is far from the budget, or from what was spent of it."""
    spent = f"{{录入/{listing}/{actual}}}"
    found = []
    for budget in budgets:
        given = f"{{录入/{listing}/{budget}}}"
        for great, small in ((spent, given), (given, spent)):
            far = f"({great}>{MIDWAY}*{small})*({small}>0)*({great}>={FACTOR})*({great}=ROUND({great},0))"
            found.append(f"IFERROR(SUMPRODUCT({far}),0)")
    return f"{'+'.join(found)}>0", f"录入-{listing} 里有的数是旁边的 {MIDWAY} 倍以上"
