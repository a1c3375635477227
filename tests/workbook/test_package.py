"""What is in the file: formulas only outside 录入, classic functions only, a sound package, byte-reproducible."""

from __future__ import annotations

import json
import re
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT, SAMPLE, fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import UNIT, little_unit
from tests.helpers.computing import Held, cached
from tests.helpers.typing_in import opened
from xlbudget.datafile.file import Data
from xlbudget.sheets.book import DEFINED, Book, defined
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.palette import INPUT
from xlbudget.workbook.render import render

CLASSIC = {
    "ABS",
    "AND",
    "CHAR",
    "CHOOSE",
    "NOT",
    "SUMPRODUCT",
    "COUNT",
    "COUNTA",
    "COUNTIF",
    "COUNTIFS",
    "FIND",
    "FIXED",
    "HYPERLINK",
    "IF",
    "IFERROR",
    "INDEX",
    "ISBLANK",
    "ISERROR",
    "INT",
    "ISNUMBER",
    "LEFT",
    "LEN",
    "MATCH",
    "MAX",
    "MID",
    "MIN",
    "MOD",
    "OR",
    "RIGHT",
    "ROUND",
    "ROUNDUP",
    "SMALL",
    "SUBSTITUTE",
    "SUM",
    "SUMIFS",
    "REPT",
    "ROW",
    "TRIM",
    "VALUE",
    "TEXT",
}
"""All of them in Excel 2007, WPS and LibreOffice; none volatile."""

TEXT = re.compile(r'"(?:[^"]|"")*"')
QUOTED = re.compile(rf"{TEXT.pattern}|'[^']*'!")
"""A text, or the name of a sheet."""
FUNCTION = re.compile(r"([\w.]+)\(")

HARMLESS = (
    # openpyxl 写字体时元素的次序与标准不同，Excel 一直照读
    r"Unexpected element '(family|color|charset)' found",
    # openpyxl 把文本写在单元格里而不是共享表里，Excel 照读，下次保存时改写
    r"Worksheet sheet\d+\.xml has \d+ inline-string cell",
)


UNITS = little_unit() | {"基本支出年初预算": {"301": 3}}
UNITS["事实"].append({"键": "两次", "式": "{次数}*2"})
"""What has every kind of sheet that the sample has, in a fifth of its cells."""


@pytest.fixture(scope="module")
def small_book() -> Book:
    with fewer_rows():
        return assemble(Data(UNITS))


@pytest.fixture(scope="module")
def small(small_book: Book) -> bytes:
    return render(small_book)


@pytest.fixture(scope="module")
def small_values(small: bytes) -> Values:
    return cached(small)


@pytest.fixture(scope="module")
def workbook(small: bytes) -> Workbook:
    return opened(small)


def looks(book: Book) -> set[tuple[str, str]]:
    """The kinds of sheet, each with the styles of its cells."""
    return {(re.sub(r"-?\d+$", "", sheet.name), item.style) for sheet in book.sheets for item in sheet.items}


def formulas(cells: Held) -> list[tuple[str, str, str]]:
    return [
        (sheet, address, formula)
        for sheet, there in cells.items()
        for address, (formula, _) in there.items()
        if formula
    ]


def test_the_small_workbook_looks_like_that_of_the_sample(small_book: Book, book: Book) -> None:
    """What holds for each kind of sheet and style there holds here."""
    assert looks(small_book) >= looks(book)


def test_no_number_is_typed_outside_the_input_sheets(sample_cells: Held) -> None:
    typed = [
        (sheet, address, value)
        for sheet, there in sample_cells.items()
        for address, (formula, value) in there.items()
        if not sheet.startswith("录入-") and sheet != "科目" and formula is None and not isinstance(value, str | None)
    ]
    assert not typed


def test_input_cells_hold_no_formula_and_only_they_are_unlocked(workbook: Workbook) -> None:
    unlocked = [
        (ws.title, cell)
        for ws in workbook.worksheets
        for row in ws.iter_rows()
        for cell in row
        if not cell.protection.locked
    ]
    assert unlocked
    assert {sheet for sheet, _ in unlocked} == {ws.title for ws in workbook.worksheets if ws.title.startswith("录入-")}
    assert not [cell for _, cell in unlocked if cell.data_type == "f"]
    assert not [cell for _, cell in unlocked if cell.fill.fgColor.rgb != f"00{INPUT}"]


def test_every_sheet_is_protected_without_a_password(workbook: Workbook) -> None:
    assert all(ws.protection.sheet and not ws.protection.password for ws in workbook.worksheets)


def test_only_classic_functions(sample_cells: Held) -> None:
    used: set[str] = set()
    for _, _, formula in formulas(sample_cells):
        used.update(FUNCTION.findall(QUOTED.sub("", formula)))
    assert used <= CLASSIC
    assert {"SUMIFS", "SMALL", "COUNTIF"} <= used


def test_what_excel_will_not_forgive_in_a_formula(sample_cells: Held) -> None:
    for sheet, cell, formula in formulas(sample_cells):
        assert len(formula) <= 8192, (sheet, cell)
        assert all(len(text) <= 257 for text in TEXT.findall(formula)), (sheet, cell)
        assert formula.count("(") == formula.count(")")
        assert "[" not in TEXT.sub("", formula), (sheet, cell, "外部链接")


def test_what_excel_will_not_forgive_on_a_sheet(workbook: Workbook) -> None:
    for ws in workbook.worksheets:
        assert len(ws.title) <= 31
        for region in ws.conditional_formatting:
            assert not [f for rule in region.rules for f in rule.formula if "!" in f], ws.title
        for rule in ws.data_validations.dataValidation:
            assert "!" not in (rule.formula1 or "")
            assert len(rule.formula1 or "") <= 255
            assert len(rule.prompt or "") <= 255


def test_no_external_link_and_no_macro(finished: bytes) -> None:
    parts = ZipFile(BytesIO(finished)).namelist()
    assert not [part for part in parts if "externalLink" in part or "vba" in part.lower()]


def test_no_error_value_in_any_cell(values: Values) -> None:
    errors = {
        (sheet, cell): value
        for sheet, cells in values.items()
        for cell, value in cells.items()
        if isinstance(value, str) and value.startswith("#")
    }
    assert not errors


def test_every_formula_has_its_value_in_the_file(finished: bytes) -> None:
    """A viewer that does not recalculate shows the figures: every formula cell carries a <v>."""
    package = ZipFile(BytesIO(finished))
    sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    cells = [c for name in sheets for c in re.findall(r"<c [^>]*>(?:(?!</c>).)*</c>", package.read(name).decode())]
    held = [cell for cell in cells if "<f>" in cell]
    # 没有缓存值的公式格是 <v></v> 或 <v/>，而且不带 t="str"。
    bare = [cell for cell in held if not re.search(r' t="(str|b|e)"|<v>[^<]', cell)]
    assert len(held) > 10_000
    assert not bare[:3]


def test_the_package_validates(small: bytes, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator  # 只在这里用，装载要半秒

    path = tmp_path / "book.xlsx"
    path.write_bytes(small)
    result = OpenXmlValidator(max_errors=0).validate(path)
    serious = [error for error in result.errors if not any(re.match(known, error.description) for known in HARMLESS)]
    assert not [(error.part_uri, error.description) for error in serious]


def test_defined_names_lead_to_what_they_name(workbook: Workbook, small_book: Book, small_values: Values) -> None:
    assert set(workbook.defined_names) == set(defined(small_book.names))
    where = {name: small_book.names.areas[key] for name, key in DEFINED.items()}
    found = {name: small_values[area.sheet][area.text(area.sheet)] for name, area in where.items()}
    assert found == {"单位名称": UNIT, "年度": 2023, "金额单位": "万元", "金额换算": 1, "半宽": 0.005}


def test_the_stamp_says_program_layout_and_keys(workbook: Any) -> None:
    stamp = {prop.name: prop.value for prop in workbook.custom_doc_props.props}
    assert stamp["xlbudget模板"] == "湖南长沙"
    assert stamp["xlbudget键"].split(",") == list(UNITS)


def test_links_lead_to_every_sheet_and_back(workbook: Workbook) -> None:
    targets = {c.hyperlink.location for row in workbook["目录"].iter_rows() for c in row if c.hyperlink}
    shown = [ws.title for ws in workbook.worksheets if ws.sheet_state == "visible"]
    assert targets == {f"'{name}'!A1" for name in shown if name != "目录"}
    for name in shown:
        links = {c.hyperlink.location for row in workbook[name].iter_rows(max_row=3) for c in row if c.hyperlink}
        assert name in ("封面", "目录") or "'目录'!A1" in links, name


def test_print_set_up(small: bytes, workbook: Any, small_values: Values, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    printing = import_module("printing")
    for number in range(1, 10):
        ws = workbook[f"公开0{number}"]
        assert (ws.page_setup.paperSize, ws.page_setup.fitToWidth) == (9, 1)
        assert ws.sheet_properties.pageSetUpPr.fitToPage
        assert number == 9 or ws.print_title_rows, ws.title
        first = {str(cell.value) for row in ws.iter_rows(max_row=3) for cell in row if cell.value}
        assert {f"公开0{number}表", "单位：万元", '="部门："&单位名称', '=年度&"年度"'} <= first
    fixed = ZipFile(BytesIO(printing.with_fixed_print_areas(small))).read("xl/workbook.xml").decode()
    live = ZipFile(BytesIO(small)).read("xl/workbook.xml").decode()
    # Six tables that grow with the codes, 决算说明, 自评报告, 核实说明, and two of the self-evaluation.
    assert live.count(":INDEX(") == 6 + 3 + 2
    assert ":INDEX(" not in fixed
    # 合计在第 7 行，下面 4 行科目，再一行注
    assert "'公开02'!$A$1:$I$12" in fixed
    assert small_values["公开02"]["B12"] == "注：本表反映部门本年度取得的各项收入情况。"


def test_texts_that_look_like_formulas_stay_texts(minimal: dict[str, Any]) -> None:
    minimal["单位"]["名称"] = "=1+1"
    minimal["单位"]["主管部门"] = "+cmd|' /C calc'!A0"
    minimal["科目"] = {"2010406": "@SUM(A1)"}
    minimal["收入"] = [{"科目": "2010406", "事业收入": 1}]
    minimal["单位"]["预算代码"] = "-2+3"
    minimal["单位"]["内设机构"] = ["#N/A", "#REF!"]
    package = render(assemble(Data(minimal)))
    ws = opened(package)["录入-单位"]
    for row in ws.iter_rows(min_col=2, max_col=2):
        cell = row[0]
        if isinstance(cell.value, str) and cell.value[:1] in "=+-@" and cell.protection.locked is False:
            assert cell.data_type == "s"
            assert cell.quotePrefix
    values = cached(package)
    assert values["公开01"]["A3"] == "部门：=1+1"
    assert "@SUM(A1)" in values["公开02"].values()
    shown = set(values["录入-单位"].values())
    assert {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "#N/A", "#REF!"} <= shown


def test_the_sample_is_plain_json_without_persons() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    json.loads(text)
    assert not re.search(r"1[3-9]\d{9}|0731-?\d{7,8}", text)
