"""Rules of the self-evaluation: weights that add up, money that agrees with 项目, and 三公 within their limits."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import TRIPLE
from xlbudget.language.expressions import Entries, Formula, Money, Ref, Sum
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.inputs.weights import LEVELS
from xlbudget.sheets.rules.between_tables import BUDGETED
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import EXACT, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables.annex3 import PROJECT
from xlbudget.sheets.tables.evaluation_form import EvaluationForm, evaluation_forms

GUIDE = "项目支出绩效评价管理办法（财预〔2020〕10号）"
FULL = "100"

FULL_MARKS = Rule(
    "自评-满分",
    "各指标分值加预算执行率的 10 分等于 100",
    f"{GUIDE}：满分 100 分，预算执行率 10 分",
    "核对每个指标的分值",
    Example("附件2 整体", Figures(100, 100), {"录入/绩效指标/分值@3": 36}, Figures(96, 100)),
    bound=EXACT,
    unit="分",
)
WEIGHT = Rule(
    "自评-权重",
    "括号里的分值等于它下面各指标分值之和",
    "绩效自评表：一级、二级指标名称后括号里的分值",
    "改括号里的分值（录入-绩效权重），或改指标的分值（录入-绩效指标）",
    Example("整体 产出指标 数量指标", Figures(30, 30), {"录入/绩效指标/分值@1": 34}, Figures(30, 34)),
    bound=EXACT,
    unit="分",
)
SECOND = Rule(
    "自评-二级权重",
    "各二级指标括号里的分值之和等于一级指标括号里的分值",
    "绩效自评表：三级、二级、一级逐级相加",
    "改括号里的分值",
    Example("整体 产出指标", Figures(50, 50), {"录入/绩效权重/分值@3": 18}, Figures(50, 48)),
    bound=EXACT,
    unit="分",
)
MONEY = Rule(
    "自评-资金",
    "项目自评表的年度资金总额等于项目支出表同一项目的数",
    "绩效自评表的项目资金栏与 自评报告 项目支出预算、支出明细表是同一笔钱",
    "核对 录入-绩效资金 与 录入-项目",
    Example(
        "附件3-1 示例项目 全年执行数",
        Figures(70, 70, 0.005),
        {"录入/绩效资金/全年执行数@1": 75},
        Figures(75, 70, 0.005),
    ),
    counted=True,
)
OVER_BUDGET = Rule(
    "三公-超预算",
    "三公经费每一项决算不大于全年预算",
    "中央八项规定及其实施细则；三公经费预算是上限",
    "超出的要在说明里写明原因和批准文件；没有超的核对录入",
    Example("公务接待费", Figures(5, 6, 0.015), {"录入/三公经费/决算数/公务接待费": 7}, Figures(7, 6, 0.015)),
    relation="≤",
    severity="warning",
    counted=True,
)
OVER_LAST = Rule(
    "三公-超上年",
    "三公经费决算不大于上年决算",
    "厉行节约：三公经费只减不增，增加的要说明原因",
    "增加的要在说明里写明原因；已经写明的不用改",
    Example("公务接待费", Figures(5, 6, 0.015), {"录入/三公经费/上年决算数/公务接待费": 3}, Figures(5, 3, 0.015)),
    relation="≤",
    severity="warning",
    counted=True,
)
OVER_ALL = Rule(
    "支出-超预算",
    "本年支出不大于全年预算数",
    "预算法：支出以经批准的预算为限",
    "核对 录入-支出 的全年预算数；调整预算的要有批准文件",
    Example("本年支出", Figures(320, 350, 0.055), {"录入/支出/项目支出@2": 95}, Figures(355, 350, 0.055)),
    relation="≤",
    severity="warning",
    counted=True,
)


def checks(context: Context) -> Iterator[Check]:
    for form in evaluation_forms(context.data):
        yield from _form(context, form)
    yield from _weights(context)
    yield from _limits(context)


def _form(context: Context, form: EvaluationForm) -> Iterator[Check]:
    entries = context.data.rows("绩效自评")
    entry = entries[form.number - 1] if form.number <= len(entries) else {}
    subject = f"{form.sheet} {entry.get('表内名称') or entry.get('对象', '')}".strip()
    judged = f"COUNTIF({{录入/绩效指标/自评序}},{form.number})>0"
    drawn = (Money("录入/绩效指标/分值"),)
    total = Side("总分的分值", Formula(f"{{{form.key('总分/分值')}}}", drawn), form.key("年度资金总额/分值"))
    yield Check(FULL_MARKS, subject, total, Side("满分", Formula(FULL, ())), judged)
    if entry.get("对象") == WHOLE or not entry.get("资金"):
        return
    place = form.cell("项目行")
    for column in BUDGETS:
        cells = f"{{录入/项目/{PROJECT[column]}}}"
        body = f"IF({place}=0,0,SUM(INDEX({cells},MAX({place},1)))/金额换算)"
        key = form.key(f"年度资金总额/{column}")
        project = Ref(key)
        right = Side(f"录入-项目 {PROJECT[column]}", Formula(body, (project,)))
        yield Check(
            MONEY, f"{subject} {column}", context.side(key, f"{form.sheet} 年度资金总额 {column}"), right, f"{place}>0"
        )


def _weights(context: Context) -> Iterator[Check]:
    """A row of 校验 for each bracket of the data file; the names are read live, as their numbers."""
    row = 0
    for number, entry in enumerate(context.data.rows("绩效自评"), 1):
        for weight in entry.get("权重", []):
            row += 1
            first, second = (f"{{录入/绩效权重/{level}号@{row}}}" for level in LEVELS)
            cell = f"{{录入/绩效权重/分值@{row}}}"
            same = f"{{录入/绩效指标/自评序}},{number},{{录入/绩效指标/一级号}},{first}"
            if weight.get("二级"):
                same += f",{{录入/绩效指标/二级号}},{second}"
            when = f"AND(COUNT({cell})=1,{{录入/绩效权重/层级@{row}}}>0)"
            subject = " ".join(part for part in (entry["对象"], weight["一级"], weight.get("二级", "")) if part)
            bracket = Side(
                "括号里的分值", Formula(f"SUM({cell})", (Money("录入/绩效权重/分值"),)), f"录入/绩效权重/分值@{row}"
            )
            items = Formula(f"SUMIFS({{录入/绩效指标/分值}},{same})", (Money("录入/绩效指标/分值"),))
            yield Check(WEIGHT, subject, bracket, Side("各指标分值之和", items), when)
            if not weight.get("二级"):
                yield _second_level(number, row, subject, bracket)


def _second_level(number: int, row: int, subject: str, bracket: Side) -> Check:
    """Second-level brackets against the first-level one, where every indicator below it has a bracket."""
    name = f"{{录入/绩效权重/一级号@{row}}}"
    below = f"{{录入/绩效权重/自评序}},{number},{{录入/绩效权重/层级}},2,{{录入/绩效权重/一级号}},{name}"
    items = f"{{录入/绩效指标/自评序}},{number},{{录入/绩效指标/一级号}},{name}"
    covered = f"SUMIFS({{录入/绩效权重/指标数}},{below})=COUNTIFS({items})"
    right = Formula(f"SUMIFS({{录入/绩效权重/分值}},{below})", (Money("录入/绩效权重/分值"),))
    return Check(SECOND, subject, bracket, Side("二级括号之和", right), f"AND(COUNTIFS({below})>0,{covered})")


def _limits(context: Context) -> Iterator[Check]:
    actual, budget = (f"三公/三公经费/{half}/" for half in ("决算数", "预算数"))
    last_year = [f"录入/三公经费/上年决算数/{kind}" for kind in TRIPLE]
    for kind in (*TRIPLE, "合计"):
        given = f"{{{budget}{kind}}}+{{{actual}{kind}}}>0"
        yield Check(OVER_BUDGET, kind, context.side(actual + kind), context.side(budget + kind), given)
        if kind == "合计":
            last = Side("上年决算 四项之和", Sum(tuple(Money(key) for key in last_year)))
        else:
            key = f"录入/三公经费/上年决算数/{kind}"
            last = Side("上年决算", Money(key), key)
        cells = ",".join(f"{{{key}}}" for key in last_year)
        yield Check(OVER_LAST, kind, context.side(actual + kind), last, f"COUNT({cells})>0")
    spent = context.side("公开03/合计/本年支出合计")
    whole = Side("全年预算数合计", Entries("支出", "全年预算数"))
    yield Check(OVER_ALL, "本年支出", spent, whole, BUDGETED.format(column="全年预算数"))
