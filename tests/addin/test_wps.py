"""The buttons in WPS: its script in a real browser, a strict stand-in for WPS's objects, the process, the workbook."""

from __future__ import annotations

import json
import re
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from tests.addin.test_chain import RATES
from tests.conftest import _reduce
from tests.helpers import browser as browsers
from tests.helpers import headless_excel
from tests.helpers.browser import TOKEN, until
from tests.helpers.headless_excel import App, File
from tests.helpers.wps.office import Wps
from xlbudget import __version__
from xlbudget.addin import ribbon, xlam
from xlbudget.addin.desk import Desk
from xlbudget.addin.local import state_file
from xlbudget.addin.local.jobs import Jobs
from xlbudget.addin.local.state_file import State
from xlbudget.addin.wps import pictures
from xlbudget.addin.wps.folder import FOLDER, digest, files_of_addin, hashes
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package

ES6 = r"=>|`|\.\.\.|\?\.|\?\?|\*\*|\b(let|const|class|import|export|async|await|yield|super|of|fetch|Promise)\b"
BOOK = "甲 & '乙' 单位.xlsx"


@dataclass
class Office:
    """WPS with a workbook open, and the process beside it."""

    wps: Wps
    page: Page
    path: Path
    home: Path
    jobs: Jobs

    @property
    def app(self) -> App:
        return self.wps.app

    @property
    def file(self) -> File:
        assert self.app.active is not None
        return self.app.active.file

    def press(self, button: str) -> None:
        self.start(button)
        self.page.wait_for_function("busy === ''", timeout=60_000, polling=50)

    def start(self, button: str) -> None:
        self.page.evaluate("id => { OnAction({ Id: id }) }", button)

    @property
    def told(self) -> str:
        return str(self.wps.said[-1]["text"])

    @property
    def bad(self) -> bool:
        return bool(self.wps.said[-1]["bad"])

    def formula(self, sheet: str, cell: str) -> str:
        """What stood there when the workbook was built."""
        there = formulas_and_values(Package.of(self.path, self.path.read_bytes()), {sheet})
        return there[sheet][cell][0] or ""

    def overwrite(self, sheet: str, cell: str, value: object) -> None:
        self.file.cells[sheet][cell].value = value
        self.file.changed()


@pytest.fixture(scope="module")
def shared(little: bytes, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One WPS for all buttons: each leaves the workbook as the next expects it."""
    root = tmp_path_factory.mktemp("wps")
    (root / "book").mkdir()
    path = root / "book" / BOOK
    path.write_bytes(little)
    for name, content in files_of_addin().items():
        target = root / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        patch.setenv("XDG_STATE_HOME", str(root))
        patch.setattr(state_file, "path", lambda: root / ".config" / "xlbudget" / "desk.json")
        wps = Wps(root)
        patch.setattr(webbrowser, "open", lambda url: wps.app.person.show(url))
        with browsers.served(root) as (desk, _):
            page = chromium.new_page()
            page.add_init_script(wps.script)
            page.goto((root / FOLDER / "index.html").as_uri())
            page.evaluate("OnAddinLoad(window.RibbonUi)")
            yield Office(wps, page, path, root, desk.jobs)
            page.close()


@pytest.fixture(scope="module")
def other(chromium: Browser) -> Page:
    """A page beside it."""
    return chromium.new_page()


@pytest.fixture
def office(shared: Office) -> Office:
    """The workbook as it was opened and a person who has seen nothing yet."""
    shared.app.open_books.clear()
    shared.app.open(shared.path)
    shared.app.person = headless_excel.Person()
    shared.app.printed.clear()
    shared.wps.said.clear()
    shared.wps.calls.clear()
    shared.wps.writes_copies, shared.wps.on_pdf = True, None
    return shared


def test_every_button_is_there_with_its_picture_and_one_callback() -> None:
    files = {name: part.decode("utf-8") for name, part in files_of_addin().items()}
    assert files["ribbon.xml"].startswith("<customUI")
    ours = [one for one in ElementTree.fromstring(files["ribbon.xml"]).iter() if one.tag.endswith("}button")]
    assert [(one.get("id"), one.get("label")) for one in ours] == [(one.id, one.label) for one in xlam.buttons()]
    assert {one.get("onAction") for one in ours} == {"OnAction"}
    for one in ours:
        assert one.get("imageMso") is None
        assert one.get("id") in pictures.PICTURES, "give it a picture in addin/wps/pictures.py"
        ElementTree.fromstring(files[f"images/{one.get('id')}.svg"])
    called = set(re.findall(r'(?:onLoad|getImage|getEnabled|onAction)="(\w+)"', files["ribbon.xml"]))
    assert called == {name for name in re.findall(r"^function (\w+)\(", files["main.js"], re.M) if name[0].isupper()}


def test_the_folder_is_the_same_for_everybody_and_holds_no_secret() -> None:
    files = files_of_addin()
    assert f"xlbudget_{__version__}" == FOLDER
    assert files == files_of_addin()
    assert len(hashes(files).splitlines()) == len(files)
    assert digest(files) == digest(dict(files)) != digest({**files, "main.js": b""})
    whole = b"".join(files.values()).decode("utf-8")
    assert not re.search(r"127\.0\.0\.1:[0-9]", whole)
    assert str(Path.home()) not in whole
    assert "@VERSION@" not in whole


def test_the_script_is_es5_and_each_member_it_uses_is_declared() -> None:
    """Chromium 103 knows ES6; older WPS has older ones. The types are checked by hand: docs/wps.md says how."""
    script = files_of_addin()["main.js"].decode("utf-8")
    code = re.sub(r'//.*|/\*[\s\S]*?\*/|"(?:[^"\\\n]|\\.)*"|/Windows/', '""', script)
    assert re.search(ES6, code) is None, re.search(ES6, code)
    declared = json.loads((Path(__file__).parent.parent / "helpers/wps/declared.json").read_text(encoding="utf-8"))
    known = {member for kind in declared.values() if isinstance(kind, dict) for member in kind}
    used = set(re.findall(r"\.(\w+)", code))
    assert {name for name in used if name[0].isupper()} <= known | {"Application", "Id"}
    assert known - used == {"getItem"}, "result.html has it"
    assert "result.html" in script
    assert "innerHTML" not in files_of_addin()["result.html"].decode("utf-8")


def test_every_button_does_its_work_and_what_is_given_up_is_not_done(office: Office) -> None:
    """No folder is picked: exports and new workbooks are not written."""
    for button in ribbon.ACTIONS:
        office.wps.said.clear()
        office.press(button)
        told = office.told if office.wps.said else ""
        assert told or button in ("next_finding", "guide"), button
        assert "程序里出了意外" not in told
        assert not any(one["bad"] for one in office.wps.said), told
        if button.startswith(("export_", "new_", "rebuild")):
            assert "没有选文件夹" in told
    assert sorted(path.name for path in office.path.parent.iterdir()) == [BOOK]


def test_a_check_says_how_it_came_out_and_goes_to_the_first_cell(office: Office) -> None:
    before = office.path.read_bytes()
    office.press("check")
    assert "没有不符。不符 0" in office.told
    sheet = office.file.cells["录入-公开数"]
    column = next(cell.column for cell in sheet[4] if cell.value == "数")
    for row in (5, 7):
        sheet.cell(row, column).value = "1.00"
    office.file.changed()
    office.press("check")
    assert re.search("不符 [1-9]", office.told)
    assert not office.bad
    assert len(office.app.person.shown) == 2, "the sheet, and the cell"
    assert office.app.person.statuses[-1] == ""
    windows = len(office.wps.said)
    office.press("next_finding")
    assert len(office.wps.said) == windows, "a sentence below, no window"
    assert "不符 2/" in office.app.person.statuses[-1]
    office.press("report")
    assert office.app.person.shown[-1].startswith("file:")
    assert office.file.dirty
    assert office.path.read_bytes() == before
    log = (office.home / "xlbudget" / "xlbudget.log").read_text(encoding="utf-8")
    assert f"运行校验 {BOOK}" in log


def test_the_page_of_a_result_shows_it_as_text(office: Office, other: Page) -> None:
    office.press("about")
    assert f"xlbudget {__version__}" in office.told
    said = json.dumps({"text": "<b>甲</b>\n第二行", "bad": True})
    other.add_init_script(f"window.Application = {{PluginStorage: {{getItem: () => {json.dumps(said)}}}}}")
    other.goto(office.wps.said[-1]["url"])
    assert other.locator("#text.bad").text_content() == "<b>甲</b>\n第二行"


def test_overwritten_rates_come_back_and_the_protection_with_them(office: Office) -> None:
    for (sheet, cell), typed in RATES.items():
        office.overwrite(sheet, cell, typed)
    office.overwrite("三公对比", "E10", 9)
    office.press("recalc_all")
    assert "项目支出 F5 现在是 0.5" in office.app.person.boxes[0][1]
    assert "恢复了 4 处" in office.told
    assert "不符" in office.told.splitlines()[-1]
    for sheet, cell in [*RATES, ("三公对比", "E10")]:
        assert office.file.cells[sheet][cell].value == office.formula(sheet, cell)
        assert office.file.cells[sheet].protection.sheet
    # The password, drawings, contents, scenarios, not for programs only, then what was allowed.
    put_back = next(call for call in office.wps.calls if call[0] == "protect" and call[2] == "项目支出")
    assert put_back[3:] == ["", True, True, True, False, *[True] * 3, *[False] * 8]
    assert any(call[0] == "calculate" for call in office.wps.calls)


def test_nothing_is_restored_without_the_password(office: Office) -> None:
    office.overwrite("项目支出", "F5", 0.5)
    office.file.cells["项目支出"].protection.element.set("password", "ABCD")
    office.file.changed()
    office.press("recalc_execution_rate")
    assert office.bad
    assert "项目支出" in office.told
    assert "密码" in office.told
    assert office.file.cells["项目支出"]["F5"].value == 0.5


def test_where_a_cell_takes_no_formula_all_are_as_they_were(office: Office, patch: pytest.MonkeyPatch) -> None:
    office.overwrite("项目支出", "F5", 0.5)
    office.overwrite("附件2", "H5", "=1+1")
    put, get = Wps.set, Wps.get

    def merged(self: Wps, book: str, sheet: str, at: str, what: str, *value: Any) -> Any:
        """It takes what is written without a word, and stays blank."""
        written = any(call[0] == "set" for call in self.calls)
        if sheet == "附件2" and written:
            return ""
        return put(self, book, sheet, at, what, *value) if value else get(self, book, sheet, at, what)

    patch.setattr(Wps, "set", merged)
    patch.setattr(Wps, "get", merged)
    office.press("recalc_execution_rate")
    assert office.bad
    assert "附件2 H5" in office.told
    assert str(office.file.cells["项目支出"]["F5"].value) == "0.5"
    assert office.file.cells["项目支出"].protection.sheet


def test_exports_ask_before_they_replace_and_can_be_given_up(office: Office) -> None:
    out = office.home / "out"
    out.mkdir(exist_ok=True)
    office.app.person.folder = str(out)
    office.press("export_public")
    assert "已导出到" in office.told
    names = sorted(path.suffix for path in out.iterdir())
    assert names == [".pdf", ".xlsx"]
    assert office.app.active is not None
    assert office.app.active.name == BOOK, "in front again"
    office.app.person.agrees = False
    office.press("export_public")
    assert "覆盖后不能恢复" in office.app.person.boxes[-1][1]
    assert "没有覆盖" in office.told


def test_a_pdf_that_was_not_written_is_said(office: Office, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    office.app.person.folder = str(tmp_path)
    patch.setattr(Wps, "pdf", lambda *_: None)
    office.press("export_public")
    assert "没有转成 PDF" in office.told
    assert [path.suffix for path in tmp_path.iterdir()] == [".xlsx"]


def test_new_workbooks_are_opened(office: Office, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """What is in them ``test_chain.py`` looks at."""

    def new_year(desk: Desk) -> str:
        assert desk.choose_folder("在哪里") == tmp_path
        made = tmp_path / "甲单位-2024.xlsx"
        made.write_bytes(office.path.read_bytes())
        return f"已写出，{desk.show(made)}"

    office.app.person.folder = str(tmp_path)
    patch.setitem(ribbon.ACTIONS, "new_year", new_year)
    office.press("new_year")
    assert office.told == "已写出，True"
    assert office.app.active is not None
    assert office.app.active.name == "甲单位-2024.xlsx"
    office.app.open_books[0].activate()


def test_a_copy_that_was_not_written(office: Office) -> None:
    """Then the file itself is read, if it is what the user sees."""
    office.wps.writes_copies = False
    office.press("check")
    assert "没有不符" in office.told
    office.file.changed()
    office.press("check")
    assert office.bad
    assert "副本" in office.told
    assert "请先保存" in office.told


def test_other_workbooks_and_none(office: Office, tmp_path: Path) -> None:
    office.app.open_books.clear()
    office.app.active = None
    office.press("check")
    assert "没有打开的工作簿" in office.told
    path = tmp_path / "别的.xlsx"
    path.write_bytes(office.path.read_bytes()[:1000])
    office.app.open(path)
    office.press("check")
    assert office.bad
    assert "别的.xlsx" in office.told


def test_a_read_only_workbook_is_judged_all_the_same(office: Office) -> None:
    office.path.chmod(0o444)
    try:
        office.press("recalc_control_rate")
        assert "没有超过 100% 的" in office.told
    finally:
        office.path.chmod(0o644)


def test_no_process_a_stale_file_a_wrong_word_another_version(office: Office) -> None:
    place = state_file.path()
    right = state_file.read()
    assert right is not None
    assert place.stat().st_mode & 0o777 == 0o600
    try:
        place.unlink()
        office.press("check")
        assert "没有找到正在运行的 xlbudget" in office.told
        place.write_text("{", encoding="utf-8")
        office.press("check")
        assert "没有找到正在运行的 xlbudget" in office.told
        state_file.write(State(9, TOKEN, 1, "0", ""))
        office.press("check")
        assert "连不上 xlbudget" in office.told
        state_file.write(State(right.port, "x", 1, "0", ""))
        office.press("check")
        assert "口令是旧的" in office.told
    finally:
        state_file.write(right)
    office.page.evaluate("VERSION = '0.0.1'")
    office.press("check")
    office.page.evaluate(f"VERSION = '{__version__}'")
    assert "xlbudget wps install" in office.told
    assert all(one["bad"] for one in office.wps.said)


def test_one_thing_at_a_time(office: Office) -> None:
    """A second press waits its turn; what a WPS that is gone has left waiting is over with the next press."""
    office.start("check")
    office.page.evaluate("OnAction({ Id: 'about' })")
    assert "上一个按钮还没有做完" in office.app.person.boxes[-1][1]
    office.page.wait_for_function("busy === ''", timeout=60_000, polling=50)
    office.page.evaluate("DO.status_ = DO.status; DO.status = function () { throw new Error('no bar') }; 0")
    office.press("check")
    office.page.evaluate("DO.status = DO.status_; 0")
    assert "没有不符" in office.told
    # As where WPS ends while it asks for a folder: nobody answers.
    office.page.evaluate(
        "window.send_ = send; send = function (d, w, x) { w === 'answer' ? gone = 1 : send_(d, w, x) }; 0"
    )
    office.start("export_public")
    office.page.wait_for_function("window.gone", polling=50)
    office.page.evaluate("busy = ''; send = send_; 0")
    office.press("check")
    assert "还没有做完" in office.told, "the same WPS has it in hand"
    office.page.evaluate("LOAD = 'another'")
    office.press("check")
    assert "没有不符" in office.told
    until(lambda: all(job.ended is not None for job in office.jobs._all.values()))


def test_a_page_of_a_site_that_knows_even_the_word_gets_nothing(office: Office, other: Page) -> None:
    """The browser asks first, and is told no."""
    state = state_file.read()
    assert state is not None
    other.goto(f"http://evil.example:{office.wps.server.server_port}/")
    sent = other.evaluate(
        """([url, token]) => new Promise(done => {
            var x = new XMLHttpRequest(); x.open('POST', url); x.setRequestHeader('X-Xlbudget-Token', token);
            x.onload = () => done('read ' + x.status); x.onerror = () => done('refused'); x.send('{}') })""",
        [f"http://127.0.0.1:{state.port}/wps/press", state.token],
    )
    assert sent == "refused"
