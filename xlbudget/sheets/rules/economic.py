"""表间-: the basic expenditure by function and by economic class, which are two views of the same money."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import GENERAL, TRIPLE
from xlbudget.language.expressions import Codes, Economic, Entries, Sum, Within, total
from xlbudget.language.verdicts import NOT_APPLICABLE, ROUNDING
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

BASIC = Rule(
    "表间-0506",
    "一般公共预算财政拨款基本支出等于按经济分类的合计（公开05 基本支出 = 公开06 人员经费 + 公用经费）",
    "公开05表、公开06表：同一笔基本支出的两种分类",
    "核对 录入-支出 的基本支出与 录入-经济分类，哪一笔漏了或重了",
    Example(
        "基本支出", Figures(220, 220.01, 0.035, ROUNDING), {"录入/经济分类/金额@14": 40.01}, Figures(220, 215.01, 0.035)
    ),
)
SPECIFIC = Rule(
    "表间-经济功能",
    "单列功能科目的基本支出等于对应的经济科目（养老保险、职业年金、医疗、住房公积金、死亡抚恤）",
    "政府收支分类科目：2080505 对 30108，2080506 对 30109，21011 对 30110 与 30111，2210201 对 30113，2080801 对 30304",
    "核对两边的录入；确有别的列支口径的，在 录入-核实 写明",
    Example("2080505 对 30108", Figures(20, 20, 0.015), {"录入/经济分类/金额@6": 18}, Figures(20, 18, 0.015)),
    severity="unexplained",
)
TRIPLE_PART = Rule(
    "表间-三公经济",
    "三公经费每一项决算不小于基本支出里对应的经济科目（项目支出和基金也可以有三公）",
    "三公经费表注：包括基本支出和项目支出；经济科目 30212、31013、30231、30217",
    "三公经费漏记，或经济分类记错科目",
    Example("公务接待费", Figures(5, 5, 0.015), {"录入/三公经费/决算数/公务接待费": 4}, Figures(4, 5, 0.015)),
    relation="≥",
)
RETIRED = Rule(
    "表间-离退休",
    "离休费、退休费不大于行政事业单位养老支出里离退休科目的基本支出",
    "政府收支分类科目：2080501、2080502、2080503、2080599 对 30301、30302",
    "核对两边的录入；离退休费在别的功能科目列支的写明原因",
    Example(
        "30301、30302",
        Figures(0, 0, 0.005, NOT_APPLICABLE),
        {"录入/支出/科目@3": "2080502", "录入/经济分类/金额@42": 21},
        Figures(21, 20, 0.015),
    ),
    relation="≤",
    severity="unexplained",
)

PAIRS = (
    *(("2080505", ("30108",)), ("2080506", ("30109",)), ("21011", ("30110", "30111"))),
    *(("2210201", ("30113",)), ("2080801", ("30304",))),
)
"""A functional code → the economic codes that hold the same basic expenditure."""
ECONOMIC_OF = dict(zip(TRIPLE, ("30212", "31013", "30231", "30217"), strict=True))
PENSIONS, RETIREES = ("30301", "30302"), ("2080501", "2080502", "2080503", "2080599")


def checks(context: Context) -> Iterator[Check]:
    both = Side("公开06 人员经费 + 公用经费", total("公开06/人员经费合计/决算数", "公开06/公用经费合计/决算数"))
    yield Check(BASIC, "基本支出", context.side("公开05/合计/基本支出"), both, "COUNT({录入/经济分类/金额})>0")
    for code, economic in PAIRS:
        low = int(code.ljust(7, "0"))
        scope = Codes(low, low + (99 if len(code) == 5 else 0))
        left = Side(f"{code} 基本支出", Within(Entries("支出", "基本支出", GENERAL), scope))
        used = (
            f'COUNTIFS({{录入/支出/项键}},">={scope.low}",{{录入/支出/项键}},"<={scope.high}",'
            f'{{录入/支出/资金来源}},"{GENERAL}",{{录入/支出/基本支出}},">0")>0'
        )
        right = _by_economic(context, economic[0], "、".join(economic), Sum(tuple(map(Economic, economic))))
        yield Check(SPECIFIC, f"{code} 对 {'、'.join(economic)}", left, right, used)
    for kind, code in ECONOMIC_OF.items():
        right = _by_economic(context, code, code, Economic(code))
        yield Check(TRIPLE_PART, kind, context.side(f"三公/三公经费/决算数/{kind}"), right)
    codes = [Codes(int(code), int(code)) for code in RETIREES]
    theirs = Sum(tuple(Within(Entries("支出", "基本支出", GENERAL), one) for one in codes))
    used = "+".join(f"COUNTIF({{录入/支出/项键}},{code})" for code in RETIREES)
    pensions = _by_economic(context, PENSIONS[0], "、".join(PENSIONS), Sum(tuple(map(Economic, PENSIONS))))
    yield Check(RETIRED, "、".join(PENSIONS), pensions, Side("离退休科目的基本支出", theirs), f"{used}>0")


def _by_economic(context: Context, code: str, name: str, figure: Economic | Sum) -> Side:
    """Economic codes, at the cell of the first ``code``; at none where the form of 公开06 does not list it."""
    cell = f"公开06/{code}/决算数"
    return Side(f"公开06 {name}", figure, cell if cell in context.names.figures else "")
