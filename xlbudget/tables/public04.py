"""公开04 财政拨款收入支出决算总表: three funds, their opening and closing balances."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlbudget.shape import CAPITAL, FUND, GENERAL
from xlbudget.spec import Balance, Entries, Expr, Ref, Sum, class_codes, total
from xlbudget.tables.two_sided import BLANK, Line, TwoSided, numeral

KEY = "公开04"
FUNDS = (GENERAL, FUND, CAPITAL)
OPENING = "年初财政拨款结转和结余"
CLOSING = "年末财政拨款结转和结余"


def table(classes: Mapping[str, str]) -> TwoSided:
    """``classes``: the 类 of the year by code, in printed order."""
    received = [
        Line(f"{numeral(i)}、{fund}", fund, (("金额", Entries("收入", f"{fund}收入")),))
        for i, fund in enumerate(FUNDS, 1)
    ]
    outlays = [
        Line(f"{numeral(i)}、{name}", name, _by_fund(name, _spent), scope=class_codes(code))
        for i, (code, name) in enumerate(classes.items(), 1)
    ]
    opening = [Line(fund, f"{OPENING}/{fund}", (("金额", Entries("结转结余/年初", "金额", fund)),)) for fund in FUNDS]
    income = [
        *received,
        *[BLANK] * (len(outlays) - len(received)),
        Line(
            "本年收入合计",
            "本年收入合计",
            (("金额", total(*(_income(fund) for fund in FUNDS))),),
            emphasis=True,
        ),
        Line(OPENING, OPENING, (("金额", total(*(_income(line.name) for line in opening))),)),
        *opening,
        Line("总计", "总计", (("金额", total(_income("本年收入合计"), _income(OPENING))),), emphasis=True),
    ]
    spending = [
        *outlays,
        Line("本年支出合计", "本年支出合计", _by_fund("本年支出合计", _spent), emphasis=True),
        Line(CLOSING, CLOSING, _by_fund(CLOSING, _closing)),
        *[BLANK] * len(FUNDS),
        Line("总计", "总计", _by_fund("总计", _grand_total), emphasis=True),
    ]
    return TwoSided(
        key=KEY,
        title="财政拨款收入支出决算总表",
        basis="部门决算公开格式 公开04表",
        income=tuple(income),
        spending=tuple(spending),
        income_columns=("金额",),
        spending_columns=("合计", *FUNDS),
        notes=(
            "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支和年末结转结余情况。",
        ),
        widths=(34, 6, 18, 38, 6, 18, 18, 18, 18),
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
