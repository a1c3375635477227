"""A template filled through its cells prints, line by line, what the workbook built from the same data prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import SHANGHAI, fewer_rows
from tests.helpers import checking
from tests.helpers.building import assemble
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.kinds import Amount, Number, number
from xlbudget.export.papers import exports
from xlbudget.language.sheet import Entry, Sheet
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import rows
from xlbudget.sheets.inputs.indicators import EACH
from xlbudget.sheets.inputs.tabs import sheets_for
from xlbudget.units.years.template import blank_data
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.engines.formualizer import loaded

Lines = list[list[tuple[int, int, object]]]
KINDS: tuple[Any, ...] = ("公开表", "绩效自评")
PROJECTS = ("甲项目", "乙项目", "丙项目")


def unit(**more: Any) -> dict[str, Any]:
    """The little unit with whatever a table's rows depend on."""
    content = checking.little_unit()
    for key in ("公开数", "资产", "说明", "机关运行经费", "人员"):
        del content[key]
    content["单位"] = {"名称": "很长的单位名称" * 8, "模板": "湖南长沙"}
    content["项目"] = [
        {"名称": name, "类别": "公共项目", "年初预算": 9, "预算指标": 300 + at, "支出金额": 285.21}
        for at, name in enumerate(PROJECTS)
    ]
    content["楼堂馆所"] = [{"名称": name, "批复规模": 3, "实际规模": 2} for name in ("甲楼", "乙楼")]
    content["基础数据"] = [{"行": row, "上年决算数": 7, "预算数": 80} for row in ("公用经费", *PROJECTS)]
    content["事实"] = [{"键": "次数", "数": 3, "单位": "次"}]
    content["绩效自评"] = [checking.evaluation(of) for of in ("整体", *PROJECTS)]
    first, second, third = content["绩效自评"][1:]
    first["资金"] = [
        {"行": "当年财政拨款", "全年预算数": 200},
        {"行": "上年结转资金", "全年预算数": 100, "全年执行数": 1},
    ]
    second["资金"] = [{"行": f"来源{n}", "年初预算数": n} for n in (1, 2, 3)]
    third["表内名称"] = "丙"
    for entry in content["绩效自评"]:
        indicator = checking.indicator
        entry["指标"] = [
            indicator("产出指标", "数量指标", "甲", 实际完成值="共{次数}次"),
            indicator("产出指标", "数量指标", "乙", 得分=3),
            indicator("产出指标", "质量指标", "丙"),
            indicator("效益指标", "质量指标", "丁", 偏差原因="原因"),
        ]
        entry["权重"] = [
            {"一级": "产出指标", "分值": 45},
            {"一级": "产出指标", "二级": "质量指标", "分值": 12.5},
            {"一级": "效益指标", "二级": "质量指标", "分值": 9},
        ]
    return content | more


def typed(content: dict[str, Any], built: Book, template: Book) -> Iterator[tuple[str, tuple[int, int], Any]]:
    """Sheet, cell and value of everything that a person types into the template."""
    for sheet in sheets_for(content):
        for part in (part for part in sheet.parts if isinstance(part, rows.Rows)):
            listed = [(at, entry) for at, entry in enumerate(part.entries(content))]
            if part.printed:
                key = part.record.fields[0].key
                area = template.names.areas[f"录入/{part.key}/{key}"]
                shown = {text: int(at[1:]) - area.row for at, text in page(template, sheet.name).fixed_texts.items()}
                listed = [(shown[entry[key]], {k: v for k, v in entry.items() if k != key}) for _, entry in listed]
            for at, entry in listed:
                for field in part.record.fields:
                    if field.key in entry:
                        area = template.names.areas[f"录入/{part.key}/{field.key}"]
                        assert at < area.rows, "the template has no room"
                        value = entry[field.key]
                        figure = isinstance(field.kind, Amount | Number)
                        yield sheet.name, (area.row + at, area.col), number(value) if figure else value
        for item in page(built, sheet.name).items:
            if isinstance(item.content, Entry) and item.key and item.content.value is not None:
                area = template.names.areas[item.key]
                yield sheet.name, (area.row, area.col), item.content.value


def page(book: Book, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def printed(book: Book, values: Values) -> dict[str, Lines]:
    """Sheet → the lines that are handed in: column, width and text of what shows in each, and its lines around it."""
    papers = {}
    for kind in KINDS[: 1 + ("附件1" in book.grids)]:
        for paper in exports(book, values, kind):
            for sheet in paper.sheets:
                lines: dict[int, list[tuple[int, int, object]]] = {}
                for item in sheet.items:
                    text = item.content.value if isinstance(item.content, Entry) else item.content
                    lines.setdefault(item.row, []).append((item.col, item.cols, text or None))
                papers[sheet.name] = [sorted(lines[row], key=str) for row in sorted(lines)]
    return papers


def shanghai(**more: Any) -> dict[str, Any]:
    """A real unit of another form, whose tables end with 合计 and keep ruled rows, with amounts of every fund."""
    fund, capital = "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
    content = {key: value for key, value in load(SHANGHAI).content.items() if key not in ("公开数", "说明")}
    content["单位"] = {"名称": "很长的单位名称" * 8, "模板": "上海"}
    content["收入"] = [
        *content["收入"],
        {"科目": "2120801", f"{fund}收入": 8},
        {"科目": "2230105", f"{capital}收入": 9, "事业收入": 1},
    ]
    content["支出"] = [
        *content["支出"],
        {"科目": "2120801", "资金来源": fund, "项目支出": 5},
        {"科目": "2230105", "资金来源": capital, "基本支出": 3},
        {"科目": "2150501", "资金来源": "其他资金", "经营支出": 3},
    ]
    opening = [{"资金来源": fund, "科目": "2120899", "金额": 3}, {"资金来源": "其他资金", "金额": 2}]
    content["结转结余"] = {"年初": opening, "结余分配": 1, "使用非财政拨款结余和专用结余": 1}
    return content | more


FAMILY = {
    "whole": unit(),
    "nothing but the money": unit(绩效自评=[{**checking.evaluation("整体"), "权重": [], "指标": []}]),
    "one public project": unit(项目=[{"名称": "甲项目", "类别": "公共项目", "预算指标": 1}], 楼堂馆所=[], 基础数据=[]),
    "上海": shanghai(),
    "上海 without money": shanghai(收入=[], 支出=[], 经济分类={}, 结转结余={"年初": []}),
}


@pytest.fixture(scope="module")
def blank() -> Book:
    with fewer_rows():
        return assemble(blank_data(2023, "单位", built_in("湖南长沙"), len(PROJECTS)))


@pytest.fixture(scope="module")
def blank_shanghai() -> Book:
    """With all its spare rows, for the unit has many."""
    return assemble(blank_data(2023, "单位", built_in("上海"), 0))


@pytest.mark.parametrize("name", FAMILY)
def test_a_template_prints_what_a_built_workbook_prints(name: str, request: pytest.FixtureRequest) -> None:
    content = FAMILY[name]
    blank = request.getfixturevalue("blank_shanghai" if name.startswith("上海") else "blank")
    with fewer_rows():
        built = assemble(Data(content))
    filled = {}
    for sheet, cells in blank.grids.items():
        own = cells.entries if sheet.startswith("录入-") else ()
        filled[sheet] = replace(cells, constants={at: value for at, value in cells.constants.items() if at not in own})
    for sheet, place, value in typed(content, built, blank):
        assert place in filled[sheet].entries
        filled[sheet].constants[place] = value
    ours = printed(blank, by_address(blank, loaded(filled, blank.defined)))
    theirs = printed(built, by_address(built, calculation(built)))
    assert theirs.keys() <= ours.keys()
    for sheet, lines in theirs.items():
        assert ours[sheet] == lines, sheet
    if name == "whole":
        assert len(theirs) == 14
        annex = [text for line in ours["附件3-1"] for *_, text in line]
        assert [text for text in annex if str(text).endswith("分）")] == [
            *("产出指标\n（45分）", "质量指标\n（12.5分）", "质量指标\n（9分）")
        ]
        assert annex.count("数量指标") == 1
        assert "共3次" in annex


def test_a_table_says_what_it_has_no_room_for(blank: Book) -> None:
    sheets = {
        "录入-绩效指标": [(row, 1, "甲项目") for row in range(5, 5 + EACH + 2)],
        "录入-绩效资金": [(row, 1, "甲项目") for row in range(5, 11)],
        "录入-绩效自评": [(5, 1, "整体"), (6, 1, "甲项目"), (9, 1, "戊项目")],
        "录入-楼堂馆所": [(row, 1, "楼") for row in range(5, 8)],
    }
    filled = dict(blank.grids)
    for sheet, cells in sheets.items():
        constants = {at: value for at, value in filled[sheet].constants.items() if at not in filled[sheet].entries}
        filled[sheet] = replace(filled[sheet], constants=constants | {(row, col): text for row, col, text in cells})
    values = by_address(blank, loaded(filled, blank.defined))
    again = "放不下，请用 xlbudget read 和 build 重新生成；"
    assert values["附件3-1"]["D1"] == f"有 2 个指标{again}有 3 行资金{again}"
    assert values["附件1"]["B1"] == f"有 1 处楼堂馆所{again}"
    assert values["附件2"]["D1"] == ""
    hints = [value for value in values["录入-绩效自评"].values() if "还没有这一行的自评表" in str(value)]
    assert len(hints) == 1
