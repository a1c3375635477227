"""封面 and 目录: what to do next, how far the groups are, every sheet in its place with its counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import computed, recalculate
from tests.helpers.front import on_contents
from tests.helpers.typing_in import Light, saved
from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.language.groups import ENTERED
from xlbudget.language.sheet import Link
from xlbudget.sheets.contents import FINE, FIRST

pytestmark = pytest.mark.usefixtures("few_rows")
BALANCED: dict[str, Any] = {
    "收入": [{"科目": "2010450", "一般公共预算财政拨款收入": 5.5}],
    "支出": [
        {"科目": "2010450", "资金来源": "一般公共预算财政拨款", "基本支出": 5.5, "年初预算数": 5, "全年预算数": 6}
    ],
    "经济分类": {"30101": 5.5},
    "说明": {"差异原因/2010450": "人员增加"},
}


def test_the_next_step_is_the_first_that_is_not_done(minimal: dict[str, Any]) -> None:
    nobody = {**minimal["单位"], "名称": "单位名称"}
    wrong = [{**BALANCED["支出"][0], "科目": "20104"}]
    unlike = [{**BALANCED["收入"][0], "一般公共预算财政拨款收入": 5.5}, {"科目": "2010450", "其他收入": 2}]
    printed = [{"表": "公开03", "行": "合计", "列": "本年支出合计", "数": "6.50"}]
    for content, said, link in (
        ({"单位": nobody}, "先填 录入-单位：有 1 处未填", "去填 →"),
        ({}, "先填 录入-收入：有 ", "去填 →"),
        ({**BALANCED, "支出": wrong}, "改 录入-支出：有 1 处填错", "去改 →"),
        ({**BALANCED, "经济分类": {"30101": 4}}, "该填的都填了。看 校验 里的 ", "去看 →"),
        ({**BALANCED, "公开数": printed}, "该填的都填了。看 公开数核对 里的 1 处不符", "去看 →"),
        ({**BALANCED, "收入": unlike[:1]}, "都了结了", "打开目录 →"),
    ):
        cover = computed({**minimal, **content})["封面"]
        assert str(cover["C7"]).startswith(said), (cover["C7"], said)
        assert cover["N7"] == link


def test_what_is_not_filled_in_is_told_with_one_stop_a_sentence(minimal: dict[str, Any]) -> None:
    values = computed({**minimal, "收入": []})
    said = [str(text) for text in values["校验"].values()]
    assert values["录入-收入"]["A2"] == "还没有填；金额单位：万元；校验：未填 2　"
    assert any(text.startswith("第 5 行起，未填：") for text in said)
    assert not [text for text in said if "；；" in text]


def test_progress_counts_sheets_with_entries(little: bytes) -> None:
    book = assemble(Data(little_unit()))
    cover = next(sheet for sheet in book.sheets if sheet.name == "封面")
    values = recalculate(little)
    filled = on_contents(values["目录"])
    rows = {item.content.text: item.row for item in cover.items if isinstance(item.content, Link) and item.col == 2}
    groups = [group for group in ENTERED if group in rows]
    assert groups
    for group in groups:
        names = [sheet.name for sheet in book.sheets if sheet.group == group and sheet.tab == "录入"]
        there = sum(filled[name][1] > 0 for name in names)
        assert values["封面"][f"D{rows[group]}"] == f"{there} / {len(names)} 张"
        assert values["封面"].get(f"E{rows[group]}", "") == "■" * there + "□" * (len(names) - there)
        missing = "、".join(name.removeprefix("录入-") for name in names if not filled[name][1])
        assert str(values["封面"].get(f"F{rows[group]}", "")) == (missing if there else "都还没有")


def test_wrong_entries_are_counted_with_their_group(little: bytes) -> None:
    book = Light(little)
    book["录入-支出"]["A7"].value = "20104"
    values = recalculate(saved(book))
    assert "不符 1" in on_contents(values["目录"])["录入-支出"][2]
    assert on_contents(values["目录"])["录入-科目"][2] == FINE
    assert "1 " in str(values["封面"]["C7"])


def test_every_sheet_has_its_place_and_forty_annexes_too(minimal: dict[str, Any]) -> None:
    names = [f"第{i}个项目" for i in range(1, 41)]
    minimal["项目"] = [{"名称": name, "类别": "部门项目"} for name in names]
    blank = {"年度目标": "", "实际完成情况": "", "指标": []}
    minimal["绩效自评"] = [{"对象": "整体", **blank}, *({"对象": name, **blank} for name in names)]
    book = assemble(Data(minimal))
    page = next(sheet for sheet in book.sheets if sheet.name == "目录")
    listed = [item.content.sheet for item in page.items if isinstance(item.content, Link)]
    shown = {sheet.name for sheet in book.sheets if not sheet.hidden}
    assert sorted(listed) == sorted(shown - {"目录"})
    assert page.page
    assert page.page.rows == max(item.row for item in page.items if item.col <= page.page.cols)


def test_descriptions_are_brief() -> None:
    for sheet in assemble(Data({**little_unit(), "楼堂馆所": []})).sheets:
        if sheet.tab == "录入":
            assert 2 <= len(sheet.brief or str(sheet.about)) <= 12, (sheet.name, sheet.brief or sheet.about)
        assert sheet.hidden or sheet.name in ("封面", "目录") or isinstance(sheet.about, Formula) or sheet.about
    assert FIRST > 2
