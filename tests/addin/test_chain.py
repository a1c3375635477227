"""The whole way of a button: ribbon → VBA callback → command line → Python → xlwings → the workbook, without Excel."""

from __future__ import annotations

import re
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from pyopenvba.interpreter import _preprocess
from pyopenvba.interpreter._values import error

from tests.conftest import ROOT, _reduce
from tests.helpers import headless_excel
from tests.helpers.checking import WHOSE
from tests.helpers.headless_excel import App, File
from tests.helpers.typing_in import Light, saved
from tests.helpers.vba import Addin, InCell, command
from xlbudget import __version__
from xlbudget.addin import ribbon
from xlbudget.addin.excel_desk import ExcelDesk
from xlbudget.addin.install import places
from xlbudget.addin.xlam import TEXTS, build
from xlbudget.check.report import Finding
from xlbudget.check.workbook_check import check
from xlbudget.language.sheet import Sheet
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.write import write_values

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

    def macro(name: str, *arguments: str) -> object:
        answer = addin.call(name, *arguments)
        if name in ("TakeProtection", "PutProtection"):
            # 保护在两边各有一份：解释器里的和 openpyxl 里的，一起动。
            app.plain_macro(name, *arguments)
        return answer

    app.macro = macro
    if package.startswith(b"PK"):
        app.open(path)
        addin.excel.open_workbook(path)
    patch.setenv("XDG_STATE_HOME", str(folder))
    patch.setattr(webbrowser, "open", lambda url: app.person.show(url))

    def run(line: str) -> int:
        # 在本进程里执行 Windows 会执行的那一条 Python 命令。
        parts = command(line)
        patch.setattr(sys, "argv", ["-c", *parts["rest"].partition(" 2> ")[0].split()])
        exec(parts["code"], {})
        return 0

    return Office(app, addin, path, places.log().parent, run)


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
    desk.file.changed()


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
        assert parts["cd"] == 'C: && cd "C:\\Program Files\\Python 中" && '


@pytest.mark.parametrize("words", ["'); import os; os.system('x'); ('", 'a" & calc & "', "", "Check"])
def test_a_macro_called_with_other_words_runs_no_command_of_theirs(desk: Office, words: str) -> None:
    desk.addin.shell.runs = lambda line: len(line) * 0
    desk.addin.call("RunPython", words)
    assert ' -B -c "" --from_xl=1' in desk.addin.shell.ran[-1]
    assert "calc" not in desk.addin.shell.ran[-1]
    assert "import" not in desk.addin.shell.ran[-1]


def test_a_formula_that_asks_for_a_copy_gets_none(desk: Office, tmp_path: Path) -> None:
    target = tmp_path / "xlbudget-x" / "copy.xlsx"
    target.parent.mkdir()
    before = desk.addin.caller
    desk.addin.caller = InCell()
    try:
        desk.addin.call("SaveSnapshot", desk.path.name, str(target))
        assert not desk.addin.call("FolderOf", desk.path.name)
    finally:
        desk.addin.caller = before
    assert not target.exists()
    desk.addin.call("SaveSnapshot", desk.path.name, str(tmp_path / "startup.xlsm"))
    assert not (tmp_path / "startup.xlsm").exists()
    desk.addin.call("SaveSnapshot", desk.path.name, str(target))
    assert target.exists()


RATES = {("项目支出", "F5"): 0.5, ("附件2", "H5"): "=1+1", ("附件3-1", "H6"): None}
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
    assert "附件2 H5 原来填着公式 =1+1" in answer[1]
    assert "另有 1 处别的公式被改过" in answer[1]
    assert "最低的是" in answer[1]
    assert desk.app.person.statuses[-1] == ""
    assert any("重算" in text for text in desk.app.person.statuses)
    assert desk.path.read_bytes() == before
    assert "重算执行率 甲单位.xlsx" in desk.log


def test_who_turns_to_another_workbook_meanwhile_keeps_it_as_it_is(desk: Office, tmp_path: Path) -> None:
    mine = desk.file
    overwrite(desk, "项目支出", "F5", 0.5)
    (tmp_path / "去年.xlsx").write_bytes(desk.path.read_bytes())

    def turn(book: str, target: str) -> None:
        desk.app.snapshot(book, target)
        desk.app.open(tmp_path / "去年.xlsx")

    desk.addin.copy = turn
    try:
        desk.press("recalc_execution_rate")
    finally:
        desk.addin.copy = desk.app.snapshot
    assert desk.file is not mine
    assert not desk.file.dirty
    assert mine.cells["项目支出"]["F5"].value == formula(desk, "项目支出", "F5")


def test_a_hidden_workbook_of_macros_is_none_to_work_on(desk: Office) -> None:
    desk.app.active = None
    assert desk.app.open_books
    desk.press("check")
    assert "没有打开的工作簿" in desk.told


def test_nothing_is_restored_against_the_users_will(desk: Office) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)
    desk.app.person.agrees = False
    desk.press("recalc_execution_rate")
    assert desk.file.cells["项目支出"]["F5"].value == 0.5
    assert "您选了“否”，1 处被改掉的公式没有恢复" in desk.told


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
    assert "低于 99% 而没有写偏差原因的" in desk.told
    assert "甲项目：95.07%" in desk.told


def contradict(desk: Office) -> list[Finding]:
    """Publish two figures that are wrong, without saving; what a check of the file would find if it were saved."""
    sheet = desk.file.cells["录入-公开数"]
    column = next(cell.column for cell in sheet[4] if cell.value == "数")
    for row in (5, 7):
        sheet.cell(row, column).value = "1.00"
    desk.file.changed()
    copy = desk.path.with_name("copy.xlsx")
    copy.write_bytes(desk.file.content())
    findings = [f for f in check(copy).findings if f.severity == "error" and f.cell]
    assert len(findings) > 1
    return findings


def test_a_check_says_how_it_came_out_and_goes_to_the_first_cell(desk: Office) -> None:
    before = desk.path.read_bytes()
    desk.press("check")
    assert "没有不符。不符 0" in desk.told
    assert not desk.app.person.shown
    first, *others = contradict(desk)
    desk.press("check")
    assert f"不符 {1 + len(others)}" in desk.told
    assert desk.app.person.shown == [first.sheet, f"{first.sheet}!{first.cell}"]
    assert first.message in desk.told
    assert desk.file.dirty
    assert desk.path.read_bytes() == before


def test_the_next_finding_and_round_again(desk: Office) -> None:
    errors = contradict(desk)
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
    f"{WHOSE}部门整体支出绩效评价基础数据表",
    f"{WHOSE}部门整体支出绩效自评表",
    f"{WHOSE}项目支出绩效自评表-甲项目",
}


def test_self_evaluations_are_exported_and_read_again(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.file.cells["录入-绩效指标"]["F5"].value = "没有保存的目标"
    desk.file.changed()
    desk.press("export_evaluation")
    assert exported(tmp_path, "*.xlsx") == {f"{name}.xlsx" for name in EVALUATIONS}
    assert exported(tmp_path, "*.pdf") == {f"{name}.pdf" for name in EVALUATIONS}
    assert exported(tmp_path, "*") == exported(tmp_path, "*.xlsx") | exported(tmp_path, "*.pdf")
    assert all(name in desk.told for name in EVALUATIONS)
    assert desk.addin.dialog.asked["start"] == f"{desk.path.parent}\\"
    assert desk.app.active is not None
    assert desk.app.active.name == desk.path.name
    assert len(desk.app.open_books) == 1
    annex = load_workbook(tmp_path / f"{WHOSE}项目支出绩效自评表-甲项目.xlsx").worksheets[0]
    shown = [cell.value for row in annex.iter_rows() for cell in row if cell.value is not None]
    assert not [value for value in shown if str(value).startswith("=")]
    rates = [value for value in shown if isinstance(value, float) and value == pytest.approx(285.21 / 300)]
    assert rates
    whole = load_workbook(tmp_path / f"{WHOSE}部门整体支出绩效自评表.xlsx").worksheets[0]
    assert "没有保存的目标" in [cell.value for row in whole.iter_rows() for cell in row]


def test_public_tables_are_exported(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.press("export_public")
    assert exported(tmp_path, "*") == {f"{WHOSE}部门决算公开表.xlsx", f"{WHOSE}部门决算公开表.pdf"}
    book = load_workbook(tmp_path / f"{WHOSE}部门决算公开表.xlsx")
    assert book.sheetnames == [f"公开0{number}" for number in range(1, 10)]


def test_documents_are_exported_for_word(desk: Office, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(libreoffice, "program", lambda: None)
    desk.addin.dialog.picked = str(tmp_path)
    desk.press("export_narrative")
    assert exported(tmp_path, "*") == {f"{WHOSE}部门决算.docx"}
    assert "处还要填写" in desk.told
    assert any("排目录的页码" in status for status in desk.app.person.statuses)
    desk.press("export_report")
    assert f"{WHOSE}部门整体支出绩效自评报告.docx" in exported(tmp_path, "*")
    assert f"{WHOSE}部门整体支出绩效自评报告.docx" in desk.told


def test_an_export_asks_before_it_writes_over_anything(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    old = tmp_path / f"{WHOSE}部门决算公开表.xlsx"
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
    desk.file.changed()
    desk.press("new_year")
    made = list(tmp_path.iterdir())
    assert [path.suffix for path in made] == [".xlsx"]
    assert made[0].name.endswith("-2024.xlsx")
    assert desk.app.active is not None
    assert desk.app.active.file.path == made[0]
    assert "变动" in desk.app.active.file.cells.sheetnames
    assert "请先看“变动”表" in desk.told


def test_a_workbook_made_anew(desk: Office, tmp_path: Path) -> None:
    desk.addin.dialog.picked = str(tmp_path)
    desk.file.cells["录入-单位"]["B5"].value = "改了名的单位"
    desk.file.changed()
    desk.press("rebuild")
    assert [path.name for path in tmp_path.iterdir()] == ["甲单位-重新生成.xlsx"]
    assert desk.app.active is not None
    assert desk.app.active.file.cells["录入-单位"]["B5"].value == "改了名的单位"
    assert "带上了自己加的表 0 张、批注 0 条和列宽" in desk.told
    desk.app.open(desk.path)
    desk.app.person.agrees = False
    desk.press("rebuild")
    assert desk.told == "没有覆盖，什么也没有做。"
    desk.addin.dialog.picked = ""
    desk.press("rebuild")
    assert desk.told == "没有选文件夹，什么也没有做。"


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


def test_versions_that_differ_are_refused(desk: Office) -> None:
    desk.addin.set("VERSION", "0.1.0")
    try:
        desk.press("check")
    finally:
        desk.addin.set("VERSION", __version__)
    assert f"加载项是 0.1.0 版，程序是 {__version__} 版" in desk.told
    assert "xlbudget addin install" in desk.told
    assert desk.app.person.boxes[-1][2] == "critical"


WORKBOOK_BUTTONS = [button for button in ribbon.ACTIONS if button not in ("guide", "about")]


@pytest.mark.parametrize("button", WORKBOOK_BUTTONS)
def test_no_workbook_is_open(desk: Office, button: str, tmp_path: Path) -> None:
    desk.app.open_books.clear()
    desk.app.active = None
    desk.addin.dialog.picked = str(tmp_path)
    desk.press(button)
    assert "没有打开的工作簿" in desk.told
    assert len(desk.app.person.boxes) == 1


@pytest.mark.parametrize("button", WORKBOOK_BUTTONS)
def test_another_workbook_is_active(desk: Office, button: str, tmp_path: Path) -> None:
    other = Workbook()
    other.save(tmp_path / "别的.xlsx")
    desk.app.open(tmp_path / "别的.xlsx")
    folder = tmp_path / "out"
    folder.mkdir()
    desk.addin.dialog.picked = str(folder)
    if "别的.xlsx" not in [book.name for book in desk.addin.excel.workbooks()]:
        desk.addin.excel.open_workbook(tmp_path / "别的.xlsx")
    desk.press(button)
    assert "别的.xlsx 不是 xlbudget 生成的工作簿" in desk.told
    assert "别的.xlsx 不是 xlbudget 生成的工作簿" in desk.log
    assert any(desk.app.person.statuses[:-1]), "nothing in the status bar"
    assert not list(folder.iterdir())
    assert desk.app.person.statuses[-1] == ""


def test_a_missing_sheet_is_named_and_the_rest_is_done(desk: Office) -> None:
    overwrite(desk, "附件2", "H5", 7)
    del desk.file.cells["项目支出"]
    desk.file.sheet_names.remove("项目支出")
    desk.press("next_finding")
    assert "还没有校验过" in desk.told
    assert "不符" in desk.told
    desk.press("next_finding")
    assert desk.app.person.boxes[-1][2] == "info"
    desk.press("recalc_execution_rate")
    assert "缺少“项目支出”表" in desk.told
    assert "项目支出 F" not in desk.told
    assert desk.file.cells["附件2"]["H5"].value == formula(desk, "附件2", "H5")


def test_rows_that_moved_are_not_written_over(desk: Office) -> None:
    assert desk.file.cells["附件2"]["A3"].value == "市级预算部门名称"
    desk.file.cells["附件2"]["A3"].value = "移来的一行"
    overwrite(desk, "附件2", "H5", 7)
    desk.press("recalc_execution_rate")
    assert "“附件2”表里的固定文字和原来不一样" in desk.told
    assert desk.file.cells["附件2"]["H5"].value == 7


def test_a_sheet_with_a_password_is_left_alone(desk: Office) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)
    overwrite(desk, "附件2", "H5", 7)
    desk.file.cells["附件2"].protection.element.set("password", "ABCD")
    desk.file.changed()
    desk.addin.excel.workbooks()[1].vba_get("Worksheets", ["附件2"]).vba_get("Unprotect", [])
    desk.addin.excel.workbooks()[1].vba_get("Worksheets", ["附件2"]).vba_get("Protect", ["secret"])
    desk.press("recalc_execution_rate")
    desk.addin.excel.workbooks()[1].vba_get("Worksheets", ["附件2"]).vba_get("Unprotect", ["secret"])
    desk.addin.excel.workbooks()[1].vba_get("Worksheets", ["附件2"]).vba_get("Protect", [])
    assert "“附件2”表设了密码保护" in desk.told
    assert desk.file.cells["项目支出"]["F5"].value == 0.5
    assert desk.file.cells["项目支出"].protection.sheet


def test_a_read_only_file_is_worked_on_in_memory(desk: Office) -> None:
    """And a formula that is put back into a cell of text is a formula."""
    desk.path.chmod(0o444)
    try:
        overwrite(desk, "项目支出", "F5", "95%")
        desk.file.cells["项目支出"]["F5"].number_format = "@"
        desk.press("recalc_execution_rate")
    finally:
        desk.path.chmod(0o644)
    assert desk.file.cells["项目支出"]["F5"].value == formula(desk, "项目支出", "F5")
    assert desk.file.cells["项目支出"]["F5"].number_format == "0.00%"


def test_a_copy_that_excel_does_not_give_is_said(desk: Office) -> None:
    def refuse(book: str, target: str) -> None:
        raise error(1004, f"{book} {Path(target).suffix}")

    desk.addin.copy = refuse
    try:
        desk.press("check")
    finally:
        desk.addin.copy = desk.app.snapshot
    assert "Excel 没有给出它的副本" in desk.told
    assert "甲单位.xlsx" in desk.told


def test_the_unexpected_ends_in_one_box_and_the_log(desk: Office, patch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise ZeroDivisionError("a bug")

    patch.setitem(ribbon.ACTIONS, "check", broken)
    desk.press("check")
    (box,) = desk.app.person.boxes
    assert box[0] == "运行校验"
    assert "程序里出了意外" in box[1]
    assert "xlbudget.log" in box[1]
    assert "ZeroDivisionError: a bug" in desk.log
    assert desk.app.person.statuses[-1] == ""


def test_pdfs_that_excel_cannot_print_are_no_reason_to_give_nothing(
    desk: Office, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.setattr(headless_excel.Book, "to_pdf", lambda *_, **__: 1 / 0)
    desk.addin.dialog.picked = str(tmp_path)
    desk.press("export_public")
    assert exported(tmp_path, "*") == {f"{WHOSE}部门决算公开表.xlsx"}
    assert "没有转成 PDF" in desk.told
    assert len(desk.app.open_books) == 1


def test_the_excel_that_was_clicked_is_the_one_that_is_worked_in(desk: Office) -> None:
    other = headless_excel.App(desk.app.engine)
    other.hwnd_ = 7
    desk.app.engine.apps.apps.insert(0, other)
    try:
        desk.press("about")
    finally:
        desk.app.engine.apps.apps.remove(other)
    assert desk.app.person.boxes
    assert not other.person.boxes


EVIL = (
    "a & calc.xlsx",
    "$(touch pwned).xlsx",
    "`touch pwned`.xlsx",
    "a';import os;os.system('x').xlsx",
    'a" & calc & ".xlsx',
    "a;..;b.xlsx",
    "x=y=z.xlsx",
    "%PATH%^|.xlsx",
    "年度决算 #1!.xlsx",
)
"""Names that a shell, cmd.exe, Python's -c, sys.path or xlwings' own arguments would read as something else."""


@pytest.mark.parametrize("name", EVIL)
def test_no_name_of_a_workbook_reaches_the_command_line(desk: Office, name: str, tmp_path: Path) -> None:
    plain = desk.addin.shell
    desk.press("about")
    usual = command(plain.ran[-1])
    desk.app.open_books.clear()
    path = tmp_path / name
    # The interpreter of VBA takes a third of a second for a whole workbook, of which it is asked the name only.
    path.write_bytes(write_values([Sheet("空的", (), ())], ""))
    desk.addin.excel.open_workbook(path).Activate()
    path.write_bytes(desk.path.read_bytes())
    desk.app.open(path)
    desk.app.person.boxes.clear()
    desk.press("check")
    now = command(plain.ran[-1])
    assert now["code"] == usual["code"].replace("about", "check")
    assert (now["python"], now["cd"]) == (usual["python"], usual["cd"])
    assert now["rest"].partition(" 2> ")[0] == usual["rest"].partition(" 2> ")[0]
    assert "2023 年度" in desk.told
    assert not list(tmp_path.glob("pwned*"))
    desk.addin.excel.workbooks()[-1].Close(False)


def test_a_received_workbook_names_no_interpreter(desk: Office, tmp_path: Path) -> None:
    evil = Light(desk.file.stored)
    sheet = evil.create_sheet("xlbudget.conf")
    for row, (key, value) in enumerate(
        {"INTERPRETER_WIN": "C:\\evil.exe", "INTERPRETER": "evil", "PYTHONPATH": "C:\\evil", "CONDA PATH": "C:\\evil",
         "CONDA ENV": "evil", "LICENSE_KEY": "evil", "SHOW CONSOLE": "True", "RATE_BELOW": "1"}.items(), 1
    ):  # fmt: skip
        sheet[f"A{row}"], sheet[f"B{row}"] = key, value
    evil.create_sheet("main.py")["A1"] = "import os"
    path = tmp_path / "收到的.xlsx"
    path.write_bytes(saved(evil))
    (tmp_path / "xlbudget.conf").write_text('"INTERPRETER_WIN","C:\\evil.exe"', encoding="utf-8")
    desk.app.open(path).file.changed()
    desk.addin.excel.open_workbook(path).Activate()
    desk.press("recalc_execution_rate")
    line = desk.addin.shell.ran[-1]
    assert command(line)["python"] == PYTHON
    assert "evil" not in line
    assert not desk.addin.shell.popups
    assert "低于 80%" in desk.told
    desk.addin.excel.workbooks()[-1].Close(False)


def test_without_an_interpreter_nothing_is_run(desk: Office) -> None:
    ran = len(desk.addin.shell.ran)
    desk.addin.set("INTERPRETER_WIN", "")
    desk.press("check")
    desk.addin.set("INTERPRETER_WIN", r"C:\missing\python.exe")
    desk.press("check")
    desk.addin.set("INTERPRETER_WIN", PYTHON)
    assert len(desk.addin.shell.ran) == ran
    first, second = desk.addin.shell.popups
    assert "xlbudget addin install" in first
    assert "找不到加载项要用的 Python" in second
    assert r"C:\missing\python.exe" in second


def test_on_macos_the_script_gets_four_words_and_none_is_the_workbooks(
    little: bytes, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.setitem(_preprocess.DEFAULT_CONSTANTS, "Mac", True)
    path = tmp_path / "xlbudget.xlam"
    path.write_bytes(build({"INTERPRETER_MAC": "/Users/u/venv/bin/python"}))
    addin = Addin(path, patch)
    addin.excel.add_module(
        'Public Given As String\nPublic Function AppleScriptTask(a As String, b As String, c As String) As String\n'
        'Given = a & "!" & b & "!" & c\nEnd Function\n', name="Mac",
    )  # fmt: skip
    book = tmp_path / "$(touch pwned).xlsx"
    book.write_bytes(little)
    addin.excel.open_workbook(book)
    addin.press("OnCheck")
    name, handler, words = str(addin.excel.evaluate("Given")).split("!")
    assert (name, handler) == ("xlbudget.applescript", "VbaHandler")
    log = "C:\\Temp/xlbudget.log"
    failed = TEXTS["TEXT_PYTHON_FAILED"] + log
    assert words.split("|") == ["/Users/u/venv/bin/python", CODE.format("check", __version__), log, failed]
    assert '"' not in failed


def test_the_applescript_quotes_all_it_gives_to_the_shell() -> None:
    script = (ROOT / "macros" / "xlbudget.applescript").read_text(encoding="utf-8")
    lines = [line for line in script.splitlines() if re.search("set (Shell|Alert)Command|do shell script ", line)]
    assert len(lines) == 4
    for word in ("PythonInterpreter", "PythonCommand", "LogFile"):
        assert all(line.count(word) == line.count(f"quoted form of {word}") for line in lines)
        assert any(word in line for line in lines)
    assert 'quoted form of ("display alert' in script
    assert "source ~/" not in script


def test_a_sheet_that_the_user_has_hidden_is_said(desk: Office) -> None:
    first, second, *_ = contradict(desk)
    for sheet in {first.sheet, second.sheet}:
        desk.file.cells[sheet].sheet_state = "hidden"
    desk.press("check")
    assert f"“{first.sheet}”表隐藏着" in desk.told
    assert "不符" in desk.told
    desk.press("next_finding")
    assert f"“{second.sheet}”表隐藏着" in desk.told
    assert not desk.app.person.shown


def test_what_was_changed_meanwhile_is_not_written_over(desk: Office, patch: pytest.MonkeyPatch) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)
    asked = ExcelDesk.confirm

    def slowly(self: ExcelDesk, question: str) -> bool:
        overwrite(desk, "项目支出", "F5", 0.6)
        return asked(self, question)

    patch.setattr(ExcelDesk, "confirm", slowly)
    desk.press("recalc_execution_rate")
    assert "刚才又改动过" in desk.told
    assert desk.file.cells["项目支出"]["F5"].value == 0.6


@pytest.mark.parametrize("how", ["array", "merged"])
def test_cells_that_take_no_formula_undo_the_others(desk: Office, how: str) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)
    overwrite(desk, "附件3-1", "H6", None)
    desk.file.stubborn["附件3-1", "H6"] = how
    desk.press("recalc_execution_rate")
    assert desk.app.person.boxes[-1][2] == "critical"
    assert desk.file.cells["项目支出"]["F5"].value in (0.5, "0.5")
    assert desk.file.cells["项目支出"].protection.sheet
    if how == "merged":
        assert "附件3-1 H6 在数组公式或合并的单元格里" in desk.told


def test_protection_comes_back_with_the_same_permissions(desk: Office) -> None:
    sheet = desk.addin.excel.workbooks()[1].vba_get("Worksheets", ["附件2"])
    options = [True, False, True, False, True, False, True, True, False, False, True, False, True]
    drawings, scenarios, *allowed = options
    sheet.vba_get("Unprotect", [""])
    sheet.vba_get("Protect", ["", drawings, True, scenarios, False, *allowed])
    flags = desk.addin.call("TakeProtection", desk.path.name, "附件2")
    assert flags == "".join("1" if option else "0" for option in options)
    assert sheet.vba_get("ProtectContents") is False
    desk.addin.call("PutProtection", desk.path.name, "附件2", flags)
    assert sheet.vba_get("ProtectContents") is True
    assert desk.addin.call("TakeProtection", desk.path.name, "附件2") == flags
    desk.addin.call("PutProtection", desk.path.name, "附件2", flags)


def test_the_log_goes_elsewhere_where_it_cannot_be_written(
    desk: Office, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("")
    patch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    patch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    desk.press("report")
    assert (tmp_path / "xlbudget" / "xlbudget.log").exists()
    assert (tmp_path / "xlbudget" / "校验报告.html").exists()
    assert "不符" in desk.told


def test_without_excel_the_sentence_goes_to_who_started_it(desk: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(desk.app.engine.apps, "apps", [])
    with pytest.raises(SystemExit, match="没有找到正在运行的 Excel"):
        desk.press("check")


def test_a_book_that_does_not_open_was_written_all_the_same(
    desk: Office, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("a workbook of this name is open")

    desk.addin.dialog.picked = str(tmp_path)
    patch.setattr(headless_excel.Books, "open", refuse)
    desk.press("rebuild")
    assert "已写出" in desk.told
    assert "没有能自动打开，请自己打开" in desk.told
    assert list(tmp_path.glob("*.xlsx"))


def test_a_message_that_fails_does_not_make_the_work_fail(desk: Office, patch: pytest.MonkeyPatch) -> None:
    overwrite(desk, "项目支出", "F5", 0.5)

    def broken(*_: object) -> None:
        raise RuntimeError("Apple event timed out")

    patch.setattr(ExcelDesk, "tell", broken)
    desk.press("recalc_execution_rate")
    assert desk.file.cells["项目支出"]["F5"].value == formula(desk, "项目支出", "F5")
    assert "Apple event timed out" in desk.log
