"""Topics of 说明 and 自评报告 whose names hold something entered: a code, a project, a kind of car, a fund."""

from __future__ import annotations

import re
from dataclasses import replace

from xlbudget.datafile.fields import (
    CAPITAL,
    CAR_KINDS,
    FOREIGN_GUESTS,
    FUND,
    GENERAL,
    GRADES,
    MANAGED,
    PROBLEMS,
    TRIPLE_COUNTS,
)
from xlbudget.language.expressions import Balance, Codes, Entries, Expr, Formula, Money, Ratio, Ref, Sum, Within
from xlbudget.language.keys import key_word
from xlbudget.sheets.inputs import management
from xlbudget.sheets.inputs.paths import record_at
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.topics import GENERAL_SPENT, TOPICS, Topic
from xlbudget.sheets.tables.projects import amount_of
from xlbudget.sheets.tables.sums import column_sum

NARRATIVE, REPORT = "说明", "自评报告"
FUNDS = (FUND, CAPITAL)
"""The two funds with balances of their own."""
OF_FUND = ("本年收入", "年初结转和结余", "本年支出", "基本支出", "项目支出", "年末结转和结余")
EQUIPMENT = "单价100万元以上设备"
GROUPS = {"公共项目": "公共项目小计", "部门项目": "部门项目小计"}
OF_GROUPS = tuple(f"{group}{what}" for group in GROUPS for what in ("", "直接拨付区县", "拨付本单位"))
BUDGETS_LEFT = tuple(
    f"{of}{left}" for of in ("部门整体支出", "基本支出", *GROUPS) for left in ("预算结余", "年末财政拨款结转结余")
)
LEFT = re.compile("(.*?)(?:(年末财政拨款结转和?结余)|预算结余)")
CLOSING = "公开04/年末财政拨款结转和结余/支出/合计"
ECONOMIC_CLASS = re.compile(r"3\d\d", re.ASCII)
FUNCTIONAL = re.compile(r"[124-9]\d\d(\d\d){0,2}", re.ASCII)
REST = {3: 9_999, 5: 99, 7: 0}
"""Length of a functional code → how far its 7-digit keys reach."""
CARS = "录入/资产/车辆"
MANAGEMENT = "录入/绩效情况"
SECTION_COUNTS = ("录入/人员", "录入/三公经费/实物量", CARS, MANAGEMENT)
"""Where numbers of people, guests, cars and problems stand, each under its own name."""
GRADE = re.compile(f'{management.RATED}[“"]?({"|".join(GRADES)})[”"]?')


def usual(source: str) -> tuple[str, ...]:
    """The names that are topics in every unit; ``source``: of a section that speaks of one fund."""
    if source in FUNDS:
        return OF_FUND
    people = (one.key for one in record_at("人员").fields)
    counts = (*people, *TRIPLE_COUNTS, *FOREIGN_GUESTS, "车辆", *CAR_KINDS, EQUIPMENT)
    grades = (f"{management.RATED}“{grade}”" for grade in GRADES)
    return (*TOPICS, *OF_GROUPS, *BUDGETS_LEFT, *counts, *MANAGED, management.AVERAGE, *grades, *PROBLEMS)


def topic(context: Context, name: str, source: str = "") -> Topic | None:
    """What a topic is; None when no input has it. ``source``: of a section that speaks of one fund."""
    if source in FUNDS:
        return _of_fund(source, name)
    if name in TOPICS:
        return TOPICS[name]
    if ECONOMIC_CLASS.fullmatch(name):
        return _economic_class(name)
    if FUNCTIONAL.fullmatch(name):
        return _functional(name)
    return _project(context, name) or _left(context, name) or _managed(context, name) or _count(context, name)


def _of_fund(fund: str, name: str) -> Topic | None:
    opening, closing = "年初财政拨款结转和结余", "年末财政拨款结转和结余"
    figures: tuple[Expr, ...] = (
        Ref(f"公开04/{fund}/收入/金额"),
        Ref(f"公开04/{opening}/{fund}/收入/金额"),
        Ref(f"公开04/本年支出合计/支出/{fund}"),
        Entries("支出", "基本支出", fund),
        Entries("支出", "项目支出", fund),
        Ref(f"公开04/{closing}/支出/{fund}"),
    )
    return Topic(figures[OF_FUND.index(name)]) if name in OF_FUND else None


def _economic_class(code: str) -> Topic:
    budget = column_sum("基本支出年初预算", "金额", f"{{录入/基本支出年初预算/键}},{code}")
    return Topic(Ref(f"公开06/{code}/决算数"), budget)


def _functional(code: str) -> Topic:
    """A 类, 款 or 项 of 一般公共预算财政拨款支出."""
    low = int(code.ljust(7, "0"))
    spent = of_codes(GENERAL, Codes(low, low + REST[len(code)]))
    return replace(spent, whole=GENERAL_SPENT, partition="功能分类各类" if len(code) == 3 else "")


def of_codes(source: str, scope: Codes | None = None) -> Topic:
    """What was spent of one 资金来源 under these codes; without any, under those of the row it stands in."""

    def spent(*columns: str) -> Expr:
        entered = Sum(tuple(Entries("支出", column, source) for column in columns))
        return Within(entered, scope) if scope else entered

    return Topic(spent("基本支出", "项目支出"), spent("年初预算数"), spent("全年预算数"), whole=GENERAL_SPENT)


def of_project_rows() -> Topic:
    """The project of the first row of 录入-项目; further down, that of the row."""
    budget, adjusted, actual = (column_sum("项目", f"{column}@1") for column in ("年初预算", "预算指标", "支出金额"))
    return Topic(actual, budget, adjusted, executed=True)


def _project(context: Context, name: str) -> Topic | None:
    """A project, or all of a kind; also what of it went to districts or reached the unit."""
    names = {p["名称"].strip(): p["名称"] for p in context.data.rows("项目")} | GROUPS
    if (stem := name.removesuffix("直接拨付区县")) != name and stem in names:
        return Topic(amount_of(context.data, names[stem], "直接拨付区县"))
    if (stem := name.removesuffix("拨付本单位")) != name and stem in names:
        spent, gone = (amount_of(context.data, names[stem], column) for column in ("支出金额", "直接拨付区县"))
        return Topic(Balance((spent,), (gone,)))
    if name not in names:
        return None
    budget, adjusted, actual = (amount_of(context.data, names[name], c) for c in ("年初预算", "预算指标", "支出金额"))
    return Topic(actual, budget, adjusted, executed=True)


def _left(context: Context, name: str) -> Topic | None:
    """年末财政拨款结转结余 is the closing balance of 公开04; …预算结余 is what was not spent of 全年预算数.

    The part of a closing balance is known where all of it is zero; elsewhere it is taken for what was not spent.
    """
    match = LEFT.fullmatch(name)
    if match is None:
        return None
    if match[2] and not match[1]:
        return Topic(Ref(CLOSING))
    of = topic(context, match[1])
    if of is None or of.adjusted is None or of.actual is None:
        return None
    unspent = Balance((of.adjusted,), (of.actual,))
    if not match[2]:
        return Topic(unspent)
    parts = (
        f"{{{one.key}}}" if isinstance(one, Ref) else getattr(one, "template", "0") for one in (of.adjusted, of.actual)
    )
    return Topic(Formula(f"IF(ROUND({{{CLOSING}}},2)=0,0,ROUND({'-'.join(parts)},6))", (Ref(CLOSING), unspent)))


def _managed(context: Context, name: str) -> Topic | None:
    """What 绩效情况 counts; of the self-evaluations, what follows from them where the data file has them."""
    grade = GRADE.fullmatch(name)
    inner = f"{management.RATED}/{grade[1]}" if grade else f"{name}/数量" if name in MANAGED else name
    places = (f"{place}/" for place in (management.EVALUATED, MANAGEMENT) if context.has(f"{place}/{inner}"))
    if not (place := next(places, "")) or not (grade or name in (*MANAGED, management.AVERAGE)):
        return None
    if name in MANAGED:
        money = f"{place}{name}/金额"
        return Topic(Money(money) if place == f"{MANAGEMENT}/" else Ref(money), number=_number(place + inner))
    content = context.names.figures[place + inner].content
    return Topic(number=content if isinstance(content, Ratio) else _number(place + inner))


def _number(key: str) -> Formula:
    return Formula(f"SUM({{{key}}})", ())


def _count(context: Context, name: str) -> Topic | None:
    if name == "车辆" and context.has(CARS):
        return Topic(number=_number(CARS))
    if re.match(r"单价100万元.*设备", name) and context.has(f"录入/资产/{EQUIPMENT}"):
        return Topic(number=_number(f"录入/资产/{EQUIPMENT}"))
    for place in SECTION_COUNTS:
        if context.has(key := f"{place}/{key_word(name) if place == CARS else name}"):
            return Topic(number=_number(key))
    return None
