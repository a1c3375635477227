"""The page in a real browser: by mouse and by keyboard, two tabs, a file changed outside, without a network."""

from __future__ import annotations

import json
import os
import re
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any, ClassVar

import pytest
from jinja2 import Environment, PackageLoader
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import _reduce
from tests.helpers import browser as browsers
from tests.helpers.checking import little_unit
from xlbudget.addin import ribbon
from xlbudget.addin.local import state_file
from xlbudget.addin.local.gate import REFUSAL
from xlbudget.addin.local.state_file import State
from xlbudget.addin.page import actions, routes
from xlbudget.addin.page.books import Folder
from xlbudget.addin.page.page_desk import PageDesk
from xlbudget.workbook.engines import libreoffice

BOOK = "<img src=x onerror=alert(1)> & '\"甲.xlsx"
SIZE = ViewportSize(width=1366, height=768)
expect.set_options(timeout=30_000)


class Hasty(PackageLoader):
    """The page asks ten times as often how far things are: most of the time of a test it would wait for that."""

    OFTEN: ClassVar = {'"every 500ms"': '"every 50ms"', '"every 3s"': '"every 300ms"'}

    def get_source(self, environment: Environment, template: str) -> Any:
        text, *rest = super().get_source(environment, template)
        for usual, hasty in self.OFTEN.items():
            text = text.replace(usual, hasty)
        assert text.count("every ") == sum(map(text.count, self.OFTEN.values()))
        return text, *rest


@dataclass
class Desk:
    browser: Browser
    state: State
    folder: Path
    troubles: list[str]
    """What the browser complained of."""

    tabs: list[Page]

    def tab(self, number: int = 0) -> Page:
        """As it is when it was just opened; a tab of its own takes a second of work."""
        if number == len(self.tabs):
            page = self.browser.new_page(viewport=SIZE, reduced_motion="reduce")
            page.on("console", lambda said: self.troubles.append(said.text))
            page.on("pageerror", lambda error: self.troubles.append(str(error)))
            self.tabs.append(page)
        page = self.tabs[number]
        page.emulate_media(media="screen")
        page.goto("about:blank")
        page.goto(self.state.page)
        expect(page.locator("table.files")).to_be_visible()
        page.locator("table.files button").first.focus()
        expect(page.get_by_text("读、重算、核对")).to_have_count(0)
        expect(page.locator("table.files button").first).to_be_focused()
        return page


@pytest.fixture(scope="module")
def desk(little: bytes, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("page")
    (folder / BOOK).write_bytes(little)
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        patch.setenv("XDG_STATE_HOME", str(home))
        patch.setattr(state_file, "path", lambda: home / "desk.json")
        patch.setattr(libreoffice, "program", lambda: None)
        patch.setattr(webbrowser, "open", lambda url: bool(url))
        patch.setattr(routes, "PackageLoader", Hasty)
        with browsers.served(folder) as (_, state):
            made = Desk(chromium, state, folder, [], [])
            yield made
            for page in made.tabs:
                page.close()


def test_a_workbook_is_found_checked_and_what_is_found_stays_true(desk: Desk) -> None:
    page = desk.tab()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]
    assert "#" not in page.url, "the word is not left in the address"
    row = page.get_by_role("row").filter(has_text="甲.xlsx")
    expect(row).to_contain_text("甲<script>单位")
    expect(row).to_contain_text(BOOK)
    row.get_by_role("button").click()
    offers = page.locator(".offers > div")
    expect(offers).to_have_count(len(actions.offers(Folder(desk.folder).book(BOOK), None)))
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]
    page.get_by_role("button", name="运行校验", exact=True).click()
    done = page.locator(".ended")
    expect(done).to_contain_text("没有不符")
    expect(done.locator("td.warning").first).to_have_text("提示")
    os.utime(desk.folder / BOOK, (5, 5))
    expect(done).to_contain_text("在外面改过了")
    page.emulate_media(media="print")
    expect(page.locator(".offers")).to_be_hidden()
    expect(done.locator("table").first).to_be_visible()
    assert desk.troubles == []


def quick(desk: PageDesk) -> str:
    """In the place of what a button does, which is done in test_local.py."""
    desk.progress("做着")
    made = desk.path.with_name("做成.xlsx")
    if desk.confirm("要做吗？"):
        made.write_bytes(b"PK")
        desk.show(made)
    return "做好了"


def test_every_button_by_keyboard(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Each is focused, and pressed with Enter; what is asked is answered with the keys, too.

    ``expect`` looks again after a tenth of a second at the earliest, which is most of the time of so many buttons.
    """
    patch.setattr(ribbon, "ACTIONS", dict.fromkeys(ribbon.ACTIONS, quick))
    patch.setattr(actions, "OWN", dict.fromkeys(actions.OWN, quick))
    data = desk.folder / "数据.json"
    data.write_text(json.dumps(little_unit(), ensure_ascii=False), encoding="utf-8")
    page = desk.tab()
    labels = {
        BOOK: [one.label for one in actions.offers(Folder(desk.folder).book(BOOK), None)],
        data.name: ["生成工作簿"],
    }
    for name, buttons in labels.items():
        row = page.get_by_role("button", name=name, exact=True)
        row.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#book h2")).to_contain_text(name)
        for label in buttons:
            page.locator(".offers").get_by_role("button", name=label, exact=True).focus()
            page.keyboard.press("Enter")
            # Nothing is lost by pressing Enter once too often.
            browsers.until(lambda: page.evaluate("document.activeElement.textContent.trim()") == "否")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            browsers.until(lambda of=label: page.evaluate("document.querySelector('.ended h3')?.textContent") == of)
            assert page.locator(".ended pre").text_content() == "做好了"
    expect(page.locator(".made")).to_have_text("做成.xlsx")
    with page.expect_download() as loading:
        page.locator(".ended").get_by_role("button", name="下载").click()
    assert loading.value.suggested_filename == "做成.xlsx"
    for label in ("填写说明", "关于"):
        page.get_by_role("button", name=label, exact=True).click()
        no = page.locator("#said").get_by_role("button", name="否", exact=True)
        expect(no).to_be_focused()
        no.press("Enter")
        expect(page.locator("#said .ended h3")).to_have_text(label)
    assert desk.troubles == []


def test_two_tabs_and_one_question(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Both see it; the first answer counts, and a second tab cannot begin anything else meanwhile."""
    patch.setattr(ribbon, "ACTIONS", dict.fromkeys(ribbon.ACTIONS, lambda _: "重算了"))
    (desk.folder / "双.xlsx").write_bytes((desk.folder / BOOK).read_bytes())
    (desk.folder / "双-重算.xlsx").write_bytes(b"old")
    one, two = desk.tab(), desk.tab(1)
    for page in (one, two):
        page.get_by_role("button", name="双.xlsx", exact=True).click()
        expect(page.locator(".offers")).to_be_visible()
    one.get_by_role("button", name="全部重算", exact=True).click()
    expect(one.get_by_text("覆盖后不能恢复")).to_be_visible()
    two.get_by_role("button", name="运行校验", exact=True).click()
    expect(two.locator("#result")).to_contain_text("上一件事还没有做完")
    two.get_by_role("button", name="双.xlsx", exact=True).click()
    two.get_by_role("button", name="看做到哪里").click()
    two.get_by_role("button", name="否", exact=True).click()
    for page in (one, two):
        expect(page.locator(".ended")).to_contain_text("没有覆盖 双-重算.xlsx")
    assert (desk.folder / "双-重算.xlsx").read_bytes() == b"old"
    assert desk.troubles == []


def test_a_slow_export_is_stopped_a_file_opened_and_the_process_ended(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    def slow(at: PageDesk) -> str:
        for number in range(10_000):
            at.progress(f"导出 {number}/10000")
            sleep(0.02)
        return ""

    patch.setattr(ribbon, "ACTIONS", {**ribbon.ACTIONS, "export_public": slow})
    opened: list[list[str]] = []
    patch.setattr("xlbudget.addin.page.opening.subprocess.Popen", lambda command, **_: opened.append(command))
    page = desk.tab()
    page.get_by_role("button", name=BOOK, exact=True).click()
    expect(page.locator(".offers")).to_be_visible()
    page.get_by_role("button", name="导出公开表", exact=True).click()
    expect(page.locator(".job")).to_contain_text(re.compile("导出 [1-9][0-9]*/10000"))
    page.get_by_role("button", name="停下", exact=True).click()
    expect(page.locator(".ended .bad")).to_have_text("已经停下，没有写完的都没有留下。")
    page.get_by_role("button", name="打开这个文件").click()
    expect(page.locator("#result")).to_contain_text("已打开")
    assert opened[0][-1] == str(desk.folder / BOOK)
    page.once("dialog", lambda box: box.accept())
    page.get_by_role("button", name="停止", exact=True).click()
    expect(page.locator("#said")).to_contain_text("xlbudget desk 已停下")
    assert desk.troubles == []


def test_a_file_that_comes_is_seen_and_without_the_word_nothing_is(desk: Desk) -> None:
    page = desk.tab()
    (desk.folder / "新来.json").write_text("{}", encoding="utf-8")
    row = page.get_by_role("row").filter(has_text="新来.json")
    expect(row).to_contain_text("必须有这个键")
    assert desk.troubles == []
    stranger = desk.tab(1)
    stranger.evaluate("() => sessionStorage.clear()")
    stranger.goto(f"http://{desk.state.host}/")
    expect(stranger.locator("#trouble")).to_contain_text("口令不对")
    stranger.goto(f"http://evil.example:{desk.state.port}/")
    assert stranger.evaluate("document.body.innerText") == REFUSAL, "a name that was made to lead here"
    # A form of a site, sent by the browser itself.
    stranger.goto("data:text/html,<form method=post><input name=action value=about></form>")
    stranger.evaluate(
        "url => { document.forms[0].action = url; document.forms[0].submit() }", f"http://{desk.state.host}/page/act"
    )
    stranger.wait_for_url("**/page/act")
    assert stranger.evaluate("document.body.innerText") == REFUSAL
    # What the browser said of the refusals is no trouble of ours.
    desk.troubles.clear()
