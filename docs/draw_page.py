"""The picture of the local page: what ``xlbudget desk`` shows of a folder, in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import sleep

from playwright.sync_api import sync_playwright

NAME = "desk.png"
SAMPLES = Path(__file__).parent.parent / "samples"


def draw(book: bytes, folder: Path) -> None:
    """The sample's workbook checked, beside a data file and an empty workbook."""
    with tempfile.TemporaryDirectory() as home:
        work = Path(home) / "决算"
        work.mkdir()
        (work / "某某中心-2023.xlsx").write_bytes(book)
        shutil.copy(SAMPLES / "putuo-2025.json", work / "普陀-2025.json")
        command = [sys.executable, "-m", "xlbudget", "desk", ".", "--no-browser"]
        with subprocess.Popen(command, cwd=work, env=os.environ | {"HOME": home, "XDG_STATE_HOME": home}) as run:
            try:
                _shoot(Path(home) / ".config" / "xlbudget" / "desk.json", folder / NAME)
            finally:
                run.terminate()


def _shoot(state: Path, target: Path) -> None:
    while not state.exists():
        sleep(0.1)
    told = json.loads(state.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"http://127.0.0.1:{told['port']}/#{told['token']}")
        page.locator("text=读、重算").first.wait_for(state="detached", timeout=60_000)
        page.get_by_role("button", name="某某中心-2023.xlsx").click()
        page.locator(".offers").wait_for()
        page.wait_for_timeout(300)
        page.get_by_role("button", name="运行校验", exact=True).click()
        page.locator(".ended").wait_for(timeout=60_000)
        page.wait_for_timeout(500)
        page.set_viewport_size({"width": 1366, "height": 900})
        # Not the folder of the day, and from the head.
        page.evaluate(
            "() => { document.querySelector('#list small').textContent = '文档/决算'; window.scrollTo(0, 0) }"
        )
        page.screenshot(path=str(target))
        browser.close()
