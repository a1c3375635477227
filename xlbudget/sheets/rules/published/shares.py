"""公开-占比: published shares of one whole must add up to 100 %, within what their printed decimals allow."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.expressions import Formula, Money
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_narrative
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.rule import Check, Example, Figures, Rule, Side

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
    key = COMPARISONS.key
    for number, (name, rows) in enumerate(in_narrative.shares(context), 1):
        if len(rows) < 2:
            continue
        printed, halves = (f"SUMIFS({{{key(of)}}},{{{key('占比组')}}},{number})" for of in ("印值", "半位"))
        summed = Formula(printed, (Money("录入/公开数/数"),))
        left = Side(f"{len(rows)} 个占比之和", summed, f"录入/公开数/数@{rows[0]}")
        yield Check(WHOLE, name, left, Side("全部", Formula("100", ())), bound=halves)
