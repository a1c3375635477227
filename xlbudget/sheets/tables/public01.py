"""公开01 收入支出决算总表: income by kind, expenditure by 类, balances, both 总计."""

from __future__ import annotations

from dataclasses import replace

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME
from xlbudget.datafile.kinds import Field
from xlbudget.language.expressions import Balance, Entries, Expr, Money, Ref, class_codes, total
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.inputs.unit import chosen_otherwise
from xlbudget.sheets.tables import two_sided
from xlbudget.sheets.tables.printed_table import YES_NO, PrintedTable, Unit
from xlbudget.sheets.tables.two_sided import BLANK, GRAND_TOTAL, SideLine, TableSide, level

KEY = "公开01"
AMOUNT = "金额"
INCOME, SPENDING = "本年收入合计", "本年支出合计"
USED, OPENING = "使用非财政拨款结余和专用结余", "年初结转和结余"
SHARED, CLOSING = "结余分配", "年末结转和结余"
KINDS = (*FISCAL_INCOME, *OTHER_INCOME)


def _sheets(unit: Unit) -> list[Sheet]:
    classes = two_sided.classes_listed(unit)
    spaced = [BLANK] * unit.form[KEY].says("总计前空行")
    kinds = [SideLine(kind, {AMOUNT: Entries("收入", kind)}, i) for i, kind in enumerate(KINDS, 1)]
    spent = Entries("支出", "本年支出")
    outlays = [
        SideLine(name, {AMOUNT: spent}, i, scope=class_codes(code)) for i, (code, name) in enumerate(classes.items(), 1)
    ]
    received = tuple(_key(name, "收入") for name in (INCOME, USED, OPENING))
    given = tuple(_key(name, "支出") for name in (SPENDING, SHARED))
    income = [
        *level(kinds, outlays),
        _line(INCOME, total(*(_key(kind, "收入") for kind in KINDS)), True),
        _line(USED, Money(f"录入/结转结余/{USED}")),
        _line(OPENING, Entries("结转结余/年初", "金额")),
        *spaced,
        _line(GRAND_TOTAL, total(*received), True),
    ]
    spending = [
        *level(outlays, kinds),
        _line(SPENDING, spent, True),
        _line(SHARED, Money(f"录入/结转结余/{SHARED}")),
        _line(CLOSING, Balance(tuple(map(Ref, received)), tuple(map(Ref, given)))),
        *spaced,
        _line(GRAND_TOTAL, total(*given, _key(CLOSING, "支出")), True),
    ]
    sides = (TableSide("收入", income, (AMOUNT,), 44), TableSide("支出", spending, (AMOUNT,), 44))
    said = chosen_otherwise(unit.data)
    alarm = two_sided.unplaced(classes)
    alarm = replace(alarm, template=f"{said}&{alarm.template}") if said else alarm
    return [two_sided.sheet(KEY, unit.form, sides, 20, alarm)]


def _key(name: str, side: str) -> str:
    return f"{KEY}/{name}/{side}/{AMOUNT}"


def _line(name: str, figure: Expr, emphasis: bool = False) -> SideLine:
    return SideLine(name, {AMOUNT: figure}, emphasis=emphasis)


TABLE = PrintedTable(
    KEY,
    _sheets,
    words=(*two_sided.WORDS, AMOUNT, *KINDS, INCOME, USED, OPENING, SPENDING, SHARED, CLOSING, GRAND_TOTAL),
    layout_fields=(*two_sided.LAYOUT_FIELDS, Field("总计前空行", YES_NO)),
    blank_rows=(USED, SHARED, OPENING, CLOSING),
    column_parts=2,
)
