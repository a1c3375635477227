"""Published shares of one whole must add up to 100 %, within what their printed decimals allow."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.expressions import Formula, Money
from xlbudget.rules import narrative, published
from xlbudget.rules.context import Context
from xlbudget.rules.rule import Check, Example, Figures, Rule, Side

WHOLE = Rule(
    "公开-占比",
    "同一个总数的各项占比加起来是 100%",
    "算术：部分之和等于总体；每个印出的占比至多差半个末位",
    "分子之和与总数不等：核对各项和总数",
    Example("说明 三 支出各项", Figures(100, 100, 0.01), {"录入/公开数/数@5": "30.25%"}, Figures(99, 100, 0.01)),
    bound="各个印出的占比末位的一半之和",
    unit="%",
)


def checks(context: Context) -> Iterator[Check]:
    for name, rows in narrative.shares(context):
        if len(rows) < 2:
            continue
        printed = [f"{{{published.KEY}/印值@{row}}}" for row in rows]
        halves = [f"0.5*10^-{{{published.KEY}/位@{row}}}" for row in rows]
        drawn = (Money("录入/公开数/数"),)
        left = Side(f"{len(rows)} 个占比之和", Formula(f"SUM({','.join(printed)})", drawn), f"录入/公开数/数@{rows[0]}")
        yield Check(WHOLE, name, left, Side("全部", Formula("100", ())), bound="+".join(halves))
