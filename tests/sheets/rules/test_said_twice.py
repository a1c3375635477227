"""What a text prints is named by what it is: from what to what a difference is, which balance, and twice the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.checking import checked, little_unit
from tests.helpers.computing import computed, written
from tests.sheets.rules.test_published import lines
from tests.sheets.rules.test_worked import fact, told


@pytest.mark.usefixtures("few_rows")
def test_differences_and_balances() -> None:
    """The unit spent 285.21 of 甲项目's 290, for which 300 had been planned; nothing is left of the fiscal money."""
    unit = little_unit()
    unit["项目"][0]["预算指标"] = 290
    unit["公开数"] = [
        told("自评报告", "一/甲项目", "增减额", figure, 处=where)
        for where, figure in (
            ("全年预算比年初预算", "-10.00"),
            ("全年预算比年初预算", "10.00"),
            ("决算比全年预算", "-4.79"),
            ("决算比全年预算（差异）", "4.79"),
            ("决算比年初预算", "14.79"),
            ("决算比年初预算", "-4.79"),
            ("年中预算调减", "-10.00"),
            ("决算与调整后预算数差异", "4.79"),
        )
    ]
    for at, entry in enumerate(unit["公开数"]):
        entry["处"] += f"（{at}）"
    unit["公开数"] += [
        told("自评报告", "一/甲项目预算结余", "金额", "4.79"),
        told("自评报告", "一/年末财政拨款结转结余", "金额", "0.00"),
        told("自评报告", "一/部门项目年末财政拨款结转和结余", "金额", "4.79"),
    ]
    verdicts = [line["判定"] for line in lines(computed(unit), 11)]
    assert verdicts == ["通过", "不符", "通过", "通过", "通过", "不符", "通过", "通过", "通过", "通过", "不符"]
    # With money left, the part of it is what the project did not spend.
    unit["收入"][0]["一般公共预算财政拨款收入"] = 290
    assert [line["判定"] for line in lines(computed(unit), 11)][8:] == ["通过", "不符", "通过"]


@pytest.mark.usefixtures("few_rows")
def test_one_figure_printed_in_two_ways(tmp_path: Path) -> None:
    """One finding that names both places, whether or not the file has the figure itself."""
    unit = little_unit()
    unit["事实"] = [fact("周报", 数=20)]
    unit["公开数"] = [
        told("说明", "十四/月报", "数量", "8", 单位="期"),
        told("自评报告", "八/月报", "数量", "8", 单位="期"),
        told("自评报告", "三/月报", "数量", "10", 单位="期"),
        told("说明", "十四/户数", "数量", "1.06", 单位="万户"),
        told("自评报告", "八/户数", "数量", "10600", 单位="户"),
        told("自评报告", "三/户数", "数量", "10580", 单位="户"),
        told("说明", "十四/周报", "数量", "20"),
        told("附件2", "某指标", "实际完成值/周报", "21"),
        told("说明", "七（一）/公务接待费", "金额", "1.50"),
        told("自评报告", "二/公务接待费", "金额", "1.5"),
        told("说明", "十四/率", "占比", "1%", 处="甲"),
        told("自评报告", "十四/率", "占比", "2%", 处="乙"),
    ]
    found = [one for one in checked(tmp_path, written(unit)).findings if one.rule in ("公开-同名", "公开-核对")]
    said = {one.message.partition("：")[0].partition(" 公布")[0]: one.message for one in found}
    assert set(said) == {"月报 数量", "附件2 某指标 实际完成值/周报"}
    assert "说明 十四/月报 印作 8，自评报告 三/月报 印作 10" in said["月报 数量"]
    assert "同一个数在 说明 十四/周报 数量 印作 20" in said["附件2 某指标 实际完成值/周报"]


@pytest.mark.usefixtures("few_rows")
def test_rounded_one_way_and_another_is_worth_a_look(tmp_path: Path) -> None:
    unit = little_unit()
    unit["公开数"] = [
        told("说明", "三/本年支出合计", "金额", "861.53"),
        told("自评报告", "十一/部门整体支出", "金额", "861.54"),
    ]
    found = {one.rule: one.severity for one in checked(tmp_path, written(unit)).findings if one.rule.startswith("公开")}
    assert found == {"公开-核对": "rounding", "公开-同名": "warning"}
