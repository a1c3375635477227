"""舍位平衡: a unit in 元 with 分, its workbook as it is and as it would be without; what is wrong with what it prints.

``python -m tests.helpers.balanced 500`` tries as many random units, and half as many departments; the tests try a few.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.helpers import oracle
from tests.helpers.building import assemble
from tests.helpers.consistent import Content, units
from tests.helpers.departments import OTHER, PAYMENTS, files, row_of
from xlbudget.datafile.fields import BALANCED, FILE, PLAIN, YUAN
from xlbudget.datafile.file import of
from xlbudget.datafile.kinds import Amount, mapped
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Item, address_of
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.economic import SPECIFIC
from xlbudget.units.department.add import department
from xlbudget.workbook.calculate import by_address, calculation

CENT, NOISE = 0.01, 1e-6
GOT, PAID = PAYMENTS[0]
NO_AMOUNTS = ("count", "score", "weight")


def in_yuan(
    content: Content, rounding: str = BALANCED, more: Callable[[Decimal], Decimal] = lambda yuan: yuan
) -> Content:
    """A unit in 万元 as one in 元; ``more``: what an amount in 元 becomes."""

    def leaf(value: Any, kind: Any) -> Any:
        return float(more(Decimal(str(value)) * 10_000)) if isinstance(kind, Amount) and value is not None else value

    return as_yuan(mapped(content, FILE, lambda made, _: made, leaf), rounding)


def as_yuan(content: Content, rounding: str = BALANCED) -> Content:
    """The same figures read as 元."""
    copied: Content = json.loads(json.dumps(content)) | {"金额单位": YUAN}
    copied["单位"]["舍位"] = rounding
    return copied


def is_amount(item: Item) -> bool:
    return item.role == "figure" and not item.style.endswith(NO_AMOUNTS)


class Computed:
    """A workbook with its values."""

    def __init__(self, content: Content) -> None:
        self.book: Book = assemble(of(content))
        self.values = by_address(self.book, calculation(self.book))

    def at(self, key: str) -> float:
        area = self.book.names.cell(key, "test")
        return float(self.values[area.sheet].get(area.text(area.sheet)) or 0)

    def cents(self, key: str) -> int:
        return round(100 * self.at(key))

    def printed(self) -> Iterator[tuple[str, str, Value]]:
        """Every amount of the printed tables: sheet, cell, value."""
        for sheet in self.book.sheets:
            if sheet.tab in ("公开表", "附件"):
                for item in sheet.items:
                    if is_amount(item):
                        for row in item.tops:
                            cell = address_of(row, item.col)
                            yield sheet.name, cell, self.values[sheet.name].get(cell)


def wrong(content: Content, made: Computed | None = None) -> list[str]:
    """Everything that 舍位平衡 promises and does not keep, for a unit whose 元 agree; ``made``: its workbook."""
    made, plain = made or Computed(as_yuan(content)), Computed(as_yuan(content, PLAIN))
    found = list(_apart(made, plain))
    pairs = {
        "公开05 = 公开06": ("公开05/合计/基本支出", ("公开06/人员经费合计/决算数", "公开06/公用经费合计/决算数")),
        "两边总计": ("公开01/总计/收入/金额", ("公开01/总计/支出/金额",)),
    }
    for name, (whole, parts) in pairs.items():
        if made.cents(whole) != sum(map(made.cents, parts)):
            found.append(name)
    if "项目" in content:
        spent, direct = (
            round(sum(float(made.values["舍位-项目"].get(f"{column}{row}") or 0) for row in range(5, 400)))
            for column in "EF"
        )
        if made.cents("公开03/合计/项目支出") != round((spent - direct) / 100):
            found.append("公开03 项目支出 = 支出金额 − 直接拨付区县")
    rows, verdicts = made.book.names.find("校验/判定", "test"), made.values["校验"]
    for row in range(rows.row, rows.row + rows.rows):
        verdict, before = (one.values["校验"].get(f"A{row}") for one in (made, plain))
        if verdict in ("不符", "尾差") and before not in ("不符", verdict):
            found.append(" ".join(str(verdicts.get(f"{column}{row}")) for column in "ABDEFGH"))
    for row, check in enumerate(made.book.checks, rows.row):
        left, right, gap = (verdicts.get(f"{column}{row}") for column in "EGH")
        if check.rule is SPECIFIC and gap == 0 and left != right:
            found.append(f"{check.subject}：元相等，印出的是 {left} 和 {right}")
    if "都在界内" not in str(made.values["校验"]["C1"]):
        found.append(str(made.values["校验"]["C1"]))
    return found


def _apart(made: Computed, plain: Computed) -> Iterator[str]:
    """Printed amounts that are no whole 0.01, that were nothing, that turned, or that moved needlessly."""
    for sheet, cell, value in made.printed():
        true, here = plain.values[sheet].get(cell), f"{sheet} {cell} {value}"
        if isinstance(value, float | int) and isinstance(true, float | int):
            if abs(100 * value - round(100 * value)) > NOISE:
                yield f"{here}：不是整分"
            if abs(true) < NOISE / 100 and value:
                yield f"{here}：原来是零"
            if true * value < 0:
                yield f"{here}：正负反了，原来是 {true}"
        elif (value or 0) != (true or 0):
            yield f"{here}：原来是 {true}"
    for one in ("公开05/合计/基本支出", "公开05/合计/小计", "公开03/合计/项目支出", "公开06/人员经费合计/决算数"):
        if abs(made.at(one) - plain.at(one)) > CENT - NOISE:
            yield f"{one} {made.at(one)}：离真数 {plain.at(one)} 不止 0.01"


@st.composite
def departments(draw: Callable[[Any], Any]) -> Content:
    """The data file of a department of a few units, one of which may have its amounts in 万元; one may pay another."""
    parts = [draw(units("湖南长沙")) | {"年度": 2023} for _ in range(draw(st.integers(2, 3)))]
    with_projects = all("项目" in one for one in parts)
    for number, one in enumerate(parts):
        for key in ("公开数", *(() if with_projects else ("项目", "绩效自评", "事实"))):
            one.pop(key, None)
        one["单位"]["名称"] = f"{number}站"
        if number or draw(st.booleans()):
            parts[number] = as_yuan(one)
        else:
            one["金额单位"] = "万元"
    gone = as_yuan(oracle.empty_unit()) if draw(st.booleans()) else None
    if gone:
        paid = draw(st.integers(1, 30_000_00)) / 100
        for one, rows, column in ((parts[-1], "支出", PAID), (parts[-1], "收入", "其他收入"), (parts[-2], "收入", GOT)):
            amount = paid if one["金额单位"] == YUAN else round(paid / 10_000, 2)
            row = row_of(one[rows], "2010301", OTHER if rows == "支出" else "")
            row[column] = round(row.get(column, 0) + amount, 2)
        gone |= {"收入": [{"科目": "2010301", GOT: paid}]}
        gone["支出"] = [{"科目": "2010301", "资金来源": OTHER, PAID: paid}]
    made = department("某某局", files(parts), None, gone).content
    assert (made["单位"].get("舍位") == BALANCED) == all(one["金额单位"] == YUAN for one in parts)
    return made


def trial(
    examples: int, same: bool = True, drawn: Callable[[], st.SearchStrategy[Content]] = units
) -> Callable[[], None]:
    """A property test over ``examples`` units, or departments; ``same``: always the same ones."""

    @settings(
        max_examples=examples,
        derandomize=same,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn())
    def run(content: Content) -> None:
        content.pop("公开数", None)
        assert wrong(content) == []

    return run


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    trial(number, same=False)()
    trial(number // 2, same=False, drawn=departments)()
