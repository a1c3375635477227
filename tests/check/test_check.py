"""check: the promise of its JSON and exit status, its three outputs, and what it refuses."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.commands.test_command_line import refused
from tests.helpers.checking import checked, new
from tests.helpers.computing import recalculate, written
from tests.reading.test_read import REFUSED, add_parts, put
from xlbudget.check.as_html import page
from xlbudget.check.as_text import text
from xlbudget.check.lines import by_sheet
from xlbudget.check.report import ORDER, Finding, Report
from xlbudget.commands.main import main
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.families import catalogue
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.engines import formulas, libreoffice
from xlbudget.workbook.engines.by_file import Engine, Values

FINDING = {"rule", "severity", "sheet", "cell", "message", "published", "computed", "difference", "bound", "source"}
REPORT = {"workbook", "year", "unit", "engine", "seconds", "counts", "groups", "findings", "unplaced", "unpublished"}
COUNTS = {"rules", "evaluated", "pass", "error", "missing", "warning", "rounding", "explained"}


def is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def keeps_the_promise(shown: dict[str, Any]) -> None:
    """The shape of ``check --format json`` as the contract has it."""
    assert set(shown) == REPORT
    assert isinstance(shown["year"], int)
    assert all(isinstance(shown[key], str) for key in ("workbook", "unit", "engine"))
    assert is_figure(shown["seconds"])
    counts = shown["counts"]
    assert set(counts) == COUNTS
    assert all(type(count) is int for count in counts.values())
    assert counts["evaluated"] == sum(counts[key] for key in ("pass", "error", "warning", "rounding", "explained"))
    assert counts["rules"] == len(catalogue())
    rules = {rule.id for rule in catalogue()}
    for finding in shown["findings"]:
        assert set(finding) - {"about", "cause", "object"} == FINDING
        assert finding.get("object", "?")
        assert finding["rule"] in rules
        assert finding["severity"] in ORDER
        assert all(isinstance(finding[key], str) for key in ("sheet", "cell", "message", "source"))
        assert finding["message"]
        assert finding["source"]
        assert finding["cell"] == "" or re.fullmatch(r"[A-Z]+[0-9]+", finding["cell"])
        assert finding["difference"] is None or is_figure(finding["difference"])
        bound = finding["bound"]
        assert bound is None or is_figure(bound) or (len(bound) == 2 and all(map(is_figure, bound)))
        assert ("about" in finding) == (finding["rule"] in ("公开-核对", "公开-为空"))
        assert {"表", "行", "列"} <= set(finding.get("about", {"表": 0, "行": 0, "列": 0})) <= {"表", "行", "列", "处"}
    assert [f["severity"] for f in shown["findings"]] == sorted(
        (f["severity"] for f in shown["findings"]), key=ORDER.index
    )
    for severity in ORDER:
        assert counts[severity] == sum(f["severity"] == severity for f in shown["findings"])
        assert counts[severity] == sum(group[severity] for group in shown["groups"].values())
    for place, finding in enumerate(shown["findings"]):
        assert 0 <= finding.get("cause", 0) < len(shown["findings"])
        assert finding.get("cause") != place
    assert all(set(entry) == {"表", "行", "列", "数"} for entry in shown["unplaced"])
    assert all(isinstance(name, str) for name in shown["unpublished"])


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main(["check", *map(str, arguments), "--format", "json"])
    out, err = capsys.readouterr()
    assert err == ""
    shown: dict[str, Any] = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    return code, shown


def test_the_sample(sample_report: Report) -> None:
    shown = json.loads(json.dumps(sample_report.as_json()))
    keeps_the_promise(shown)
    assert (shown["year"], shown["engine"]) == (2023, "formualizer")
    assert sample_report.failed
    assert not [f for f in shown["findings"] if f["rule"].startswith("公式-")]


@pytest.mark.usefixtures("few_rows", "afresh")
def test_every_number_is_the_same_the_next_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes, little_report: Report
) -> None:
    """And the file is left untouched."""
    path = put(tmp_path, little)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = path.stat()
    code, shown = run_json(capsys, path)
    assert code == 0
    assert shown["workbook"] == str(path)
    other = json.loads(json.dumps(little_report.as_json()))
    assert {**other, "workbook": str(path), "seconds": 0} == {**shown, "seconds": 0}
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino, after.st_mode) == (before.st_mtime_ns, before.st_ino, before.st_mode)
    assert path.read_bytes() == little
    assert os.listdir(tmp_path) == ["book.xlsx"]


@pytest.mark.usefixtures("few_rows")
def test_libreoffice_gives_the_same_verdicts(
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
    little: bytes,
    little_bare: bytes,
    by_libreoffice: dict[str, bytes],
    little_report: Report,
) -> None:
    """What a check hands to LibreOffice is what LibreOffice has calculated for the fixture, formula by formula."""
    asked: list[bytes] = []

    def office(package: bytes) -> bytes:
        asked.append(package)
        return by_libreoffice["little"]

    patch.setattr(libreoffice, "with_values", office)
    assert verdicts(checked(tmp_path, little, engine="libreoffice")) == verdicts(little_report)
    (package,) = asked
    theirs, ours = (formulas_and_values(Package.of(Path("book.xlsx"), one)) for one in (package, little_bare))
    assert theirs == ours


def test_formulas_is_asked_and_its_verdicts_count(
    tmp_path: Path, patch: pytest.MonkeyPatch, minimal: dict[str, Any]
) -> None:
    """That it computes every shape of formula as the others do, ``tests/workbook/test_engines.py`` holds."""
    package = written(minimal)
    values = recalculate(package)
    asked: list[bytes] = []

    def contradicting(package: bytes) -> Values:
        asked.append(package)
        return values | {"校验": values["校验"] | {CHECKS.cell("判定", FIRST): "#NAME?"}}

    patch.setattr(formulas, "values", contradicting)
    before, report = (checked(tmp_path, package, engine=engine) for engine in ("formualizer", "formulas"))
    assert report.engine == "formulas"
    assert [(f.sheet, f.cell) for f in new(report, before)] == [("校验", CHECKS.cell("判定", FIRST))]
    assert recalculate(asked[0]) == values


def verdicts(report: Report) -> tuple[Any, ...]:
    return report.counts, {(f.rule, f.severity, f.sheet, f.cell, f.message) for f in report.findings}, report.unplaced


# ---------------------------------------------------------------- a little unit


def test_the_promise(little_report: Report) -> None:
    shown = little_report.as_json()
    keeps_the_promise(json.loads(json.dumps(shown)))
    assert shown["unplaced"] == [{"表": "说明", "行": "没有这一节", "列": "金额", "数": "1"}]
    assert "公开01" in shown["unpublished"]
    assert "公开03" not in shown["unpublished"]
    about = [f["about"] for f in shown["findings"] if f["severity"] == "rounding" and "about" in f]
    assert {"表": "公开03", "行": "合计", "列": "项目支出", "处": "二"} in about


@pytest.mark.usefixtures("few_rows")
def test_outputs_and_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes) -> None:
    path, target, page = put(tmp_path, little), tmp_path / "report.json", tmp_path / "report.html"
    assert main(["check", str(path), "--format", "json", "-o", str(target)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"已写出 {target}：不符 0，未填 0，需说明 2，提示 ")
    assert err == ""
    keeps_the_promise(json.loads(target.read_text(encoding="utf-8")))
    before = target.read_bytes()
    assert "已经存在" in refused(capsys, "check", path, "--format", "json", "-o", target)
    assert target.read_bytes() == before
    assert main(["check", str(path), "--format", "html", "-o", str(page), "--force"]) == 0
    capsys.readouterr()
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "不能写在自己上面" in refused(capsys, "check", path, "-o", path, "--force")
    assert path.read_bytes() == little
    assert sorted(os.listdir(tmp_path)) == ["book.xlsx", "report.html", "report.json"]


@pytest.mark.usefixtures("few_rows")
def test_progress_is_for_a_person_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch, little: bytes
) -> None:
    import sys

    path = put(tmp_path, little)
    patch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)
    assert main(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    assert err.endswith("……\n")
    assert "没有不符" in out.splitlines()[0]


def test_text_names_sheet_cell_and_figures(little_report: Report) -> None:
    lines = text(little_report).splitlines()
    assert lines[0].startswith("甲<script>单位 2023 年度：没有不符。")
    assert "【公开06】" in lines
    assert any(re.search(r"尾差 C6 .*公布 500.34，算得 500.33，界 0.015", line) for line in lines)
    assert "  说明 没有这一节 金额 1" in lines


class Page(HTMLParser):
    """What a browser would fetch, and what it would show as text or run."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.linked: list[str] = []
        self.anchors: list[str] = []
        self.open: list[str] = []
        self.scripts = 0
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [str(value) for name, value in attrs if name in ("src", "action", "data") or tag == "link"]
        self.linked += [unquote(str(value)) for name, value in attrs if name == "href"]
        self.anchors += [str(value) for name, value in attrs if name == "id"]
        self.scripts += tag == "script"
        self.rows += "data-severity" in dict(attrs)
        if tag not in ("meta", "input", "br", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_self_contained_and_escapes(little_report: Report) -> None:
    nasty = Finding("公式-被改", "error", "<b>\"'&", "A1", "<script>alert(1)</script>", published="<i>", source="&")
    report = Report(**{**vars(little_report), "findings": (nasty, *little_report.findings)})
    html = page(report)
    parser = Page()
    parser.feed(html)
    assert parser.open == []
    assert parser.scripts == 1
    assert parser.fetched == []
    assert parser.rows == sum(map(len, by_sheet(report).values()))
    within = [link.removeprefix("#") for link in parser.linked if link.startswith("#")]
    assert {finding.rule for finding in report.findings} == set(within) <= set(parser.anchors)
    places = [f"{finding.sheet}'!{finding.cell}" for finding in report.findings if finding.cell]
    assert all(any(link.endswith(place) for link in parser.linked) for place in places)
    assert all(f"{Path(report.workbook).name}#" in link for link in parser.linked if not link.startswith("#"))
    assert not re.search(r"https?:|@import|url\(", html)
    assert "<script>alert" not in html
    assert "甲<script>" not in html
    assert "甲&lt;script&gt;单位" in html


# ---------------------------------------------------------------- refusals

OF_SHEETS = ("缺表", "表改名", "表头改了", "标签改了", "三公表头改了", "三公标签改了")
"""What read refuses and check has findings for."""


@pytest.mark.parametrize("case", [case for case in REFUSED if case not in OF_SHEETS])
@pytest.mark.usefixtures("few_rows")
def test_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes, case: str) -> None:
    change, said = REFUSED[case]
    path = put(tmp_path, change(little))
    message = refused(capsys, "check", path, "-o", tmp_path / "report.txt")
    assert said in message
    assert str(path) in message
    assert os.listdir(tmp_path) == ["book.xlsx"]


def test_other_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes) -> None:
    assert "找不到文件" in refused(capsys, "check", tmp_path / "无.xlsx")
    assert "文件夹" in refused(capsys, "check", tmp_path)
    path = put(tmp_path, little)
    assert "参数 --engine: 不能是 'excel'" in refused(capsys, "check", path, "--engine", "excel")
    assert "缺少参数" in refused(capsys, "check")
    assert "不存在" in refused(capsys, "check", path, "-o", tmp_path / "没有" / "r.txt")
    bomb = put(tmp_path, add_parts(little, {"xl/media/a.bin": bytes(310_000_000)}), "bomb.xlsx")
    assert "太大" in refused(capsys, "check", bomb)


@pytest.mark.parametrize("engine", ["libreoffice", "formulas"])
def test_an_engine_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch, little: bytes, engine: Engine
) -> None:
    import sys

    patch.setitem(sys.modules, "formulas", None)
    patch.setattr("xlbudget.workbook.engines.libreoffice.program", lambda: None)
    patch.setattr("xlbudget.sheets.inputs.rows.LEAST", 6)
    patch.setattr("xlbudget.sheets.inputs.rows.SPARE", 3)
    assert "无法用它重算" in refused(capsys, "check", put(tmp_path, little), "--engine", engine)
