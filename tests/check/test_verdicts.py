"""未填, amounts typed in 元, and one number of findings: what the sheets say is what ``check`` says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.conftest import SAMPLE, SHANGHAI, SHARED, changeable
from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit, new
from tests.helpers.computing import computed, recalculate
from tests.helpers.front import on_contents
from tests.helpers.typing_in import Light, saved
from xlbudget.addin.buttons.export import export_in_memory
from xlbudget.addin.file_desk import FileDesk
from xlbudget.check.as_html import page
from xlbudget.check.as_text import text
from xlbudget.check.lines import by_sheet
from xlbudget.check.report import Report
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data, load
from xlbudget.datafile.kinds import Amount, Kind, mapped
from xlbudget.language.verdicts import ALL, EXPLAINED, FOUND, GROUPS, number
from xlbudget.sheets.book import Book
from xlbudget.sheets.contents import COVER
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.units import SUSPECTED
from xlbudget.sheets.tables.overview import KEY as OVERVIEW
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render

pytestmark = pytest.mark.usefixtures("few_rows")
ENTRY = re.compile(rb'(<c r="[A-Z]+[0-9]+"[^>]*>)<v>575.32</v>')
"""An amount that is no formula's."""
Edit = dict[tuple[str, str], Any]


def edited(package: bytes, cells: Edit) -> bytes:
    book = Light(package)
    for (sheet, cell), value in cells.items():
        book[sheet][cell].value = value
    return saved(book)


def on_the_sheets(book: Book, values: Values) -> dict[str, dict[str, float]]:
    """Group → verdict → the number on 校验, which 总览 repeats."""

    def at(key: str) -> float:
        area = book.names.cell(key, "test")
        return values[area.sheet].get(area.text(area.sheet), 0)  # type: ignore[return-value]

    return {group: {verdict: at(number(verdict, group)) for verdict in FOUND} for group in (*GROUPS, ALL)}


MISSING: list[tuple[Edit, set[tuple[str, str]]]] = [
    (
        {("录入-单位", "B5"): None, ("录入-支出", "A5"): None, ("录入-人员", "B5"): None, ("录入-绩效自评", "E5"): " "},
        {("录入-单位", "B5"), ("录入-支出", "A5"), ("录入-人员", "B5"), ("录入-绩效自评", "E5")},
    ),
    (
        {
            **{("录入-单位", "B5"): " 单位名称 ", ("录入-支出", "C5"): None, ("录入-三公经费", "E8"): None},
            **{("录入-绩效指标", "G5"): None, ("录入-事实", "B5"): None},
        },
        {
            *(("录入-单位", "B5"), ("录入-支出", "C5"), ("录入-三公经费", "E5")),
            *(("录入-绩效指标", "G5"), ("录入-事实", "B5")),
        },
    ),
    (
        {
            **{("录入-支出", "E9"): 1, ("录入-项目", "A5"): "项目4", ("录入-绩效自评", "A6"): "项目4"},
            ("录入-单位", "B6"): None,
        },
        {
            *(("录入-支出", "A9"), ("录入-支出", "C9"), ("录入-项目", "A5"), ("录入-绩效自评", "A6")),
            ("录入-单位", "B6"),
        },
    ),
]
"""What is typed on sheets that have nothing to do with one another, and the cells that are to be filled in."""


@pytest.mark.parametrize("case", range(len(MISSING)))
def test_what_is_required_and_not_there_is_missing(
    tmp_path: Path, little: bytes, little_report: Report, case: int
) -> None:
    cells, expected = MISSING[case]
    report = checked(tmp_path, edited(little, cells))
    missing = [finding for finding in new(report, little_report) if finding.severity == "missing"]
    assert {(finding.sheet, finding.cell) for finding in missing} >= expected
    assert {finding.rule for finding in missing} == {"录入-未填"}
    assert report.failed
    counts = report.counts
    assert counts["missing"] == len(missing)
    assert counts["evaluated"] == sum(counts[key] for key in ("pass", "error", "warning", "rounding", "explained"))
    assert f"还有 {len(missing)} 处未填" in text(report).splitlines()[0]


def test_an_optional_sheet_that_is_empty_is_nothing(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """Nor is a name that only begins like a placeholder."""
    one = {"科目": "2010450", "一般公共预算财政拨款收入": 5.5}
    minimal |= {"收入": [one], "支出": [{"科目": "2010450", "资金来源": "其他资金", "基本支出": 5.5}]}
    minimal |= {"项目": [{"名称": "项目31", "类别": "部门项目"}, {"名称": "项目一期", "类别": "部门项目"}]}
    minimal |= {"绩效自评": [], "三公经费": {"上年决算数": {}, "年初预算数": {}, "决算数": {}}, "上年": {}, "事实": []}
    report = checked(tmp_path, render(assemble(Data(minimal))))
    assert not [finding for finding in report.findings if finding.severity == "missing"]


# ---------------------------------------------------------------- 元 for 万元


def in_yuan(content: dict[str, Any]) -> dict[str, Any]:
    """Every amount in 元 while 金额单位 stays 万元."""

    def typed(value: Any, kind: Kind) -> Any:
        return round(float(value) * 10_000) if isinstance(kind, Amount) else value

    return mapped(content, FILE, lambda made, _: made, typed)  # type: ignore[no-any-return]


def real() -> Iterator[tuple[dict[str, Any], bool]]:
    """Documents; whether it is the first."""
    for path in [SAMPLE, SHANGHAI, *SHARED.glob("import/*.json")]:
        if not path.name.endswith("expected.json"):
            yield changeable(load(path), "公开数"), path == SAMPLE


def suspected(content: dict[str, Any]) -> tuple[list[str], str]:
    """What 校验 says of the unit of amounts, and what 封面 does."""
    values = computed(content)
    place = CHECKS.cell("规则", 1).removesuffix("1")
    rows = [cell.removeprefix(place) for cell, value in values["校验"].items() if value == "录入-金额单位"]
    row = max(int(row) for row in rows if row.isdigit())
    told = str(values["校验"][CHECKS.cell("不符时怎么办", row)])
    return ([told] if values["校验"][CHECKS.cell("判定", row)] == "提示" else []), str(values["封面"].get("F4", ""))


def test_real_documents_are_in_the_unit_that_they_say_and_typed_in_yuan_they_are_suspected() -> None:
    for content, first in real():
        assert suspected(content) == ([], "")
        told, cover = suspected(in_yuan(content))
        assert told
        assert told[0].startswith(f"{SUSPECTED}；")
        assert cover == told[0]
        if first:
            assert suspected(in_yuan(content) | {"金额单位": "元"}) == ([], "")


def test_one_entry_typed_in_yuan_is_said_once(tmp_path: Path, little: bytes, little_report: Report) -> None:
    report = checked(tmp_path, edited(little, {("录入-项目", "E5"): 2852100}))
    (said,) = [finding for finding in report.findings if finding.rule == "录入-金额单位"]
    assert (said.severity, said.sheet, said.cell) == ("warning", "录入-单位", "B7")
    assert "疑似按元填列；录入-项目 第 5 行的数与旁边的相差 100 倍以上" in said.message
    assert "录入-金额单位" not in {finding.rule for finding in little_report.findings}


# ---------------------------------------------------------------- one number


def test_the_sheets_and_the_check_count_alike(tmp_path: Path, little: bytes) -> None:
    """In all engines' eyes the same cells; hints with several sentences in a row count each."""
    typed: Edit = {
        ("录入-支出", "A5"): "20104",
        ("录入-支出", "C6"): None,
        ("录入-支出", "E6"): 1.234,
        ("录入-支出", "E9"): -1.001,
        ("录入-项目", "E6"): 900,
        ("录入-项目", "F6"): 1000,
        ("录入-绩效指标", "H5"): 90,
    }
    package = edited(little, typed)
    report = checked(tmp_path, package)
    book = assemble(Data(little_unit()))
    shown = on_the_sheets(book, recalculate(package))
    assert {group: shown[group] for group in GROUPS} == {group: report.told[group] for group in GROUPS}
    of_sheets = [one.verdict for one in report.findings if not one.rule.startswith(("公式-", "录入-单元格"))]
    assert shown[ALL] == {verdict: of_sheets.count(verdict) for verdict in FOUND}
    assert all(shown[ALL][verdict] for verdict in FOUND if verdict != EXPLAINED)
    values = recalculate(package)
    assert all(f"{verdict} {shown[ALL][verdict]:g}" in str(values["目录"]["H2"]) for verdict in FOUND)
    for verdict in FOUND:
        for key in (f"{COVER}/{ALL}/{verdict}", f"{OVERVIEW}/{verdict}"):
            area = book.names.cell(key, "test")
            assert values[area.sheet][area.text(area.sheet)] == shown[ALL][verdict], key
    contents = [str(status) for _, _, status in on_contents(values["目录"]).values()]
    for verdict in FOUND:
        listed = [part.split(" ") for told in contents for part in told.split("\u3000") if part.startswith(verdict)]
        assert sum(int(amount) for _, amount in listed) == shown[ALL][verdict], verdict
    for group in (*GROUPS, "文件"):
        said = "，".join(f"{verdict} {found}" for verdict, found in report.told[group].items() if found)
        assert not said or f"  {group}：{said}" in text(report).splitlines()
        assert f"{group}：{said}" in page(report) or not said


def test_codes_typed_as_numbers_are_one_line_a_column(tmp_path: Path, little: bytes) -> None:
    codes = ((5, 2010406), (6, 2010450), (7, 2010450))
    report = checked(tmp_path, edited(little, {("录入-支出", f"A{row}"): code for row, code in codes}))
    odd = [finding for finding in report.as_json()["findings"] if finding["rule"] == "录入-单元格"]
    first = report.as_json()["findings"].index(odd[0])
    assert [one.get("cause") for one in odd] == [None, first, first]
    (line,) = [line for line in by_sheet(report)["录入-支出"] if line.reasons[0].rule == "录入-单元格"]
    assert "（同因的还有 2 处：A6、A7）" in line.message
    assert line.message in text(report)
    assert json.dumps(odd)


def test_stale_values_are_one_line_a_sheet(tmp_path: Path, little: bytes) -> None:
    """One entry changed by a program that does not calculate."""
    out = BytesIO()
    with ZipFile(BytesIO(little)) as there, ZipFile(out, "w") as made:
        for name in there.namelist():
            made.writestr(name, ENTRY.sub(rb"\1<v>675.32</v>", there.read(name)))
    report = checked(tmp_path, out.getvalue())
    stale = [finding for finding in report.findings if finding.rule == "公式-未重算"]
    sheets = {finding.sheet for finding in stale}
    assert len(stale) > 5 * len(sheets)
    assert len([one for one in stale if one.cause is None]) == len(sheets)
    lines = [line for listed in by_sheet(report).values() for line in listed]
    assert sum(any(one.rule == "公式-未重算" for one in line.reasons) for line in lines) == len(sheets)
    assert sum(len(line.reasons) + len(line.behind) for line in lines) == len(report.findings)
    assert len(report.as_json()["findings"]) == sum(report.told[ALL].values())


def test_a_cell_that_is_wrong_and_doubtful_is_one_line_with_both_reasons(tmp_path: Path, little: bytes) -> None:
    typed: Edit = {("录入-项目", "E6"): 900, ("录入-项目", "F6"): 1000}
    report = checked(tmp_path, edited(little, typed))
    (line,) = [line for line in by_sheet(report)["录入-项目"] if line.cell == "K6"]
    assert [one.severity for one in line.reasons] == ["error", "warning"]
    assert line.verdict == "不符"
    assert "直接拨付区县大于支出金额" in line.message
    assert "；另有提示：" in line.message
    assert page(report).count("直接拨付区县大于支出金额") == 1


# ---------------------------------------------------------------- export


def test_what_is_empty_is_not_exported(tmp_path: Path, little: bytes) -> None:
    path = tmp_path / "book.xlsx"
    emptied: Edit = {("录入-绩效自评", cell): None for cell in ("E6", "F6")}
    emptied |= {("录入-绩效指标", f"A{row}"): "整体" for row in (7, 8)}
    emptied |= {("录入-项目", f"{col}5"): None for col in "CDE"} | {("录入-绩效资金", f"{col}5"): None for col in "CDE"}
    path.write_bytes(edited(little, emptied))
    made = export_in_memory(FileDesk(path), "绩效自评")
    assert sorted(name.rpartition("年度")[2][-9:] for name in made.files)
    assert not [name for name in made.files if "甲项目" in name]
    assert any(note.startswith("没有填的没有导出：") and "甲项目" in note for note in made.notes)


def test_nothing_is_exported_of_a_workbook_without_a_figure(tmp_path: Path, minimal: dict[str, Any]) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(render(assemble(Data(minimal))))
    made = export_in_memory(FileDesk(path), "公开表")
    assert not made.files
    assert made.said.endswith("book.xlsx 里公开表的表还没有填，什么也没有导出。")
