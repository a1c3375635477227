"""The topics of 说明 and 自评报告: one table of names, each with its figure, budgets, last year and whole.

Names that hold a code, a project or a kind of car are found by pattern (``topics_by_pattern.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from xlbudget.datafile.fields import FISCAL_INCOME, GENERAL, OTHER_INCOME, RECEPTIONS, SPENDING
from xlbudget.language.expressions import Balance, Economic, Entries, Expr, Money, Ref, Sum, number_at
from xlbudget.sheets.tables import annex1, triple
from xlbudget.sheets.tables.sums import column_sum


@dataclass(frozen=True)
class Topic:
    """What is said of one topic; None where nothing entered gives it.

    ``budget`` is 年初预算数, ``adjusted`` 全年预算数. ``whole`` is what 占比 is a share of, ``partition`` the name of
    the parts that make it up. ``executed``: 完成率 is of 全年预算. ``number``: how many there are.
    """

    actual: Expr | None = None
    budget: Expr | None = None
    adjusted: Expr | None = None
    last: Expr | None = None
    whole: Expr | None = None
    partition: str = ""
    executed: bool = False
    number: Expr | None = None


def _last(name: str) -> Money:
    return Money(f"录入/上年/{name}")


def _bought(name: str) -> Money:
    return Money(f"录入/政府采购/{name}")


def triple_year(year: str, *kinds: str) -> Expr:
    """三公经费 of a year or budget in 录入-三公经费, of some of its items."""
    return Sum(tuple(Money(f"录入/三公经费/{year}/{kind}") for kind in kinds))


def _triple(printed: str, label: str, kinds: tuple[str, ...], share: bool = True) -> tuple[str, Topic]:
    table = f"{triple.KEY}/{triple.ROW}"
    return printed, Topic(
        actual=Ref(f"{table}/决算数/{label}"),
        budget=triple_year("年初预算数", *kinds),
        adjusted=Ref(f"{table}/预算数/{label}"),
        last=triple_year("上年决算数", *kinds),
        whole=Ref(f"{table}/决算数/合计"),
        partition="三公各项" if share else "",
    )


CARS = (triple.PURCHASE, triple.RUNNING)
ALL_TRIPLE = (triple.ABROAD, *CARS, triple.RECEPTION)
INCOME, SPENT = Ref("公开02/合计/本年收入合计"), Ref("公开03/合计/本年支出合计")
GENERAL_SPENT, BASIC = Ref("公开05/合计/小计"), Ref("公开05/合计/基本支出")
KINDS = ("货物", "工程", "服务")
BUYING = Sum(tuple(_bought(kind) for kind in KINDS))
BASIC_BUDGET = column_sum("基本支出年初预算", "金额")
ASSETS, WORN = Money("录入/资产/固定资产原值"), Money("录入/资产/累计折旧")
BUDGET, ADJUSTED = Entries("支出", "年初预算数"), Entries("支出", "全年预算数")
DIRECT = column_sum("项目", "直接拨付区县")

TOTALS = {
    "收入支出总计": Topic(Ref("公开01/总计/收入/金额"), last=_last("收支总计")),
    "财政拨款收入支出总计": Topic(Ref("公开04/总计/收入/金额"), last=_last("财政拨款收支总计")),
    "财政拨款支出": Topic(Ref("公开04/本年支出合计/支出/合计"), last=_last("财政拨款支出"), whole=SPENT),
    "本年收入合计": Topic(INCOME),
    "本年支出合计": Topic(SPENT, BUDGET, ADJUSTED),
    "部门整体支出": Topic(SPENT, BUDGET, Sum((ADJUSTED, DIRECT))),
    **{
        name: Topic(Ref(f"公开02/合计/{name}"), whole=INCOME, partition="收入各项")
        for name in ("财政拨款收入", *OTHER_INCOME)
    },
    **{name: Topic(Ref(f"公开01/{name}/收入/金额"), whole=INCOME) for name in FISCAL_INCOME},
    **{name: Topic(Ref(f"公开03/合计/{name}"), whole=SPENT, partition="支出各项") for name in SPENDING},
    "基本支出": Topic(
        Ref("公开03/合计/基本支出"), BASIC_BUDGET, annex1.own_budget(), whole=SPENT, partition="支出各项"
    ),
}
GENERAL_BUDGET = {
    "一般公共预算财政拨款支出": Topic(
        GENERAL_SPENT,
        Entries("支出", "年初预算数", GENERAL),
        Entries("支出", "全年预算数", GENERAL),
        _last("一般公共预算财政拨款支出"),
        SPENT,
    ),
    "一般公共预算财政拨款基本支出": Topic(BASIC, whole=GENERAL_SPENT),
    "人员经费": Topic(Ref("公开06/人员经费合计/决算数"), whole=BASIC, partition="基本支出各项"),
    "公用经费": Topic(Ref("公开06/公用经费合计/决算数"), whole=BASIC, partition="基本支出各项"),
    "会议费": Topic(Economic("30215")),
    "培训费": Topic(Economic("30216")),
    "机关运行经费": Topic(Money("录入/机关运行经费"), last=_last("机关运行经费")),
}
TRIPLES = {
    **dict(
        (
            _triple("三公经费", "合计", ALL_TRIPLE, share=False),
            _triple(triple.ABROAD, triple.ABROAD, (triple.ABROAD,)),
            _triple(triple.RECEPTION, triple.RECEPTION, (triple.RECEPTION,)),
            _triple(triple.CARS, triple.SUBTOTAL, CARS),
            *(_triple(kind, kind, (kind,), share=False) for kind in CARS),
        )
    ),
    **{kind: Topic(Money(f"录入/三公经费/公务接待明细/{kind}")) for kind in RECEPTIONS},
    "公务用车购置费未使用预算": Topic(
        Balance((triple_year("年初预算数", triple.PURCHASE),), (triple_year("决算数", triple.PURCHASE),))
    ),
}
PURCHASES = {
    "政府采购支出总额": Topic(BUYING),
    "政府采购金额": Topic(BUYING),
    **{f"政府采购{kind}支出": Topic(_bought(kind), whole=BUYING) for kind in KINDS},
    **{f"{kind}采购": Topic(_bought(kind), whole=BUYING) for kind in KINDS},
    "授予中小企业合同金额": Topic(_bought("授予中小企业"), whole=BUYING),
    "授予小微企业合同金额": Topic(_bought("授予小微企业"), whole=_bought("授予中小企业")),
    **{f"{kind}采购授予中小企业合同金额": Topic(_bought(f"{kind}授予中小企业"), whole=_bought(kind)) for kind in KINDS},
    "面向中小企业预留项目": Topic(budget=_bought("预留中小企业")),
    "面向小微企业预留项目": Topic(budget=_bought("预留小微企业")),
    "面向中小企业预留项目由中小企业中标或成交": Topic(_bought("预留中小企业成交")),
    "面向小微企业预留项目由小微企业中标或成交": Topic(_bought("预留小微企业成交")),
    "其他政府采购项目中由中小企业中标或成交": Topic(_bought("其他由中小企业成交")),
}
ASSETS_AND_STAFF = {
    "固定资产原值": Topic(ASSETS),
    "累计折旧": Topic(WORN),
    "固定资产净值": Topic(Balance((ASSETS,), (WORN,)), last=_last("固定资产净值")),
    "在编人员控制率": Topic(budget=number_at("录入/人员/编制数"), number=number_at("录入/人员/在职人数")),
}
TOPICS: dict[str, Topic] = {**TOTALS, **GENERAL_BUDGET, **TRIPLES, **PURCHASES, **ASSETS_AND_STAFF}
