"""Figures that a unit's own text works out from its facts and projects: which, and from what."""

from __future__ import annotations

from xlbudget.language.expressions import Expr, Formula, Ratio, Sum
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.facts import MONEY, in_unit, unit_of
from xlbudget.sheets.rules.published.in_tables import project_amount

TARGETS = (("累计完成投资", "年度预估投资"),)
"""完成率 of a fact whose name ends so is of the fact with the other ending."""
OF_PROJECT = {"两型示范创建资金": ("长株潭一体化发展专项经费", "直接拨付区县")}
"""A subject → a project and the amount of it that the text calls so."""
PAID_OUT = {("绿心地区生态补偿专项资金", "总体资金执行率"): ("绿心补偿天心区", "绿心补偿浏阳市已拨付")}
"""A project and a 处 → the facts that add up to what arrived; 完成率 is of the project's 支出金额."""
RATES = {"全年任务完成率": ("南部融城片区累计完成投资", "南部融城片区年度预估投资")}
"""An indicator → the facts whose quotient its 完成率 is."""
SUMS = {
    ("治理面源污染", "合计"): ("2016-2021年净化治理户数", "2022年净化治理户数", "2023年净化治理户数"),
}
"""An indicator and a quantity → the facts that it is the sum of."""
SAVINGS = {("老旧小区外墙清洗减少", "预计节约"): ("2022年净化治理户数", "每户外墙清洗成本")}
"""An indicator and a quantity → a number of things and the cost in 元 of each; in 万元."""
TRIPLE_OF = (("公务接待", "公务接待费"), ("公务用车", "公务用车运行维护费"))
"""An indicator whose name holds this states the 三公 item."""


def target_rate(context: Context, name: str) -> Ratio | None:
    """完成率 of 累计完成投资."""
    for done, planned in TARGETS:
        if name.endswith(done):
            return rate(context, name, name.removesuffix(done) + planned)
    return None


def rate(context: Context, above: str, below: str) -> Ratio | None:
    """The quotient of two facts, in the unit of the first."""
    unit = unit_of(context, above)
    parts = [in_unit(context, name, unit or "") for name in (above, below)]
    return Ratio(parts[0], parts[1]) if parts[0] and parts[1] else None


def claimed(project: str, where: str) -> bool:
    """Whether a 处 names a quantity of the unit's own, not the usual one."""
    return (project, where) in PAID_OUT


def paid_out(context: Context, project: str, where: str) -> Ratio | None:
    """How much of a project's money arrived at those who carry it out."""
    there = any(row["名称"].strip() == project for row in context.data.rows("项目"))
    names = PAID_OUT.get((project, where), ()) if there else ()
    parts = [part for name in names if (part := in_unit(context, name, MONEY))]
    return Ratio(Sum(tuple(parts)), project_amount(context, project, "支出金额")) if parts else None


def summed(context: Context, indicator: str, quantity: str) -> tuple[Expr, str] | None:
    """The sum of facts that a text states, and its unit."""
    names = SUMS.get((indicator, quantity), ())
    unit = unit_of(context, names[0]) if names else None
    if unit is None:
        return None
    parts = [part for name in names if (part := in_unit(context, name, unit))]
    return (Sum(tuple(parts)), unit) if len(parts) == len(names) else None


def saved(context: Context, indicator: str, quantity: str) -> Expr | None:
    """A number of things times the cost of each, in 万元."""
    names = SAVINGS.get((indicator, quantity), ())
    parts = [part for name in names if (part := in_unit(context, name))]
    if not names or len(parts) != len(names):
        return None
    things, cost = (part.template for part in parts if isinstance(part, Formula))
    return Formula(f"{things}*{cost}/10000", ())
