"""舍位平衡: what is printed adds up to the cent, near to what it would be, and follows what is typed."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers import checking, computing
from tests.helpers.balanced import Computed, as_yuan, in_yuan, trial, wrong
from tests.helpers.building import assemble
from tests.helpers.typing_in import Light, saved
from xlbudget.datafile.fields import PLAIN
from xlbudget.datafile.file import Data, of
from xlbudget.errors import BadData
from xlbudget.language.keys import TYPED
from xlbudget.reading.reader import read_book
from xlbudget.sheets.balanced.adjusted import COLUMN
from xlbudget.sheets.inputs.unit import asks_for_rounding
from xlbudget.units.years.template import template

EXAMPLES = 2
pytestmark = pytest.mark.usefixtures("few_rows")


def little(rounding: str = "舍位平衡") -> dict[str, Any]:
    """The little unit in 元 with 分, whose accounts agree."""
    content = in_yuan(checking.little_unit(), rounding)
    content["公开数"] = [
        {"表": "公开06", "行": "30102", "列": "决算数", "数": printed, "处": printed}
        for printed in ("200.34", "200.33", "200.35")
    ]
    content["支出"][1]["基本支出"] += 40.07
    content["收入"][1]["一般公共预算财政拨款收入"] += 40.07
    content["经济分类"] = {"30101": 3_000_049.99, "30102": 2_003_345.02, "30201": 749_845.06}
    content["机关运行经费"] = 749_845.06
    return content


@pytest.fixture(scope="module")
def balanced() -> Computed:
    with fewer_rows():
        return Computed(little())


def test_what_is_printed_adds_up_for_any_unit() -> None:
    trial(EXAMPLES)()


def test_it_is_the_entries_that_are_adjusted_and_said_so(balanced: Computed) -> None:
    names, values = balanced.book.names, balanced.values
    typed = names.find(f"录入/经济分类/金额{TYPED}", "test")
    assert typed.sheet == "录入-经济分类"
    area = names.find("录入/经济分类/金额", "test")
    adjusted = [values[area.sheet].get(f"C{row}") for row in range(area.row, area.row + area.rows)]
    assert [amount for amount in adjusted if amount] == [3_000_000, 2_003_400, 749_800]
    sheet = next(sheet for sheet in balanced.book.sheets if sheet.name == "录入-经济分类")
    col = next(item.col for item in sheet.items if item.content == COLUMN)
    said = {text for cell, text in values[sheet.name].items() if cell.startswith(chr(64 + col)) and text}
    assert COLUMN in said
    # 300.004999 + 200.334502 + 74.984506: each by itself is 300.00, 200.33, 74.98, and all of them 575.32.
    assert "+0.01　" in said
    assert balanced.cents("公开05/合计/基本支出") == 57532
    assert balanced.cents("公开06/30102/决算数") == 20034
    assert str(values["校验"]["C1"]).startswith("舍位平衡：调整了 ")


def test_office_costs_that_are_the_office_expenditure_stay_so(balanced: Computed) -> None:
    assert balanced.at("录入/机关运行经费") / 10_000 == balanced.at("公开06/公用经费合计/决算数")


def test_typing_an_amount_balances_anew(balanced: Computed) -> None:
    book = Light(computing.written(tables()))
    book["录入-经济分类"]["C5"].value = 3_000_050.01
    book["录入-支出"]["F6"].value = 5_753_240.09
    values = computing.recalculate(saved(book))
    changed = tables()
    changed["经济分类"]["30101"] = 3_000_050.01
    changed["支出"][1]["基本支出"] = 5_753_240.09
    anew = computing.computed(changed)
    for sheet in ("公开01", "公开03", "公开05", "公开06", "舍位平衡"):
        assert values[sheet] == anew[sheet]
    assert values["公开06"]["C7"] == 300.01 != balanced.at("公开06/30101/决算数")


def tables() -> dict[str, Any]:
    """What it takes of the little unit to print the public tables."""
    return {key: value for key, value in little().items() if key in checking.tables_unit()}


def test_without_it_nothing_is_there() -> None:
    for content in (little(PLAIN), checking.little_unit()):
        book = assemble(of(content))
        assert not [sheet.name for sheet in book.sheets if sheet.name.startswith("舍位")]
        assert not [key for key in book.names.areas if key.endswith(TYPED)]


def test_a_figure_in_ten_thousands_is_rounded_already() -> None:
    content = as_yuan(checking.little_unit()) | {"金额单位": "万元"}
    with pytest.raises(BadData) as refused:
        of(content)
    assert refused.value.path == "单位.舍位"
    assert "舍位平衡 只用于金额单位是 元 的数据，现为 万元" in str(refused.value)


def test_a_published_figure_is_the_adjusted_one_and_the_plain_one_is_rounding(balanced: Computed) -> None:
    area = balanced.book.names.find("公开数核对/判定", "test")
    verdicts = [balanced.values[area.sheet].get(f"A{row}") for row in range(area.row, area.row + 3)]
    assert verdicts == ["通过", "尾差", "不符"]


def test_it_goes_through_a_file_and_into_the_next_year(tmp_path: Path, balanced: Computed) -> None:
    content = little()
    path = tmp_path / "book.xlsx"
    path.write_bytes(computing.written(content))
    assert read_book(path).data.content["单位"]["舍位"] == "舍位平衡"
    # What the accounts say goes on, not what was printed.
    assert balanced.at("下年/年初/其他资金") == 30_000
    assert balanced.at("下年/上年/机关运行经费") == 749_845.06
    assert balanced.at("下年/上年/收支总计") == 10_000 * balanced.at("公开01/总计/收入/金额")


def test_the_note_below_a_table_is_the_layout_s(balanced: Computed) -> None:
    notes = [item.content for sheet in balanced.book.sheets if sheet.name == "公开01" for item in sheet.items]
    assert any("经舍位平衡" in str(content) for content in notes)
    assert not any("尾数误差" in str(content) for content in notes)


def test_a_whole_unit_with_random_cents(sample: Data) -> None:
    rng = random.Random(35)
    content = dict(sample.content)
    for key in ("公开数", "绩效自评", "事实"):
        content.pop(key, None)
    content = in_yuan(content, more=lambda yuan: yuan and yuan + Decimal(rng.randint(-4999, 4999)) / 100)
    spent = [row for row in content["支出"] if row["资金来源"] == "一般公共预算财政拨款"]
    _meet(content["经济分类"], "30101", sum(row.get("基本支出", 0) for row in spent), content["经济分类"].values())
    own = sum(row.get("项目支出", 0) for row in content["支出"])
    nets = [project["支出金额"] - project.get("直接拨付区县", 0) for project in content["项目"]]
    _meet(content["项目"][-1], "支出金额", own, nets)
    kinds = sum(row.get("基本支出", 0) + row.get("项目支出", 0) for row in spent)
    incomes = [row.get("一般公共预算财政拨款收入", 0) for row in content["收入"]]
    opening = sum(row["金额"] for row in content["结转结余"]["年初"])
    _meet(content["收入"][0], "一般公共预算财政拨款收入", kinds - opening, incomes)
    assert [said for said in wrong(content) if not said.startswith("不符 ")] == []


def _meet(owner: dict[str, Any], key: str, whole: float, parts: Any) -> None:
    owner[key] = round(owner[key] + whole - sum(parts), 2)


def test_it_is_chosen_in_the_sheet_and_a_choice_that_was_not_built_is_said(tmp_path: Path) -> None:
    """In 元 the cell is there without the key; in 万元 it is not, but in a template."""
    content = tables()
    del content["单位"]["舍位"]
    book = Light(computing.written(content))
    at = next(cell.coordinate for cell in _labels(book) if cell.value == "舍位").replace("A", "B")
    book["录入-单位"][at].value = "舍位平衡"
    report = checking.checked(tmp_path, computing.with_values(saved(book)))
    assert [one.rule for one in report.findings if "选了舍位平衡，还没有重新生成" in one.message] == ["文件-放不下"]
    assert report.failed
    assert read_book(tmp_path / "book.xlsx").data.balanced
    for data, there in ((of(checking.tables_unit()), False), (template(2025).data, True)):
        assert asks_for_rounding(data.content) is there


def _labels(book: Light) -> list[Any]:
    return [book["录入-单位"][f"A{row}"] for row in range(3, 20)]
