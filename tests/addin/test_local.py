"""The local process: who may speak to it, what it has in hand, and that it stays within its folder."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.testclient import TestClient

from tests.commands.test_command_line import refused
from tests.conftest import _reduce
from tests.helpers.browser import TOKEN, until
from tests.helpers.checking import little_unit
from xlbudget import __version__
from xlbudget.addin import ribbon
from xlbudget.addin.local import server, state_file
from xlbudget.addin.local.gate import LIMIT
from xlbudget.addin.local.jobs import STOPPED, AskFailed, Ended, Job, Jobs
from xlbudget.addin.local.state_file import TOKEN as HEADER
from xlbudget.addin.local.state_file import State
from xlbudget.addin.page import actions
from xlbudget.addin.page.books import Folder, OutsideFolder
from xlbudget.errors import FileMissing
from xlbudget.workbook.engines import libreoffice

HOST = "127.0.0.1:8765"
OWN = f"http://{HOST}"
BOOK = "<img src=x onerror=alert(1)> & '\"甲.xlsx"


@dataclass
class Process:
    client: TestClient
    desk: server.LocalServer
    folder: Path
    opened: list[str]
    stopped: list[object]

    def get(self, path: str, **fields: str) -> str:
        answer = self.client.get(path, params=fields, headers={HEADER: TOKEN})
        assert answer.status_code in (200, 204), answer.status_code
        return str(answer.text)

    def post(self, path: str, **fields: str) -> str:
        answer = self.client.post(path, data=fields, headers={HEADER: TOKEN, "Origin": OWN})
        assert answer.status_code == 200, answer.status_code
        return str(answer.text)

    def act(self, action: str, file: str = "") -> str:
        """Start it, answer yes to what is asked, and see how it came out."""
        self.post("/page/act", action=action, file=file)
        job = self.job
        until(lambda: job.ended is not None or job.asking is not None, 60)
        if job.asking is not None:
            self.post("/page/answer", id=job.id, seq=str(job.asking.seq), value="yes")
        until(lambda: job.ended is not None, 60)
        return self.get("/page/job", id=job.id)

    @property
    def job(self) -> Job:
        return list(self.desk.jobs._all.values())[-1]


@pytest.fixture(scope="module")
def process(little: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / BOOK).write_bytes(little)
    (folder / "notes.xlsx").write_bytes(b"PK nonsense")
    (folder / "~$notes.xlsx").write_bytes(b"mark")
    (folder / "data.json").write_text(json.dumps(little_unit(), ensure_ascii=False), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setattr(libreoffice, "program", lambda: None)
        opened: list[str] = []
        stopped: list[object] = []

        def show(url: str) -> bool:
            opened.append(url)
            return True

        patch.setattr(webbrowser, "open", show)
        desk = server.desk(folder, State(8765, TOKEN, 1, __version__, str(folder)), 80, lambda: stopped.append(1))
        yield Process(TestClient(desk.app, base_url=OWN), desk, folder, opened, stopped)
        desk.jobs.close()


# ---------------------------------------------------------------- who may speak to it

PRESS = {"button": "about", "version": __version__, "load": "1", "name": "", "folder": ""}


def press(process: Process, headers: dict[str, str], **changed: Any) -> int:
    given = {HEADER: TOKEN, **headers}
    sent = {name.encode(): value.encode() for name, value in given.items() if value}
    status = process.client.post("/wps/press", json=PRESS | changed, headers=sent).status_code
    if status == 200:
        # Nobody answers it.
        process.job.stop()
        until(lambda: process.job.ended is not None)
    return int(status)


@pytest.mark.parametrize("origin", ["", "null", "file://", OWN])
def test_pages_of_this_computer_may_press(process: Process, origin: str) -> None:
    assert press(process, {"Origin": origin}) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:8765"},
        {"Host": "evil.example:8765"},  # its name was made to lead here
        {"Host": "localhost:8765"},
        {"Host": "127.0.0.1"},
        {HEADER: ""},
        {HEADER: "t" * 42},
        {HEADER: TOKEN + "词"},
    ],
    ids=str,
)
def test_others_may_not(process: Process, headers: dict[str, str]) -> None:
    before = len(process.desk.jobs._all)
    assert press(process, headers) == 403
    assert len(process.desk.jobs._all) == before


def test_a_form_of_a_site_does_nothing(process: Process) -> None:
    """It sends its own origin, and cannot send our header; in a frame of its own making, the origin null."""
    form = {"action": "about"}
    for origin in ("https://evil.example", "null", OWN):
        answer = process.client.post("/page/act", data=form, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    # Knowing the word does not help a page that is not ours.
    answer = process.client.post("/page/act", data=form, headers={"Origin": "null", HEADER: TOKEN})
    assert answer.status_code == 403


def test_what_acts_is_posted_and_what_is_got_needs_the_word(process: Process) -> None:
    for route in ("/page/act", "/page/answer", "/page/cancel", "/page/open", "/page/stop", "/wps/press", "/wps/answer"):
        assert process.client.get(route, headers={HEADER: TOKEN}).status_code == 405
    for route in ("/page/list", "/page/download", "/page/job", "/alive", "/nowhere"):
        assert process.client.get(route).status_code == 403
    assert process.client.get("/nowhere", headers={HEADER: TOKEN}).status_code == 404
    assert process.client.get("/alive", headers={HEADER: TOKEN}).status_code == 204


def test_the_question_that_a_browser_asks_first(process: Process) -> None:
    for origin, status in (("null", 204), ("file://", 204), ("https://evil.example", 403), (OWN, 403)):
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        answer = process.client.options("/wps/press", headers=asked)
        assert answer.status_code == status
        assert answer.headers.get("access-control-allow-origin") == (origin if status == 204 else None)
        assert process.client.options("/page/act", headers=asked).status_code == 403


def test_sizes_are_bounded(process: Process) -> None:
    headers = {HEADER: TOKEN}
    long = b"x" * (LIMIT + 1)
    assert process.client.post("/wps/press", content=long, headers=headers).status_code == 413
    # Without a length, and with a wrong one.
    assert process.client.post("/wps/press", content=iter([long]), headers=headers).status_code == 413
    assert (
        process.client.post("/wps/press", content=b"", headers={**headers, "Content-Length": "-1"}).status_code == 413
    )


@pytest.mark.parametrize(
    "sent",
    [b"", b"{", b"[]", b"null", b"[" * 100_000, json.dumps(PRESS | {"button": "format_disk"}).encode(),
     json.dumps(PRESS | {"folder": 3}).encode(), json.dumps({**PRESS, "load": None}).encode()],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_press_is_refused(process: Process, sent: bytes) -> None:
    assert process.client.post("/wps/press", content=sent, headers={HEADER: TOKEN}).status_code == 400


def test_answers_to_what_was_not_asked(process: Process) -> None:
    post = process.client.post
    headers = {HEADER: TOKEN}
    first = post("/wps/press", json=PRESS | {"button": "check", "name": "x.xlsx"}, headers=headers).json()
    assert first["op"] == "status"
    answer = {"job": first["job"], "seq": first["seq"], "value": True, "error": ""}
    assert post("/wps/answer", json=answer | {"job": "other"}, headers=headers).status_code == 400
    assert post("/wps/answer", json=answer | {"seq": 99}, headers=headers).status_code == 409
    second = post("/wps/answer", json=answer, headers=headers).json()
    assert second["op"] == "snapshot"
    assert post("/wps/answer", json=answer, headers=headers).status_code == 409, "once only"
    # Nor may the page answer for WPS, or stop it.
    assert "WPS 里的按钮" in process.post("/page/cancel", id=first["job"])
    assert "WPS 里的按钮" in process.post("/page/answer", id=first["job"], seq="2", value="yes")
    refusing = answer | {"seq": second["seq"], "error": "COM"}
    third = post("/wps/answer", json=refusing, headers=headers).json()
    assert third["op"] == "status", "the bar below is cleared"
    third = post("/wps/answer", json=answer | {"seq": third["seq"]}, headers=headers).json()
    assert third["op"] == "done"
    assert third["bad"]
    assert "没有给出它的副本（COM）" in third["text"]


def test_every_answer_says_what_the_page_may_do(process: Process) -> None:
    for answer in (process.client.get("/"), process.client.get("/files/page.js"), process.client.get("/nowhere")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    shell = process.client.get("/").text
    assert TOKEN not in shell
    assert "http" not in shell.replace("htmx", ""), "nothing from elsewhere"
    for name in ("page.js", "page.css", "htmx.min.js", "icon.svg"):
        assert process.client.get(f"/files/{name}").status_code == 200
    for name in ("shell.html", "..%2froutes.py", "htmx.LICENSE", "%2e%2e/routes.py", "x.js"):
        assert process.client.get(f"/files/{name}").status_code in (403, 404)


# ---------------------------------------------------------------- what it has in hand


def test_a_job_asks_waits_and_ends() -> None:
    jobs = Jobs()

    def work(job: Job) -> Ended:
        job.told("数着")
        with pytest.raises(AskFailed, match="no"):
            job.ask("broken")
        return Ended(str(job.ask("more", n=1)))

    job = jobs.start("数", "book", work)
    assert job is not None
    asked = job.next()
    assert (asked.op, job.said) == ("broken", "数着")  # type: ignore[union-attr]
    assert job.answer(1, None, "no")
    assert not job.answer(1, None, "no")
    assert job.next().what == {"n": 1}  # type: ignore[union-attr]
    assert jobs.start("数", "book", work) is None, "one at a time for a workbook"
    assert jobs.start("数", "another", lambda _: Ended("也好")) is not None
    assert job.answer(2, 7)
    assert job.next() == Ended("7")
    assert jobs.busy("book") is None


def _slow_soffice(folder: Path) -> Path:
    """A program in the place of LibreOffice that does not end by itself; it writes down which process it is."""
    slow = folder / "soffice"
    slow.write_text(
        f"#!/bin/sh\necho $$ > {folder}/pid.new\nmv {folder}/pid.new {folder}/pid\nsleep 100\n", encoding="utf-8"
    )
    slow.chmod(0o755)
    return slow


def test_a_slow_export_is_stopped_and_leaves_nothing(
    process: Process, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    """In the middle of another program's work, which ends with it."""
    slow = str(_slow_soffice(tmp_path))
    patch.setattr(libreoffice, "program", lambda: slow)
    before = sorted(os.listdir(process.folder))
    shown = process.post("/page/act", action="export_public", file=BOOK)
    assert "导出公开表" in shown
    job = process.job
    until(lambda: (tmp_path / "pid").exists(), 60)
    assert "转成 PDF" in process.get("/page/job", id=job.id)
    # A second tab wants the same workbook meanwhile.
    assert "上一件事还没有做完" in process.post("/page/act", action="check", file=BOOK)
    assert "正在做“导出公开表”" in process.get("/page/book", file=BOOK)
    assert "正在停下" in process.post("/page/cancel", id=job.id)
    until(lambda: job.ended is not None, 10)
    assert STOPPED.text in process.get("/page/job", id=job.id)
    assert sorted(os.listdir(process.folder)) == before
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_is_in_hand_is_stopped_before_requests_are_waited_for(patch: pytest.MonkeyPatch) -> None:
    jobs = Jobs()
    job = jobs.start("问", "book", lambda job: Ended(str(job.ask("anything"))))
    assert job is not None
    seen = []

    async def others(*_: object) -> None:
        seen.append(job.stopping)

    patch.setattr(uvicorn.Server, "shutdown", others)
    # In a thread: the browser of other tests has a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, server._Server(uvicorn.Config("none"), jobs).shutdown()).result()
    assert seen == [True]
    assert job.next() == STOPPED


# ---------------------------------------------------------------- the folder, and what is done there

HOSTILE = (
    *("../x.xlsx", "/etc/passwd", "..\\x.xlsx", "C:\\x.xlsx", "C:x.xlsx", "\\\\server\\x.xlsx", "//server/x.xlsx", ""),
    *("a/../../x.xlsx", "x\0.xlsx", "x\n.xlsx", "link.xlsx", "inner/link/x.xlsx"),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_outside_the_folder_is_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"secret")
    home = tmp_path / "home"
    (home / "inner").mkdir(parents=True)
    (home / "link.xlsx").symlink_to(tmp_path / "x.xlsx")
    (home / "inner" / "link").symlink_to(tmp_path)
    folder = Folder(home)
    with pytest.raises(OutsideFolder):
        folder.inside(name)
    with pytest.raises(OutsideFolder):
        folder.book(name)
    assert folder.books() == ([], [])


def test_what_lies_in_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "全　角.xlsx").write_bytes(b"PK")
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    (tmp_path / "c.json").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "隐\u202e藏.xlsx").write_bytes(b"PK")
    (tmp_path / "d.xlsx").mkdir()
    folder = Folder(tmp_path)
    assert folder.inside("out/a.pdf") == tmp_path / "out" / "a.pdf"
    books, notes = folder.books()
    assert sorted(book.name for book in books) == ["b.xlsx", "c.json", "全　角.xlsx"]
    assert notes == ["有 1 个文件的名称里有显示不了的字符，没有列出；请先改名。"]
    with pytest.raises(FileMissing):
        folder.inside("none.xlsx")
    with pytest.raises(OutsideFolder):
        folder.book("out/a.pdf")


def test_the_routes_refuse_such_names(process: Process) -> None:
    for route in ("/page/facts", "/page/book", "/page/stamp", "/page/download"):
        said = process.get(route, file="../x.xlsx", stamp="")
        assert "不在这个文件夹里" in said
    assert "不在这个文件夹里" in process.post("/page/act", action="check", file="/etc/passwd")
    assert "不在这个文件夹里" in process.post("/page/open", file="..\\x.xlsx")
    for action in ("next_finding", "format_disk", "recalc_all", ""):
        answer = process.client.post("/page/act", data={"action": action, "file": "data.json"}, headers={HEADER: TOKEN})
        assert answer.status_code == 400


def test_the_list_says_what_is_in_the_files_and_escapes_their_names(process: Process) -> None:
    listed = process.get("/page/list")
    assert "<img" not in listed
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &#39;&#34;甲.xlsx" in listed
    assert "~$" not in listed
    row = process.get("/page/facts", file=BOOK)
    for word in ("2023", "甲&lt;script&gt;单位", "%", 'count none">0', "count warning"):
        assert word in row, word
    assert "<script" not in row
    assert "<img" not in row
    assert process.get("/page/facts", file="data.json").count("2023") >= 1
    assert "已损坏" in process.get("/page/facts", file="notes.xlsx")
    stamp = listed.partition('"stamp": "')[2].partition('"')[0]
    assert process.get("/page/list", stamp=stamp) == ""
    os.utime(process.folder / "notes.xlsx", (1, 1))
    assert process.get("/page/list", stamp=stamp) != ""


def test_every_action_says_what_it_writes_and_writes_that(process: Process) -> None:
    """Those of the ribbon, all of them; and the two ways into the new year."""
    shown = process.get("/page/book", file=BOOK)
    assert "<img" not in shown
    ours = {one.id for one in actions.offers(Folder(process.folder).book(BOOK), None)}
    assert set(ribbon.ACTIONS) - {"next_finding", "guide", "about"} <= ours
    assert ours - set(ribbon.ACTIONS) == {"blank"}
    before = (process.folder / BOOK).read_bytes()
    stem = BOOK.removesuffix(".xlsx")
    (process.folder / f"{stem}-重算.xlsx").write_bytes(b"old")
    for action, written in (
        ("recalc_all", f"{stem}-重算.xlsx"),  # it is there, so it asks
        ("rebuild", f"{stem}-重新生成.xlsx"),
        ("new_year", "甲_script_单位"),
        ("blank", "-空模板.xlsx"),
        ("export_public", f"{stem}-导出/"),
    ):
        said = process.act(action, BOOK)
        assert 'class="bad"' not in said, said
        made = [Path(path).name for path in map(str, process.job.ended.more.desk.made)]  # type: ignore[union-attr]
        assert made, action
        assert "<img" not in said
        assert any(written in str(path) for path in process.job.ended.more.desk.made), (action, made)  # type: ignore[union-attr]
    assert (process.folder / BOOK).read_bytes() == before
    assert "已损坏" in process.act("check", "notes.xlsx")
    assert "xlbudget" in process.act("about")
    process.act("guide")
    process.act("report", BOOK)
    assert [url.rpartition("/")[2].count("%") > 0 for url in process.opened] == [True, True]


def test_findings_stand_by_sheet_with_figures_bound_and_remedy(process: Process) -> None:
    content = little_unit()
    content["公开数"][0]["数"] = "1.00"
    (process.folder / "wrong.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    said = process.act("check", "wrong.json")
    for word in ("不符 1", "界", "怎么办：", '<td class="n">1</td>', "公开"):
        assert word in said, word
    stamp = Folder(process.folder).book("wrong.json").stamp
    assert process.get("/page/stamp", file="wrong.json", stamp=stamp) == ""
    os.utime(process.folder / "wrong.json", (9, 9))
    assert "在外面改过了" in process.get("/page/stamp", file="wrong.json", stamp=stamp)
    assert "wrong.xlsx" in process.act("build", "wrong.json")
    assert (process.folder / "wrong.xlsx").read_bytes().startswith(b"PK")


def test_downloads_are_attachments_and_programs_are_not_opened(
    process: Process, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ask: Callable[..., Any] = process.client.get
    answer = ask("/page/download", params={"file": BOOK}, headers={HEADER: TOKEN})
    assert answer.content == (process.folder / BOOK).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%3Cimg")
    (process.folder / "run.sh").write_text("echo", encoding="utf-8")
    assert ask("/page/download", params={"file": "run.sh"}, headers={HEADER: TOKEN}).status_code == 400
    started: list[list[str]] = []
    patch.setattr("xlbudget.addin.page.opening.subprocess.Popen", lambda command, **_: started.append(command))
    assert "网页不打开这种文件" in process.post("/page/open", file="run.sh")
    assert started == []
    assert "已打开" in process.post("/page/open", file=BOOK)
    assert started[0][-1] == str(process.folder / BOOK)
    del tmp_path


def test_it_is_stopped_by_the_page(process: Process) -> None:
    assert "已停下" in process.post("/page/stop")
    assert process.stopped == [1]


# ---------------------------------------------------------------- the command


def test_the_command_serves_says_where_and_ends_with_nothing_left(tmp_path: Path, little: bytes) -> None:
    """In the middle of an export, too."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "book.xlsx").write_bytes(little)
    _slow_soffice(tmp_path)
    env = os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin:/bin"}
    command = [sys.executable, "-m", "xlbudget", "desk", str(folder), "--no-browser"]
    state = tmp_path / ".config" / "xlbudget" / "desk.json"
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, encoding="utf-8") as run:
        try:
            until(state.exists, 60)
            told = json.loads(state.read_text(encoding="utf-8"))
            assert state.stat().st_mode & 0o777 == 0o600
            assert told["pid"] == run.pid
            until(lambda: state_file.alive(State(**told)), 20)
            assert not state_file.alive(State(**{**told, "token": "x"}))
            again = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True)
            assert "已经有一个在运行" in again.stderr
            assert f"{told['port']}/#{told['token']}" in again.stdout
            at = f"http://127.0.0.1:{told['port']}"
            sent = {"action": "export_public", "file": "book.xlsx"}
            assert httpx.post(f"{at}/page/act", data=sent, headers={HEADER: told["token"]}).status_code == 200
            until((tmp_path / "pid").exists, 60)
        finally:
            run.send_signal(signal.SIGTERM)
        out = run.communicate(timeout=20)[0]
    assert run.returncode == 0
    assert out.endswith("已停下，没有写完的都没有留下。\n")
    assert not state.exists()
    assert os.listdir(folder) == ["book.xlsx"]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "xlbudget.addin.local.server")
    monkeypatch.delattr("xlbudget.addin.local.server")
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    said = refused(capsys, "desk")
    assert "没有装" in said
    assert '-m pip install -c constraints.txt ".[desk]"' in said


def test_a_folder_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "不存在" in refused(capsys, "desk", str(tmp_path / "none"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "不是文件夹" in refused(capsys, "desk", str(tmp_path / "file"))
