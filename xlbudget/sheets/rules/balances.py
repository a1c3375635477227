"""表间-结转项, 表间-年初: what was spent under a 项 was received under it, or was there when the year began."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.fields import OTHER, OTHER_INCOME, SOURCES
from xlbudget.language.expressions import Entries, Expr, Formula, Money, Sum, Tally, Typed
from xlbudget.language.sheet import column_letter
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

BY_ITEM = Rule(
    "表间-结转项",
    "每种资金各项支出多于本项收入的部分，合起来不大于它的年初结转和结余",
    "部门决算报表编制说明：年末结转 = 年初 + 收入 − 支出，逐个项级科目都不为负",
    "收入和支出要记在同一个科目上：核对科目代码，或补填年初结转",
    Example(
        "一般公共预算财政拨款",
        Figures(0, 0, 0.005),
        {"录入/支出/科目@2": "2080506"},
        Figures(60, 0, 0.015),
    ),
    relation="≤",
    bound="半宽 ×（1 + 这些科目的收入、支出和年初数里非零录入数的个数）",
)
OPENING = Rule(
    "表间-年初",
    "年初结转和结余等于上年的年末结转和结余，逐种资金",
    "部门决算报表：年初结转和结余调整情况表",
    "核对两边的录入；调整过的写明是哪一种：会计差错更正、收回以前年度支出、归集调入、归集调出、归集上缴和缴回、"
    "单位内部调剂",
    Example("其他资金", Figures(5, 5, 0.015), {"录入/上年/年末结转和结余/金额@1": 6}, Figures(5, 6, 0.015)),
    severity="unexplained",
)
KEPT, LAST = "结转结余/年初", "上年/年末结转和结余"
OVER, WITHOUT = "录入/支出/超收号", "录入/收入/无支号"
"""Columns of the lists: in the rows of which source more was spent than received, or received and nothing spent."""


def checks(context: Context) -> Iterator[Check]:
    for number, source in enumerate(SOURCES, 1):
        yield _by_item(context, number, source)
    if context.has(f"录入/{LAST}/金额"):
        for number, source in enumerate(SOURCES, 1):
            now, last = (Entries(key, "金额", source) for key in (KEPT, LAST))
            own = f"COUNTIF({{录入/{KEPT}/来源号}},{number})+COUNTIF({{录入/{LAST}/来源号}},{number})>0"
            when = f"AND(COUNT({{录入/{LAST}/金额}})>0,{own})"
            yield Check(OPENING, source, Side("年初结转和结余", now), Side("上年的年末结转和结余", last), when)


def _by_item(context: Context, number: int, source: str) -> Check:
    of = f"{{{OVER}}},{number}"
    incomes = len(OTHER_INCOME) if source == OTHER else 1
    n = f"SUMIFS({{录入/支出/本年支出个数}},{of})+{incomes}*COUNTIF({of})"
    over = Formula(f"SUMIFS({{录入/支出/超收}},{of})/金额换算", (Tally(n, "支出"), Tally("0", "收入")))
    opening: Expr = Typed(Entries(KEPT, "金额", source))
    name = "年初结转和结余"
    if source == OTHER:
        name = "年初结转和结余，加使用的结余"
        opening = Sum((opening, Typed(Money("录入/结转结余/使用非财政拨款结余和专用结余"))))
    area = context.names.find("录入/支出/科目", BY_ITEM.id)
    at = f'"{column_letter(area.col)}"&({area.row - 1}+IFERROR(MATCH({number},{{{OVER}}},0),1))'
    left = Side("支出多于收入的各项", over, "提示/录入-支出@1")
    # Codes that are no 项 are told where they stand.
    coded = all_coded("支出", "本年支出") + "," + all_coded("收入", "本年收入")
    when = f"AND({coded},COUNTIF({{录入/支出/来源号}},{number})>0)"
    bound = f'半宽*(1+{n}+COUNTIFS({{录入/{KEPT}/来源号}},{number},{{录入/{KEPT}/金额}},"<>0"))'
    short, unspent = _first(OVER, "支出", number), _first(WITHOUT, "收入", number)
    told = f'"没有或不够收入的 "&{short}&"，有收入而没有支出的 "&{unspent}&"；"'
    return Check(BY_ITEM, source, left, Side(name, opening), when, bound, told=told, at=at)


def all_coded(listing: str, amount: str) -> str:
    """A template: whether every row of a list with an amount has a code that counts."""
    # Not "<>0": a row that somebody inserted is blank there, which would count.
    column = f"{{录入/{listing}/{amount}}}"
    return f'COUNT({{录入/{listing}/项键}})>=COUNTIF({column},">0")+COUNTIF({column},"<0")'


def _first(column: str, listing: str, number: int) -> str:
    """A template: the first code of those that ``column`` marks with ``number``, and how many they are."""
    code = f"INDEX({{录入/{listing}/科目}},MATCH({number},{{{column}}},0))"
    many = f"COUNTIF({{{column}}},{number})"
    more = f'IF({many}>1," 等 "&{many}&" 个科目","")'
    amount = ""
    if listing == "支出":
        amount = f'&"（多 "&{in_money(f"INDEX({{录入/支出/超收}},MATCH({number},{{{column}}},0))/金额换算")}&" 万元）"'
    return f'IF({many}=0,"（无）",{code}{amount}&{more})'
