"""表间-机关运行: 机关运行经费 beside 公用经费, and what an office has none of; by 单位性质 where it is given."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import INSTITUTION, LIKE_OFFICE, OFFICE
from xlbudget.language.expressions import Formula, Ref, Tally
from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

WITHIN = Rule(
    "表间-机关运行",
    "机关运行经费不大于公开06 的公用经费合计",
    "部门决算：机关运行经费是行政单位和参照公务员法管理的事业单位的公用经费，事业单位的不在其中",
    "核对 录入-单位 的机关运行经费与 录入-经济分类 的 302、310",
    Example("机关运行经费", Figures(45, 50.01, 0.02), {"录入/机关运行经费": 51}, Figures(51, 50.01, 0.02)),
    relation="≤",
)
BY_KIND = Rule(
    "表间-机关运行性质",
    "行政、参公单位的机关运行经费等于公用经费合计，事业单位的是零",
    "决算审核公式：附03 机关运行经费 = 08 表的公用经费（行政、参公），事业单位不填",
    "核对 录入-单位 的单位性质和机关运行经费（几个单位合起来的，单位性质填 汇总）；口径确实不同的写明原因",
    Example(
        "单位性质", Figures(45, 0, 0.02, NOT_APPLICABLE), {"录入/单位/单位性质": INSTITUTION}, Figures(45, 0, 0.02)
    ),
    severity="unexplained",
)
FIGURE, KIND = "录入/机关运行经费", "{录入/单位/单位性质}"


def checks(context: Context) -> Iterator[Check]:
    # It stands on the sheet of the unit.
    figure = Formula(f"SUM({{{FIGURE}}})/金额换算", (Tally(non_zero(f"{{{FIGURE}}}"), "单位"),))
    own, office = Side("机关运行经费", figure, FIGURE), Ref("公开06/公用经费合计/决算数")
    given = f"COUNT({{{FIGURE}}})=1,COUNT({{录入/经济分类/金额}})>0"
    yield Check(WITHIN, own.name, own, context.side(office.key), f"AND({given})")
    as_office = f'OR({KIND}="{OFFICE}",{KIND}="{LIKE_OFFICE}")'
    due = Formula(f"IF({as_office},{{{office.key}}},0)", (office,))
    when = f'AND({given},OR({as_office},{KIND}="{INSTITUTION}"))'
    yield Check(BY_KIND, "单位性质", own, Side("照单位性质的数", due), when)
