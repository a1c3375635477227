"""The buttons put into WPS, looked at, taken away: on an imagined computer, Windows or Linux."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.test_command_line import refused
from xlbudget import __version__
from xlbudget.addin.install import machine, office_programs
from xlbudget.addin.local import state_file
from xlbudget.addin.wps import places
from xlbudget.addin.wps.folder import FOLDER, digest, files_of_addin, hashes
from xlbudget.commands.main import main

OTHERS = """<?xml version="1.0" encoding="UTF-8"?>
<jsplugins>
  <!-- 别人的 -->
  <jsplugin name="别的" type="wps" url="别的_1.0" version="1.0" enable="enable_dev" install="null" customDomain=""/>
  <jspluginonline name="网上的" type="et" url="http://intranet/x" enable="enable"/>
</jsplugins>
"""


@dataclass
class Computer:
    """Its home folder, and what was printed last."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def addins(self) -> Path:
        windows = machine.system() == "windows"
        return self.home / ("Roaming/kingsoft/wps/jsaddons" if windows else ".local/share/Kingsoft/wps/jsaddons")

    @property
    def listed(self) -> str:
        return (self.addins / "publish.xml").read_text(encoding="utf-8")

    def run(self, *words: str, code: int = 0) -> str:
        assert main(["wps", *words]) == code
        out, err = self.capsys.readouterr()
        assert err == ""
        return out

    def hurdles(self) -> str:
        return "\n".join(line for line in self.run("status", code=1).splitlines() if line.startswith("注意："))


@pytest.fixture(params=["other", "windows"])
def computer(request: pytest.FixtureRequest, linux: Computer, patch: pytest.MonkeyPatch) -> Computer:
    patch.setattr(machine, "system", lambda: request.param)
    state_file.write(state_file.State(1, "x", 1, __version__, "文档"))
    return linux


@pytest.fixture
def linux(tmp_path: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Computer:
    """With WPS, and with the process running."""
    patch.setattr(machine, "system", lambda: "other")
    patch.setattr(Path, "home", lambda: tmp_path)
    patch.setenv("APPDATA", str(tmp_path / "Roaming"))
    patch.setattr(office_programs, "wps", lambda: r"C:\WPS\et.exe")
    patch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    patch.setattr(state_file, "alive", lambda _: True)
    state_file.write(state_file.State(1, "x", 1, __version__, "文档"))
    return Computer(tmp_path, capsys)


def test_it_is_installed_looked_at_and_removed(computer: Computer) -> None:
    before = sorted(path for path in computer.home.rglob("*") if path.is_file())
    said = computer.run("install")
    for step in ("退出 WPS", "xlbudget desk", "允许", "再退出"):
        assert step in said
    assert {path.relative_to(computer.addins / FOLDER).as_posix() for path in
            (computer.addins / FOLDER).rglob("*") if path.is_file()} == set(files_of_addin())  # fmt: skip
    assert all((computer.addins / FOLDER / name).read_bytes() == part for name, part in files_of_addin().items())
    entry = f'<jsplugin name="xlbudget" type="et" url="{FOLDER}" version="{__version__}" enable="enable_dev" '
    assert f'{entry}install="null" customDomain=""/>' in computer.listed
    assert not (computer.addins / "authaddin.json").exists()
    told = computer.run("status")
    assert digest(files_of_addin()) in told
    assert "没有发现妨碍使用的地方" in told
    assert "WPS 还没有记录" in told
    twice = computer.listed
    computer.run("install")
    assert computer.listed == twice
    assert "已删除" in computer.run("uninstall")
    assert sorted(path for path in computer.home.rglob("*") if path.is_file()) == before
    assert "没有安装过" in computer.run("uninstall")


def test_others_in_the_list_are_left_alone(linux: Computer) -> None:
    linux.addins.mkdir(parents=True)
    (linux.addins / "publish.xml").write_text(OTHERS, encoding="utf-8")
    linux.run("install")
    assert linux.listed.count("<jsplugin ") == 2
    for line in OTHERS.splitlines()[2:5]:
        assert line in linux.listed
    linux.run("uninstall")
    assert linux.listed.split() == OTHERS.split()


def test_an_older_version_goes_and_a_doubled_entry(linux: Computer) -> None:
    old = linux.addins / "xlbudget_0.0.9"
    (old / "images").mkdir(parents=True)
    for name in ("main.js", "images/check.svg", "mine.txt"):
        (old / name).write_text("x", encoding="utf-8")
    ours = '<jsplugin name="xlbudget" type="et" url="xlbudget_0.0.9" enable="disable"/>'
    (linux.addins / "publish.xml").write_text(f"<jsplugins>{ours}<!-- x -->{ours}</jsplugins>", encoding="utf-8")
    assert "xlbudget_0.0.9" in linux.hurdles()
    linux.run("install")
    assert linux.listed.count("<jsplugin ") == 1
    assert "0.0.9" not in linux.listed
    assert "<!-- x -->" in linux.listed
    assert [path.name for path in old.rglob("*")] == ["mine.txt"], "what is somebody's stays"
    linked = linux.addins / "xlbudget_9"
    linked.symlink_to(linux.home)
    linux.run("uninstall")
    assert linked.exists()


@pytest.mark.parametrize("text", ["<jsplugins>", "<other/>", "\0", '<!DOCTYPE x [<!ENTITY e "e">]><jsplugin/>'])
def test_a_list_that_cannot_be_read_is_not_touched(linux: Computer, text: str) -> None:
    linux.addins.mkdir(parents=True)
    (linux.addins / "publish.xml").write_text(text, encoding="utf-8")
    said = refused(linux.capsys, "wps", "install")
    assert "publish.xml 读不懂" in said
    assert linux.listed == text
    assert not (linux.addins / FOLDER).exists()
    assert "读不懂" in linux.hurdles()


def test_where_nothing_can_be_written_all_is_as_it_was(linux: Computer) -> None:
    share = linux.home / ".local" / "share"
    share.mkdir(parents=True)
    (share / "applications").write_text("a file", encoding="utf-8")
    said = refused(linux.capsys, "wps", "install")
    assert "applications" in said
    assert not (share / "Kingsoft").exists()


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"et": {"xlbudget": {"enable": True, "isload": True}}}, "允许，已装载"),
        ([{"name": "xlbudget", "enable": "true", "isload": "true"}], "允许，已装载"),
        ({"et": {"a1": {"name": "xlbudget", "enable": False}}}, "没有被允许"),
        ({"x": [{"name": "xlbudget", "enable": True, "isload": False}]}, "没有装载它"),
        ({"et": {"别的": {"enable": True}}}, "WPS 还没有记录"),
    ],
    ids=range(5),
)
def test_what_wps_has_recorded_is_read_and_never_written(linux: Computer, record: object, told: str) -> None:
    linux.run("install")
    path = linux.addins / "authaddin.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    before = path.read_bytes()
    said = linux.run("status", code=int("没有被允许" in told or "没有装载" in told))
    assert told in said
    linux.run("install")
    linux.run("uninstall")
    assert path.read_bytes() == before


def test_what_is_in_the_way_is_said(linux: Computer, patch: pytest.MonkeyPatch) -> None:
    assert "没有安装" in linux.hurdles()
    linux.run("install")
    (linux.addins / FOLDER / "main.js").write_text("changed", encoding="utf-8")
    (linux.addins / "authaddin.json").write_text("{", encoding="utf-8")
    patch.setattr(state_file, "alive", lambda _: False)
    patch.setattr(shutil, "which", lambda _: None)
    patch.setattr(places, "_there", lambda _: None)
    patch.setattr("xlbudget.addin.wps.status.NEEDED", ("json", "xml"))
    told = linux.hurdles()
    for what in ("没有找到 WPS；文件照样准备好了", "main.js 与程序里的不同", "authaddin.json 读不懂", "没有在运行"):
        assert what in told
    (linux.addins / "publish.xml").write_text(linux.listed.replace("enable_dev", "disable"), encoding="utf-8")
    patch.setattr("xlbudget.addin.wps.status.NEEDED", ("no_such_package",))
    told = linux.hurdles()
    assert "不启用" in told
    assert "no_such_package 没有装" in told
    assert '-m pip install -c constraints.txt ".[desk]"' in told


def test_a_wps_that_is_shut_in_is_refused_with_the_reason(linux: Computer, patch: pytest.MonkeyPatch) -> None:
    (linux.home / ".var/app/com.wps.Office").mkdir(parents=True)
    linux.run("install")
    linux.run("uninstall")
    patch.setattr(shutil, "which", lambda _: None)
    patch.setattr(places, "_there", lambda _: None)
    said = refused(linux.capsys, "wps", "install")
    assert "Flatpak" in said
    assert "沙盒" in said
    assert not (linux.addins / FOLDER).exists()
    assert "Flatpak" in linux.hurdles()


def test_not_on_macos(linux: Computer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(machine, "system", lambda: "macos")
    assert "macOS" in refused(linux.capsys, "wps", "install")
    assert "macOS" in refused(linux.capsys, "wps", "uninstall")
    assert "macOS" in linux.hurdles()


def test_something_to_click_starts_the_process(computer: Computer) -> None:
    odd = computer.home / '文 档 100% "$x`'
    odd.mkdir()
    computer.run("install", "--folder", str(odd))
    if machine.system() == "windows":
        (entry,) = computer.home.glob("Roaming/Microsoft/Windows/Start Menu/Programs/*.cmd")
        text = entry.read_text(encoding="utf-8")
        assert f'pythonw.exe" -m xlbudget desk "{str(odd).replace("%", "%%")}"' in text
        return
    entry = computer.home / ".local/share/applications/xlbudget.desktop"
    lines = dict(line.split("=", 1) for line in entry.read_text(encoding="utf-8").splitlines()[1:])
    assert lines["Name"] == "预算绩效"
    assert Path(lines["Icon"]).read_bytes().startswith(b"<svg")
    words = lines["Exec"].replace("\\\\", "\\").replace("%%", "%")
    shell = f"printf '%s\\n' {words}"
    told = subprocess.run(["sh", "-c", shell], capture_output=True, encoding="utf-8", check=True).stdout
    assert told.splitlines() == [str(Path(sys.executable)), "-m", "xlbudget", "desk", str(odd)]


def test_the_hashes_are_those_that_sha256sum_gives(linux: Computer) -> None:
    """As docs/wps.md tells the IT department to compare them."""
    linux.run("install")
    command = "find . -type f | sed 's|^./||' | LC_ALL=C sort | xargs sha256sum"
    told = subprocess.run(["sh", "-c", command], cwd=linux.addins / FOLDER, capture_output=True, check=True).stdout
    assert told.decode() == hashes(files_of_addin())


def test_it_is_told_about_without_the_libraries_of_the_process() -> None:
    """As the README installs it: the rest of the command needs none of them."""
    code = "import sys; sys.modules.update(starlette=None, uvicorn=None, jinja2=None); import xlbudget.commands.wps"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
