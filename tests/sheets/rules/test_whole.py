"""What a publication must have: the lists of the layouts, in a document that has all of it and without each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.checking import little_unit
from tests.mutation.judge import Live
from xlbudget.language.verdicts import NOT_APPLICABLE, PASSED, UNEXPLAINED
from xlbudget.language.words import Figure, parts_of
from xlbudget.regions.forms import built_in
from xlbudget.sheets.rules.published.whole import COMPLETE

pytestmark = pytest.mark.usefixtures("few_rows")
NOT_TYPED = {
    "湖南长沙": {"三公经费", "政府采购支出总额", "车辆"},
    "上海": {"三公经费", "政府采购金额", "绩效自评", "车辆"},
}
"""What is not entered itself in the unit, and so has to be published."""


def published(layout: str) -> dict[str, Any]:
    """A unit of a region that has published every figure that is demanded."""
    content = little_unit() | {"说明": {}, "核实": []}
    content["单位"]["模板"] = layout
    for key in ("人员", "基础数据", "楼堂馆所", "绩效自评", "项目") if layout == "上海" else ():
        del content[key]
    lines = {
        (f"{section.number}/{part.line}", part.column)
        for section in built_in(layout).sections
        for part, _ in parts_of(section.demand.figures)
        if isinstance(part, Figure)
    }
    return content | {"公开数": [{"表": "说明", "行": line, "列": column, "数": "1"} for line, column in sorted(lines)]}


@pytest.mark.parametrize("layout", NOT_TYPED)
def test_each_figure_that_is_demanded_is_missed(layout: str) -> None:
    live = Live(published(layout))
    names, entered = live.book.names, [one["行"] for one in live.content["公开数"]]
    column, own = names.find("录入/公开数/行", ""), [one.rule is COMPLETE for one in live.book.checks]
    places = [names.cell(f"校验/判定@{row}", "") for row, is_own in enumerate(own, 1) if is_own]

    def verdicts(row: int, value: str | None) -> set[str]:
        live.workbook.set_value(column.sheet, column.row + row, column.col, value)
        live.workbook.evaluate_all()
        return {live.workbook.get_value(place.sheet, place.row, place.col) for place in places}

    for row, line in enumerate(entered):
        name = line.partition("/")[2]
        if name in NOT_TYPED[layout] or name == "机关运行经费":
            assert (UNEXPLAINED in verdicts(row, f"{line}别的")) == (name in NOT_TYPED[layout]), name
            live.workbook.set_value(column.sheet, column.row + row, column.col, line)
    assert verdicts(0, entered[0]) == {PASSED}
    for row in range(1, len(entered)):
        live.workbook.set_value(column.sheet, column.row + row, column.col, None)
    assert verdicts(0, None) == {NOT_APPLICABLE}
