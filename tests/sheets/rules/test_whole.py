"""What a publication must have: the lists of the layouts, in a document that has all of it and without each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.checking import little_unit
from tests.mutation.judge import Live
from xlbudget.datafile.fields import FUND
from xlbudget.language.verdicts import NOT_APPLICABLE, PASSED, UNEXPLAINED
from xlbudget.language.words import Figure, parts_of
from xlbudget.regions.forms import built_in
from xlbudget.sheets.rules.published.demanded import PART, demanded
from xlbudget.sheets.rules.published.whole import COMPLETE, PRESENT

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


TABLES = "公开01 公开02 公开03 公开04 公开05 公开06 "
MISSED = {
    "湖南长沙": f"{TABLES} 公开07 公开09 一 二 三 四 五（一） 五（二） 五（三） 六 七 八 十二 十三 自评报告",
    "上海": f"{TABLES} 公开08 公开07 一 二 三 四 五（一） 五（二） 五（三） 六 七 八 十 十一",
}
"""Of which nothing is seen to be entered. The others have only zeros here, only figures that are entered themselves, or
texts that are; 十四 has one."""


def entered(layout: str) -> dict[str, Any]:
    """A unit that has entered something of every table, section and part of its publication."""
    content = published(layout)
    content["单位"]["决算单位构成"] = ["本级"]
    content["说明"] = {"自评报告/经济效益": "好"} if layout == "湖南长沙" else {}
    content["支出"].append({"科目": "2120899", "资金来源": FUND, "项目支出": 3})
    content["资产"]["车辆"]["应急保障用车"] = content["政府采购"]["服务"] = 2
    names = [one.name for one in demanded(built_in(layout)) if one.kind != PART]
    # What has parts is there where they are.
    names = [name for name in names if not any(one.startswith(f"{name}（") for one in names) or name in ("七", "十一")]
    names = [name for name in names if name[:2] not in ("七（", "十四") and not name.startswith("十一（")]
    lines = [(name, "甲") if name.startswith("公开") else ("说明", f"{name}/甲") for name in (*names, "十四（一）")]
    lines += [("自评报告", "甲")]
    return content | {"公开数": [{"表": table, "行": line, "列": "乙", "数": "1"} for table, line in lines]}


@pytest.mark.parametrize("layout", MISSED)
def test_what_is_not_there_at_all_is_missed_where_most_is(layout: str) -> None:
    content = entered(layout)
    live = Live(content)
    names, rows = live.book.names, [row for row, one in enumerate(live.book.checks, 1) if one.rule is PRESENT]

    def put(key: str, value: str | None) -> None:
        place = names.cell(key, "")
        live.workbook.set_value(place.sheet, place.row, place.col, value)

    def said() -> dict[str, str]:
        """Place → what is said of it."""
        live.workbook.evaluate_all()
        cells = [[names.cell(f"校验/{name}@{one}", "") for name in ("位置", "判定", "不符时怎么办")] for one in rows]
        found = [[str(live.workbook.get_value(c.sheet, c.row, c.col)) for c in line] for line in cells]
        return {place: told.partition("；")[0] for place, verdict, told in found if verdict == UNEXPLAINED}

    assert said() == {}
    missed = []
    for row, one in enumerate(content["公开数"], 1):
        column = "行" if one["表"] == "说明" else "表"
        put(f"录入/公开数/{column}@{row}", "没有")
        if found := said():
            name = one[column].partition("/")[0]
            (told,) = found.values()
            assert told.startswith(f"什么也没有登记：{'第五部分的附件' if name == '自评报告' else name}"), told
            missed.append(name)
        put(f"录入/公开数/{column}@{row}", one[column])
    assert missed == MISSED[layout].split()
    put("录入/单位/主要职责/1", None)
    put("录入/单位/主要职责/2", None)
    assert said() == {"公开文件的部分": "什么也没有登记：第一部分的主要职责"}
    for row, one in enumerate(content["公开数"], 1):
        # Of the tables a few are left: then the others are not looked for, and of the sections none is.
        if one["表"] not in ("公开01", "公开02", "公开03"):
            put(f"录入/公开数/表@{row}", "没有")
    assert said() == {}
