"""Every sheet shows its whole width; an input sheet's head tells what it is for, what is required and what adds up."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.utils import range_boundaries

from tests.helpers.computing import computed
from tests.helpers.typing_in import opened
from xlbudget.language.sheet import Link, Sheet, column_number
from xlbudget.language.text_size import width_of_text
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import head
from xlbudget.workbook import palette
from xlbudget.workbook.styles import STYLES

SCREEN = (1366 - 46) / 1.06
LYING = (297 - 2 * 12.7) / 25.4 * 96
"""Pixels in the width of A4, lying, between its margins."""


@pytest.fixture(scope="module")
def workbook(little: bytes) -> Any:
    return opened(little)


def inputs(book: Book) -> list[Sheet]:
    return [sheet for sheet in book.sheets if sheet.tab == "录入"]


def test_every_sheet_shows_its_whole_width_as_large_as_can_be(workbook: Any) -> None:
    for sheet in workbook:
        if sheet.sheet_state == "visible":
            shown = [one for one in sheet.column_dimensions.values() if not one.hidden]
            pixels, zoom = sum(one.width * 7 + 5 for one in shown), sheet.sheet_view.zoomScale
            assert pixels * zoom / 100 <= SCREEN, sheet.title
            assert zoom == 100 or pixels * (zoom + 1) / 100 > SCREEN, sheet.title


def test_tabs_are_coloured_by_kind(workbook: Any) -> None:
    colours = {sheet.title: sheet.sheet_properties.tabColor for sheet in workbook}
    tabs = {str(kind): colour for kind, colour in palette.TABS.items()}
    expected = {
        **dict.fromkeys(("封面", "目录", "总览"), "导航"),
        **dict.fromkeys(("校验", "公开数核对"), "核对"),
        **dict.fromkeys(("录入-单位", "录入-绩效指标"), "录入"),
        **dict.fromkeys(("公开01", "公开09", "三公对比", "项目支出"), "公开表"),
        **dict.fromkeys(("附件1", "附件2", "附件3-1"), "附件"),
        "科目": "说明",
    }
    for name, kind in expected.items():
        assert colours[name].rgb[2:] == tabs[kind], name
    assert {sheet.title for sheet in workbook if colours[sheet.title] is None} == {
        sheet.title for sheet in workbook if sheet.sheet_state == "hidden"
    }


def test_red_amber_and_yellow_are_for_verdicts() -> None:
    verdicts = set(palette.LOOK_FILLS.values())
    assert {name for name, style in STYLES.items() if style.fill in verdicts} == {
        f"legend_{look}" for look in ("due", "wrong", "advice", "rounding")
    }


def test_the_head_is_in_view_and_nothing_in_it_is_merged(book: Book, workbook: Any) -> None:
    for sheet in inputs(book):
        assert not any(item.rows > 1 or item.cols > 1 for item in sheet.items), sheet.name
        assert sheet.freeze
        assert sheet.freeze[0] == 1 + max(item.row for item in sheet.items if item.style == "in_head" and item.row < 9)
    for sheet in workbook:
        list_ = range_boundaries(sheet.auto_filter.ref) if sheet.auto_filter.ref else None
        assert not list_ or not any(area.max_row >= list_[1] for area in sheet.merged_cells.ranges), sheet.title


def test_the_band_says_what_a_sheet_is_for_and_leads_on(book: Book) -> None:
    sheets = inputs(book)
    for at, sheet in enumerate(sheets):
        band = {item.col: item for item in sheet.items if item.row == 1}
        links = [item.content for item in band.values() if isinstance(item.content, Link)]
        around = [one.name for one in sheets[max(0, at - 1) : at + 2] if one is not sheet]
        assert [link.sheet for link in links] == [*around, "目录"]
        start = next(item.col for item in band.values() if item.style == "band_about" and item.content)
        end = min(item.col for item in band.values() if isinstance(item.content, Link))
        shown = [width for col, width in enumerate(sheet.widths, 1) if col not in sheet.hidden_columns and col < end]
        assert width_of_text(sheet.name) * 18 / 11 <= sum(sheet.widths[: start - 1])
        about = next(str(item.content) for item in band.values() if item.style == "band_about" and item.content)
        assert re.fullmatch(".+　填自：.+", about)
        assert width_of_text(about) * 10 / 11 <= sum(shown) - sum(sheet.widths[: start - 1]), sheet.name
        assert [item.content for item in sheet.items if item.row == 2 and item.style.startswith("legend_")] == list(
            head.LEGEND.values()
        )


def test_what_is_required_is_marked_and_keys_stay_as_they_are(workbook: Any) -> None:
    spending = workbook["录入-支出"]
    marks = {
        spending.cell(4, col).value: "＊" in f"{spending.cell(3, col).number_format}{spending.cell(3, col).value}"
        for col in range(1, 12)
    }
    assert {key for key, marked in marks.items() if marked} == {"科目", "资金来源"}
    labels = {cell.value: "＊" in cell.number_format for cell in workbook["录入-单位"]["A"] if cell.value}
    assert {key for key, marked in labels.items() if marked} == {"名称", "年度", "金额单位"}


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_totals_say_whether_they_meet_the_printed_table(minimal: dict[str, Any], unit: str) -> None:
    times = 10_000 if unit == "元" else 1
    minimal |= {
        "金额单位": unit,
        "支出": [{"科目": "2010406", "资金来源": "其他资金", "基本支出": 3 * times, "项目支出": 1.25 * times}],
        "收入": [{"科目": "2010406", "其他收入": 5 * times}],
        "经济分类": {"30101": 2 * times},
    }
    values = computed(minimal)
    totals = {col: values["录入-支出"][f"{col}3"] for col in "FGK"}
    assert totals == {"F": 3 * times, "G": 1.25 * times, "K": 4.25 * times}
    assert values["录入-支出"]["L3"] == "＝ 公开03 合计 4.25"
    assert values["录入-收入"]["M3"] == "＝ 公开02 合计 5.00"
    # 其他资金 are not 一般公共预算财政拨款, which 公开05 is about.
    assert values["录入-经济分类"]["D3"] == "≠ 公开05 基本支出 0.00，差 2.00"
    assert not values["录入-结转结余"].get("E3")
    # As 目录 says of the sheet; a click leads to 校验.
    assert values["录入-支出"]["A2"] == f"已填 4 格；金额单位：{unit}；校验：√"


def test_what_is_printed_can_be_read(workbook: Any) -> None:
    """录入-绩效指标 prints without the columns of its scoring rules; 科目 begins with names, not with empty rows."""
    scores = workbook["录入-绩效指标"]
    last = range_boundaries(scores.print_area.replace("$", "").split("!")[-1])[2] or 0
    assert scores.cell(4, last).value == "偏差原因"
    pixels = sum(one.width * 7 + 5 for name, one in scores.column_dimensions.items() if column_number(name) <= last)
    assert 11 * LYING / pixels >= 8, "points of what is 11 points high on the screen"
    subjects = workbook["科目"]
    shown = [row for row in range(5, 30) if not subjects.row_dimensions[row].hidden]
    # Of formulas, which show what is typed later, there are few; then come the built-in names.
    assert sum(str(subjects.cell(row, 2).value).startswith("=") for row in shown) == 1 + 3
