"""公开01 收入支出决算总表: income by kind, expenditure by 类, balances, both 总计."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME
from xlbudget.language.expressions import Balance, Entries, Expr, Money, Ref, class_codes, total
from xlbudget.sheets.tables.heading import Fixed
from xlbudget.sheets.tables.two_sided import BLANK, GRAND_TOTAL, WORDS, Line, TwoSided, level, numeral, unplaced

KEY = "公开01"
AMOUNT = "金额"
USED, OPENING = "使用非财政拨款结余和专用结余", "年初结转和结余"
SHARED, CLOSING = "结余分配", "年末结转和结余"
TABLE = Fixed(
    (
        *WORDS,
        AMOUNT,
        *FISCAL_INCOME,
        *OTHER_INCOME,
        "本年收入合计",
        USED,
        OPENING,
        "本年支出合计",
        SHARED,
        CLOSING,
        GRAND_TOTAL,
    )
)


def table(classes: Mapping[str, str], spaced: bool) -> TwoSided:
    """``classes``: the 类 that have a line, by code, in printed order; ``spaced``: an empty line above 总计."""
    kinds = [
        Line(kind, f"{numeral(i)}、", figures=((AMOUNT, Entries("收入", kind)),))
        for i, kind in enumerate((*FISCAL_INCOME, *OTHER_INCOME), 1)
    ]
    outlays = [
        Line(name, f"{numeral(i)}、", figures=((AMOUNT, Entries("支出", "本年支出")),), scope=class_codes(code))
        for i, (code, name) in enumerate(classes.items(), 1)
    ]
    income = [
        *level(kinds, outlays),
        _line("本年收入合计", total(*(_key(line.name, "收入") for line in kinds)), True),
        _line(USED, Money(f"录入/结转结余/{USED}")),
        _line(OPENING, Entries("结转结余/年初", "金额")),
        *[BLANK] * spaced,
        _line(GRAND_TOTAL, total(*(_key(name, "收入") for name in ("本年收入合计", USED, OPENING))), True),
    ]
    spending = [
        *level(outlays, kinds),
        _line("本年支出合计", Entries("支出", "本年支出"), True),
        _line(SHARED, Money(f"录入/结转结余/{SHARED}")),
        _line(
            CLOSING,
            Balance(
                tuple(Ref(_key(name, "收入")) for name in ("本年收入合计", USED, OPENING)),
                (Ref(_key("本年支出合计", "支出")), Ref(_key(SHARED, "支出"))),
            ),
        ),
        *[BLANK] * spaced,
        _line(GRAND_TOTAL, total(*(_key(name, "支出") for name in ("本年支出合计", SHARED, CLOSING))), True),
    ]
    return TwoSided(
        key=KEY,
        income=tuple(income),
        spending=tuple(spending),
        income_columns=(AMOUNT,),
        spending_columns=(AMOUNT,),
        name_widths=(44, 44),
        amount_width=20,
        alarm=unplaced(classes),
    )


def _key(name: str, side: str) -> str:
    return f"{KEY}/{name}/{side}/{AMOUNT}"


def _line(name: str, figure: Expr, emphasis: bool = False) -> Line:
    return Line(name, figures=((AMOUNT, figure),), emphasis=emphasis)
