"""No name to guess: drop-down lists of what a name may be, and messages that list the nearest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers import checking
from tests.helpers.building import assemble
from tests.helpers.computing import cached
from tests.helpers.typing_in import Light, opened, saved
from xlbudget.check.report import Report
from xlbudget.datafile.file import Data
from xlbudget.sheets import choices
from xlbudget.sheets.explanations import NAMED as OFFERED
from xlbudget.sheets.inputs.evaluation import FIRST_LEVEL, WHOLE
from xlbudget.sheets.inputs.tabs import LISTS


@pytest.fixture(scope="module")
def workbook(little: bytes) -> Any:
    return opened(little)


def offered(workbook: Any, sheet: str, cell: str) -> str:
    """The source of the drop-down list of a cell; "" where it has none."""
    found = [rule for rule in workbook[sheet].data_validations.dataValidation if cell in rule.sqref]
    return str(found[0].formula1) if found and found[0].type == "list" else ""


def test_every_name_that_refers_to_another_list_is_offered(workbook: Any) -> None:
    for sheet, cells in {
        "录入-绩效自评": {"A5": "项目名单"},
        "录入-绩效资金": {"A5": "自评对象"},
        "录入-绩效权重": {"A6": "自评对象"},
        "录入-绩效指标": {"A8": "自评对象"},
        "录入-基础数据": {"A5": "基础数据行名"},
    }.items():
        for cell, name in cells.items():
            assert offered(workbook, sheet, cell) == f'INDEX({name},1):INDEX({name},MAX(1,COUNTIF({name},"?*")))'
            assert name in workbook.defined_names
    for sheet in ("录入-绩效权重", "录入-绩效指标"):
        assert offered(workbook, sheet, "B5") == '"' + ",".join(FIRST_LEVEL) + '"'
        assert "数量指标" in offered(workbook, sheet, "C5")
    assert offered(workbook, "录入-绩效指标", "D5") == ""


def test_what_is_offered_is_what_is_accepted(little: bytes) -> None:
    there = [value for cell, value in cached(little)[choices.KEY].items() if cell[0] == "B" and cell != "B1"]
    assert there[-1] == "乙项目"
    assert there[:2] == ["1、业务经费", "2、运行维护经费"]
    assert {"公用经费", "政府采购金额", "纳入专户管理的非税收入拨款"} <= set(there)
    assert not {"三公经费", "项目支出：", "3、公共专项资金"} & set(there)
    assert [value for cell, value in cached(little)[choices.KEY].items() if cell[0] == "A" and cell != "A1"] == [
        *(WHOLE, "甲项目", "乙项目")
    ]


def test_every_column_offered_is_one_of_its_list() -> None:
    with fewer_rows():
        book = assemble(Data(checking.little_unit()))
    for _, part in LISTS:
        columns = {field.key for field in part.record.fields}
        assert part.choices.keys() <= columns
        assert {one for one in part.choices.values() if isinstance(one, str)} <= choices.NAMED.keys() | OFFERED.keys()
        for hint in part.hints:
            if hint.names:
                assert hint.names[0] in columns
                assert hint.names[1] in book.names.areas


@pytest.mark.usefixtures("few_rows")
def test_a_message_about_a_name_lists_the_nearest(tmp_path: Path, little: bytes, little_report: Report) -> None:
    typed = Light(little)
    typed["录入-绩效指标"]["A5"] = "甲项木"
    typed["录入-绩效自评"]["A7"] = "没有的"
    typed["录入-基础数据"]["A5"] = "共用经费"
    found = checking.new(checking.checked(tmp_path, saved(typed)), little_report)
    said = {(one.sheet, one.cell[1:]): one.message for one in found if "有 “" in one.message}
    assert "录入-绩效自评 里没有这个对象（相近的有 “甲项目”）" in said["录入-绩效指标", "5"]
    assert "录入-项目 里的项目（那里有 “整体”、“甲项目”、“乙项目”）" in said["录入-绩效自评", "7"]
    assert "附件1 没有这一行（相近的有 “公用经费”" in said["录入-基础数据", "5"]
