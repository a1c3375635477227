"""表内-: rules within one table: what its own lines and columns owe each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xlbudget.datafile.classification import economic
from xlbudget.datafile.fields import FISCAL_INCOME, FUND, OTHER_INCOME
from xlbudget.language.expressions import Balance, Economic, Formula, Ref, Sum, total
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import NOTHING, SAME_ENTRIES, Check, Example, Figures, Rule, Side
from xlbudget.sheets.tables import public01, public04, public06, triple
from xlbudget.sheets.tables.every import live_tables
from xlbudget.sheets.tables.live_table import Classified, named_in

FORM = "部门决算公开格式，表内各行各列的关系"


def _many_codes(listing: str, first: int, column: str) -> dict[str, str | float]:
    """Fifty further entries of 政府性基金, each of a 款 of its own."""
    entries: dict[str, str | float] = {}
    for n in range(50):
        entries |= {f"录入/{listing}/科目@{10 + n}": f"{first + n}01", f"录入/{listing}/{column}@{10 + n}": 1}
        if listing == "支出":
            entries[f"录入/支出/资金来源@{10 + n}"] = FUND
    return entries


ROW_SUM = Rule(
    "表内-行合计",
    "同一行的合计等于各列之和",
    FORM,
    "检查这一行的公式是否被改写，恢复为各列相加",
    Example("公开03 合计行", Figures(320, 320), {"公开03/合计/本年支出合计": 300}, Figures(300, 320)),
    bound=SAME_ENTRIES,
)
LEVELS = Rule(
    "表内-类款项",
    "各类之和、各款之和、各项之和都等于合计",
    f"{FORM}；合计直接取自录入表，类、款、项各行取自科目代码",
    "到录入表看“填写提示”：有金额的行科目代码不是 7 位项级，或者行放不下",
    Example("公开03 本年支出合计", Figures(320, 320), {"录入/支出/科目@2": "2010100"}, Figures(260, 320)),
    bound="0（两边只差没有自己一行的科目）",
)
OVERFLOW = Rule(
    "表内-行数",
    "用到的科目都有自己的一行",
    "本程序：每张表的行数在生成时定下",
    "把数据读回（xlbudget read）再生成（xlbudget build），行数随数据增加",
    Example(
        "公开07 放不下的科目数",
        Figures(0, 0),
        _many_codes("收入", 22410, "政府性基金预算财政拨款收入") | _many_codes("支出", 21910, "项目支出"),
        Figures(21, 0),
        told="政府性基金的收入、支出各再填 50 个科目，分属 100 个不同的款",
    ),
    unit="行",
)
INCOME_TOTAL = Rule(
    "表内-收入合计",
    "本年收入合计等于各项收入之和",
    FORM,
    "检查本年收入合计的公式",
    Example("公开01 收入", Figures(320, 320), {"公开01/本年收入合计/收入/金额": 302}, Figures(302, 320)),
    bound=SAME_ENTRIES,
)
SPENT_TOTAL = Rule(
    "表内-支出合计",
    "本年支出合计等于各类支出之和",
    FORM,
    "有支出的科目不在表列各类中：核对科目代码；代码无误的重新生成工作簿",
    Example("公开01 支出", Figures(320, 320), {"录入/支出/科目@5": "2990101"}, Figures(310, 320)),
    bound="0（两边只差不在表列各类中的科目）",
)
TWO_TOTALS = Rule(
    "表内-总计",
    "收入总计等于支出总计",
    FORM,
    "检查年末结转和结余的公式是否被改写",
    Example("公开01", Figures(333, 333), {"公开01/年末结转和结余/支出/金额": 10}, Figures(333, 330)),
    bound=SAME_ENTRIES,
)
CLOSING = Rule(
    "表内-年末结转",
    "年末结转和结余 = 年初结转和结余 + 本年收入 − 本年支出（公开01 再加使用结余、减结余分配）",
    FORM,
    "检查年末结转和结余的公式是否被改写",
    Example("公开01", Figures(13, 13), {"公开01/年末结转和结余/支出/金额": 0}, Figures(0, 13)),
    bound=SAME_ENTRIES,
)
NOT_NEGATIVE = Rule(
    "表内-结转不为负",
    "年末结转和结余不为负数",
    "预算法：支出不得超过年初结转与本年收入之和；尾差范围内的负数是四舍五入",
    "支出大于收入与年初结转之和：核对收入、支出的资金来源，或补填年初结转",
    Example("公开04 政府性基金预算财政拨款", Figures(8, 0, 0.02), {"录入/支出/项目支出@4": 40}, Figures(-2, 0, 0.02)),
    relation="≥",
)
FUND_SUM = Rule(
    "表内-三种拨款",
    "合计等于三种财政拨款之和",
    FORM,
    "检查这一行的公式是否被改写",
    Example(
        "公开04 一般公共服务支出", Figures(260, 260), {"公开04/一般公共服务支出/支出/合计": 200}, Figures(200, 260)
    ),
    bound=SAME_ENTRIES,
)
ECONOMIC_SUM = Rule(
    "表内-经济分类",
    "类级科目等于它所列各款之和",
    "部门决算公开格式 公开06表",
    "录入-经济分类 里有本表不列的科目：核对代码",
    Example(
        "公开06 302",
        Figures(50.01, 50.01),
        {"录入/经济分类/科目@76": "30298", "录入/经济分类/金额@76": 3},
        Figures(53.01, 50.01),
    ),
    bound="0（两边只差本表不列的科目）",
)
STAFF_OFFICE = Rule(
    "表内-人员公用",
    "人员经费合计、公用经费合计等于所含各类之和",
    "公开06表",
    "检查合计的公式是否被改写",
    Example("公开06", Figures(170, 170), {"公开06/人员经费合计/决算数": 150}, Figures(150, 170)),
    bound=SAME_ENTRIES,
)
TRIPLE_SUM = Rule(
    "表内-三公",
    "三公经费合计等于四项之和，小计等于购置费加运行维护费",
    "三公经费支出决算表",
    "检查公式是否被改写",
    Example("公开09 三公经费 决算数 合计", Figures(5, 5), {"三公/三公经费/决算数/合计": 6}, Figures(6, 5)),
    bound=SAME_ENTRIES,
)


def checks(context: Context) -> Iterator[Check]:
    printed = context.form.tables
    for table in live_tables(context.form):
        if table.key in printed:
            yield from _live(context, table)
    fixed = {public01.KEY: _summary, public04.KEY: _fiscal, public06.KEY: _economic, triple.KEY: _triple}
    for name, own in fixed.items():
        if name in printed:
            yield from own(context)


def _live(context: Context, table: Classified) -> Iterator[Check]:
    key, form = table.key, context.form[table.key]
    columns = [column for column in table.columns if column.label in form.columns]
    first = f"{key}/合计/{columns[0].label}"
    without = Side(f"{form.sheet} 放不下的科目", Formula(f"{{科目树/{key}/放不下}}", (Ref(first),)), first)
    yield Check(OVERFLOW, f"{form.sheet} 放不下的科目数", without, NOTHING)
    for column in columns:
        whole = context.side(f"{key}/合计/{column.label}")
        if isinstance(column.figure, Sum) and (parts := named_in(column.figure)):
            names = "、".join(map(form.word, parts))
            figure = total(*(f"{key}/合计/{part}" for part in parts))
            yield Check(ROW_SUM, f"{form.sheet} 合计行", whole, Side(f"{names}之和", figure))
        if isinstance(column.figure, Balance):
            plus, minus = (
                tuple(Ref(f"{key}/合计/{ref.key}") for ref in refs if isinstance(ref, Ref))
                for refs in (column.figure.plus, column.figure.minus)
            )
            yield from _closing(f"{form.sheet} 合计行", whole, "年初 + 收入 − 支出", Balance(plus, minus))
        for level, name in enumerate(("类", "款", "项"), 1):
            summed = f"ROUND(SUMIFS({{{key}/列/{column.label}}},{{科目树/{key}/级}},{level}),6)"
            lines = Side(f"{form.sheet} 各{name}之和", Formula(summed, (Ref(whole.cell),)))
            yield Check(LEVELS, f"{form.sheet} {form.word(column.label)}", lines, whole)


def _closing(subject: str, closing: Side, name: str, figure: Balance) -> Iterator[Check]:
    yield Check(CLOSING, subject, closing, Side(name, figure))
    yield Check(NOT_NEGATIVE, subject, closing, replace(NOTHING, name="零"))


def _summary(context: Context) -> Iterator[Check]:
    def income(name: str) -> str:
        return f"公开01/{name}/收入/金额"

    def outlay(name: str) -> str:
        return f"公开01/{name}/支出/金额"

    side = context.side
    kinds = Side("各项收入之和", total(*map(income, (*FISCAL_INCOME, *OTHER_INCOME))))
    yield Check(INCOME_TOTAL, "公开01 收入", side(income("本年收入合计")), kinds)
    classes = Side("各类支出之和", total(*map(outlay, context.listed_classes().values())))
    yield Check(SPENT_TOTAL, "公开01 支出", classes, side(outlay("本年支出合计")))
    whole = side(income("总计"), "公开01 收入总计"), side(outlay("总计"), "公开01 支出总计")
    yield Check(TWO_TOTALS, "公开01", *whole)
    plus = tuple(Ref(income(name)) for name in ("本年收入合计", public01.USED, public01.OPENING))
    minus = tuple(Ref(outlay(name)) for name in ("本年支出合计", public01.SHARED))
    name = "年初 + 收入 + 使用结余 − 支出 − 结余分配"
    yield from _closing("公开01", side(outlay(public01.CLOSING)), name, Balance(plus, minus))


def _fiscal(context: Context) -> Iterator[Check]:
    def income(name: str) -> str:
        return f"公开04/{name}/收入/金额"

    def outlay(name: str, fund: str) -> str:
        return f"公开04/{name}/支出/{fund}"

    side, funds = context.side, public04.FUNDS
    three = Side("三种财政拨款之和", total(*map(income, funds)))
    yield Check(INCOME_TOTAL, "公开04 收入", side(income("本年收入合计")), three)
    whole = side(income("总计"), "公开04 收入总计"), side(outlay("总计", "合计"), "公开04 支出总计")
    yield Check(TWO_TOTALS, "公开04", *whole)
    classes = context.listed_classes().values()
    for fund in ("合计", *funds):
        parts = Side("各类支出之和", total(*(outlay(name, fund) for name in classes)))
        yield Check(SPENT_TOTAL, f"公开04 {fund}", parts, side(outlay("本年支出合计", fund)))
    for fund in funds:
        plus = Ref(income(f"{public04.OPENING}/{fund}")), Ref(income(fund))
        figure = Balance(plus, (Ref(outlay("本年支出合计", fund)),))
        yield from _closing(f"公开04 {fund}", side(outlay(public04.CLOSING, fund)), "年初 + 收入 − 支出", figure)
    for name in (*classes, "本年支出合计", public04.CLOSING, "总计"):
        parts = Side("三种财政拨款之和", total(*(outlay(name, fund) for fund in funds)))
        yield Check(FUND_SUM, f"公开04 {name}", side(outlay(name, "合计")), parts)


def _economic(context: Context) -> Iterator[Check]:
    codes = [code for code in context.form.economic(economic(context.data.record("科目"))) if len(code) == 5]
    for kind in (kind for block in public06.blocks(context.form) for kind in block):
        listed = [code for code in codes if code.startswith(kind)]
        parts = Side(f"所列 {len(listed)} 款之和", total(*(f"公开06/{code}/决算数" for code in listed)))
        yield Check(ECONOMIC_SUM, f"公开06 {kind}", context.side(f"公开06/{kind}/决算数"), parts)
    for name, kinds in ((public06.STAFF_TOTAL, public06.STAFF), (public06.OFFICE_TOTAL, public06.OFFICE)):
        parts = Side(f"{'、'.join(kinds)}之和", Sum(tuple(map(Economic, kinds))))
        yield Check(STAFF_OFFICE, "公开06", context.side(f"公开06/{name}/决算数"), parts)


def _triple(context: Context) -> Iterator[Check]:
    for half in triple.HALVES:
        row, subject = f"{triple.KEY}/{triple.ROW}/{half}", f"{context.form[triple.KEY].sheet} {half}"
        cars = total(f"{row}/{triple.PURCHASE}", f"{row}/{triple.RUNNING}")
        yield Check(TRIPLE_SUM, subject, context.side(f"{row}/{triple.SUBTOTAL}"), Side("购置费 + 运行维护费", cars))
        items = (triple.ABROAD, triple.PURCHASE, triple.RUNNING, triple.RECEPTION)
        four = Side("四项之和", total(*(f"{row}/{item}" for item in items)))
        yield Check(TRIPLE_SUM, subject, context.side(f"{row}/合计"), four)
