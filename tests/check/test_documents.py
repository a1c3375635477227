"""A published document is judged as it is: with pages, on the part that it has, its picture with a box."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import SHARED, needs_shared
from tests.helpers.checking import tables_unit
from tests.helpers.paper import page, pdf
from tests.helpers.published import published
from xlbudget import check_workbook
from xlbudget.check.as_html import page as html
from xlbudget.check.as_text import text
from xlbudget.check.report import Report
from xlbudget.commands.main import main
from xlbudget.sheets.rules.published.comparison import PUBLISHED

TITLE = "2023年度某市某局部门决算"
INCOME = [
    ["科目代码", "科目名称", "本年收入合计", "财政拨款收入"],
    ["合计", "", "15.00", "15.00"],
    ["2010301", "行政运行", "15.00", "15.00"],
]
SPENT = [
    ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["合计", "", "16.00", "12.00", "4.00"],
    ["201", "一般公共服务支出", "15.00", "12.00", "3.00"],
    ["2010301", "行政运行", "15.00", "12.00", "3.00"],
]
FISCAL = [
    ["项目", "金额", "项目", "合计", "一般公共预算财政拨款"],
    ["一、一般公共预算财政拨款", "15.00", "一、一般公共服务支出", "15.00", "15.00"],
    ["本年收入合计", "15.00", "本年支出合计", "15.00", "15.00"],
]
GENERAL = [["科目代码", "科目名称", "小计", "基本支出", "项目支出"], ["2010301", "行政运行", "15.00", "12.00", "3.00"]]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages: income, and expenditure whose total does not add up; most tables are missing."""
    path = tmp_path_factory.mktemp("公开") / "公开.pdf"
    spent = page(
        "公开03表",
        "支出决算表",
        "单位：万元",
        SPENT,
        "公开05表",
        "一般公共预算财政拨款支出决算表",
        "单位：万元",
        GENERAL,
    )
    fiscal = "公开04表", "财政拨款收入支出决算总表", "单位：万元", FISCAL
    path.write_bytes(pdf(page(TITLE, "公开02表", "收入决算表", "单位：万元", INCOME, *fiscal), spent))
    return path


@pytest.fixture(scope="module")
def report(paper: Path) -> Report:
    return check_workbook(paper)


def test_a_total_that_does_not_add_up_is_found_on_its_page(report: Report) -> None:
    wrong = [one for one in report.findings if one.severity == "error" and one.rule == PUBLISHED.id]
    found = {(one.message.split(" 公布")[0], one.cell) for one in wrong}
    assert found == {("公开03 合计 本年支出合计", "第 2 页"), ("公开03 合计 项目支出", "第 2 页")}
    shown = next(one for one in report.as_json()["findings"] if one.get("about", {}).get("列") == "本年支出合计")
    assert shown["about"] == {"表": "公开03", "行": "合计", "列": "本年支出合计", "页": 2}
    assert shown["published"] == 16
    assert shown["computed"] == 15
    assert report.failed


def test_what_is_missing_is_said_and_not_judged(report: Report) -> None:
    said = text(report)
    assert "文件里没有的表：公开01 收入支出决算总表、公开06 " in said
    rule = next(line for line in said.splitlines() if line.startswith("  表间-0506"))
    assert "缺少 公开06" in rule
    assert not [one for one in report.findings if one.severity == "missing"]
    shown = report.as_json()
    assert "公开01 收入支出决算总表" in shown["missing"]
    assert {"rule", "tables"} == set(shown["idle"][0])


def test_the_page_of_the_report_shows_the_page_with_a_box_around_the_figure(report: Report) -> None:
    shown = html(report)
    assert len(re.findall(r'<img alt="" src="data:image/png;base64,', shown)) == 1
    boxes = re.findall(r'<a id="(p2-\d+-\d+)" class="error" style="left:([\d.]+)%;top:([\d.]+)%', shown)
    assert len(boxes) >= 2
    for name, left, top in boxes:
        assert f'<a href="#{name}">' in shown
        assert 0 < float(left) < 60
        assert 0 < float(top) < 40


def test_the_commands_say_it_and_end_as_for_a_workbook(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(paper), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["unit"] == "某市某局"
    data, report = tmp_path / "某局.json", tmp_path / "来处.json"
    assert main(["import", str(paper), "-o", str(data), "--report", str(report)]) == 0
    said = capsys.readouterr()
    assert f"已写出 {data}：某市某局 2023 年度（湖南长沙）" in said.out
    assert "没有找到的表：公开01 收入支出决算总表" in said.err
    places = json.loads(report.read_text("utf-8"))
    of_total = next(one for one in places["published"] if (one["行"], one["列"]) == ("合计", "项目支出"))
    assert (of_total["page"], of_total["file"], of_total["数"]) == (2, str(paper), "4.00")
    assert main(["import", str(paper), "-o", str(data)]) == 2
    assert main(["build", str(data), "-o", str(tmp_path / "某局.xlsx")]) == 0


@pytest.mark.usefixtures("few_rows")
def test_the_papers_that_we_export_are_without_findings(tmp_path: Path) -> None:
    """The unit's own exported tables, which an office program calls .xlsx as it does ours."""
    (path := tmp_path / "公开表.xlsx").write_bytes(published(tables_unit()))
    report = check_workbook(path)
    assert not [one for one in report.findings if one.severity in ("error", "missing")]
    assert report.passed > 300
    assert not report.document.left if report.document else False


@needs_shared
def test_a_published_document_has_the_verdicts_that_were_worked_out_by_hand() -> None:
    (path,) = (SHARED / "import").glob("*.pdf")
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))["statuses"]
    wanted = Counter(
        (one["表"], one["行"], one["列"], one["status"]) for one in expected if one["status"] in ("error", "rounding")
    )
    report = check_workbook(path)
    judged = [one for one in report.findings if one.rule == PUBLISHED.id]
    found = Counter((one.about["表"], one.about["行"], one.about["列"], one.severity) for one in judged)
    assert found == wanted
    assert all(isinstance(one.about["页"], int) for one in judged)
    assert sum(one.severity == "error" for one in report.findings) == 5
