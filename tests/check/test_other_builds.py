"""Workbooks that another build of the program made: their formulas are not compared, the values they show are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.check.test_tampering import cached, typed, uncached
from tests.commands.test_command_line import refused
from tests.conftest import SHANGHAI
from tests.helpers.building import assemble
from tests.helpers.checking import brief, checked, little_unit, new
from tests.reading.test_read import edit_part
from xlbudget.check.report import Report
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.skeleton import skeleton
from xlbudget.sheets.fingerprint import PROPERTY, fingerprint, formulas_mark
from xlbudget.sheets.rules.files import OLDER

pytestmark = pytest.mark.usefixtures("few_rows", "remembered")

STAMPED = re.compile(rf'(name="{PROPERTY}".*?>)([0-9a-f]{{8}})([0-9a-f]{{8}})(<)')
TOLD = (OLDER.id, "warning", "", "")


def stamped(package: bytes, structure: str = r"\g<2>", formulas: str = r"\g<3>") -> bytes:
    """The package with another fingerprint."""

    def change(text: str) -> str:
        made, count = STAMPED.subn(rf"\g<1>{structure}{formulas}\g<4>", text)
        assert count == 1
        return made

    return edit_part(package, "docProps/custom.xml", change)


def foreign(package: bytes) -> bytes:
    return stamped(package, formulas="0" * 8)


def test_the_entries_are_judged_as_ever(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(little))
    assert brief(new(report, little_report)) == {TOLD}
    assert [f for f in little_report.findings if f not in report.findings] == []
    assert report.passed == little_report.passed
    told = next(f.message for f in report.findings if f.rule == OLDER.id)
    assert re.fullmatch(r"由另一次构建的 \d+\.\d+\.\d+ 生成，公式未逐格比较，请 read 后重新 build", told)


def test_a_formula_of_theirs_is_left_in_peace_when_its_value_is_ours(
    tmp_path: Path, little: bytes, little_report: Report
) -> None:
    other = uncached(little, typed("公开03", C7="=SUM(D7:H7)+0"))
    assert brief(new(checked(tmp_path, foreign(other)), little_report)) == {TOLD}


def test_a_figure_typed_over_a_formula_is_named(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(uncached(little, typed("公开03", D7=9))))
    assert brief(new(report, little_report)) == {TOLD, ("公式-被改", "error", "公开03", "D7")}


def test_a_value_that_is_not_ours_is_named(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, foreign(cached(little, "C7", "999")))
    assert brief(new(report, little_report)) == {TOLD, ("公式-未重算", "warning", "公开03", "C7")}


def test_a_sheet_laid_out_otherwise_is_not_compared(tmp_path: Path, little: bytes, little_report: Report) -> None:
    other = uncached(little, typed("公开03", A1="别的题目", D7=9))
    assert brief(new(checked(tmp_path, foreign(other)), little_report)) == {TOLD}


def test_their_formulas_are_not_restored(tmp_path: Path, little: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "甲.xlsx", tmp_path / "新.xlsx"
    source.write_bytes(foreign(little))
    assert "由另一次构建的" in refused(capsys, "recalc", source, "-o", target)
    assert not target.exists()


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "全改了": lambda package: stamped(package, "0" * 8, "0" * 8),
    "空的": lambda package: stamped(package, "", ""),
    "删了": lambda package: edit_part(
        package, "docProps/custom.xml", lambda text: text.replace(f'name="{PROPERTY}"', 'name="别的"')
    ),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_fingerprint_that_vouches_for_no_structure_excuses_nothing(
    tmp_path: Path, little: bytes, little_report: Report, case: str
) -> None:
    report = checked(tmp_path, FORGED[case](uncached(little, typed("公开03", A1="别的题目", D7=9))))
    assert brief(new(report, little_report)) == {("公式-被改", "error", "公开03", "D7")}


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
