"""自评-: rules of the self-evaluation: weights that add up, money that agrees with 项目."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlbudget.language.expressions import Formula, Money, Ref, Tally, number_at
from xlbudget.sheets.inputs.evaluation import is_whole
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.inputs.management import AVERAGE, EVALUATED, KEY
from xlbudget.sheets.inputs.weights import LEVELS
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import NOTHING, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables.annex3 import PROJECT
from xlbudget.sheets.tables.evaluations import EvaluationForm, evaluation_forms
from xlbudget.sheets.tables.sums import column_sum

GUIDE = "项目支出绩效评价管理办法（财预〔2020〕10号）"

FULL_MARKS = Rule(
    "自评-满分",
    "各指标分值加预算执行率的 10 分等于 100",
    f"{GUIDE}：满分 100 分，预算执行率 10 分",
    "核对每个指标的分值",
    Example("附件2 整体", Figures(100, 100), {"录入/绩效指标/分值@3": 26}, Figures(96, 100)),
    unit="分",
)
WEIGHT = Rule(
    "自评-权重",
    "括号里的分值等于它下面各指标分值之和",
    "绩效自评表：一级、二级指标名称后括号里的分值",
    "改括号里的分值（录入-绩效权重），或改指标的分值（录入-绩效指标）",
    Example("整体 产出指标 数量指标", Figures(30, 30), {"录入/绩效指标/分值@1": 34}, Figures(30, 34)),
    unit="分",
)
SECOND = Rule(
    "自评-二级权重",
    "各二级指标括号里的分值之和等于一级指标括号里的分值",
    "绩效自评表：三级、二级、一级逐级相加",
    "改括号里的分值",
    Example("整体 产出指标", Figures(50, 50), {"录入/绩效权重/分值@3": 18}, Figures(50, 48)),
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
)


DISTRICTS = Rule(
    "自评-直接下达",
    "项目自评表的直接下达区县等于项目支出表同一项目的直接拨付区县",
    "绩效自评表的项目资金栏与 自评报告 项目支出预算、支出明细表是同一笔钱",
    "核对 录入-绩效资金 的直接下达区县和 录入-项目 的直接拨付区县",
    Example(
        "附件3-1 示例项目 直接下达区县",
        Figures(0, 0, 0.005),
        {"录入/项目/直接拨付区县@1": 20},
        Figures(0, 20, 0.01),
    ),
)
MANAGEMENT = Rule(
    "自评-绩效情况",
    "绩效情况里填了的绩效自评个数、金额、平均得分、评级等于由自评表得出的",
    "数据文件格式 绩效情况：由 绩效自评 得出的不必填",
    "清空 录入-绩效情况 的这一格（说明用由自评表得出的数），或核对自评表",
    Example("绩效评级 优", Figures(2, 2), {"录入/绩效情况/绩效评级/优": 3}, Figures(3, 2)),
    bound="个数 0，平均得分 0.005，金额 半宽 ×（1 + 自评表的个数）",
    unit="",
)
EVERY = Rule(
    "自评-项目",
    "每个项目都有自评",
    f"{GUIDE}：单位对预算批复的项目绩效目标完成情况自行评价，结果随部门决算公开",
    "在 录入-绩效自评 里补一行",
    Example("录入-项目", Figures(0, 0), {"录入/绩效自评/对象@3": "别的"}, Figures(1, 0)),
    severity="unexplained",
    unit="个",
)
BOUNDS = {"金额": f"半宽*(1+{{{EVALUATED}/绩效自评/数量}})", AVERAGE: "0.005"}


def checks(context: Context) -> Iterator[Check]:
    for form in evaluation_forms(context.data):
        yield from _form(context, form)
    yield from _weights(context)
    if context.has("录入/项目/自评张数"):
        first = "MATCH(0,{录入/项目/自评张数},0)"
        without = Side("没有自评的项目", Formula("COUNTIF({录入/项目/自评张数},0)", ()), "录入/项目/名称@1")
        told = f'"没有自评："&INDEX({{录入/项目/名称}},{first})&IF([左边的数]>1,"等 "&[左边的数]&" 个","")&"；"'
        at = f'"A"&({context.names.find("录入/项目/名称", EVERY.id).row - 1}+IFERROR({first},1))'
        yield Check(EVERY, "录入-项目", without, NOTHING, told=told, at=at)
    for key in context.names.figures:
        place, _, name = key.partition("/")
        if place == EVALUATED:
            entered = f"录入/{KEY}/{name}"
            figure = Money(entered) if name.endswith("金额") else number_at(entered)
            left, right = Side("填的", figure, entered), Side("由自评表得出的", Ref(key))
            bound = BOUNDS.get(name.rpartition("/")[2], "0")
            yield Check(MANAGEMENT, name.replace("/", " "), left, right, f"COUNT({{{entered}}})=1", bound)


def subject_of(context: Context, form: EvaluationForm) -> str:
    """What a check of a self-evaluation is about."""
    entry = _entry(context, form)
    return f"{form.sheet} {entry.get('表内名称') or entry.get('对象', '')}".strip()


def _entry(context: Context, form: EvaluationForm) -> Mapping[str, Any]:
    entries = context.data.rows("绩效自评")
    return entries[form.number - 1] if form.number <= len(entries) else {}


def _form(context: Context, form: EvaluationForm) -> Iterator[Check]:
    entry, subject = _entry(context, form), subject_of(context, form)
    judged = f"COUNTIF({{录入/绩效指标/自评序}},{form.number})>0"
    marks = Formula(f"{{{form.key('总分/分值')}}}", (Money("录入/绩效指标/分值"),))
    total = Side("总分的分值", marks, form.key("年度资金总额/分值"))
    yield Check(FULL_MARKS, subject, total, Side("满分", Formula("100", ())), judged)
    if is_whole(entry) or not entry.get("资金"):
        return
    row = form.cell("项目行")
    for column in BUDGETS:
        key = form.key(f"年度资金总额/{column}")
        body = f"IF({row}=0,0,SUM(INDEX({{录入/项目/{PROJECT[column]}}},MAX({row},1)))/金额换算)"
        project = Side(f"录入-项目 {PROJECT[column]}", Formula(body, (Ref(key),)))
        funds = context.side(key, f"{form.sheet} 年度资金总额 {column}")
        yield Check(MONEY, f"{subject} {column}", funds, project, f"{row}>0")
    # A form without the row has all its money in others.
    own = f"{{录入/绩效资金/自评序}},{form.number},{{录入/绩效资金/区县}},1"
    sent = column_sum("绩效资金", "全年执行数", own)
    place = f"MAX({row},1)"
    body = f"IF({row}=0,0,SUM(INDEX({{录入/项目/直接拨付区县}},{place}))/金额换算)"
    counted = f"IF({row}=0,0,IF(SUM(INDEX({{录入/项目/直接拨付区县}},{place}))=0,0,1))"
    project = Side("录入-项目 直接拨付区县", Formula(body, (Tally(counted, "项目"),)))
    told = Side(f"{form.sheet} 直接下达区县", sent, form.key("年度资金总额/全年执行数"))
    yield Check(DISTRICTS, f"{subject} 直接下达区县", told, project, f"AND({row}>0,COUNTIFS({own})>0)")


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
            printed = Formula(f"SUM({cell})", (Money("录入/绩效权重/分值"),))
            bracket = Side("括号里的分值", printed, f"录入/绩效权重/分值@{row}")
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
