"""What a layout may change, one thing at a time: notes, words, empty rows, rare 类, room for text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import oracle
from tests.helpers.building import assemble
from tests.helpers.computing import computed, recalculate
from tests.helpers.typing_in import Light, saved
from tests.regions.test_layout_files import HEAD
from tests.regions.test_layout_matrix import SHUFFLED, TABLES, below, built, rich
from xlbudget.datafile.classification import printed_classes
from xlbudget.datafile.file import Data
from xlbudget.language import limits
from xlbudget.language.grid import grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.book import Book
from xlbudget.workbook.write import write

pytestmark = pytest.mark.usefixtures("few_rows")

__all__ = ["rich"]
SHANGHAI = HEAD.replace("名称: 甲", "名称: 上海")


def sheet_of(content: dict[str, Any], tmp_path: Path, text: str, name: str) -> Sheet:
    path = tmp_path / "layout.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    book = assemble(Data({**content, "单位": {**content["单位"], "模板": "甲"}}), path)
    return next(sheet for sheet in book.sheets if sheet.name == name)


def test_two_items_on_one_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="甲!B2 is both"):
        grid(Sheet("甲", (Item(1, 1, "一", "label", rows=2, cols=2), Item(2, 2, "二", "label")), (10, 10)), Names())


def test_columns_of_a_group_that_are_no_neighbours_have_a_heading_each(tmp_path: Path, minimal: dict[str, Any]) -> None:
    text = f"表:\n  政府性基金:\n    列: [{SHUFFLED['政府性基金']}]\n"
    sheet = sheet_of(minimal, tmp_path, text, "公开07")
    assert [item.cols for item in sheet.items if item.content == "本年支出"] == [1, 1, 1]


def test_a_total_that_stands_last_is_called_as_the_region_says(tmp_path: Path, rich: dict[str, Any]) -> None:
    text = SHANGHAI + "表:\n  公开05:\n    合计行: 末行\n    用语: {合计: '总\"计'}\n"
    cells = built(tmp_path, text, rich)["公开05"]
    assert [value for at, value in cells.items() if at[0] == "A" and value == '总"计'] == ['总"计']


def test_no_note_at_all_and_every_class_rare(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """No note at all; and fewer 类 than kinds of income, so that the other side is filled up."""
    text = HEAD + f"不用就不列的类: [{', '.join(printed_classes())}]\n表:\n"
    text += "".join(f"  {name}: {{注: []}}\n" for name in TABLES)
    minimal["单位"]["模板"] = "甲"
    values = built(tmp_path, text, minimal)
    assert not [v for name in TABLES[:6] for v in values[name].values() if str(v).startswith("注")]
    assert "一、一般公共服务支出" not in values["公开01"].values()
    assert values["公开01"]["A1"] == "收入支出决算总表"


def test_a_long_note_of_fixed_rows_has_room(tmp_path: Path, minimal: dict[str, Any]) -> None:
    for name, number in (("公开01", "公开01"), ("公开04", "公开04"), ("公开06", "公开06"), ("三公", "公开09")):
        text = f"表:\n  {name}:\n    注: [短, '{'长' * 200}', '{'长' * 140}{{单位}}']\n"
        sheet = sheet_of(minimal, tmp_path, text, number)
        heights = dict(sheet.heights)
        rows = [item.row for item in sheet.items if item.style == "note"]
        assert heights[rows[0]] == 18
        assert heights[rows[1]] > 30
        # With room for a name of a hundred characters.
        assert heights[rows[2]] >= heights[rows[1]]


def test_a_longer_name_of_the_unit_is_not_cut_from_a_note(tmp_path: Path, rich: dict[str, Any]) -> None:
    text = SHANGHAI + "表:\n  公开05:\n    注: ['注：{单位}的支出。', 又一条。]\n"
    path = tmp_path / "layout.yaml"
    path.write_text(text, encoding="utf-8")
    book = assemble(Data(rich), path)
    workbook = Light(write(book))
    area = book.names.areas["录入/单位/名称"]
    workbook[area.sheet].cell(area.row, area.col).value = "长" * 60
    cells = recalculate(saved(workbook))["公开05"]
    assert below(cells, "B").endswith("注：" + "长" * 60 + "的支出。又一条。")


def test_amounts_that_cancel_are_said_above_the_table(rich: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(rich))
    changed["单位"]["模板"] = "湖南长沙"
    changed["支出"] += [
        {"科目": "2090101", "资金来源": oracle.GENERAL, "项目支出": 3},
        {"科目": "2090102", "资金来源": oracle.GENERAL, "项目支出": -3},
        {"科目": "2090103", "资金来源": "其他资金", "项目支出": 1},
    ]
    values = computed(changed)
    assert str(values["公开01"]["A2"]).startswith("有 7.00 万元支出的科目不在下列各类中")
    assert str(values["公开04"]["A2"]).startswith("有 6.00 万元支出的科目不在下列各类中")


def test_titles_with_the_units_name_are_shown_in_the_contents(tmp_path: Path, rich: dict[str, Any]) -> None:
    text = SHANGHAI + "表:\n  公开03:\n    标题: '{单位}支出决算表'\n"
    values = built(tmp_path, text, rich)
    assert f"{rich['单位']['名称']}支出决算表" in values["目录"].values()


def test_words_and_zeros_of_every_table(tmp_path: Path, minimal: dict[str, Any]) -> None:
    words = "{收入: 收, 支出: 支, 项目: 目, 行次: 行, 栏次: 栏}"
    for name in ("公开01", "公开04"):
        sheet = sheet_of(minimal, tmp_path, f"表:\n  {name}:\n    用语: {words}\n    零: 不印\n", name)
        contents = [item.content for item in sheet.items]
        assert {"收", "支", "目", "行", "栏"} <= set(filter(lambda c: isinstance(c, str), contents))
        assert not {"收入", "支出", "项目", "行次", "栏次"} & {c for c in contents if isinstance(c, str)}
        assert "amount" not in {item.style for item in sheet.items}
    sheet = sheet_of(minimal, tmp_path, "表:\n  三公: {零: 不印}\n", "公开09")
    assert "amount" not in {item.style for item in sheet.items}


def test_an_empty_table_keeps_ruled_rows_and_its_note_below_them(tmp_path: Path, minimal: dict[str, Any]) -> None:
    for place, total in (("首行", 0), ("末行", 1)):
        text = HEAD + f"表:\n  政府性基金: {{空表留行: 3, 合计行: {place}}}\n"
        minimal["单位"]["模板"] = "甲"
        cells = built(tmp_path, text, minimal)["公开07"]
        noted = next(int(at[1:]) for at, value in cells.items() if str(value).startswith("注："))
        assert noted == 8 + 3 + total
        assert cells.get("A11" if total else "A7") == "合计"


def test_a_formula_longer_than_excel_takes_is_a_mistake_of_ours(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FORMULA", 90)
    with pytest.raises(ValueError, match="a formula of"):
        write(book)


def test_the_basis_stands_on_the_cover(tmp_path: Path, minimal: dict[str, Any]) -> None:
    sheet = sheet_of(minimal, tmp_path, "", "封面")
    named = next(item for item in sheet.items if item.content == "表式依据")
    assert next(item.content for item in sheet.items if (item.row, item.col) == (named.row, named.col + 1)) == "甲"


def test_headings_have_room_for_a_wider_font(book: Book) -> None:
    heights = {sheet.name: dict(sheet.heights) for sheet in book.sheets}
    assert heights["公开04"][5] >= 30


def test_a_code_that_no_block_lists_is_still_checked(tmp_path: Path, minimal: dict[str, Any]) -> None:
    text = "公开06不列的科目: [302, '30113']\n表:\n  公开06: {分块: [[301, 303], [307, 310, 399]]}\n"
    assert "30212" not in {item.content for item in sheet_of(minimal, tmp_path, text, "公开06").items}
