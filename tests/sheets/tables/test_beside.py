"""Tables that some regions print beside the nine: every figure, the rules, and what was published of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.computing import computed
from tests.mutation.listed import overwritten
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.datafile.file import Data
from xlbudget.regions.forms import form_in
from xlbudget.sheets.examples import DEPARTMENT, UNIT
from xlbudget.sheets.tables import by_unit, project_economic, triple_lines
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render

TABLES = (*by_unit.TABLES, project_economic.TABLE, *triple_lines.TABLES)
LAYOUT = f"""名称: 甲
说明: 甲
依据: 甲
公开表: [公开01, 公开02, 公开03, 公开04, 公开05, 公开06, 政府性基金, 国有资本经营, 三公, {
    ", ".join(table.name for table in TABLES)
}]
"""
AT = {table.name: f"公开{place}" for place, table in enumerate(TABLES, 10)}


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layout") / "layout.yaml"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


def content_of(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    content["单位"]["模板"] = "甲"
    return content


@pytest.fixture(scope="module")
def values(layout: Path) -> Values:
    with fewer_rows():
        return computed(content_of(UNIT), layout)


def rows(values: Values, table: str) -> dict[str, list[Any]]:
    """The rows of a printed table: what stands first in each, without blanks and numbering, and all that follows."""
    cells: dict[int, list[Any]] = {}
    for address, value in values[AT[table]].items():
        letters = address.rstrip("0123456789")
        cells.setdefault(int(address[len(letters) :]), []).append((len(letters), letters, value))
    lines = ([value for *_, value in sorted(row, key=lambda one: one[:2])] for row in cells.values())
    return {str(first).strip("　"): rest for first, *rest in lines}


def test_projects_by_economic_code(values: Values) -> None:
    cells = values[AT[project_economic.KEY]]
    figures = {
        str(cells[f"{code}{row}"]): cells[f"{figure}{row}"]
        for code, figure in ("AC", "DF", "GI")
        for row in range(1, 40)
        if str(cells.get(f"{code}{row}", "")).isdecimal() and f"{figure}{row}" in cells
    }
    assert {code: figure for code, figure in figures.items() if figure} == {
        **{"302": 40, "30201": 40, "310": 20, "31002": 20},
    }
    assert rows(values, project_economic.KEY)["合计"] == [60]


def test_triple_by_money_and_with_meetings(values: Values) -> None:
    *by_source, with_meetings = triple_lines.TABLES
    for table, spent in zip(by_source, (4, 1, 0), strict=True):
        found = rows(values, table.name)
        assert found["“三公”经费合计"] == found["3．公务接待费"] == [0, spent]
    found = rows(values, with_meetings.name)
    assert (found["“三公”经费合计"], found["会议费"], found["培训费"]) == ([7, 5], [0, 2], [0, 0])


def test_a_unit_by_itself_is_its_own_row(values: Values) -> None:
    found = rows(values, by_unit.key_of("公开02"))
    assert found["合计"] == found["示例单位"] == [320, 310, 0, 0, 0, 0, 10]


def test_the_units_of_a_department(layout: Path) -> None:
    content = content_of(DEPARTMENT)
    with fewer_rows():
        values = computed(content, layout)
    for (of, parts), key in zip(by_unit.OF.items(), ("收入", "支出"), strict=True):
        found = rows(values, by_unit.key_of(of))
        for unit in ("示例局（本级）", "示例站", "内部往来抵销"):
            own = [one for one in content["单位明细"] if one["单位"] == unit and one["键"] == key]
            expected = [sum(one["金额"] for one in own if one["列"] in columns) for columns in parts.values()]
            assert found[unit] == expected, (key, unit)
        summed = [
            sum(figures)
            for figures in zip(*(found[unit] for unit in found if unit[:2] in ("示例", "内部")), strict=True)
        ]
        assert found["合计"] == summed


def judged(folder: Path, layout: Path, content: dict[str, Any]) -> Report:
    path = folder / "book.xlsx"
    with fewer_rows():
        path.write_bytes(render(assemble(Data(content), layout)))
        return check(path, form=form_in(layout))


def test_what_was_published_of_them_is_judged_and_a_code_left_out_is_found(layout: Path, tmp_path: Path) -> None:
    content = content_of(UNIT)
    content["项目支出经济分类"].pop()
    entries = [
        (project_economic.KEY, "30201", "决算数", "40.00"),
        (project_economic.KEY, "合计", "决算数", "41.00"),
        (triple_lines.TABLES[1].name, "“三公”经费合计", "决算数", "1.00"),
        (triple_lines.TABLES[-1].name, "会议费", "决算数", "3.00"),
        (by_unit.key_of("公开02"), "示例单位", "本年收入合计", "320.00"),
        (by_unit.key_of("公开02"), "合计", "其他收入", "12.00"),
    ]
    content["公开数"] = [{"表": AT[table], "行": row, "列": col, "数": text} for table, row, col, text in entries]
    report = judged(tmp_path, layout, content)
    assert not report.unplaced
    wrong = {(f.about["表"], f.about["行"]) for f in report.findings if f.severity == "error" and f.about}
    assert wrong == {(AT[table], row) for table, row, _, text in entries if text in ("41.00", "12.00", "3.00")}
    found = {finding.rule for finding in report.findings if finding.severity == "error" and not finding.about}
    assert found == {"表间-项目经济"}


def test_their_formulas_overwritten_are_named() -> None:
    """One of each kind; all of them, and what is entered for them alone, are on the page of mistakes."""
    with fewer_rows():
        found = overwritten([project_economic.KEY, triple_lines.TABLES[-1].name, by_unit.key_of("公开03")])
    assert all(one.cells > 5 and not one.missed for one in found.values()), found
