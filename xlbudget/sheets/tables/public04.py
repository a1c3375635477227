"""公开04 财政拨款收入支出决算总表: three funds, their opening and closing balances."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER
from xlbudget.datafile.kinds import Field
from xlbudget.language.expressions import Balance, Entries, Expr, Ref, Sum, class_codes, total
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.tables import two_sided
from xlbudget.sheets.tables.printed_table import YES_NO, PrintedTable, Unit
from xlbudget.sheets.tables.two_sided import BLANK, GRAND_TOTAL, SideLine, TableSide, level

KEY = "公开04"
FUNDS = (GENERAL, FUND, CAPITAL)
INCOME, SPENDING = "本年收入合计", "本年支出合计"
OPENING = "年初财政拨款结转和结余"
CLOSING = "年末财政拨款结转和结余"


def _sheets(unit: Unit) -> list[Sheet]:
    classes = two_sided.classes_listed(unit)
    numbered = unit.form[KEY].says("年初结转编号")
    received = [SideLine(fund, {"金额": Entries("收入", f"{fund}收入")}, i) for i, fund in enumerate(FUNDS, 1)]
    outlays = [
        SideLine(name, _by_fund(name, _spent), i, scope=class_codes(code))
        for i, (code, name) in enumerate(classes.items(), 1)
    ]
    opening = [
        SideLine(f"{OPENING}/{fund}", {"金额": Entries("结转结余/年初", "金额", fund)}, i * numbered, fund)
        for i, fund in enumerate(FUNDS, 1)
    ]
    income = [
        *level(received, outlays),
        SideLine(INCOME, {"金额": total(*map(_income, FUNDS))}, emphasis=True),
        SideLine(OPENING, {"金额": total(*(_income(line.name) for line in opening))}),
        *opening,
        SideLine(GRAND_TOTAL, {"金额": total(_income(INCOME), _income(OPENING))}, emphasis=True),
    ]
    spending = [
        *level(outlays, received),
        SideLine(SPENDING, _by_fund(SPENDING, _spent), emphasis=True),
        SideLine(CLOSING, _by_fund(CLOSING, _closing)),
        *[BLANK] * len(FUNDS),
        SideLine(GRAND_TOTAL, _by_fund(GRAND_TOTAL, _grand_total), emphasis=True),
    ]
    sides = (TableSide("收入", income, ("金额",), 34), TableSide("支出", spending, ("合计", *FUNDS), 38))
    return [two_sided.sheet(KEY, unit.form, sides, 18, two_sided.unplaced(classes, OTHER))]


def _income(name: str) -> str:
    return f"{KEY}/{name}/收入/金额"


def _outlay(name: str, column: str) -> str:
    return f"{KEY}/{name}/支出/{column}"


def _spent(fund: str) -> Expr:
    return Entries("支出", "本年支出", fund)


def _closing(fund: str) -> Expr:
    received = (Ref(_income(f"{OPENING}/{fund}")), Ref(_income(fund)))
    return Balance(received, (Ref(_outlay(SPENDING, fund)),))


def _grand_total(fund: str) -> Expr:
    return Sum((Ref(_outlay(SPENDING, fund)), Ref(_outlay(CLOSING, fund))))


def _by_fund(name: str, figure: Callable[[str], Expr]) -> dict[str, Expr]:
    """合计 across the funds, then one figure a fund."""
    return {"合计": total(*(_outlay(name, fund) for fund in FUNDS))} | {fund: figure(fund) for fund in FUNDS}


TABLE = PrintedTable(
    KEY,
    _sheets,
    words=(*two_sided.WORDS, "金额", "合计", *FUNDS, INCOME, OPENING, SPENDING, CLOSING, GRAND_TOTAL),
    layout_fields=(
        *two_sided.LAYOUT_FIELDS,
        Field("年初结转编号", YES_NO, about="年初各项财政拨款结转前面印 一、二、三、"),
    ),
    blank_rows=(OPENING, CLOSING),
    column_parts=2,
)
