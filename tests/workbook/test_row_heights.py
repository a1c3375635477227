"""What is typed is printed whole: rows are as high as the texts that their formulas show, figures fit their columns."""

from __future__ import annotations

import re
from io import BytesIO
from math import ceil
from typing import Any
from zipfile import ZipFile

import pytest

from tests.conftest import fewer_rows
from tests.helpers import checking
from tests.helpers.building import assemble
from tests.helpers.computing import cached_values
from xlbudget.datafile.file import Data
from xlbudget.language.limits import HIGHEST
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet
from xlbudget.sheets.book import Book
from xlbudget.sheets.tables.heading import SPARE_HEIGHT
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render
from xlbudget.workbook.styles import STYLES

LENGTHS = (1, 28, 40, 56, 75, 130, 400, 3000)
"""Characters of names and remarks; the longest takes more than a row can be high in some columns."""


def words(length: int, begin: str) -> str:
    return (begin + "老旧小区改造（配套基础设施建设）、" * length)[:length]


def long_unit() -> dict[str, Any]:
    content = checking.little_unit()
    content["单位"]["名称"] = words(60, "某单位")
    content["项目"] = [
        {
            "名称": words(length, f"{i}"),
            "类别": ("公共项目", "部门项目")[i % 2],
            "备注": words(LENGTHS[-1 - i], f"备{i}"),
            "年初预算": 10**12,
            "支出金额": 1,
        }
        for i, length in enumerate(LENGTHS)
    ]
    for number, length in enumerate(LENGTHS[2:6]):
        entry = checking.evaluation(words(LENGTHS[number], f"{number}")) | {
            key: words(length, key[0]) for key in ("表内名称", "主管部门", "实施单位", "年度目标", "实际完成情况")
        }
        entry["指标"][0] |= {key: words(length, key[0]) for key in ("三级", "年度指标值", "实际完成值", "偏差原因")}
        entry["资金"] = [{"行": words(length, "来源"), "年初预算数": 10**12}]
        content["绩效自评"].append(entry)
    content["楼堂馆所"] = [{"名称": words(70, "楼"), "批复规模": 10**12}]
    content["说明"] = {"厉行节约保障措施": words(300, "措施")}
    return content


@pytest.fixture(scope="module")
def made() -> tuple[Book, bytes, Values]:
    with fewer_rows():
        book = assemble(Data(long_unit()))
        package = render(book)
    return book, package, cached_values(package)


def heights(package: bytes, number: int) -> dict[int, float]:
    """Row → height (points) of the sheet, where one is set."""
    with ZipFile(BytesIO(package)) as parts:
        content = parts.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8")
    return {int(row): float(ht) for row, ht in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', content)}


def text_of(item: Item, values: dict[str, Any]) -> str:
    match item.content:
        case str(text) | Link(text) | Entry(str(text)):
            return text
        case _:
            shown = values.get(Area("", item.row, item.col).text(""))
            return shown if isinstance(shown, str) else ""


def too_low(sheet: Sheet, values: dict[str, Any], set_: dict[int, float]) -> list[tuple[str, int, int, float]]:
    """Cells whose text is longer than their rows are high: 12 points a line of 10, a Chinese character two wide."""
    found = []
    for item in sheet.singles():
        text = text_of(item, values)
        rows = [set_.get(row) for row in range(item.row, item.row + item.rows)]
        if not STYLES[item.style].wrap or (rows == [None] and item.cols == 1):
            continue  # 没有行高的行，办公软件自己会调
        size = STYLES[item.style].size
        across = sum(sheet.widths[item.col - 1 : item.col - 1 + item.cols]) * 11 / size
        lines = sum(ceil(sum(1 + (char > "\xff") for char in line) / across) for line in text.split("\n"))
        need = 1.2 * size * lines if lines > 1 else 0
        height = sum(row or 15 for row in rows)
        if height < min(need, HIGHEST):
            found.append((Area(sheet.name, item.row, item.col).text(""), len(text), round(need), height))
    return found


def test_every_row_has_room_for_what_it_shows(made: tuple[Book, bytes, Values]) -> None:
    book, package, values = made
    low = {
        sheet.name: cells
        for number, sheet in enumerate(book.sheets, 1)
        if not sheet.hidden and (cells := too_low(sheet, values[sheet.name], heights(package, number)))
    }
    assert low == {}
    shown = [sheet.name for sheet in book.sheets if words(75, "4") in values[sheet.name].values()]
    # 总览 names the eight projects of which least was spent.
    assert {"项目支出", "附件1"} <= {*shown}


def test_a_text_that_does_not_wrap_is_printed_smaller_or_has_room_beside_it(made: tuple[Book, bytes, Values]) -> None:
    book, _, values = made
    cut = set()
    for sheet in book.sheets:
        # The long lists of verdicts are not printed, and a line a row.
        last = sheet.page.rows if sheet.page and sheet.filter else 0
        taken = {(item.row, item.col) for item in sheet.singles() if item.content is not None}
        for item in sheet.singles():
            look, right = STYLES[item.style], item.col + item.cols
            wide = sum(1 + (char > "\xff") for char in text_of(item, values[sheet.name])) * look.size / 11
            room = sum(sheet.widths[item.col - 1 : right - 1])
            free = item.cols == 1 and (item.row, right) not in taken and not look.border
            if (
                not (sheet.hidden or right - 1 in sheet.hidden_columns or look.wrap or look.shrink or free)
                and wide > room
                and not 0 < last < item.row
            ):
                cut.add((sheet.name, item.style, item.row, item.col, text_of(item, values[sheet.name])[:20]))
    assert cut == set()


def test_no_row_is_higher_than_excel_has_it(made: tuple[Book, bytes, Values]) -> None:
    book, package, _ = made
    highest = [max(heights(package, number).values(), default=0) for number in range(1, len(book.sheets) + 1)]
    assert max(highest) == HIGHEST


def test_what_is_filled_in_later_has_room_for_two_lines(made: tuple[Book, bytes, Values]) -> None:
    book, package, values = made
    for number, sheet in enumerate(book.sheets, 1):
        first, last = sheet.slots[-1] if sheet.slots else (1, 0)
        if any("slot_text" in item.style for item in sheet.singles() if item.row == last):
            empty = set(range(first, last + 1)) - {
                item.row for item in sheet.singles() if item.col < 9 and text_of(item, values[sheet.name])
            }
            assert empty
            assert all(heights(package, number)[row] >= SPARE_HEIGHT for row in empty)


@pytest.mark.parametrize("name", [name for name, look in STYLES.items() if re.search("0[.0_%]|#", look.format)])
def test_a_figure_too_wide_for_its_column_is_printed_smaller(name: str) -> None:
    assert STYLES[name].shrink
    assert not STYLES[name].wrap


def test_rows_that_are_high_enough_stay_as_they_are_declared(little: bytes) -> None:
    with fewer_rows():
        book = assemble(Data(checking.little_unit()))
    for number, sheet in enumerate(book.sheets, 1):
        if sheet.name.startswith(("公开0", "三公", "项目支出")):
            assert heights(little, number) == dict(sheet.heights)
