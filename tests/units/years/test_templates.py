"""Empty templates: nothing wrong in them, what is to be filled is marked, and filled they give the sample's tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.commands.test_command_line import refused
from tests.conftest import ByHand
from tests.helpers.building import assemble
from tests.helpers.computing import recalculate
from tests.helpers.filling import Typed
from tests.helpers.front import on_contents
from tests.helpers.reading import tables
from tests.helpers.typing_in import Light, opened, saved
from xlbudget.check.as_text import text
from xlbudget.check.workbook_check import check
from xlbudget.commands.main import main
from xlbudget.language.sheet import Entry
from xlbudget.language.verdicts import MISSING, NOT_APPLICABLE, PASSED
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_book
from xlbudget.regions.forms import form_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.units.years.template import template
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.palette import LOOK_FILLS

DUE = f"00{LOOK_FILLS['待填']}"

Cells = dict[str, dict[str, tuple[str | None, Any]]]


@pytest.fixture(scope="module")
def blank() -> Book:
    return template(2024).book


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, finished_template: bytes) -> Path:
    made = tmp_path_factory.mktemp("template") / "template.xlsx"
    made.write_bytes(finished_template)
    return made


@pytest.fixture(scope="module")
def cells(path: Path) -> Cells:
    return formulas_and_values(Package.open(path))


# ---------------------------------------------------------------- empty


def test_an_empty_template_has_no_error_and_is_not_filled(path: Path, cells: Cells) -> None:
    errors = [(s, a, v) for s, there in cells.items() for a, (_, v) in there.items() if str(v).startswith("#")]
    assert not errors
    report = check(path)
    assert {finding.severity for finding in report.findings} == {"missing"}
    assert report.failed
    assert text(report).startswith("单位名称 2024 年度：没有不符，还有 23 处未填。")


def test_nothing_passes_where_nothing_is_entered(blank: Book, cells: Cells) -> None:
    """通过 only for the hints of the sheets on which the template itself has put names."""
    verdicts = {
        (check.rule.id, check.subject): cells["校验"][CHECKS.cell("判定", row)][1]
        for row, check in enumerate(blank.checks, FIRST)
    }
    assert set(verdicts.values()) == {PASSED, MISSING, NOT_APPLICABLE}
    unfilled = {place for (rule, place), verdict in verdicts.items() if verdict == MISSING}
    assert unfilled == {"录入-单位", "录入-收入", "录入-支出", "录入-项目", "录入-绩效自评", "整本工作簿"}
    named = ("录入-单位", "录入-项目", "录入-绩效自评", "录入-绩效资金")
    passed = {place for place, verdict in verdicts.items() if verdict == PASSED}
    assert passed == {
        *((rule, sheet) for rule in ("录入-填写", "录入-请核对") for sheet in named),
        ("录入-未填", "录入-绩效资金"),
        *(("录入-文字", sheet) for sheet in ("录入-单位", "录入-项目", "录入-绩效自评")),
        # Each project of the template has its sheet.
        ("自评-项目", "录入-项目"),
    }


@pytest.mark.usefixtures("few_rows")
def test_the_template_of_shanghai(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "t.xlsx"
    assert main(["new", "--year", "2025", "--unit", "某区某局", "--layout", "上海", "-o", str(target)]) == 0
    assert "某区某局 2025 年度" in capsys.readouterr().out
    assert {(one.sheet, one.cell) for one in check(target).findings} == {
        *(("录入-收入", cell) for cell in ("A5", "C5")),
        *(("录入-支出", cell) for cell in ("A5", "C5")),
    }
    there = formulas_and_values(Package.open(target))
    assert not [name for name in there if name.startswith("附件") or name == "项目支出"]
    assert there["封面"]["B4"][1] == "表式沿用2024年度，请核"
    assert "录入-说明" in there


def test_the_cover_and_the_contents(cells: Cells) -> None:
    assert cells["封面"]["B4"][1] == "表式沿用2023年度，请核"
    assert any("橙色的格子必须填" in str(v) for _, v in cells["封面"].values())
    told = on_contents({cell: value for cell, (_, value) in cells["目录"].items()})
    assert told["录入-收入"][1] == 0
    assert told["录入-单位"][1] == 4
    assert {name for name in told if name.startswith("录入-")} == {name for name in cells if name.startswith("录入-")}
    assert cells["附件3-3"]["D3"][1] == "项目3"


@pytest.mark.usefixtures("afresh")
def test_read_and_build_keep_the_template(path: Path, blank: Book) -> None:
    reading = read_book(path)
    assert reading.oddities == ()
    again = assemble(reading.data)
    assert [sheet.name for sheet in again.sheets] == [sheet.name for sheet in blank.sheets]
    assert again.names.areas == blank.names.areas


# ---------------------------------------------------------------- what is to be filled


def marks(workbook: Workbook, sheet: str) -> Iterator[tuple[str, str]]:
    """Range and formula of each mark 待填 on a sheet."""
    for area in workbook[sheet].conditional_formatting:
        for rule in area.rules:
            if rule.dxf and rule.dxf.fill and rule.dxf.fill.bgColor.rgb == DUE:
                yield str(area.sqref), rule.formula[0]


def due(workbook: Workbook, sheet: str, typed: dict[str, Any]) -> set[str]:
    """The first cells of the marks that hold when this is typed, as a spreadsheet works them out."""
    alone = Workbook()
    assert alone.active is not None
    for address, value in typed.items():
        alone.active[address] = value
    found = list(marks(workbook, sheet))
    for row, (_, formula) in enumerate(found, 1):
        alone.active.cell(row, 60).value = f"={formula}"
    values = recalculate(saved(alone))[alone.active.title]
    letter = get_column_letter(60)
    return {area.split(":")[0] for row, (area, _) in enumerate(found, 1) if values[f"{letter}{row}"] is True}


def test_required_cells_are_marked_until_they_are_filled(finished_template: bytes) -> None:
    workbook = opened(finished_template)
    assert {area for area, _ in marks(workbook, "录入-人员")} == {"B5", "B6"}
    assert {area for area, _ in marks(workbook, "录入-单位")} == {"B5", "B6", "B7"}
    assert {area for area, _ in marks(workbook, "录入-收入")} == {"A5:A64", "A5"}
    assert {area for area, _ in marks(workbook, "录入-三公经费")} == {"B5:B8", "C5:C8", "E5:E8"}
    assert not [area for area, _ in marks(workbook, "录入-公开数") if ":" not in area]
    assert due(workbook, "录入-支出", {}) == {"A5", "C5"}
    assert due(workbook, "录入-支出", {"F5": 12.5}) == {"A5", "C5"}
    assert due(workbook, "录入-支出", {"F5": 12.5, "A5": "2010406"}) == {"C5"}
    assert due(workbook, "录入-支出", {"F5": 12.5, "A5": "2010406", "C5": "其他资金"}) == set()
    assert due(workbook, "录入-单位", {"B5": "某局", "B6": 2024}) == {"B7"}
    assert due(workbook, "录入-三公经费", {"B6": 0}) == {"C5", "E5"}
    assert due(workbook, "录入-公开数", {}) == set()
    assert due(workbook, "录入-公开数", {"D5": "1.00"}) == {"A5", "B5", "C5"}
    assert {a for s in workbook.sheetnames for a, f in marks(workbook, s) if "!" in f} == set()


# ---------------------------------------------------------------- filled


def same_tables(ours: Values, theirs: Values) -> None:
    left, right = tables(ours), tables(theirs)
    assert left.keys() == right.keys()
    assert len(left) > 300
    wrong = {
        key: (left[key], right[key])
        for key in left
        if left[key] != right[key]
        and not (isinstance(right[key], int | float) and abs(float(left[key]) - right[key]) < 1e-6)
    }
    assert not wrong


def test_filled_it_gives_the_tables_of_the_sample(finished_template: bytes, typed: Typed, values: Values) -> None:
    workbook = Light(finished_template)
    for sheet, address, value in typed:
        workbook[sheet][address] = value
    found = recalculate(saved(workbook))
    same_tables(found, values)
    assert found["附件1"]["B4"] == 18
    assert found["项目支出"]["B5"] == "绿心地区生态补偿专项资金"


def test_filled_in_libreoffice_it_gives_the_tables_of_the_sample(by_hand: ByHand, values: Values) -> None:
    found = {
        sheet: {
            f"{get_column_letter(col)}{row}": value
            for row, line in enumerate(rows, 1)
            for col, value in enumerate(line, 1)
        }
        for sheet, rows in by_hand.shown.items()
    }
    same_tables(found, values)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--year", "1899"], "--year 应为 2000 至 2100 的年度，现为 1899"),
        (["--year", "明年"], "应为整数，不能是 '明年'"),
        ([], "缺少参数 --year"),
        (["--year", "2024", "--unit", ""], "单位名称不能是空的"),
        (["--year", "2024", "--unit", "甲\x07乙"], "第 2 个字符是控制字符（U+0007）"),
        (["--year", "2024", "--unit", "甲\n乙"], "第 2 个字符是控制字符（U+000A）"),
        (["--year", "2024", "--unit", "长" * 101], "有 101 个字符，最多 100 个"),
        (["--year", "2024", "--layout", "火星"], "没有叫“火星”的版式；可以是 湖南长沙、上海"),
        (["--year", "2024", "--layout", "没有.yaml"], "找不到文件 没有.yaml"),
        (["--year", "2024", "--projects", "-1"], "--projects 应为 0 至 30"),
        (["--year", "2024", "--from", "没有.xlsx"], "找不到文件 没有.xlsx"),
        (["--year", "2024", "--from", "没有.xlsx", "--projects", "1"], "--projects 只用于空的模板"),
    ],
)
def test_what_new_refuses(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(capsys, "new", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"mine")
    assert "已经存在" in refused(capsys, "new", "--year", "2024", "-o", target)
    assert target.read_bytes() == b"mine"


def test_a_layout_file_makes_a_template(tmp_path: Path) -> None:
    layout = tmp_path / "example.yaml"
    layout.write_text("名称: 例省\n说明: 例省\n依据: 例省\n表式年度: 2024\n", encoding="utf-8")
    made = template(2024, "某局", form_in(layout))
    assert made.data.layout == "例省"
    assert made.file_name == Path("某局-2024.xlsx")
    entered = [i.content for s in made.book.sheets for i in s.items if i.style != "computed"]
    assert [c.value for c in entered if isinstance(c, Entry) and c.value] == ["某局", 2024, "万元", "四舍五入"]
