"""录入-金额单位: amounts that seem to have been typed in 元 although the workbook is set to 万元.

Each sign asks whether an amount is more than ``MIDWAY`` times what it is measured by: then it is nearer to 10,000 times
than to once, and to read it in 元 makes more sense (``sheets/inputs/magnitude.py``). Never more than advice, and said
once for the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import TRIPLE
from xlbudget.language.expressions import Formula
from xlbudget.sheets.inputs.magnitude import FACTOR, MIDWAY, far
from xlbudget.sheets.inputs.thresholds import at
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side

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
    yield Check(UNITS, "金额单位", left, NOTHING, 'AND(金额单位="万元",{有数/数}>0)', told=told)


def _signs(context: Context) -> Iterator[tuple[str, str]]:
    """A template that holds where the sign is there, and its words."""
    income, spent = "SUM({录入/收入/本年收入})", "SUM({录入/支出/本年支出})"
    whole = "SUM({录入/收入/尾数},{录入/支出/尾数})=0"
    yield f"AND({spent}>{TYPICAL * MIDWAY},{whole})", "收入、支出都没有小数，支出合计却在 10 亿元以上"
    yield far(income, spent), f"收入合计与支出合计相差 {MIDWAY} 倍以上"
    if context.has("录入/上年/收支总计"):
        yield far(spent, "SUM({录入/上年/收支总计})"), f"本年支出与上年收支总计相差 {MIDWAY} 倍以上"
    if context.has("录入/人员/在职人数"):
        people, basic = "SUM({录入/人员/在职人数})", "SUM({录入/支出/基本支出})"
        most = f"{at('人均人员经费')}*{MIDWAY}*{people}"
        yield f"AND({people}>0,{basic}>{most})", f"在职人员人均基本支出是全国平均工资的 {MIDWAY} 倍以上"
    for listing in ("支出", "项目"):
        if context.has(f"录入/{listing}/疑似元"):
            row = f"MATCH(1,{{录入/{listing}/疑似元}},0)"
            first = context.names.find(f"录入/{listing}/疑似元", UNITS.id).row
            say = f'录入-{listing} 第 "&({row}+{first - 1})&" 行的数与旁边的相差 {MIDWAY} 倍以上'
            yield f"SUM({{录入/{listing}/疑似元}})>0", say
    actual, budget, last = (
        [f"{{录入/三公经费/{year}/{kind}}}" for kind in TRIPLE] for year in ("决算数", "年初预算数", "上年决算数")
    )
    pairs = [pair for other in (budget, last) for pair in zip(actual, other, strict=True)]
    apart = "+".join(f"IF({far(f'SUM({one})', f'SUM({other})', FACTOR)},1,0)" for one, other in pairs)
    yield f"{apart}>0", f"录入-三公经费 里有的数是旁边的 {MIDWAY} 倍以上"
