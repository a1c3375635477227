"""The docs are true: commands in the README run, what they name exists."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE
from tests.helpers.checking import little_unit
from tests.test_structure import PACKAGE, ROOMS
from xlbudget.addin.install import machine, places
from xlbudget.addin.xlam import buttons
from xlbudget.check.report import Report
from xlbudget.commands.main import main
from xlbudget.language.verdicts import ALL
from xlbudget.sheets.rules.families import FAMILIES

README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDIN = (ROOT / "docs" / "addin.md").read_text(encoding="utf-8")


def test_the_commands_are_the_two_of_the_readme() -> None:
    commands = re.findall(r"```sh\n(.+?)\n```", README, re.S)
    assert len(commands) == 2
    assert commands[1] == "bash tests/run"
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in ci if line and not line.startswith("#")] == ["exec bash tests/run"]


@pytest.mark.usefixtures("afresh", "few_rows")
def test_the_main_command_writes_the_workbook_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], little: bytes
) -> None:
    """The arguments of the README's first command, with the little unit; every build of it gives the same bytes."""
    command = re.findall(r"```sh\n(.+?)\n```", README, re.S)[0]
    arguments = command.split("xlbudget ")[-1].split()
    assert arguments[0] == "build"
    assert ROOT / arguments[1] == SAMPLE
    data, target = tmp_path / "data.json", tmp_path / arguments[3]
    data.write_text(json.dumps(little_unit(), ensure_ascii=False), encoding="utf-8")
    assert main(["build", str(data), "-o", str(target)]) == 0
    assert target.read_bytes() == little
    assert len(little) > 100_000
    out, err = capsys.readouterr()
    assert f"已写出 {target}" in out
    assert err == ""
    assert sorted(os.listdir(tmp_path)) == sorted([data.name, arguments[3]])


def pages() -> list[Path]:
    """Every page that people read."""
    folders = (ROOT, ROOT / "docs", ROOT / "docs" / "manual", ROOT / "samples", ROOT / "macros")
    return [page for folder in folders for page in sorted(folder.glob("*.md"))]


def anchors(page: Path) -> set[str]:
    """The names by which GitHub knows the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_and_pictures_exist() -> None:
    """The page or file, and the heading on it."""
    lost = []
    for page in pages():
        for link, _, heading in re.findall(r"\]\(([^)#]*)(#([^)]+))?\)", page.read_text(encoding="utf-8")):
            target = page.parent / link if link else page
            if not target.exists() or (heading and heading not in anchors(target)):
                lost.append(f"{page.relative_to(ROOT)} → {link}#{heading}")
    assert lost == []


def test_every_picture_is_drawn_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    drawn = [picture.name for picture in import_module("draw_pictures").PICTURES]
    drawn.append(import_module("draw_page").NAME)
    shown = {
        name for page in pages() for name in re.findall(r"pictures/(\w+\.png)\)", page.read_text(encoding="utf-8"))
    }
    assert sorted(drawn) == sorted(shown) == sorted(path.name for path in (ROOT / "docs" / "pictures").iterdir())


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/design.md", "docs/where-to-put.md"])
def test_what_the_guides_name_is_there(page: str) -> None:
    """Paths, from the root or from the package, and files called by their name alone."""
    known = {path.name for top in ("xlbudget", "tests", "docs", "macros") for path in (ROOT / top).rglob("*.*")}
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.S)
    quoted = re.findall(r"`([\w./-]+)`", text, re.A)
    named = [name for name in quoted if re.search(r"\w/|\w\.(py|json|yaml|toml|csv|xml|bas|md|txt)$", name)]
    assert len(named) > 5
    places = {name: (ROOT / name, ROOT / "xlbudget" / name) for name in named if name not in known}
    missing = {name for name, here in places.items() if not any(path.exists() for path in here)}
    assert missing == set()


def test_the_guides_name_every_room_and_family() -> None:
    design, where = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("design.md", "where-to-put.md"))
    rooms = [room.replace(".", "/") for floor in ROOMS for room in floor if room != "xlbudget"]
    assert not [room for room in rooms if (PACKAGE / room).is_dir() and f"`{room}/`" not in design]
    lines = [line for line in where.splitlines() if line.startswith("| ")]
    for family in FAMILIES:
        told = next(line for line in lines if line.startswith(f"| {'、'.join(f'{one}-' for one in family.prefixes)} |"))
        assert all(f"{module.__name__.rpartition('.')[2]}.py`" in told for module in family.modules)


def test_nothing_generated_is_tracked_by_mistake() -> None:
    if not (ROOT / ".git").exists():
        return
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert not [
        line for line in tracked.splitlines() if line.endswith((".pyc", ".egg-info")) or os.sep + ".venv" in line
    ]


def test_the_findings_page_is_complete(sample_report: Report) -> None:
    """Each finding of the check is a row, and none is there twice."""
    page = (ROOT / "docs" / "changsha-2023-findings.md").read_text(encoding="utf-8")
    rows = Counter(
        row.split(" ")[1] for row in page.splitlines() if row.startswith(("| 不符 ", "| 需说明 ", "| 提示 "))
    )
    rounded = page.partition("## 尾差")[2].partition("\n## ")[0].splitlines()
    rows["尾差"] = sum(row.startswith("| ") for row in rounded) - 1
    assert rows == {verdict: number for verdict, number in sample_report.told[ALL].items() if number}


def test_every_note_is_of_a_finding(sample_report: Report) -> None:
    place = runpy.run_path(str(ROOT / "docs" / "findings.py"))["place"]
    notes = json.loads((ROOT / "docs" / "changsha-2023-notes.json").read_text(encoding="utf-8"))["不符和提示"]
    assert {place(finding) for finding in sample_report.findings if finding.severity != "rounding"} == set(notes)


def test_the_page_of_the_addin_has_a_command_for_every_button() -> None:
    commands = ADDIN.partition("| 按钮 | 命令 |\n|---|---|\n")[2].partition("\n\n")[0]
    named = [label for row in commands.splitlines() for label in row.split("|")[1].strip().split("、")]
    assert named == [one.label for one in buttons()]


def test_the_page_of_the_addin_names_the_places_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, place in {"HOME": "/~", "APPDATA": "/%APPDATA%", "LOCALAPPDATA": "/%LOCALAPPDATA%"}.items():
        monkeypatch.setenv(name, place)
    monkeypatch.setattr(machine, "system", lambda: "windows")
    for there in (places.addin(), f"{places.log().parent}/"):
        assert f"`{str(there)[1:]}`".replace("/", "\\") in ADDIN
    monkeypatch.setattr(machine, "system", lambda: "macos")
    for path in (places.addin(), places.script(), f"{places.log().parent}/"):
        assert f"`{str(path)[1:]}`" in ADDIN
