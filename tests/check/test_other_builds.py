"""Workbooks that another build of the program made: their formulas are not compared, the values they show are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.check.test_tampering import cached, typed, uncached
from tests.commands.test_command_line import refused
from tests.conftest import SHANGHAI
from tests.helpers.building import assemble
from tests.helpers.checking import brief, checked, little_unit, new
from tests.reading.test_read import edit_part, sheet_part
from xlbudget import __version__
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.skeleton import skeleton
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package
from xlbudget.reading.stamp import PROGRAM
from xlbudget.sheets.fingerprint import PROPERTY, fingerprint, formulas_mark
from xlbudget.sheets.rules.entries import ODD
from xlbudget.sheets.rules.files import OLDER
from xlbudget.sheets.structure import SHEET as STRUCTURE

pytestmark = pytest.mark.usefixtures("few_rows")

STAMPED = re.compile(rf'("{PROPERTY}"(?:.*?>|:"))([0-9a-f]{{8}})([0-9a-f]{{8}})(?=[<"])')
TOLD = (OLDER.id, "warning", "", "")
LOST = (ODD.id, "warning", "", "")
PROPERTIES = "docProps/custom.xml"


def stamped(package: bytes, structure: str = r"\g<2>", formulas: str = r"\g<3>") -> bytes:
    """The package with another fingerprint, wherever it stands."""

    def change(text: str) -> str:
        made, count = STAMPED.subn(rf"\g<1>{structure}{formulas}", text)
        assert count == 1
        return made

    return edit_part(edit_part(package, PROPERTIES, change), sheet_part(package, STRUCTURE), change)


def claimed(package: bytes, version: str, fingerprint: str = "0" * 16) -> bytes:
    """The package as one that says it is of another version, whose formulas nobody knows."""

    def properties(text: str) -> str:
        return re.sub(rf'(name="{PROGRAM}".*?<vt:lpwstr[^>]*>)[^<]*', rf"\g<1>{version}", text)

    def cell(text: str) -> str:
        return re.sub(rf'("{PROGRAM}":")[^"]*', rf"\g<1>{version}", text)

    package = edit_part(edit_part(package, PROPERTIES, properties), sheet_part(package, STRUCTURE), cell)
    return stamped(package, fingerprint, "")


def without_properties(package: bytes) -> bytes:
    """As 检查文档 leaves it, and Google Sheets."""
    return edit_part(package, PROPERTIES, lambda text: re.sub("<property .*</property>", "", text))


def without_mark(package: bytes) -> bytes:
    return with_mark(package, "")


def with_mark(package: bytes, mark: str) -> bytes:
    pattern = re.compile('(<c r="B1".*?<t>)[^<]*')
    return edit_part(package, sheet_part(package, STRUCTURE), lambda text: pattern.sub(lambda m: m[1] + mark, text))


def foreign(package: bytes) -> bytes:
    return stamped(package, formulas="0" * 8)


def test_the_entries_are_judged_as_ever(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(little))
    assert brief(new(report, little_report)) == {TOLD}
    assert [f for f in little_report.findings if f not in report.findings] == []
    assert report.passed == little_report.passed
    told = next(f.message for f in report.findings if f.rule == OLDER.id)
    same = "17 张要印的表上 [0-9]+ 个数和文字都与照录入重算的相同"
    assert re.fullmatch(rf"由另一次构建的 [0-9.]+ 生成，公式未逐格比较；{same}；请 read 后重新 build", told)


def test_a_formula_of_theirs_is_left_in_peace_when_its_value_is_ours(
    tmp_path: Path, little: bytes, little_report: Report
) -> None:
    other = uncached(little, typed("公开03", C7="=SUM(D7:H7)+0"))
    assert brief(new(checked(tmp_path, foreign(other)), little_report)) == {TOLD}


def test_a_figure_typed_over_a_formula_is_named(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(uncached(little, typed("公开03", D7=9))))
    assert brief(new(report, little_report)) >= {TOLD, ("公式-被改", "error", "公开03", "D7")}


def test_a_value_that_is_not_ours_is_named(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(cached(little, "C7", "999")))
    assert brief(new(report, little_report)) == {TOLD, ("公式-未重算", "warning", "公开03", "C7")}


def test_a_label_that_is_not_ours_is_named(tmp_path: Path, little: bytes, little_report: Report) -> None:
    other = uncached(little, typed("公开03", A1="别的题目", D7=9))
    named = {("公式-被改", "error", "公开03", cell) for cell in ("A1", "D7")}
    assert brief(new(checked(tmp_path, foreign(other)), little_report)) >= {TOLD} | named


def test_their_formulas_are_not_restored(tmp_path: Path, little: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "甲.xlsx", tmp_path / "新.xlsx"
    source.write_bytes(foreign(little))
    assert "由另一次构建的" in refused(capsys, "recalc", source, "-o", target)
    assert not target.exists()


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "全改了": lambda package: stamped(package, "0" * 8, "0" * 8),
    "空的": lambda package: stamped(package, "", ""),
    "删了": lambda package: edit_part(
        without_mark(package), PROPERTIES, lambda text: text.replace(f'name="{PROPERTY}"', 'name="别的"')
    ),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_fingerprint_that_vouches_for_no_structure_excuses_nothing(
    tmp_path: Path, little: bytes, little_report: Report, case: str
) -> None:
    report = checked(tmp_path, FORGED[case](uncached(little, typed("公开03", A1="别的题目", D7=9))))
    assert brief(new(report, little_report)) - {LOST} == {("公式-被改", "error", "公开03", "D7")}


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "别的构建": foreign,
    "旧版本": lambda package: claimed(package, "0.1.0"),
    "没有版本": lambda package: claimed(package, ""),
    "不是版本": lambda package: claimed(package, "abc"),
    "没有指纹的旧版本": lambda package: claimed(package, "0.3.0", ""),
}
"""What a file may say of itself so that its formulas cannot be compared."""
TRICKS = {
    ("公开03", "D7"): (r'(<c r="D7"[^>]*>).*?</c>', r"\g<1><v>9</v></c>"),
    ("公开05", "C7"): (r'(<c r="C7"[^>]*><f>).*?(</f>)', r"\g<1>1+1\2"),
    ("公开06", "A1"): (r'(<c r="A1".*?<t>)[^<]*', r"\g<1>别的题目"),
    ("附件1", "A4"): (r'(<c r="A4" s="[0-9]+")/>', r"\g<1>><v>7</v></c>"),
    ("公开02", "C7"): (r'(<c r="C7".*?<v>)[^<]*', r"\g<1>999"),
}
"""What tables print is changed: a figure typed over, a formula with the right value beside it, a label, a blank cell;
in the last place but the value that the file holds."""


def test_no_word_of_a_file_switches_the_comparison_off(tmp_path: Path, little: bytes, little_report: Report) -> None:
    changed = little
    for (sheet, _), (pattern, put) in TRICKS.items():
        changed = edit_part(changed, sheet_part(little, sheet), partial(re.sub, pattern, put, count=1))
    changed = edit_part(changed, "xl/workbook.xml", lambda text: text.replace('name="公开08"', 'name="国有资本"'))
    for name, way in WAYS.items():
        found = brief(new(checked(tmp_path, way(changed)), little_report))
        said = {("公式-被改", "error", *at) for at in TRICKS if at != ("公开02", "C7")}
        said |= {("公式-未重算", "warning", "公开02", "C7"), ("公式-缺表", "error", "公开08", ""), TOLD}
        assert said - found == set(), name


def test_nothing_else_is_said_where_all_is_alike(tmp_path: Path, little: bytes, little_report: Report) -> None:
    assert brief(new(checked(tmp_path, claimed(little, "0.1.0")), little_report)) == {TOLD}


@pytest.mark.parametrize("formula", ['=IF(INFO("system")="pcdos",9,861.53)', "=NOW()", "=[1]表!A1", "=没有的名称"])
def test_what_cannot_be_compared_is_an_error(tmp_path: Path, little: bytes, formula: str) -> None:
    report = checked(tmp_path, foreign(uncached(little, typed("公开03", D7=formula))))
    assert report.failed
    assert {(OLDER.id, "error", "", ""), ("公式-被改", "error", "公开03", "D7")} & brief(list(report.findings))


def test_the_stamp_is_read_from_where_it_survived(tmp_path: Path, little: bytes, little_report: Report) -> None:
    for lost in (without_properties, without_mark):
        report = checked(tmp_path, lost(little))
        assert brief(new(report, little_report)) == {LOST}
    assert "没有 xlbudget 的标记" in next(f.message for f in new(report, little_report))
    path = tmp_path / "甲.xlsx"
    path.write_bytes(without_properties(uncached(little, typed("公开03", D7=9))))
    assert ("公式-被改", "error", "公开03", "D7") in brief(new(check(path), little_report))
    for command, target in (("read", "甲.json"), ("recalc", "乙.xlsx")):
        assert main([command, str(path), "-o", str(tmp_path / target)]) == 0
    assert main(["new", "--year", "2024", "--from", str(path), "-o", str(tmp_path / "新.xlsx")]) == 0


def test_two_stamps_that_differ_are_refused(tmp_path: Path, little: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(edit_part(little, PROPERTIES, lambda text: text.replace(f">{__version__}<", ">0.1.0<")))
    assert f"{PROGRAM} 在文件属性里是 0.1.0，在“结构”表里是 {__version__}" in refused(capsys, "check", path)
    path.write_bytes(without_mark(without_properties(little)))
    assert "都没有 xlbudget 的标记" in refused(capsys, "check", path)


def test_a_mark_that_is_none(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """What a reading says of it, a check says."""
    said = set[str]()
    for mark in ("", "[]", "{", "[" * 40000, '{"xlbudget键": 1}'):
        (odd,) = read_package(Package.of(Path("book.xlsx"), with_mark(little, mark))).oddities
        said.add(odd.sentence)
    (found,) = new(checked(tmp_path, with_mark(little, '{"xlbudget键": 1}')), little_report)
    assert brief([found]) == {LOST}
    assert said == {found.message}


def test_the_fingerprint_goes_by_the_structure_alone(sample: Data) -> None:
    """Not by figures, nor by how long a text is, nor by sheets beside the unit's own."""
    changed: dict[str, Any] = little_unit()
    changed["支出"][0]["项目支出"] = 1
    changed["绩效自评"][0]["年度目标"] = "别的目标"
    for data in (Data(little_unit()), sample, load(SHANGHAI)):
        assert fingerprint(assemble(data)) == fingerprint(assemble(skeleton(data)))
    assert fingerprint(assemble(Data(changed))) == fingerprint(assemble(Data(little_unit())))
    changed["项目"].pop()
    assert fingerprint(assemble(Data(changed))) != fingerprint(assemble(Data(little_unit())))


def test_a_sheet_beside_our_own_has_no_part_in_it(sample: Data) -> None:
    beside = assemble(sample).sheets[0]
    more = type(beside)("变动", (), (10,), open=True)
    assert formulas_mark(assemble(sample, more=(more,))) == formulas_mark(assemble(sample))
