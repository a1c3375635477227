"""Exported papers print what the workbook prints, hold no formula, and come as whole sets or not at all."""

from __future__ import annotations

import json
import re
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.conftest import SAMPLE, SHANGHAI
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.once import made_once
from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile.file import Data
from xlbudget.disk.file_names import distinct, stem, told_apart
from xlbudget.errors import PdfFailed
from xlbudget.export.papers import UNIT, Exported, exports
from xlbudget.export.papers import package as made
from xlbudget.export.pdf import pdfs
from xlbudget.export.row_map import RowMap
from xlbudget.export.values_only import as_values
from xlbudget.language.limits import HIGHEST
from xlbudget.language.sheet import Entry, Frame, Item, Page, Sheet, column_letter
from xlbudget.language.text_size import room_for
from xlbudget.reading.package import Package
from xlbudget.sheets.book import Book
from xlbudget.workbook.calculate import by_address, calculation, framed_rows
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Values

PUBLISHED = "部门决算公开表"
Whole: TypeAlias = tuple[Book, Values, Any]
"""A book, its values, and the workbook as openpyxl reads it."""

UNITS = [json.loads(path.read_text(encoding="utf-8"))["单位"]["名称"] for path in (SAMPLE, SHANGHAI)]
WHOSE = f"2023年度{UNITS[0]}"
ANNEX1, ANNEX2 = f"{WHOSE}部门整体支出绩效评价基础数据表", f"{WHOSE}部门整体支出绩效自评表"
ANNEX3 = f"{WHOSE}项目支出绩效自评表-"
PUBLIC = [f"{WHOSE}{PUBLISHED}", f"2025年度{UNITS[1]}{PUBLISHED}"]


def workbooks(papers: Iterable[Exported]) -> dict[str, bytes]:
    """The files of these papers by name."""
    return {f"{paper.name}.xlsx": made(paper) for paper in papers}


@pytest.fixture(scope="module")
def shanghai(shanghai_book: Book, shanghai_finished: bytes) -> Whole:
    whole = _opened(shanghai_finished)
    values = {
        ws.title: {cell.coordinate: cell.value for row in ws for cell in row if cell.value is not None}
        for ws in whole.worksheets
    }
    return shanghai_book, values, whole


@pytest.fixture(scope="module")
def papers(book: Book, values: Values) -> tuple[Exported, ...]:
    return (*exports(book, values, "绩效自评"), *exports(book, values, "公开表"))


@pytest.fixture(scope="module")
def files(papers: tuple[Exported, ...], shanghai: Whole, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The papers of both samples."""

    def made() -> dict[str, bytes]:
        return workbooks(papers) | workbooks(exports(*shanghai[:2], "公开表"))

    return made_once(tmp_path_factory, "papers", made)


@pytest.fixture(scope="module")
def printed(files: dict[str, bytes]) -> dict[str, list[str]]:
    """The text of every page of every PDF, made on a machine that is set to German."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "de_DE.UTF-8")
        made = pdfs(files)
    assert made is not None
    return {name: _pages(content) for name, content in made.items()}


def _opened(package: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return load_workbook(BytesIO(package), data_only=True)


def _pages(pdf: bytes) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


@cache
def _read(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def _sheets(files: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    for name, content in files.items():
        for ws in _read(content).worksheets:
            yield name, ws


def _columns(ws: Any) -> dict[str, list[object]]:
    """What the visible cells of each visible column hold, from top to bottom."""
    hidden = {name for name, column in ws.column_dimensions.items() if column.hidden}
    rows = [row for row in ws.iter_rows() if not ws.row_dimensions[row[0].row].hidden]
    found: dict[str, list[object]] = {}
    for cell in (cell for row in rows for cell in row if cell.value not in (None, "")):
        if cell.column_letter not in hidden:
            # openpyxl 写 16 位有效数字
            # 这样写的零印出来是空白。
            if cell.value == 0 and cell.number_format.endswith(";"):
                continue
            value = round(cell.value, 9) if isinstance(cell.value, float) else cell.value
            found.setdefault(cell.column_letter, []).append(value)
    return found


# ---------------------------------------------------------------- what is in them


def test_the_papers_of_the_sample(papers: tuple[Exported, ...], sample: Data) -> None:
    projects = [f"{ANNEX3}{entry['对象']}" for entry in sample.rows("绩效自评") if entry["对象"] != "整体"]
    assert [paper.name for paper in papers] == [ANNEX1, ANNEX2, *projects, PUBLIC[0]]
    assert [sheet.name for sheet in papers[-1].sheets] == [f"公开0{n}" for n in range(1, 10)]


def test_the_papers_of_another_region(shanghai: Whole) -> None:
    book, values, _ = shanghai
    (paper,) = exports(book, values, "公开表")
    assert paper.name == PUBLIC[1]
    assert len(paper.sheets) == 9
    assert exports(book, values, "绩效自评") == ()


def test_no_formula_and_no_name_of_the_workbook(files: dict[str, bytes]) -> None:
    for content in files.values():
        with ZipFile(BytesIO(content)) as package:
            parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
        assert not any("<f>" in part or "<f " in part or "conditionalFormatting" in part for part in parts.values())
        assert 'fullCalcOnLoad="1"' not in parts["xl/workbook.xml"]
        assert "sheetProtection" not in "".join(parts.values())
        assert "docProps/custom.xml" not in parts
        assert not _read(content).defined_names


def test_the_same_bytes_twice(papers: tuple[Exported, ...], files: dict[str, bytes]) -> None:
    again = workbooks(papers)
    assert again == {name: files[name] for name in again}


LIVE = {
    "2023": {f"公开0{n}" for n in (2, 3, 5)},
    "2025": {f"公开0{n}" for n in (2, 3, 5)},
}
"""The tables whose notes move with the codes, by the year of the sample; those without a figure have theirs apart."""


def _apart(these: list[Any], those: list[Any]) -> list[Any]:
    """Takes out of ``these`` what ``those`` has not, and gives it, in order."""
    left = Counter(map(str, those))
    taken = []
    for value in list(these):
        if left[str(value)]:
            left[str(value)] -= 1
        else:
            these.remove(value)
            taken.append(value)
    return taken


def test_everything_printed_is_what_the_workbook_shows(
    files: dict[str, bytes], finished: bytes, shanghai: Whole
) -> None:
    whole = {2023: _opened(finished), 2025: shanghai[2]}
    seen = 0
    for name, ws in _sheets(files):
        there, here = _columns(whole[int(name[:4])][ws.title]), _columns(ws)
        # 注在工作簿里一行一格，导出以后是整段，横过全表。
        lines = _apart(there.get("B", []), here.get("B", []))
        notes = _apart(here["A"], there["A"])
        assert "".join(map(str, lines)) == "".join(map(str, notes)), (name, ws.title)
        assert bool(notes) == (ws.title in LIVE[name[:4]]), (name, ws.title)
        assert here == there, (name, ws.title)
        seen += 1
    assert seen == 8 + 9 + 9


def test_no_row_is_blank_but_those_of_the_form(files: dict[str, bytes]) -> None:
    blank = {
        (name[:4], ws.title): rows
        for name, ws in _sheets(files)
        if (rows := [row[0].row for row in ws.iter_rows() if all(cell.value is None for cell in row)])
    }
    ruled = [7, 8, 9]
    spaced = {f"公开0{n}": [2] for n in range(2, 8)}
    assert {sheet: rows for (year, sheet), rows in blank.items() if year == "2025"} == {
        "公开01": [3],
        **spaced,
        "公开08": [2, *ruled],
        "公开09": [2, *ruled],
    }
    assert not [key for key in blank if key[0] == "2023"]


def test_a_groups_name_stands_in_its_middle_row_and_no_line_in_it(files: dict[str, bytes], sample: Data) -> None:
    """In one cell it would be cut in two where a page ends."""
    for entry in sample.rows("绩效自评"):
        file = ANNEX2 if entry["对象"] == "整体" else f"{ANNEX3}{entry['对象']}"
        ws = _read(files[f"{file}.xlsx"]).worksheets[0]
        row = 1 + next(cell.row for cell in ws["B"] if cell.value == "一级指标")
        for col, keys in ((2, ("一级",)), (3, ("一级", "二级"))):
            at = row
            for names, group in groupby([each[key] for key in keys] for each in entry["指标"]):
                cells = [ws.cell(at + below, col) for below, _ in enumerate(group)]
                middle = cells[(len(cells) - 1) // 2]
                assert [cell for cell in cells if cell.value] == [middle]
                assert middle.value.startswith(names[-1])
                assert middle.alignment.vertical == "center"
                inside = [line for cell in cells for line in _sides(cell)[2:]]
                assert inside[:-1] == ["thin", *[None] * (len(inside) - 2)]
                at += len(cells)
            assert ws.cell(at, 1).value == "总分"


def _sides(cell: Any) -> list[str | None]:
    sides = (getattr(cell.border, side) for side in ("left", "right", "top", "bottom"))
    return [side and side.style for side in sides]


def test_lines_around_every_printed_cell(files: dict[str, bytes]) -> None:
    """In a row that has any; the two cells of a 合计 in the last row are one."""
    open_sides = []
    for name, ws in _sheets(files):
        inside = {
            (row, col)
            for area in ws.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for col in range(area.min_col, area.max_col + 1)
        } - {(area.min_row, area.min_col) for area in ws.merged_cells.ranges}
        ruled = 0
        for row in ws.iter_rows():
            cells = [cell for cell in row if (cell.row, cell.column) not in inside]
            sides = [_sides(cell) for cell in cells]
            if not any(style for each in sides for style in each):
                continue
            ruled += 1
            for cell, each in zip(cells, sides, strict=True):
                # A line between two cells is of either; the names of groups have none between their rows.
                if cell.row < ws.max_row and _sides(ws.cell(cell.row + 1, cell.column))[2]:
                    each[3] = "thin"
                if each != ["thin"] * 4 and (ANNEX2[:4] != name[:4] or cell.column > 3 or each[:2] != ["thin"] * 2):
                    open_sides.append((name[:4], ws.title, cell.value, each))
        assert ruled > 3, ws.title
    assert open_sides == [
        ("2025", "公开05", "合计", ["thin", None, "thin", "thin"]),
        ("2025", "公开05", None, [None, "thin", "thin", "thin"]),
    ]


def test_the_page(files: dict[str, bytes], book: Book) -> None:
    declared = {sheet.name: sheet.page for sheet in book.sheets}
    for name, ws in _sheets(files):
        assert (ws.page_setup.paperSize, ws.page_setup.fitToWidth) == (9, 1)
        assert ws.print_area == f"'{ws.title}'!$A$1:${column_letter(ws.max_column)}${ws.max_row}"
        if name.startswith("2023"):
            page = declared[ws.title]
            assert page
            assert ws.max_column == page.cols
            # 上面空着的备用行去掉了，表头跟着上移。
            up = sum(row[0].value == "一级指标" for row in ws.iter_rows(12, 12, 2)) if "附件3" in ws.title else 0
            assert ws.print_title_rows == (f"${page.heading[0] - up}:${page.heading[1] - up}" if page.heading else None)


def test_the_pdfs(printed: dict[str, list[str]], files: dict[str, bytes]) -> None:
    assert [name.removesuffix(".pdf") for name in printed] == [name.removesuffix(".xlsx") for name in files]
    pages = {name.removesuffix(".pdf"): len(texts) for name, texts in printed.items()}
    assert pages.pop(ANNEX1) == 1
    assert pages.pop(ANNEX2) == 3
    assert pages.pop(PUBLIC[0]) == pages.pop(PUBLIC[1]) == 9
    assert len(pages) == 6
    assert set(pages.values()) == {2}
    for name, ws in _sheets(files):
        text = "".join("".join(printed[name.replace(".xlsx", ".pdf")]).split())
        for cell in (cell for row in ws.iter_rows() for cell in row):
            if isinstance(cell.value, float) and cell.value and cell.number_format.startswith("#,##0.00"):
                assert f"{cell.value:,.2f}" in text, (ws.title, cell.coordinate)
    assert all("#" not in text for texts in printed.values() for text in texts)


@pytest.mark.usefixtures("few_rows")
def test_a_workbook_that_was_read_gives_the_same_papers(little: bytes) -> None:
    """It is rebuilt from a skeleton without the long texts: their rows get their height from what they show."""
    built = assemble(Data(little_unit()))
    shown = by_address(built, calculation(built))
    papers = (*exports(built, shown, "绩效自评"), *exports(built, shown, "公开表"))
    rebuilt = examine_package(Package.of(Path("工作簿.xlsx"), little)).rebuilt
    again = (*exports(rebuilt.book, rebuilt.values, "绩效自评"), *exports(rebuilt.book, rebuilt.values, "公开表"))
    assert [paper.name for paper in again] == [paper.name for paper in papers]
    for ours, theirs in zip(papers, again, strict=True):
        assert [replace(sheet, heights=()) for sheet in theirs.sheets] == [
            replace(sheet, heights=()) for sheet in ours.sheets
        ]
        for sheet in theirs.sheets:
            heights = dict(sheet.heights)
            for item in sheet.items:
                if item.style == "text" and item.rows == 1 and isinstance(item.content, Entry):
                    width = sum(sheet.widths[item.col - 1 : item.col - 1 + item.cols])
                    assert room_for(str(item.content.value or ""), width) <= heights[item.row]


# ---------------------------------------------------------------- one sheet


def _annex(book: Book, values: Values) -> tuple[Sheet, dict[str, Any]]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == "附件3-2")
    return sheet, dict(values[sheet.name])


def _row(values: dict[str, Any], row: int, text: Any) -> dict[str, Any]:
    return values | {f"{col}{row}": text for col in "BCDEFGHIJ"}


def test_an_emptied_indicator_leaves_no_row(book: Book, values: Values) -> None:
    sheet, there = _annex(book, values)
    first, _ = sheet.slots[-1]
    before, after = as_values(sheet, there), as_values(sheet, _row(there, first + 1, "") | {f"K{first + 1}": 0})
    assert before.page
    assert after.page
    assert after.page.rows == before.page.rows - 1


def test_a_spare_row_that_is_in_use_has_its_lines(book: Book, values: Values) -> None:
    sheet, there = _annex(book, values)
    before, last = as_values(sheet, there), sheet.slots[-1][1]
    there |= {f"{col}{last}": 2.0 if col in "GHJK" else "新" for col in "DEFGHJK"}
    after = as_values(sheet, there)
    assert after.page
    assert before.page
    assert after.page.rows == before.page.rows + 1
    lowest = [frame for frame in after.frames if frame.row == after.page.rows]
    assert {(frame.col, frame.cols, frame.open_side) for frame in lowest} == {
        *((1, 1, "top bottom"), (2, 1, "top bottom"), (3, 1, "bottom"), (4, 6, ""))
    }


def test_a_text_that_has_grown_is_never_cut(book: Book, values: Values) -> None:
    sheet, there = _annex(book, values)
    first, _ = sheet.slots[-1]
    grown = as_values(sheet, there | {f"F{first}": "字" * 200})
    was = dict(as_values(sheet, there).heights)
    now = dict(grown.heights)
    # A row of 项目资金 is not in use.
    assert now[first - 1] > 145 > was[first - 1]
    assert grown.page


def test_a_text_that_no_row_can_hold_goes_on_in_the_next(book: Book, values: Values) -> None:
    sheet, there = _annex(book, values)
    first, _ = sheet.slots[-1]
    text = "一行放不下的文字，\n" + "字" * 1990
    before, longest = as_values(sheet, there), as_values(sheet, there | {f"F{first}": text})
    assert before.page
    assert longest.page
    more = longest.page.rows - before.page.rows
    # A row of 项目资金 is not in use.
    begins = first - 1
    parts = {item.row: item for item in longest.items if item.col == 6 and begins <= item.row <= begins + more}
    assert "".join(str(item.content.value) for item in parts.values() if isinstance(item.content, Entry)) == text
    assert len(parts) == more + 1 > 3
    heights = [dict(longest.heights)[row] for row in parts]
    assert max(heights) <= HIGHEST
    for height, item in zip(heights, parts.values(), strict=True):
        assert isinstance(item.content, Entry)
        assert room_for(str(item.content.value), sheet.widths[5]) <= height
    sides = [frame.open_side for frame in longest.frames if frame.col == 6]
    assert sides == ["bottom", *["top bottom"] * (more - 1), "top"]


def test_rows_move_together() -> None:
    rows = RowMap([1, 0, 0, 1, 3, 1])
    assert [rows.span(row) for row in range(1, 7)] == [(1, 1), (2, 0), (2, 0), (2, 1), (3, 3), (6, 1)]
    assert rows.span(2, 4) == (2, 4)
    assert rows.total == 6


def test_where_a_frame_holds_the_engine_says() -> None:
    frames = (Frame(3, 1, 4, 2, 'OR($A3<>"",AND($A$3="",ROW()<5))'), Frame(3, 1, 2, 1, ""))
    sheet = Sheet("表", (), (10, 10), frames=frames)
    assert tuple(map(set, framed_rows(sheet, {}))) == ({3, 4}, {3, 4})
    assert tuple(map(set, framed_rows(sheet, {"A3": "=1+", "A6": 0}))) == ({3, 4, 6} - {4}, {3, 4})


def test_page_breaks_and_headings_move() -> None:
    items = tuple(Item(row, 1, Entry(None), "text") for row in range(1, 7))
    sheet = Sheet("表", items, (10,), page=Page(1, rows=6, heading=(1, 1), breaks=(5,)), slots=((2, 4),))
    page = as_values(sheet, {"A1": "题", "A3": "甲"}).page
    assert page == Page(1, rows=4, heading=(1, 1), breaks=(3,))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("第一行\n第二行\t\x07", "第一行_第二行__"),
        (" 项目. . ", "项目"),
        ("con", "_con"),
        ("Lpt1.2023", "_Lpt1.2023"),
        ("contract", "contract"),
        ("..", ""),
        ("名" * 100, "名" * 80),
        ("𠮷" * 80, "𠮷" * 60),
        ("\u202e甲", "_甲"),
    ],
)
def test_a_name_that_every_system_takes(text: str, name: str) -> None:
    assert stem(text) == name


def test_what_stands_for_a_text_in_a_name_stands_for_no_other() -> None:
    assert told_apart("某某局", 30) == told_apart(" 某某局\n", 30) == "某某局"
    assert told_apart("", 30) == ""
    assert re.fullmatch("甲_局-[0-9a-f]{6}", told_apart("甲/局", 30))
    texts = [
        "名" * 30,
        "名" * 31,
        "名" * 29 + "/",
        "名" * 29 + "_",
        "𠮷" * 22,
        "𠮷" * 23,
        "a" * 30,
        "a" * 31,
        "NUL",
        "_NUL",
    ]
    made = [told_apart(text, 30) for text in texts]
    assert len(set(made)) == len(texts)
    assert max(map(len, made)) <= 30
    assert max(len(name.encode()) for name in made) <= 90
    assert [name for name in made if name in texts] == ["名" * 30, "名" * 29 + "_", "𠮷" * 22, "a" * 30, "_NUL"]


def test_no_two_names_are_alike() -> None:
    assert distinct(["甲", "A", "a", "甲", "甲-2"]) == ["甲", "A", "a-2", "甲-2", "甲-2-2"]
    long = distinct(["名" * 80] * 11)
    assert len(set(long)) == 11
    assert {len(name) for name in long} == {80}


@pytest.mark.parametrize("year", [None, "", "二〇二三", 23, 2023.5, True, "2023.0", float("inf")])
def test_a_year_that_is_none_is_left_out(book: Book, values: Values, year: Any) -> None:
    assert [
        paper.name for paper in exports(_published_only(book), _with(book, values, "录入/年度", year), "公开表")
    ] == [UNITS[0] + PUBLISHED]


def test_names_after_what_projects_are_called(book: Book, values: Values) -> None:
    odd = values
    for number, name in ((2, "A/B:*?"), (3, "a_b___"), (4, ""), (5, None)):
        odd = _with(book, odd, f"录入/绩效自评/对象@{number}", name)
    named = [paper.name.removeprefix(ANNEX3[:-1]) for paper in exports(book, odd, "绩效自评")[2:6]]
    assert named == ["-A_B___", "-a_b___-2", "", "-2"]


def _with(book: Book, values: Values, key: str, value: Any) -> Values:
    area = book.names.cell(key, "测试")
    return values | {area.sheet: values[area.sheet] | {area.text(area.sheet): value}}


def _published_only(book: Book) -> Book:
    return replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.name == "公开01"))


def _hollow(book: Book) -> Book:
    """The book with nothing on the sheets of its papers: their names come from elsewhere."""
    page = Page(1, rows=1)
    sheets = (replace(one, items=(), frames=(), slots=(), page=page) for one in book.sheets if one.paper)
    return replace(book, sheets=tuple(sheets))


def test_no_two_units_have_files_of_one_name(book: Book, values: Values) -> None:
    """Nor does a name outgrow what file systems hold, whatever the unit and the project are called."""
    book = _hollow(book)
    units = [
        "甲局",
        "乙局",
        "甲/局",
        "甲:局",
        "甲_局",
        "名" * 75,
        "名" * 74,
        "名" * 74 + "校",
        "𠮷" * 40,
        "𠮷" * 41,
        "局\n一",
    ]
    units += ["CON", "a" * 200, "a" * 201, "甲 局", "甲\u200b局", "甲局-1", "校" * 30, "校" * 31, "e\u0301" * 40]
    named = [
        [
            f"{paper.name}.xlsx"
            for paper in exports(
                book, _with(book, _with(book, values, UNIT, unit), "录入/绩效自评/对象@2", "项" * 200), "绩效自评"
            )
        ]
        for unit in units
    ]
    assert len({name.casefold() for names in named for name in names}) == sum(map(len, named))
    assert max(len(name.encode()) for names in named for name in names) <= 255
    for names in named:
        assert ANNEX1.removeprefix(WHOSE) in names[0]
        assert ANNEX2.removeprefix(WHOSE) in names[1]
    assert named[0][0] == f"2023年度甲局{ANNEX1.removeprefix(WHOSE)}.xlsx"


# ---------------------------------------------------------------- PDF


SET = {"甲.xlsx": b"1", "乙.xlsx": b"2"}


def test_without_libreoffice_there_are_no_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    assert pdfs(SET) is None


def test_a_pdf_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "false")
    with pytest.raises(PdfFailed, match="转成 PDF 失败"):
        pdfs(SET)
