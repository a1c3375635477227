"""check against tampering: what was replaced, removed or redirected is found at its cell; what is added is not."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from tests.helpers.checking import brief, checked, little_unit, new
from tests.helpers.computing import with_values
from tests.helpers.typing_in import Light, opened, saved
from tests.reading.test_read import edit_part, sheet_part
from xlbudget.check.report import Report
from xlbudget.check.same_formula import normalised, same
from xlbudget.datafile.file import Data
from xlbudget.datafile.skeleton import packed
from xlbudget.errors import WorkbookDamaged
from xlbudget.reading.formulas import Held
from xlbudget.reading.structure import kept_structure
from xlbudget.regions.forms import built_in
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.files import HIDDEN
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import FIRST

pytestmark = pytest.mark.usefixtures("few_rows")

Change = Callable[[Any], Any]


def typed(sheet: str, **cells: Any) -> Change:
    def change(workbook: Any) -> None:
        for cell, value in cells.items():
            workbook[sheet][cell].value = value

    return change


def removed(sheet: str) -> Change:
    return lambda workbook: workbook.__delitem__(sheet)


def renamed(sheet: str, title: str) -> Change:
    return lambda workbook: workbook.rename(sheet, title)


def in_workbook(pattern: str, new: str) -> Change:
    """In the part that lists sheets and names; openpyxl would write all the others anew, too."""

    def change(workbook: Light) -> None:
        part = workbook.reader.part
        text, count = re.subn(pattern, lambda _: new, workbook.parts[part].decode("utf-8"))
        assert count == 1
        workbook.parts[part] = text.encode("utf-8")

    return change


def redirected(name: str, target: str | None) -> Change:
    new = "" if target is None else f'<definedName name="{name}">{target}</definedName>'
    return in_workbook(f'<definedName name="{name}"[^>]*>[^<]*</definedName>', new)


def local_name(workbook: Light) -> None:
    of = workbook.sheetnames.index("校验")
    in_workbook("</definedNames>", f'<definedName name="半宽" localSheetId="{of}">9</definedName></definedNames>')(
        workbook
    )


def kept(text: str) -> Change:
    return typed("结构", A2=text)


def squeezed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def forged(change: Callable[[dict[str, Any]], Any]) -> str:
    content = little_unit()
    change(content)
    return packed(Data(content))


def uncached(package: bytes, change: Change, by: Callable[[bytes], Any] = Light) -> bytes:
    """Edited by a program that keeps no values; ``by``: what opens it."""
    workbook = by(package)
    change(workbook)
    return saved(workbook)


def cached(package: bytes, cell: str, value: str) -> bytes:
    """公开03 with another cached value beside the same formula."""
    part = sheet_part(package, "公开03")
    return edit_part(
        package, part, lambda t: re.sub(rf'(<c r="{cell}"[^>]*>.*?<v>)[^<]*', rf"\g<1>{value}", t, count=1)
    )


REPLACED, MISSING, NAME, UNKNOWN = "公式-被改", "公式-缺表", "公式-名称", "公式-结构"
LINES = "公式-行列"


def together(*changes: Change) -> Change:
    def change(workbook: Any) -> None:
        for one in changes:
            one(workbook)

    return change


JUDGED, PLACE = CHECKS.cell("判定", FIRST), CHECKS.cell("左表", FIRST + 3)
CELLS = {
    "公式换成它自己的值": ("公开03", "D7", 575.32),
    "另一个公式": ("公开03", "E7", "=1+1"),
    "别的格": ("公开06", "C6", "=ROUND('录入-经济分类'!C6,6)"),
    "清空": ("公开03", "E8", None),
    "换成文字": ("公开03", "C7", "861.53"),
    "读不通的公式": ("公开03", "D8", '=IF("'),
    "录入表里算得的列": ("录入-支出", "B5", "名"),
    "录入表里的数": ("录入-支出", "N5", 2010406),
    "录入表里的提示": ("录入-支出", "L5", None),
    "附件": ("附件3-1", "G15", 45),
    "判定": ("校验", JUDGED, "通过"),
    "判定的位置": ("校验", PLACE, "公开01"),
    "核对": ("公开数核对", COMPARISONS.cell("判定", FIRST + 1), '=IF(TRUE,"通过")'),
    "目录里的科目": ("科目", "B5", "我的名称"),
    "科目树": ("科目树", "A5", 9999999),
}


def test_every_cell_that_was_touched_is_said(tmp_path: Path, little: bytes, little_report: Report) -> None:
    change = together(*(typed(sheet, **{cell: value}) for sheet, cell, value in CELLS.values()))
    report = checked(tmp_path, uncached(little, change))
    findings = new(report, little_report)
    assert brief(findings) == {(REPLACED, "error", sheet, cell) for sheet, cell, _ in CELLS.values()}
    assert all(f.source and f.message for f in findings)
    assert report.passed == little_report.passed
    by_cell = {(f.sheet, f.cell): f for f in findings}
    assert (by_cell["公开03", "C7"].published, by_cell["公开03", "C7"].computed) == ("861.53", 861.53)
    said = by_cell["公开03", "D7"].message
    assert "公开03 的 D7 原是公式 =ROUND(SUM('录入-支出'!$F$5:$F$10)/金额换算,6)（算得 575.32）" in said
    assert "现在是填死的 575.32" in said
    assert "现在是公式 =1+1" in by_cell["公开03", "E7"].message
    assert "现在是空的" in by_cell["公开03", "E8"].message
    assert "原是“录入-单位”，现在是填死的 公开01" in by_cell["校验", PLACE].message


def test_every_sheet_that_is_gone_is_said(tmp_path: Path, little: bytes, little_report: Report) -> None:
    gone = ("公开05", "录入-上年", "科目树", "结构")
    change = together(*map(removed, gone), renamed("公开09", "公开9"))
    findings = new(checked(tmp_path, uncached(little, change)), little_report)
    missing = {f.sheet for f in findings if f.rule == MISSING}
    assert missing == {*gone, "公开09"}
    assert {f.rule for f in findings if f.rule.startswith("公式")} == {MISSING}


def test_every_name_that_was_redirected_is_said(tmp_path: Path, little: bytes, little_report: Report) -> None:
    change = together(
        redirected("半宽", "9"),
        redirected("金额换算", None),
        redirected("年度", "'录入-单位'!$B$7"),
        redirected("校验判定", f"校验!{JUDGED}"),
        redirected("单位名称", "录入-单位!B5"),
        local_name,
    )
    findings = new(checked(tmp_path, uncached(little, change)), little_report)
    assert brief(findings) == {
        (NAME, "error", "录入-单位", "B25"),
        (NAME, "error", "录入-单位", "B26"),
        (NAME, "error", "录入-单位", "B6"),
        (NAME, "error", "录入-单位", "B5"),
        (NAME, "error", "校验", JUDGED),
        (NAME, "error", "校验", "A1"),
    }
    assert "现在没有了" in next(f.message for f in findings if f.cell == "B25")


def test_a_name_of_one_sheet_only(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """Everything else intact: 半宽 means 9 on 校验, where it would pass whatever is wrong; no verdict goes by it."""

    def change(workbook: Any) -> None:
        local_name(workbook)
        workbook["录入-经济分类"]["C5"].value = 305

    report = checked(tmp_path, with_values(uncached(little, change)))
    assert [f.cell for f in report.findings if f.rule == NAME] == ["A1"]
    assert "表间-0506" in {f.rule for f in new(report, little_report) if f.severity == "error"}


def test_an_array_formula_is_another_formula(tmp_path: Path, little: bytes, little_report: Report) -> None:
    part = sheet_part(little, "公开03")
    package = edit_part(
        little, part, lambda t: re.sub(r'(<c r="D7"[^>]*><f)>', r'\1 t="array" ref="D7:D9">', t, count=1)
    )
    covered = {(REPLACED, "error", "公开03", cell) for cell in ("D7", "D8", "D9")}
    assert brief(new(checked(tmp_path, package), little_report)) == covered


def test_a_cell_that_stands_twice_is_damage(tmp_path: Path, little: bytes) -> None:
    part = sheet_part(little, "公开03")
    package = edit_part(little, part, lambda t: re.sub(r'(<c r="D7".*?</c>)', r"\1\1", t, count=1))
    with pytest.raises(WorkbookDamaged, match="D7 出现了两次"):
        checked(tmp_path, package)


BAD_STRUCTURE: dict[str, dict[str, Any]] = {
    "清空": {"A2": ""},
    "乱写": {"A2": "xxx"},
    "换了模板": {"A2": forged(lambda c: c["单位"].update(模板="上海"))},
    "没有的模板": {"A2": forged(lambda c: c["单位"].update(模板="火星"))},
    "不是数据文件": {"A2": squeezed(b'{"\\u5355\\u4f4d": 3}')},
    "嵌套过深": {"A2": squeezed(b"[" * 100_000)},
    "太大": {"A2": squeezed(b" " * 20_000_000)},
    "不是数": {"A2": 17},
    "不是 UTF-8": {"A2": squeezed(b"\xff")},
}


@pytest.mark.parametrize("case", BAD_STRUCTURE)
def test_a_structure_that_is_none(case: str) -> None:
    cells: Held = {cell: (None, value) for cell, value in BAD_STRUCTURE[case].items()}
    assert kept_structure({"结构": cells}, built_in("湖南长沙")) is None


def test_notes_beside_the_structure_are_no_harm() -> None:
    cells = {"A1": "题", "A2": packed(Data(little_unit())), "B7": "记", "AA3": "记"}
    structure = kept_structure({"结构": {cell: (None, value) for cell, value in cells.items()}}, built_in("湖南长沙"))
    assert structure is not None
    assert structure.unit == "甲<script>单位"


def test_without_a_structure_the_verdicts_stay(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, uncached(little, kept("xxx")))
    assert brief(new(report, little_report)) == {(UNKNOWN, "error", "结构", "A2")}
    assert report.passed == little_report.passed


def test_a_forged_structure_decides_no_verdict(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """A project and its table left out of 结构: every sheet and name that differs is said, and the verdicts stay."""
    report = checked(tmp_path, uncached(little, kept(forged(lambda c: c["项目"].pop()))))
    findings = new(report, little_report)
    rules = {f.rule for f in findings} - {HIDDEN.id}
    assert {REPLACED, NAME} <= rules <= {REPLACED, NAME, LINES}
    assert report.passed == little_report.passed
    assert [f for f in little_report.findings if f not in report.findings] == []


def test_a_verdict_does_not_come_from_the_file(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """Input changed, 校验 typed over with 通过: the check finds the contradiction."""

    def change(workbook: Any) -> None:
        workbook["录入-经济分类"]["C5"].value = 900
        for row in range(FIRST, 300):
            workbook["校验"][CHECKS.cell("判定", row)].value = "通过"

    rules = {f.rule for f in new(checked(tmp_path, uncached(little, change)), little_report) if f.severity == "error"}
    assert rules >= {"表间-0506", "公开-核对", REPLACED}


def test_a_removed_row(tmp_path: Path, little: bytes) -> None:
    """By a program that leaves the formulas of other sheets as they were: these name the wrong rows now."""
    report = checked(tmp_path, uncached(little, lambda w: w["公开02"].delete_rows(8), opened))
    findings = [f for f in report.findings if f.rule in (REPLACED, LINES)]
    heads = [f for f in findings if f.cause is None]
    assert (LINES, "error", "公开02", "A8") in brief(heads)
    assert {f.severity for f in findings} == {"error"}
    gone = next(f for f in findings if f.cause is not None and f.cell == "A8")
    assert gone.cause in heads
    assert "'科目树'!C8" in gone.message
    assert "公开02" in {f.sheet for f in findings if f.rule == REPLACED}


def test_stale_values(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """The formula stands, its value is another: a warning, also of values that are no figures at all."""
    package = little
    values = {"C7": "999", "D7": "nan", "E7": "inf", "C8": "9" * 350, "D8": "1e308"}
    for cell, value in values.items():
        package = cached(package, cell, value)
    report = checked(tmp_path, package)
    findings = new(report, little_report)
    assert brief(findings) == {("公式-未重算", "warning", "公开03", cell) for cell in values}
    assert "存着 999，重算得 861.53" in findings[0].message
    json.loads(json.dumps(report.as_json(), allow_nan=False))


def test_a_text_that_no_output_can_hold(tmp_path: Path, little: bytes) -> None:
    """A lone surrogate over a formula, as Excel escapes it."""
    part = sheet_part(little, "公开03")
    cell = '<c r="D7" t="inlineStr"><is><t>a_xD800_b_x0007_</t></is></c>'
    package = edit_part(little, part, lambda t: re.sub(r'<c r="D7".*?</c>', cell, t, count=1))
    report = checked(tmp_path, package)
    assert json.dumps(report.as_json(), ensure_ascii=False).encode()
    assert [f.published for f in report.findings if f.cell == "D7" and f.rule == REPLACED] == ["ab"]


def test_calculation_settings_are_said(tmp_path: Path, little: bytes, little_report: Report) -> None:
    change = in_workbook("<calcPr ", '<calcPr calcMode="manual" fullPrecision="0" ')
    findings = new(checked(tmp_path, uncached(little, change)), little_report)
    assert [(f.rule, f.severity) for f in findings] == [("公式-计算方式", "warning")] * 2
    assert ["手动重算" in f.message for f in findings] == [True, False]


def additions(workbook: Any) -> None:
    mine = workbook.create_sheet("我的表", 3)
    mine["A1"] = "=公开03!D7*2"
    mine.sheet_state = "hidden"
    workbook.create_sheet("录入")
    for sheet in ("公开03", "录入-支出", "校验"):
        ws = workbook[sheet]
        ws["D7"].comment = Comment("请核", "我")
        ws["D7"].fill = PatternFill("solid", fgColor="FFFFFF00")
        ws["D7"].number_format = "0.0000"
        ws.column_dimensions["D"].width = 40
        ws.row_dimensions[26].hidden = True
        ws.protection.sheet = False
        ws["BC3"] = 12.5
        ws["BC4"] = "=D7"
    workbook["公开03"].conditional_formatting = type(workbook["公开03"].conditional_formatting)()
    workbook["公开05"].sheet_state = "hidden"
    workbook["科目树"].sheet_state = "visible"
    workbook.defined_names["我的名称"] = DefinedName("我的名称", attr_text="公开03!$D$7")
    workbook.move_sheet("公开09", -5)


def test_what_a_user_adds_is_the_users(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """Sheets, notes, colours, widths, blank rows hidden, names; conditional formats gone; no cached values at all."""
    report = checked(tmp_path, uncached(little, additions, opened))
    assert new(report, little_report) == []
    assert report.counts == little_report.counts


def test_saved_by_libreoffice(tmp_path: Path, by_libreoffice: dict[str, bytes], little_report: Report) -> None:
    report = checked(tmp_path, by_libreoffice["little"])
    assert new(report, little_report) == []
    assert report.counts == little_report.counts


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("=SUM( 公开03!$A$1 , 2 )", "=SUM('公开03'!A1,2)"),
        ("=if(a1>9.9999999999999995E-8,TRUE(),FALSE())", "=IF(A1>0.0000001,TRUE,FALSE)"),
        ("=IF(A1>1E+15,.5,0)", "=IF(A1>1000000000000000,0.50,0)"),
        ("=_xlfn.IFS(A1,1)", "=IFS(A1,1)"),
    ],
)
def test_what_office_programs_rewrite(theirs: str, ours: str) -> None:
    assert normalised(theirs) == normalised(ours)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ('=IF(A1="a b",1)', '=IF(A1="ab",1)'),
        ('=IF(A1="A",1)', '=IF(A1="a",1)'),
        ("=公开03!A1", "=公开02!A1"),
        ("='录入 -支出'!A1", "='录入-支出'!A1"),
        ("=A1+0.005", "=A1+0.05"),
        ("=A12", "=A1"),
        ("=A1-B1", "=A1+B1"),
        ("", "=A1"),
        ('="', "=A1"),
    ],
)
def test_what_is_another_formula(theirs: str, ours: str) -> None:
    assert normalised(theirs) != normalised(ours)


def test_long_formulas_are_compared_quickly() -> None:
    formula = "=" + "+".join(f"IF('公开03'!A{i}>0.5,\"是\",FALSE())" for i in range(300)) + "'" * 2001 + '"' * 2001
    assert len(normalised(formula)) > 5000


def test_values_that_are_the_same_to_a_reader() -> None:
    assert same(None, "")
    assert same(0.1 + 0.2, 0.3)
    assert not same(10**400, 1.5)
    assert same(True, True)
    assert not same("1", 1)
