"""What a reader of a file sees is what is judged: element × place × trick, on a little unit, in its XML."""

from __future__ import annotations

import json
import subprocess
from itertools import cycle
from pathlib import Path

import pytest
from lxml import html
from openpyxl import Workbook

from tests.conftest import fewer_rows
from tests.helpers.checking import brief
from tests.helpers.computing import has_gnumeric
from tests.mutation.looks import (
    AT_ZERO,
    HARMLESS,
    RIGHT_FORMATS,
    TRICKS,
    WRONG_FORMATS,
    Dressing,
    formatted,
    seen,
    tricked,
)
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.workbook_check import examine_package
from xlbudget.commands.main import main
from xlbudget.reading.package import Package
from xlbudget.reading.shown_digits import agrees, shown
from xlbudget.workbook.engines import libreoffice

pytestmark = pytest.mark.usefixtures("few_rows")

SHOWN = "文件-数字格式"
EXACT = ("数字格式", "条件格式", "字色")
"""Elements that change one cell: it is the one that is named."""
PLACES = {"公开03": "D8", "附件2": "F5", "公开01": "C7"}
"""A figure on each of some printed tables, not in the first row nor in the first column."""


@pytest.fixture(scope="module")
def rebuilt(little: bytes) -> Rebuilt:
    with fewer_rows():
        return examine_package(Package.of(Path("book.xlsx"), little)).rebuilt


@pytest.mark.parametrize("element", TRICKS)
def test_every_trick_is_seen_at_its_cell(little: bytes, rebuilt: Rebuilt, element: str) -> None:
    """Each on one of the places in turn; ``python -m tests.mutation --looks`` tries each on every table."""
    rule, tricks = TRICKS[element]
    missed = {}
    for (name, trick), (sheet, cell) in zip(tricks.items(), cycle(PLACES.items())):
        found = seen(rebuilt, tricked(little, trick, sheet, cell), sheet)
        if [(f.rule, f.sheet) for f in found] != [(rule, sheet)] or (found[0].cell != cell and element in EXACT):
            missed[name] = brief(found)
    assert missed == {}


def test_what_is_the_users_is_left_in_peace(little: bytes, rebuilt: Rebuilt) -> None:
    said = {
        name: found
        for name, trick in HARMLESS.items()
        if (found := [f.message for f in seen(rebuilt, tricked(little, trick, "公开03", "D8"), "公开03")])
    }
    assert said == {}


@pytest.mark.parametrize(
    ("sheet", "cell"), [("录入-支出", "F6"), ("录入-支出", "K5"), ("校验", "E10"), ("公开03", "A1")]
)
def test_formats_count_wherever_something_is_seen(little: bytes, rebuilt: Rebuilt, sheet: str, cell: str) -> None:
    """An entry, a figure computed beside it, a figure of 校验, a title."""
    code = '"题目"' if cell == "A1" else '"1"0.00'
    found = seen(rebuilt, tricked(little, formatted(f"{code};{code};{code};{code}"), sheet, cell), sheet)
    assert [(f.rule, f.cell) for f in found] == [(SHOWN, cell)]


def test_zeros_that_are_not_shown(little: bytes, rebuilt: Rebuilt) -> None:
    for name, trick in AT_ZERO.items():
        found = seen(rebuilt, tricked(little, trick, "公开03", "F7"), "公开03")
        assert [(f.rule, f.cell) for f in found] == [(SHOWN, "F7")], name


def test_a_rate_is_shown_in_percent(little: bytes, rebuilt: Rebuilt) -> None:
    codes = ("0.00%", "0.0000%", "General", "0.00", "0%", '0.00%"%"')
    wrong = {code for code in codes if seen(rebuilt, tricked(little, formatted(code), "三公对比", "E9"), "三公对比")}
    assert wrong == {"General", "0.00", "0%", '0.00%"%"'}


def test_a_dressed_up_file_is_said_to_be_one(tmp_path: Path, little: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """By the command; what is entered and computed is read and written as ever."""
    on = Dressing(little)
    formatted('"1"0.00')(on, "公开03", "D8")
    formatted('"1"0.00')(on, "录入-支出", "F6")
    for element in ("字色", "隐藏", "图形", "打印"):
        next(iter(TRICKS[element][1].values()))(on, "附件2", "F5")
    next(iter(TRICKS["替身"][1].values()))(on, "公开05", "")
    plain, path = tmp_path / "原.xlsx", tmp_path / "甲.xlsx"
    plain.write_bytes(little)
    path.write_bytes(on.package())
    assert main(["check", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    said = {(f["rule"], f["severity"], f["sheet"]) for f in found if f["rule"].startswith("文件-")}
    errors = {(SHOWN, "error", sheet) for sheet in ("公开03", "录入-支出")}
    warnings = {(TRICKS[one][0], "warning", "附件2") for one in ("字色", "隐藏", "图形", "打印")}
    assert said == errors | warnings | {(TRICKS["替身"][0], "warning", "公开05")}
    for source in (plain, path):
        assert main(["read", str(source), "-o", str(source.with_suffix(".json"))]) == 0
    assert plain.with_suffix(".json").read_bytes() == path.with_suffix(".json").read_bytes()


def test_what_office_programs_rewrite_is_no_finding(
    rebuilt: Rebuilt, little: bytes, by_libreoffice: dict[str, bytes], tmp_path: Path
) -> None:
    """Another number, a language before a format, blanks escaped, columns counted otherwise."""
    every = [sheet.name for sheet in rebuilt.book.sheets]
    assert seen(rebuilt, by_libreoffice["little"], *every) == []
    if has_gnumeric():
        source, made = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        source.write_bytes(little)
        subprocess.run(["ssconvert", source, made], check=True, capture_output=True, timeout=120)
        assert seen(rebuilt, made.read_bytes(), *every) == []


def test_a_format_shows_what_libreoffice_shows(tmp_path: Path) -> None:
    """Where it shows other digits, the format is one that is said."""
    workbook, values = Workbook(), (160, -1234.565, 0, 0.5, 575.32)
    page = workbook.create_sheet("数", 0)
    codes = [
        *WRONG_FORMATS,
        *RIGHT_FORMATS,
        *(code for code in AT_ZERO if "0" in code),
        "#,##0.00_ ;-#,##0.00_ ;",
        "0.00%",
    ]
    for row, code in enumerate(codes, 1):
        for col, value in enumerate(values, 1):
            page.cell(row, col, value).number_format = code
    workbook.save(tmp_path / "a.xlsx")
    [shown_there] = libreoffice.convert_all([tmp_path / "a.xlsx"], "html", tmp_path)
    rows = html.fromstring(shown_there.read_bytes()).iter("tr")
    lines = [[cell.text_content() for cell in row.iter("td")] for row in rows]
    compared = {
        (code, value): (_digits(there), _digits(ours))
        for code, line in zip(codes, lines, strict=True)
        for value, there in zip(values, line, strict=True)
        if (ours := shown(value, code)) is not None
    }
    differ = {at: both for at, both in compared.items() if both[0] != both[1]}
    assert not [at for at in differ if agrees(at[1], "0.00", at[0])]
    # White on white is nothing to a reader; a sign before a fixed word, or before nothing but zeros, is lost there.
    assert {code for code, _ in differ} <= {"[White]0.00", "[Color2]0.00", '"160.00"', "0.0,,"}


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789.-%")
