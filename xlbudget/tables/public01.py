"""公开01 收入支出决算总表: income by kind, expenditure by 类, balances, both 总计."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.shape import FISCAL_INCOME, OTHER_INCOME
from xlbudget.spec import Balance, Entries, Expr, Money, Ref, class_codes, total
from xlbudget.tables.two_sided import BLANK, Line, TwoSided, numeral

KEY = "公开01"
AMOUNT = "金额"


def table(classes: Mapping[str, str]) -> TwoSided:
    """``classes``: the 类 of the year by code, in printed order."""
    kinds = [
        Line(f"{numeral(i)}、{kind}", kind, ((AMOUNT, Entries("收入", kind)),))
        for i, kind in enumerate((*FISCAL_INCOME, *OTHER_INCOME), 1)
    ]
    outlays = [
        Line(f"{numeral(i)}、{name}", name, ((AMOUNT, Entries("支出", "本年支出")),), scope=class_codes(code))
        for i, (code, name) in enumerate(classes.items(), 1)
    ]
    income = [
        *kinds,
        *[BLANK] * (len(outlays) - len(kinds)),
        _line("本年收入合计", total(*(_key(line.name, "收入") for line in kinds)), True),
        _line("使用非财政拨款结余和专用结余", Money("录入/结转结余/使用非财政拨款结余和专用结余")),
        _line("年初结转和结余", Entries("结转结余/年初", "金额")),
        BLANK,
        _line(
            "总计",
            total(*(_key(name, "收入") for name in ("本年收入合计", "使用非财政拨款结余和专用结余", "年初结转和结余"))),
            True,
        ),
    ]
    spending = [
        *outlays,
        _line("本年支出合计", Entries("支出", "本年支出"), True),
        _line("结余分配", Money("录入/结转结余/结余分配")),
        _line(
            "年末结转和结余",
            Balance(
                tuple(
                    Ref(_key(name, "收入"))
                    for name in ("本年收入合计", "使用非财政拨款结余和专用结余", "年初结转和结余")
                ),
                (Ref(_key("本年支出合计", "支出")), Ref(_key("结余分配", "支出"))),
            ),
        ),
        BLANK,
        _line("总计", total(*(_key(name, "支出") for name in ("本年支出合计", "结余分配", "年末结转和结余"))), True),
    ]
    return TwoSided(
        key=KEY,
        title="收入支出决算总表",
        basis="部门决算公开格式 公开01表",
        income=tuple(income),
        spending=tuple(spending),
        income_columns=(AMOUNT,),
        spending_columns=(AMOUNT,),
        notes=(
            "注：1. 本表反映部门本年度的总收支和年末结转结余情况。",
            "　　2. 本套报表金额单位转换时可能存在尾数误差。",
        ),
        widths=(44, 6, 20, 44, 6, 20),
    )


def _key(name: str, side: str) -> str:
    return f"{KEY}/{name}/{side}/{AMOUNT}"


def _line(name: str, figure: Expr, emphasis: bool = False) -> Line:
    return Line(name, name, ((AMOUNT, figure),), emphasis=emphasis)
