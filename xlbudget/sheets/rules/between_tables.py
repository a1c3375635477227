"""表间-: rules between tables: the same figure, or figures that bound each other, in two places."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import CAPITAL, FISCAL_INCOME, FUND, GENERAL, OTHER_INCOME
from xlbudget.language.expressions import Balance, Entries, Formula, Money, Ref, Sum, Within, class_codes, total
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import SAME_ENTRIES, Check, Example, Figures, Rule, Side, each_entered
from xlbudget.sheets.tables import public04
from xlbudget.sheets.tables.every import VIEWED
from xlbudget.sheets.tables.sums import column_sum

NO_OTHERS = "0（两边只差不该有的支出）"
BETWEEN = "部门决算公开格式，表间关系"

INCOME = Rule(
    "表间-0102",
    "收入决算表的各列合计等于总表的各项收入",
    BETWEEN,
    "两张表取自同一张 录入-收入：检查公式是否被改写",
    Example("其他收入", Figures(10, 10), {"公开02/合计/其他收入": 1}, Figures(1, 10)),
    bound=SAME_ENTRIES,
)
SPENT = Rule(
    "表间-0103",
    "支出决算表合计等于总表本年支出合计",
    BETWEEN,
    "检查公式是否被改写",
    Example("本年支出合计", Figures(320, 320), {"公开01/本年支出合计/支出/金额": 230}, Figures(320, 230)),
    bound=SAME_ENTRIES,
)
BY_CLASS = Rule(
    "表间-0103类",
    "总表每一类支出等于支出决算表同一类的本年支出",
    BETWEEN,
    "检查公式是否被改写",
    Example("201 一般公共服务支出", Figures(270, 270), {"公开01/一般公共服务支出/支出/金额": 207}, Figures(207, 270)),
    bound=SAME_ENTRIES,
)
FISCAL_INCOME_RULE = Rule(
    "表间-0204",
    "收入决算表的财政拨款收入等于财政拨款总表的本年收入合计",
    BETWEEN,
    "检查公式是否被改写",
    Example("财政拨款收入", Figures(310, 310), {"公开04/本年收入合计/收入/金额": 280}, Figures(310, 280)),
    bound=SAME_ENTRIES,
)
GENERAL_SPENT = Rule(
    "表间-0405",
    "财政拨款总表一般公共预算财政拨款的每类支出等于一般公共预算支出表同一类",
    BETWEEN,
    "一般公共预算财政拨款只能有基本支出和项目支出：把上缴上级、经营、对附属单位补助支出改到其他资金",
    Example("201 一般公共服务支出", Figures(260, 260), {"录入/支出/经营支出@1": 12}, Figures(272, 260)),
    bound=NO_OTHERS,
)
FUND_SPENT = Rule(
    "表间-04基金",
    "财政拨款总表政府性基金、国有资本经营的收入、支出、年初和年末数等于各自的表",
    BETWEEN,
    "核对这种资金的科目和支出性质：只能有基本支出和项目支出",
    Example("政府性基金预算财政拨款 小计", Figures(30, 30), {"录入/支出/上缴上级支出@4": 2}, Figures(32, 30)),
    bound=NO_OTHERS,
)
PROJECTS = Rule(
    "表间-项目",
    "支出决算表的项目支出等于项目支出表的支出金额减直接拨付区县",
    "自评报告 项目支出预算、支出明细表；项目没有列全时可以不等",
    "核对 录入-项目 是否列全、直接拨付区县是否填了；没有列全的在 录入-核实 写明",
    Example("项目支出", Figures(100, 100, 0.03), {"录入/项目/支出金额@2": 20}, Figures(100, 90, 0.03)),
    severity="unexplained",
)
BASIC_BUDGET = Rule(
    "表间-基本预算",
    "基本支出的年初预算（按经济分类）不大于全部支出的年初预算",
    "部门预算：基本支出是全部支出的一部分",
    "核对 录入-基本支出年初预算 与 录入-支出 的年初预算数",
    Example("年初预算", Figures(220, 350, 0.04), {"录入/基本支出年初预算/金额@1": 320}, Figures(370, 350, 0.04)),
    relation="≤",
)
PURCHASE = Rule(
    "表间-采购",
    "授予小微企业不大于授予中小企业，授予中小企业不大于政府采购总额，各类授予不大于该类采购，面向预留的成交不大于授予和预留，预留小微不大于预留中小",
    "政府采购促进中小企业发展管理办法（财库〔2020〕46号）：小微企业合同包含在中小企业合同里",
    "核对 录入-政府采购",
    Example("授予小微企业", Figures(25, 40, 0.015), {"录入/政府采购/授予小微企业": 45}, Figures(45, 40, 0.015)),
    relation="≤",
)
LAST_YEAR = Rule(
    "表间-上年",
    "上年一般公共预算财政拨款支出不大于上年收支总计与财政拨款收支总计",
    "部门决算：部分不大于全部",
    "核对 录入-上年",
    Example("收支总计", Figures(250, 310, 0.015), {"录入/上年/收支总计": 240}, Figures(250, 240, 0.015)),
    relation="≤",
)
BY_FUND = Rule(
    "表间-04基金类",
    "财政拨款总表政府性基金、国有资本经营的每类支出等于各自表里的同一类",
    BETWEEN,
    "这两种资金只能有基本支出和项目支出：把别的支出改到其他资金",
    Example(
        "政府性基金预算财政拨款 212 城乡社区支出",
        Figures(30, 30),
        {"录入/支出/对附属单位补助支出@4": 4},
        Figures(34, 30),
    ),
    bound=NO_OTHERS,
)

BUDGETED = 'COUNT({{录入/支出/{column}}})>=COUNTIF({{录入/支出/本年支出}},">0")'
"""Every row with expenditure has its budget; where some are left out, their sum is not the whole budget."""
RESERVED = ("预留中小企业", "预留小微企业")
FUNDS = ((FUND, "政府性基金"), (CAPITAL, "国有资本经营"))
"""The two funds with tables of their own."""


def checks(context: Context) -> Iterator[Check]:
    yield from _totals(context)
    yield from _funds(context)
    if context.content.get("项目") is not None:
        amounts = [column_sum("项目", name) for name in ("支出金额", "直接拨付区县")]
        right = Side("项目支出 支出金额 − 直接拨付区县", Balance((amounts[0],), (amounts[1],)))
        yield Check(PROJECTS, "项目支出", context.side("公开03/合计/项目支出"), right, 'COUNTIF({录入/项目/组},">0")>0')
    if "基本支出年初预算" in context.content:
        left = Side("基本支出年初预算", column_sum("基本支出年初预算", "金额"))
        right = Side("录入-支出 年初预算数合计", Entries("支出", "年初预算数"))
        yield Check(BASIC_BUDGET, "年初预算", left, right, BUDGETED.format(column="年初预算数"))
    if "政府采购" in context.content:
        yield from _purchase()
    if "上年" in context.content:
        part = "一般公共预算财政拨款支出"
        for whole in ("收支总计", "财政拨款收支总计"):
            left, right = _entered("上年", part, f"上年{part}"), _entered("上年", whole, f"上年{whole}")
            yield Check(LAST_YEAR, whole, left, right, _filled("上年", whole, part))
    yield from _funds_by_class(context)
    yield from _printed_twice(context)


def _totals(context: Context) -> Iterator[Check]:
    side = context.side
    for name in OTHER_INCOME:
        yield Check(INCOME, name, side(f"公开02/合计/{name}"), side(f"公开01/{name}/收入/金额"))
    three = Side("公开01 三种财政拨款收入", total(*(f"公开01/{name}/收入/金额" for name in FISCAL_INCOME)))
    yield Check(INCOME, "财政拨款收入", side("公开02/合计/财政拨款收入"), three)
    yield Check(INCOME, "本年收入合计", side("公开02/合计/本年收入合计"), side("公开01/本年收入合计/收入/金额"))
    yield Check(SPENT, "本年支出合计", side("公开03/合计/本年支出合计"), side("公开01/本年支出合计/支出/金额"))
    for code, name in context.listed_classes().items():
        whole = side(f"公开01/{name}/支出/金额")
        yield Check(BY_CLASS, f"{code} {name}", whole, _of_class(context, "公开03", "本年支出合计", code))
    fiscal = side("公开04/本年收入合计/收入/金额")
    yield Check(FISCAL_INCOME_RULE, "财政拨款收入", side("公开02/合计/财政拨款收入"), fiscal)


def _of_class(context: Context, table: str, column: str, code: str) -> Side:
    """A figure of the live row of a 类."""
    of = Within(Ref(f"{table}/合计/{column}"), class_codes(code))
    shape = context.form[table]
    return Side(f"{shape.sheet} {code} {shape.word(column)}", Formula(_in_row(table, column, code), (of,)))


def _in_row(table: str, column: str, code: str) -> str:
    return f"SUMIFS({{{table}/列/{column}}},{{科目树/{table}/键}},{int(code) * 10_000})"


def _funds(context: Context) -> Iterator[Check]:
    side = context.side
    for code, name in context.listed_classes().items():
        whole = side(f"公开04/{name}/支出/{GENERAL}")
        yield Check(GENERAL_SPENT, f"{code} {name}", whole, _of_class(context, "公开05", "小计", code))
    yield Check(GENERAL_SPENT, "合计", side(f"公开04/本年支出合计/支出/{GENERAL}"), side("公开05/合计/小计"))
    general = _of_fund(GENERAL)
    for column in [*general][1:]:
        if context.has(own := f"公开05/合计/{column}"):
            yield Check(GENERAL_SPENT, column, side(general[column]), side(own))
    for fund, table in FUNDS:
        for column, key in _of_fund(fund).items():
            if context.has(own := f"{table}/合计/{column}"):
                yield Check(FUND_SPENT, f"{fund} {column}", side(key), side(own))


def _of_fund(fund: str) -> dict[str, str]:
    """Column of a table of one fund → the key of the same figure in 公开04."""
    return {
        "小计": f"公开04/本年支出合计/支出/{fund}",
        "本年收入": f"公开04/{fund}/收入/金额",
        "年初结转和结余": f"公开04/{public04.OPENING}/{fund}/收入/金额",
        "年末结转和结余": f"公开04/{public04.CLOSING}/支出/{fund}",
    }


def _printed_twice(context: Context) -> Iterator[Check]:
    """A table that prints another one once more: each column as in that one or, where it has none such, in 公开04."""
    for name, shape in context.form.tables.items():
        if shape.of:
            source = VIEWED[shape.of].feeds[0].source
            rule = {"公开02": INCOME, "公开03": SPENT, "公开05": GENERAL_SPENT}.get(shape.of, FUND_SPENT)
            for column in shape.columns:
                key = f"{shape.of}/合计/{column}"
                if not context.has(key) and source:
                    key = _of_fund(source)[column]
                own = context.side(f"{name}/合计/{column}")
                yield Check(rule, f"{shape.sheet} {shape.word(column)}", context.side(key), own)


def _funds_by_class(context: Context) -> Iterator[Check]:
    for fund, table in FUNDS:
        for code, name in context.listed_classes().items():
            left = context.side(key := f"公开04/{name}/支出/{fund}")
            right = Formula(_in_row(table, "小计", code), (Ref(key),))
            own = Side(f"{context.form[table].sheet} {code}", right)
            yield Check(BY_FUND, f"{fund} {code} {name}", left, own, f"{{{key}}}<>0")


def _purchase() -> Iterator[Check]:
    key, kinds = "政府采购", ("货物", "工程", "服务")
    whole = Side("政府采购总额", Sum(tuple(Money(f"录入/{key}/{kind}") for kind in kinds)))
    medium, small = _entered(key, "授予中小企业"), _entered(key, "授予小微企业")
    yield Check(PURCHASE, medium.name, medium, whole, _filled(key, *kinds))
    yield Check(PURCHASE, small.name, small, medium, _filled(key, medium.name))
    for most, name in (("预留中小企业", "预留小微企业"), *((name, f"{name}成交") for name in RESERVED)):
        when = _filled(key, most, name)
        yield Check(PURCHASE, name, _entered(key, name), _entered(key, most), when, severity="unexplained")
    for whole, name in ((medium, "预留中小企业成交"), (small, "预留小微企业成交"), (medium, "其他由中小企业成交")):
        yield Check(PURCHASE, name, _entered(key, name), whole, _filled(key, whole.name, name))
    for kind in kinds:
        part = _entered(key, f"{kind}授予中小企业")
        yield Check(PURCHASE, part.name, part, _entered(key, kind), _filled(key, kind))


def _entered(key: str, name: str, called: str = "") -> Side:
    cell = f"录入/{key}/{name}"
    return Side(called or name, Money(cell), cell)


def _filled(key: str, *names: str) -> str:
    """A template: whether each of these figures is entered."""
    return each_entered(*(f"录入/{key}/{name}" for name in names))
