"""The whole way of a button: ribbon → VBA callback → command line → Python → xlwings → the workbook, without Excel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from tests import headless_excel
from tests.conftest import ROOT, _reduce
from tests.headless_excel import App, File
from tests.vba import Addin, command
from xlbudget import __version__
from xlbudget.addin import excel as excel_module
from xlbudget.addin import places, ribbon
from xlbudget.addin.build import build
from xlbudget.addin.machine import Machine, this_machine
from xlbudget.check.report import Report
from xlbudget.reading import Package, formulas_and_values

PYTHON = r"C:\Program Files\Python 中\python.exe"
CODE = "from xlbudget.addin.ribbon import press; press('{}', '{}')"
RIBBON = ElementTree.parse(ROOT / "macros" / "ribbon.xml").getroot()
CALLBACKS = {one.get("id", ""): one.get("onAction", "") for one in RIBBON.iter() if one.tag.endswith("}button")}


@dataclass
class Office:
    """An Excel with the add-in, a person before it, and a workbook."""

    app: App
    addin: Addin
    path: Path
    notes: Path
    run: Callable[[str], int]
    """Runs the command line as Windows would."""

    def press(self, button: str) -> None:
        """As a click on the ribbon: by the callback that ribbon.xml names."""
        self.addin.press(CALLBACKS[button])

    @property
    def file(self) -> File:
        assert self.app.active is not None
        return self.app.active.file

    @property
    def told(self) -> str:
        return self.app.person.told

    @property
    def log(self) -> str:
        return (self.notes / "xlbudget.log").read_text(encoding="utf-8")


def office(folder: Path, package: bytes, name: str, patch: pytest.MonkeyPatch) -> Office:
    addin_path = folder / "xlbudget.xlam"
    addin_path.write_bytes(build({"INTERPRETER_WIN": PYTHON}))
    path = folder / name
    path.write_bytes(package)
    app = headless_excel.started()
    addin = Addin(addin_path, patch)
    addin.copy = app.snapshot
    app.macro = addin.call
    if package.startswith(b"PK"):
        app.open(path)
        addin.excel.open_workbook(path)
    machine = this_machine()
    here = Machine(**{**machine.__dict__, "variables": {"XDG_STATE_HOME": str(folder)}})
    patch.setattr(ribbon, "this_machine", lambda: here)
    patch.setattr(excel_module.webbrowser, "open", lambda url: app.person.shown.append(url))

    def run(line: str) -> int:
        # 在本进程里执行 Windows 会执行的那一条 Python 命令。
        parts = command(line)
        patch.setattr(sys, "argv", ["-c", *parts["rest"].partition(" 2> ")[0].split()])
        exec(parts["code"], {})
        return 0

    return Office(app, addin, path, places.log(here).parent, run)


@pytest.fixture(scope="module")
def shared(little: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One Excel for all buttons: each leaves the workbook as the next expects it."""
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        yield office(tmp_path_factory.mktemp("office"), little, "甲单位.xlsx", patch)


@pytest.fixture
def desk(shared: Office) -> Office:
    """The shared Excel with the workbook as it was opened and a person who has seen nothing yet."""
    shared.app.open_books.clear()
    shared.app.open(shared.path)
    shared.app.person = headless_excel.Person()
    shared.addin.shell.runs = shared.run
    shared.addin.shell.popups.clear()
    shared.addin.dialog.picked = ""
    shared.app.interrupt_at = 0
    shared.app.printed.clear()
    for note in shared.notes.glob("*.json"):
        note.unlink()
    return shared


def overwrite(desk: Office, sheet: str, cell: str, value: object) -> None:
    """As a user who has taken the protection off: the value stands there, not saved."""
    desk.file.cells[sheet][cell].value = value
    desk.file.dirty = True
    desk.file.calculate()


def formula(desk: Office, sheet: str, cell: str) -> str:
    """What stood there when the workbook was built."""
    there = formulas_and_values(Package.of(desk.path, desk.path.read_bytes()), {sheet})
    return there[sheet][cell][0] or ""


def test_the_command_is_exactly_this(desk: Office) -> None:
    desk.addin.shell.runs = lambda line: len(line) * 0
    for button, callback in CALLBACKS.items():
        desk.addin.press(callback)
        parts = command(desk.addin.shell.ran[-1])
        assert parts["python"] == PYTHON
        assert parts["code"] == CODE.format(button, __version__)
        assert parts["rest"].startswith(f'--from_xl=1 --hwnd={headless_excel.HWND} 2> "C:\\Temp\\xlbudget-')
        assert parts["cd"] == 'C: & cd "C:\\Program Files\\Python 中" & '


RATES = {("项目支出", "F5"): 0.5, ("附件2", "H6"): "=1+1", ("附件3-1", "H6"): None}
"""Three execution rates and what a user typed over them."""


def test_an_overwritten_execution_rate_comes_back(desk: Office) -> None:
    before = desk.path.read_bytes()
    for (sheet, cell), typed in RATES.items():
        overwrite(desk, sheet, cell, typed)
    overwrite(desk, "三公对比", "E10", 9)
    desk.press("recalc_execution_rate")
    question, answer = desk.app.person.boxes
    assert question[0] == answer[0] == "重算执行率"
    assert (question[2], answer[2]) == ("yes_no", "info")
    assert "不能撤销" in question[1]
    assert "项目支出 F5 现在是 0.5" in question[1]
    for sheet, cell in RATES:
        assert desk.file.cells[sheet][cell].value == formula(desk, sheet, cell)
        assert desk.file.cells[sheet].protection.sheet
    assert desk.file.values["附件3-1"]["H6"] == pytest.approx(285.21 / 300)
    assert desk.file.cells["三公对比"]["E10"].value == 9
    assert "恢复了 3 处" in answer[1]
    assert "附件2 H6 原来填着公式 =1+1" in answer[1]
    assert "另有 1 处别的公式被改过" in answer[1]
    assert "最低的是" in answer[1]
    assert desk.app.person.statuses[-1] == ""
    assert any("重算" in text for text in desk.app.person.statuses)
    assert desk.path.read_bytes() == before
    assert "重算执行率" in desk.log


def test_nothing_is_restored_against_the_users_will(desk: Office) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)
    desk.app.person.agrees = False
    desk.press("recalc_execution_rate")
    assert desk.file.cells["项目支出"]["F5"].value == 0.5
    assert "照您的意思没有恢复" in desk.told


def test_an_overwritten_control_rate_comes_back(desk: Office) -> None:
    overwrite(desk, "三公对比", "E10", 9)
    overwrite(desk, "附件1", "F4", 0.1)
    overwrite(desk, "项目支出", "F5", 0.5)
    desk.press("recalc_control_rate")
    assert desk.file.cells["三公对比"]["E10"].value == formula(desk, "三公对比", "E10")
    assert desk.file.values["三公对比"]["E10"] == pytest.approx(0.75)
    assert desk.file.values["附件1"]["F4"] == pytest.approx(0.9)
    assert desk.file.cells["项目支出"]["F5"].value == 0.5
    assert "没有超过 100% 的" in desk.told
    assert "超过上年的：" in desk.told
    assert "公务接待费" in desk.told


def test_all_rates_at_once(desk: Office) -> None:
    overwrite(desk, "三公对比", "E10", 9)
    overwrite(desk, "项目支出", "F5", 0.5)
    desk.press("recalc_all")
    assert len(desk.app.person.boxes) == 2
    assert "恢复了 2 处" in desk.told
    assert "重算了" in desk.told
    assert "不符" in desk.told.splitlines()[-1]
    assert desk.file.cells["项目支出"]["F5"].value == formula(desk, "项目支出", "F5")


def test_intact_formulas_need_no_question(desk: Office) -> None:
    desk.press("recalc_all")
    assert [kind for _, _, kind in desk.app.person.boxes] == ["info"]
    assert not desk.file.dirty
    assert desk.app.calculations


def test_low_rates_without_a_reason_are_named(desk: Office) -> None:
    desk.addin.set("RATE_BELOW", "99")
    desk.press("recalc_execution_rate")
    desk.addin.set("RATE_BELOW", "")
    assert "低于 99% 而自评里没有写偏差原因的" in desk.told
    assert "甲项目：95.07%" in desk.told


def test_a_check_says_how_it_came_out_and_goes_to_the_first_cell(desk: Office, little_report: Report) -> None:
    desk.press("check")
    counts = little_report.counts
    assert f"不符 {counts['error']}，提示 {counts['warning']}，尾差 {counts['rounding']}" in desk.told
    first = next(f for f in little_report.findings if f.severity == "error" and f.cell)
    assert desk.app.person.shown == [first.sheet, f"{first.sheet}!{first.cell}"]
    assert first.message in desk.told
    assert not desk.file.dirty


def test_what_is_not_saved_yet_is_checked_and_stays_unsaved(desk: Office) -> None:
    before = desk.path.read_bytes()
    desk.press("check")
    first = desk.told
    desk.file.cells["录入-支出"]["E5"].value = 400
    desk.file.dirty = True
    desk.press("check")
    assert desk.told != first
    assert desk.file.dirty
    assert desk.path.read_bytes() == before
    assert desk.file.cells["录入-支出"]["E5"].value == 400


def test_the_next_finding_and_round_again(desk: Office, little_report: Report) -> None:
    errors = [f for f in little_report.findings if f.severity == "error" and f.cell]
    assert len(errors) > 1
    desk.press("check")
    desk.app.person.boxes.clear()
    for step in range(len(errors)):
        desk.press("next_finding")
        finding = errors[(step + 1) % len(errors)]
        assert desk.app.person.shown[-1] == f"{finding.sheet}!{finding.cell}"
        assert finding.message in desk.app.person.statuses[-1]
    assert not desk.app.person.boxes
    assert "又从头开始" in desk.app.person.statuses[-1]


def test_without_a_check_the_next_finding_checks_first(desk: Office) -> None:
    (desk.notes / "last-check.json").write_text('{"name": "别的", "findings": [{}]', encoding="utf-8")
    desk.press("next_finding")
    assert "还没有校验过" in desk.told
    assert "不符" in desk.told


def test_the_report_opens_as_a_page(desk: Office) -> None:
    desk.press("report")
    page = desk.notes / "校验报告.html"
    assert desk.app.person.shown == [page.as_uri()]
    shown = page.read_text(encoding="utf-8")
    assert shown.startswith("<!DOCTYPE html>")
    assert "甲&lt;script&gt;单位" in shown


def exported(folder: Path, pattern: str) -> set[str]:
    return {path.name for path in folder.glob(pattern)}


EVALUATIONS = {
    "2023年度部门整体支出绩效评价基础数据表",
    "2023年度部门整体支出绩效自评表",
    "2023年度项目支出绩效自评表-甲项目",
}


def test_self_evaluations_are_exported_and_read_again(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.file.cells["录入-绩效指标"]["F5"].value = "没有保存的目标"
    desk.file.dirty = True
    desk.press("export_evaluation")
    assert exported(tmp_path, "*.xlsx") == {f"{name}.xlsx" for name in EVALUATIONS}
    assert exported(tmp_path, "*.pdf") == {f"{name}.pdf" for name in EVALUATIONS}
    assert exported(tmp_path, "*") == exported(tmp_path, "*.xlsx") | exported(tmp_path, "*.pdf")
    assert all(name in desk.told for name in EVALUATIONS)
    assert desk.addin.dialog.asked["start"] == f"{desk.path.parent}\\"
    assert desk.app.active is not None
    assert desk.app.active.name == desk.path.name
    assert len(desk.app.open_books) == 1
    annex = load_workbook(tmp_path / "2023年度项目支出绩效自评表-甲项目.xlsx").worksheets[0]
    shown = [cell.value for row in annex.iter_rows() for cell in row if cell.value is not None]
    assert not [value for value in shown if str(value).startswith("=")]
    rates = [value for value in shown if isinstance(value, float) and value == pytest.approx(285.21 / 300)]
    assert rates
    whole = load_workbook(tmp_path / "2023年度部门整体支出绩效自评表.xlsx").worksheets[0]
    assert "没有保存的目标" in [cell.value for row in whole.iter_rows() for cell in row]


def test_public_tables_are_exported(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.press("export_public")
    assert exported(tmp_path, "*") == {"2023年度部门决算公开表.xlsx", "2023年度部门决算公开表.pdf"}
    book = load_workbook(tmp_path / "2023年度部门决算公开表.xlsx")
    assert book.sheetnames == [f"公开0{number}" for number in range(1, 10)]


def test_an_export_asks_before_it_writes_over_anything(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    old = tmp_path / "2023年度部门决算公开表.xlsx"
    old.write_bytes(b"mine")
    desk.app.person.agrees = False
    desk.press("export_public")
    assert old.read_bytes() == b"mine"
    assert "没有覆盖" in desk.told
    desk.app.person.agrees = True
    desk.press("export_public")
    assert old.read_bytes().startswith(b"PK")


def test_an_export_without_a_folder_does_nothing(desk: Office) -> None:
    desk.press("export_evaluation")
    assert desk.told == "没有选文件夹，什么也没有导出。"


def test_an_export_that_is_interrupted_leaves_nothing(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.app.interrupt_at = 2
    with pytest.raises(KeyboardInterrupt):
        desk.press("export_evaluation")
    assert not list(tmp_path.iterdir())
    assert len(desk.app.open_books) == 1
    assert desk.app.screen_updating


def test_next_years_workbook(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.file.cells["录入-单位"]["B5"].value = "改了名的单位"
    desk.file.dirty = True
    desk.press("new_year")
    made = list(tmp_path.iterdir())
    assert [path.suffix for path in made] == [".xlsx"]
    assert made[0].name.endswith("-2024.xlsx")
    assert desk.app.active is not None
    assert desk.app.active.file.path == made[0]
    assert "变动" in desk.app.active.file.cells.sheetnames
    assert "请先看“变动”表" in desk.told
    desk.app.open(desk.path)
    desk.app.person.agrees = False
    desk.press("new_year")
    assert desk.told == "没有覆盖，什么也没有做。"


def test_help_and_about_need_no_workbook(desk: Office) -> None:
    desk.app.open_books.clear()
    desk.app.active = None
    desk.press("guide")
    assert desk.app.person.shown == [(desk.notes / "填写说明.html").as_uri()]
    assert not desk.app.person.boxes
    desk.press("about")
    assert __version__ in desk.told
    assert sys.executable in desk.told
    assert "xlbudget.log" in desk.told
