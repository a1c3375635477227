"""公开04 财政拨款收入支出决算总表: three funds, their opening and closing balances."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER
from xlbudget.language.expressions import Balance, Entries, Expr, Ref, Sum, class_codes, total
from xlbudget.sheets.tables.heading import Fixed
from xlbudget.sheets.tables.two_sided import BLANK, GRAND_TOTAL, WORDS, Line, TwoSided, level, numeral, unplaced

KEY = "公开04"
FUNDS = (GENERAL, FUND, CAPITAL)
OPENING = "年初财政拨款结转和结余"
CLOSING = "年末财政拨款结转和结余"
TABLE = Fixed((*WORDS, "金额", "合计", *FUNDS, "本年收入合计", OPENING, "本年支出合计", CLOSING, GRAND_TOTAL))


def table(classes: Mapping[str, str], numbered: bool) -> TwoSided:
    """``classes``: the 类 that have a line, by code, in printed order; ``numbered``: so are its opening balances."""
    received = [
        Line(fund, f"{numeral(i)}、", figures=(("金额", Entries("收入", f"{fund}收入")),))
        for i, fund in enumerate(FUNDS, 1)
    ]
    outlays = [
        Line(name, f"{numeral(i)}、", figures=_by_fund(name, _spent), scope=class_codes(code))
        for i, (code, name) in enumerate(classes.items(), 1)
    ]
    opening = [
        Line(
            f"{OPENING}/{fund}",
            f"{numeral(i)}、" if numbered else "",
            fund,
            (("金额", Entries("结转结余/年初", "金额", fund)),),
        )
        for i, fund in enumerate(FUNDS, 1)
    ]
    income = [
        *level(received, outlays),
        Line("本年收入合计", figures=(("金额", total(*(_income(fund) for fund in FUNDS))),), emphasis=True),
        Line(OPENING, figures=(("金额", total(*(_income(line.name) for line in opening))),)),
        *opening,
        Line(GRAND_TOTAL, figures=(("金额", total(_income("本年收入合计"), _income(OPENING))),), emphasis=True),
    ]
    spending = [
        *level(outlays, received),
        Line("本年支出合计", figures=_by_fund("本年支出合计", _spent), emphasis=True),
        Line(CLOSING, figures=_by_fund(CLOSING, _closing)),
        *[BLANK] * len(FUNDS),
        Line(GRAND_TOTAL, figures=_by_fund(GRAND_TOTAL, _grand_total), emphasis=True),
    ]
    return TwoSided(
        key=KEY,
        income=tuple(income),
        spending=tuple(spending),
        income_columns=("金额",),
        spending_columns=("合计", *FUNDS),
        name_widths=(34, 38),
        amount_width=18,
        alarm=unplaced(classes, OTHER),
    )


def _income(name: str) -> str:
    return f"{KEY}/{name}/收入/金额"


def _outlay(name: str, column: str) -> str:
    return f"{KEY}/{name}/支出/{column}"


def _spent(fund: str) -> Expr:
    return Entries("支出", "本年支出", fund)


def _closing(fund: str) -> Expr:
    received = (Ref(_income(f"{OPENING}/{fund}")), Ref(_income(fund)))
    return Balance(received, (Ref(_outlay("本年支出合计", fund)),))


def _grand_total(fund: str) -> Expr:
    return Sum((Ref(_outlay("本年支出合计", fund)), Ref(_outlay(CLOSING, fund))))


def _by_fund(name: str, figure: Callable[[str], Expr]) -> tuple[tuple[str, Expr], ...]:
    """合计 across the funds, then one figure a fund."""
    return (
        ("合计", total(*(_outlay(name, fund) for fund in FUNDS))),
        *((fund, figure(fund)) for fund in FUNDS),
    )
