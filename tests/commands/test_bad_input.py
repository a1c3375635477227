"""check takes input cells as they stand: a bad one is a finding at its address, never a refusal, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import oracle
from tests.helpers.building import assemble
from tests.helpers.checking import checked, indicator, little_unit, new
from tests.helpers.typing_in import Light, saved, type_row
from xlbudget.check.report import Finding, Report
from xlbudget.datafile.file import Data
from xlbudget.workbook.write import write

pytestmark = pytest.mark.usefixtures("few_rows")

ODD, WRONG = "录入-单元格", "录入-填写"


def after(folder: Path, package: bytes, before: Report, change: Callable[[Light], Any]) -> tuple[Report, list[Finding]]:
    """What a check finds after a change."""
    workbook = Light(package)
    change(workbook)
    report = checked(folder, saved(workbook))
    return report, new(report, before)


def odd(findings: list[Finding]) -> dict[tuple[str, str], str]:
    return {(f.sheet, f.cell): f.severity for f in findings if f.rule == ODD or f.severity == "missing"}


def tampered(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule.startswith("公式-")]


BAD: dict[tuple[str, str], tuple[Any, str]] = {
    ("录入-支出", "D5"): ("３００", "error"),
    ("录入-支出", "D6"): ("1,500.00", "error"),
    ("录入-支出", "D7"): ("5万元", "error"),
    ("录入-支出", "E5"): ("约3万", "error"),
    ("录入-支出", "E6"): ("#N/A", "error"),
    ("录入-支出", "E7"): (True, "error"),
    ("录入-支出", "C7"): ("财政拨款", "error"),
    ("录入-收入", "C5"): (date(2024, 1, 2), "error"),
    ("录入-收入", "D5"): (1e300, "error"),
    ("录入-收入", "E6"): ("  ", "error"),
    ("录入-经济分类", "C6"): ("=1+", "error"),
    ("录入-三公经费", "B8"): ("一", "error"),
    ("录入-人员", "B5"): (None, "missing"),
    ("录入-单位", "B6"): (None, "missing"),
    ("录入-单位", "B7"): ("美元", "error"),
    ("录入-项目", "B6"): (None, "missing"),
    ("录入-绩效指标", "G6"): (None, "missing"),
    ("录入-绩效自评", "A6"): ("没有的项目", ""),
    ("录入-公开数", "A7"): (None, ""),
    ("录入-公开数", "D5"): (575.32, "warning"),
    ("录入-事实", "B5"): ("三", "error"),
    ("录入-说明", "A56"): (None, ""),
}


def test_every_bad_cell_has_its_address(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """All at once: whatever stands in the cells, the check comes to its end and says which they are."""

    def change(workbook: Light) -> None:
        for (sheet, cell), (value, _) in BAD.items():
            assert not workbook[sheet][cell].protection.locked, (sheet, cell)
            workbook[sheet][cell].value = value
        workbook["录入-支出"].merge_cells("F6:G7")

    report, findings = after(tmp_path, little, little_report, change)
    said = odd(findings)
    assert {place: severity for place, (_, severity) in BAD.items() if severity}.items() <= said.items()
    assert ("录入-支出", "F6") in said
    assert not tampered(report)
    assert report.year == 2023
    judged = [finding for finding in report.findings if finding.severity != "missing"]
    assert report.counts["evaluated"] == report.passed + len(judged)


def test_a_text_in_an_amount_decides_nothing_else(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """Formulas that take the text would be #VALUE!; what does not depend on the cell is judged as before."""
    report, findings = after(
        tmp_path, little, little_report, lambda w: w["录入-三公经费"].__setitem__("B8", "一"),
    )  # fmt: skip
    # As nothing was read of its column, one of its figures is still to be given.
    assert odd(findings) == {("录入-三公经费", "B8"): "error", ("录入-三公经费", "B5"): "missing"}
    assert "应为数字，现为文本“一”" in findings[0].message
    assert not [f for f in findings if "算不出来" in f.message]
    assert abs(report.passed - little_report.passed) < 12


def test_a_number_as_text_is_read_and_is_an_error(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """The printed tables leave such a cell out, so it is no mere remark; the other verdicts take the figure."""
    report, findings = after(
        tmp_path, little, little_report, lambda w: w["录入-支出"].__setitem__("F6", "５７５.32万元")
    )
    assert odd(findings) == {("录入-支出", "F6"): "error"}
    assert "按数字 575.32 读入" in findings[0].message
    assert report.passed == little_report.passed


def test_duplicates(tmp_path: Path, little: bytes, little_report: Report) -> None:
    def change(workbook: Light) -> None:
        row = {"科目": "2010406", "资金来源": oracle.GENERAL, "项目支出": 1}
        type_row(workbook, "录入-支出", 3, row)
        type_row(workbook, "录入-项目", 2, {"名称": "甲项目", "类别": "公共项目"})
        type_row(workbook, "录入-绩效自评", 2, {"对象": "整体", "年度目标": "又", "实际完成情况": "又"})
        type_row(workbook, "录入-公开数", 5, {"表": "公开03", "行": "合计", "列": "基本支出", "数": "575.32"})
        type_row(workbook, "录入-事实", 1, {"键": "次数", "数": 4})
        for index in (1, 2):
            type_row(workbook, "录入-绩效资金", index, {"对象": "甲项目", "年初预算数": index})
        type_row(workbook, "录入-科目", 1, {"科目": "2010406", "名称": "又"})

    report, findings = after(tmp_path, little, little_report, change)
    assert {place: severity for place, severity in odd(findings).items() if severity == "error"}.keys() >= {
        ("录入-支出", "A8"),
        ("录入-项目", "A7"),
        ("录入-绩效自评", "A7"),
        ("录入-公开数", "A10"),
        ("录入-事实", "A6"),
        ("录入-科目", "A6"),
    }
    assert not tampered(report)


def test_a_row_inserted_above_the_headings(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """What moved is tampering; the entries are found by their headings, so the verdicts stay."""
    report, findings = after(tmp_path, little, little_report, lambda w: w["录入-支出"].insert_rows(2))
    # The formulas of the other sheets were not moved along: they name other cells now.
    assert {"录入-支出", "公开03"} <= {f.sheet for f in findings if f.rule == "公式-被改"}
    assert [f.severity for f in findings if f.rule == ODD] == ["warning"]
    assert report.passed == little_report.passed


def test_headings_that_are_gone(tmp_path: Path, little: bytes, little_report: Report) -> None:
    def change(workbook: Light) -> None:
        workbook["录入-支出"]["C4"] = "来源"
        workbook["录入-单位"]["A6"] = "年份"
        workbook["录入-三公经费"]["B4"] = None

    _, findings = after(tmp_path, little, little_report, change)
    assert {sheet for sheet, _ in odd(findings)} >= {"录入-支出", "录入-单位", "录入-三公经费"}


# ---------------------------------------------------------------- rows that came and went


def test_rows_typed_into_spare_rows(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """Entries that were not there at build are judged, at the rows in which they stand; no formula was touched."""

    def change(workbook: Light) -> None:
        type_row(workbook, "录入-支出", 5, {"科目": "20104", "资金来源": "其他资金", "项目支出": 2})
        type_row(workbook, "录入-收入", 4, {"科目": "2010499", "其他收入": 2})
        type_row(workbook, "录入-项目", 4, {"名称": "丙项目", "类别": "部门项目", "预算指标": 1, "支出金额": 9})
        new_one = indicator("产出指标", "质量指标", "质", 得分=99)
        type_row(workbook, "录入-绩效指标", 6, {"对象": "整体", **new_one})
        entry = {"表": "公开03", "行": "合计", "列": "本年支出合计", "数": "900.00"}
        type_row(workbook, "录入-公开数", 6, entry)

    report, findings = after(tmp_path, little, little_report, change)
    assert not tampered(report)
    assert not odd(findings)
    places = {(f.rule, f.sheet, f.cell) for f in findings}
    assert (WRONG, "录入-支出", "L10") in places
    assert ("录入-请核对", "录入-项目", "K9") in places
    assert any(sheet == "录入-绩效指标" and cell.endswith("11") for rule, sheet, cell in places if rule == WRONG)
    assert any("录入-支出 第 10 行（20104" in f.message for f in findings)
    published = next(f for f in findings if f.about.get("列") == "本年支出合计" and f.severity == "error")
    assert published.published == 900
    assert published.computed == pytest.approx(863.53)


def test_rows_emptied_in_the_middle_and_at_the_end(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """As if the file had been built without them."""

    def change(workbook: Light) -> None:
        for sheet, row in (("录入-支出", 6), ("录入-项目", 6), ("录入-绩效指标", 6), ("录入-公开数", 6)):
            for cell in workbook[sheet][row]:
                if not cell.protection.locked:
                    cell.value = None

    report, _ = after(tmp_path, little, little_report, change)
    content = little_unit()
    for key in ("支出", "项目", "公开数"):
        del content[key][1]
    del content["绩效自评"][0]["指标"][1]
    fresh = checked(tmp_path, write(assemble(Data(content))))
    assert not tampered(report)
    assert report.counts == fresh.counts
    assert {(f.rule, f.severity) for f in report.findings} == {(f.rule, f.severity) for f in fresh.findings}


def test_a_group_of_an_evaluation_renamed(tmp_path: Path, little: bytes, little_report: Report) -> None:
    """二级 decides which rows belong together, so the file's own structure is another; its formulas are not."""
    report, _ = after(tmp_path, little, little_report, lambda w: w["录入-绩效指标"].__setitem__("C5", "质量指标"))
    assert not tampered(report)
    assert report.counts["evaluated"] == little_report.counts["evaluated"]
