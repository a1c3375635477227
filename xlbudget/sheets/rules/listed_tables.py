"""表间-: what some regions print a second time, in tables of their own, is the same figure there."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, SOURCES
from xlbudget.language.expressions import Entries, Money, Sum
from xlbudget.sheets.inputs import project_economic
from xlbudget.sheets.rules.between_tables import BETWEEN
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import SAME_ENTRIES, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables import by_unit, procurement_table, public04, running_costs, triple
from xlbudget.sheets.tables.project_economic import spent as of_projects

AGAIN = Rule(
    "表间-同数",
    "一般公共预算收支、项目支出、三公及机关运行、政府采购、按单位的表上，与别的表或录入相同的数相等",
    BETWEEN,
    "两处取自同一批录入：检查公式是否被改写",
    Example(
        "一般公共预算收支 合计 本年收入",
        Figures(280, 280),
        {"一般公共预算收支/合计/本年收入": 250},
        Figures(250, 280),
        every=True,
    ),
    bound=SAME_ENTRIES,
)
BY_SOURCE = Rule(
    "表间-项目来源",
    "项目支出决算表各种资金来源之和等于支出决算表的项目支出",
    BETWEEN,
    "录入-支出 里有项目支出的行，资金来源没有填或不认得：补填",
    Example(
        "项目支出决算表 合计 项目支出合计",
        Figures(100, 100),
        {"录入/支出/资金来源@2": "其它"},
        Figures(40, 100),
        every=True,
    ),
    bound="0（两边只差没有资金来源的行）",
)
BY_ECONOMIC = Rule(
    "表间-项目经济",
    "项目支出按经济分类填的各款之和，等于同一种资金的项目支出",
    "项目支出决算明细表（财决08-2表）与支出决算表取自同一笔支出",
    "核对 录入-项目支出经济分类：哪一款漏填、多填，资金来源选对了没有",
    Example("一般公共预算财政拨款", Figures(60, 60, 0.02), {"录入/项目支出经济分类/金额@1": 45}, Figures(65, 60, 0.02)),
)
SPENT_BY = "项目支出决算表/合计"
LISTED = "一般公共预算收支/合计"
PAIRS = {
    **{f"{LISTED}/{column}": f"公开05/合计/{column}" for column in ("小计", "基本支出", "项目支出")},
    f"{LISTED}/本年收入": f"公开04/{GENERAL}/收入/金额",
    f"{LISTED}/年初结转和结余": f"公开04/{public04.OPENING}/{GENERAL}/收入/金额",
    f"{SPENT_BY}/{GENERAL}": "公开05/合计/项目支出",
    f"{SPENT_BY}/{FUND}": "政府性基金/合计/项目支出",
    f"{SPENT_BY}/{CAPITAL}": "国有资本经营/合计/项目支出",
    f"{running_costs.KEY}/{running_costs.WHOLE}/{running_costs.ACTUAL}": f"{triple.KEY}/{triple.ROW}/决算数/合计",
    **{
        f"{by_unit.key_of(table)}/合计/{column}": f"{table}/合计/{column}"
        for table, columns in by_unit.OF.items()
        for column in columns
    },
}
"""A figure of such a table → where else it is printed."""


def checks(context: Context) -> Iterator[Check]:
    for again, key in PAIRS.items():
        if context.has(again) and context.has(key):
            yield Check(AGAIN, again.replace("/", " "), context.side(again), context.side(key))
    whole, spent = f"{SPENT_BY}/项目支出合计", "公开03/合计/项目支出"
    if context.has(whole) and context.has(spent):
        yield Check(BY_SOURCE, whole.replace("/", " "), context.side(whole), context.side(spent))
    bought = f"{procurement_table.KEY}/政府采购支出总额/{procurement_table.COLUMN}"
    if context.has(bought):
        kinds = procurement_table.KINDS.values()
        entered = Side("录入-政府采购 各类之和", Sum(tuple(Money(f"录入/政府采购/{kind}") for kind in kinds)))
        yield Check(AGAIN, bought.replace("/", " "), context.side(bought), entered)
    for source in SOURCES if project_economic.KEY in context.content else ():
        summed = Side("各款之和", of_projects(source=source), f"录入/{project_economic.KEY}/金额")
        given = f"COUNTIF({{录入/{project_economic.KEY}/来源号}},{SOURCES.index(source) + 1})>0"
        own = Side(f"{source}的项目支出", Entries("支出", "项目支出", source))
        yield Check(BY_ECONOMIC, source, summed, own, given)
