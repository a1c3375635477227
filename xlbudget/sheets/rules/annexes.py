"""Rules between the annexes and the tables they draw on."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import CAPITAL, FUND
from xlbudget.language.expressions import Economic, Expr, Formula, Ref, Sum, total
from xlbudget.sheets.inputs.funding import BUDGETS
from xlbudget.sheets.rules.between_tables import NO_OTHERS
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

BASE = Rule(
    "附件1-取数",
    "基础数据表的决算数与它取自的表相同",
    "部门整体支出绩效评价基础数据表填表说明：取自部门决算",
    "检查附件1 的公式是否被改写",
    Example("公用经费", Figures(50.01, 50.01), {"附件1/公用经费/决算数": 55}, Figures(55, 50.01)),
)
WHOLE = Rule(
    "附件2-取数",
    "整体支出自评表的资金与支出决算表相同，按性质分的各项之和等于总额",
    "部门整体支出绩效自评表：年度资金总额取自部门决算",
    "检查附件2 的公式是否被改写",
    Example("年度资金总额", Figures(320, 320), {"附件2/年度资金总额/全年执行数": 310}, Figures(310, 320)),
)
BY_FUND = Rule(
    "表间-04基金类",
    "财政拨款总表政府性基金、国有资本经营的每类支出等于各自表里的同一类",
    "部门决算公开格式，表间关系",
    "这两种资金只能有基本支出和项目支出：把别的支出改到其他资金",
    Example(
        "政府性基金预算财政拨款 212 城乡社区支出",
        Figures(30, 30),
        {"录入/支出/对附属单位补助支出@4": 4},
        Figures(34, 30),
    ),
    bound=NO_OTHERS,
)

ECONOMIC = {
    "其中：办公经费": ("30201",),
    "水费、电费、差旅费": ("30205", "30206", "30211"),
    "会议费、培训费": ("30215", "30216"),
}
"""附件1 line → the economic codes it is made of."""


def checks(context: Context) -> Iterator[Check]:
    yield from _funds_by_class(context)
    if context.has("附件1/三公经费/决算数"):
        yield from _base(context)
    if context.has("附件2/年度资金总额/全年执行数"):
        yield from _whole(context)


def _funds_by_class(context: Context) -> Iterator[Check]:
    for fund, table in ((FUND, "政府性基金"), (CAPITAL, "国有资本经营")):
        for code, name in context.listed_classes().items():
            left = context.side(f"公开04/{name}/支出/{fund}")
            body = f"SUMIFS({{{table}/列/小计}},{{科目树/{table}/键}},{int(code) * 10_000})"
            right = Side(f"{context.form[table].sheet} {code}", Formula(body, (Ref(left.cell),)))
            used = f"{{{left.cell}}}<>0"
            yield Check(BY_FUND, f"{fund} {code} {name}", left, right, used)


def _base(context: Context) -> Iterator[Check]:
    def line(name: str) -> Side:
        return context.side(f"附件1/{name}/决算数")

    sources: dict[str, tuple[str, Expr, str]] = {
        "三公经费": ("三公经费支出决算表 合计", Ref("三公/三公经费/决算数/合计"), "三公/三公经费/决算数/合计"),
        "公用经费": ("公开06 公用经费合计", Ref("公开06/公用经费合计/决算数"), "公开06/公用经费合计/决算数"),
        "部门基本支出预算调整": ("公开03 基本支出", Ref("公开03/合计/基本支出"), "公开03/合计/基本支出"),
    }
    for name, codes in ECONOMIC.items():
        sources[name] = (f"公开06 {'、'.join(codes)}", Sum(tuple(Economic(code) for code in codes)), "")
    for name, (source, figure, cell) in sources.items():
        yield Check(BASE, name, line(name), Side(source, figure, cell))


def _whole(context: Context) -> Iterator[Check]:
    def key(row: str, column: str = BUDGETS[-1]) -> str:
        return f"附件2/{row}/{column}"

    spent = context.side(key("年度资金总额"))
    yield Check(WHOLE, "年度资金总额", spent, context.side("公开03/合计/本年支出合计"))
    kinds = ("其中:一般公共预算", "政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金")
    yield Check(WHOLE, "按收入性质分", Side("四项之和", total(*(key(kind) for kind in kinds))), spent)
