"""The add-in installed, looked at and removed, on made-up computers of both kinds."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from xlbudget import __version__
from xlbudget.addin import xlam
from xlbudget.addin.install import install as installing
from xlbudget.addin.install import machine, places
from xlbudget.addin.install.download_marks import marked
from xlbudget.addin.install.install import install, uninstall
from xlbudget.addin.install.machine import System
from xlbudget.addin.install.status import Status, status
from xlbudget.commands.main import main
from xlbudget.disk import output_files, registry
from xlbudget.errors import XlbudgetError

BOTH: tuple[System, ...] = ("windows", "macos")
APP_PATHS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
EXCEL = r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"
ET = r"C:\Program Files\Kingsoft\WPS Office\12.1\office6\et.exe"
MAC_EXCEL = "/Applications/Microsoft Excel.app"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
SCRIPT = b"-- xlbudget\n"


def build(settings: Mapping[str, str] | None = None) -> bytes:
    return b"ours" + json.dumps({"VERSION": __version__, **(settings or {})}).encode()


def settings_of(content: bytes) -> dict[str, str] | None:
    return json.loads(content[4:]) if content.startswith(b"ours") else None


def applescript() -> bytes:
    return SCRIPT


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(content)
    return made


FOLDERS = ("APPDATA", "LOCALAPPDATA", "ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "XDG_STATE_HOME")
ONEDRIVES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
EXISTS, OPEN = os.path.exists, Path.open


@dataclass
class Computer:
    """A made-up computer; whatever is done on it is done with this one in the place of the real one."""

    home: Path
    system: System
    patch: pytest.MonkeyPatch
    variables: dict[str, str] = field(default_factory=dict)
    registry: dict[str, str | int] = field(default_factory=dict)
    programs: set[str] = field(default_factory=set)
    quarantined: set[str] = field(default_factory=set)
    python: tuple[int, str] = (0, f"{__version__}\n")
    ran: list[Sequence[str]] = field(default_factory=list)
    locked: bool = False
    base: str = r"C:\Python312"
    interpreter: Path = Path()

    def __post_init__(self) -> None:
        self.interpreter = self.home / "虚拟 环境" / "python.exe"

    def here(self) -> None:
        """From now on, this is the computer."""
        python = self.home / "虚拟 环境" / "python.exe"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        self.patch.setenv("HOME", str(self.home))
        for name in (*FOLDERS, *ONEDRIVES):
            self.patch.setenv(name, self.variables.get(name, ""))
        values = {key.lower(): value for key, value in self.registry.items()}
        self.patch.setattr(machine, "system", lambda: self.system)
        self.patch.setattr(machine, "interpreter", lambda: self.interpreter)
        self.patch.setattr(registry, "value", lambda key, name="": values.get(f"{key}\\{name}".lower()))
        self.patch.setattr(machine, "run", self.run)
        self.patch.setattr(os.path, "exists", lambda path: str(path) in self.programs or EXISTS(path))
        self.patch.setattr(sys, "base_prefix", self.base)
        for one in (build, settings_of, applescript):
            self.patch.setattr(xlam, one.__name__, one)
        self.patch.setattr(Path, "open", lambda path, *mode, **options: self.open(path, *mode, **options))

    def open(self, path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        """Whoever else has the add-in open on Windows, keeps it."""
        if mode == "r+b" and self.locked and path.name == places.ADDIN:
            raise PermissionError(mode)
        return OPEN(path, mode, *arguments, **options)

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        self.ran.append(command)
        if command[0] == "xattr":
            return (0, "0083;") if Path(command[-1]).name in self.quarantined else (1, "No such xattr")
        return self.python

    @property
    def target(self) -> Path:
        self.here()
        return places.addin()

    @property
    def log(self) -> Path:
        self.here()
        return places.log()

    @property
    def script(self) -> Path:
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xlbudget.applescript"

    def install(self, **options: Any) -> list[str]:
        self.here()
        return install(**options)

    def uninstall(self) -> list[str]:
        self.here()
        return uninstall()

    def status(self) -> Status:
        self.here()
        return status()

    @property
    def settings(self) -> dict[str, str]:
        """What the installed add-in says."""
        found = settings_of(self.target.read_bytes())
        assert found is not None
        return found

    def files(self) -> dict[str, bytes]:
        """Everything in the home folder but Python, folders too."""
        return {
            str(path.relative_to(self.home)): path.read_bytes() if path.is_file() else b""
            for path in self.home.rglob("*")
            if "虚拟 环境" not in path.parts
        }

    def hurdle(self) -> str:
        """The only thing in the way."""
        found = self.status()
        hurdles = [line for line in found.lines if line.startswith("注意：")]
        assert not found.ok
        assert len(hurdles) == 1, hurdles
        return hurdles[0]


def computer(tmp_path: Path, system: System, patch: pytest.MonkeyPatch) -> Computer:
    """One with Excel and no trouble."""
    made = Computer(tmp_path / "Users" / "张 三丰", system, patch)
    if system == "windows":
        made.registry[rf"{APP_PATHS}\excel.exe" + "\\"] = EXCEL
        made.programs.add(EXCEL)
    else:
        made.programs.add(MAC_EXCEL)
    return made


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return computer(tmp_path, "windows", monkeypatch)


@pytest.fixture
def macos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return computer(tmp_path, "macos", monkeypatch)


@pytest.fixture(params=BOTH)
def either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Computer:
    return computer(tmp_path, request.param, monkeypatch)


def refused(action: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(XlbudgetError) as caught:
        action(*arguments, **options)
    said = str(caught.value)
    assert said.endswith("。")
    assert "\n" not in said
    return said


def test_places_without_variables(windows: Computer, macos: Computer) -> None:
    xlstart = windows.home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    assert windows.target == xlstart / "xlbudget.xlam"
    assert places.script() is None
    startup = macos.home / "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized"
    assert macos.target == startup / "Excel" / "xlbudget.xlam"
    assert places.script() == macos.script


def test_places_by_variables(windows: Computer, tmp_path: Path) -> None:
    windows.variables |= {"APPDATA": str(tmp_path / "漫游 数据"), "LOCALAPPDATA": str(tmp_path / "本机")}
    assert windows.target.is_relative_to(tmp_path / "漫游 数据" / "Microsoft")
    assert windows.log == tmp_path / "本机" / "xlbudget" / "xlbudget.log"
    windows.variables |= {"APPDATA": "", "LOCALAPPDATA": "相对"}
    assert windows.target.is_relative_to(windows.home / "AppData" / "Roaming")
    assert windows.log.is_relative_to(windows.home / "AppData" / "Local" / "xlbudget")


def test_places_of_the_log(macos: Computer, tmp_path: Path) -> None:
    assert macos.log == macos.home / "Library" / "Logs" / "xlbudget" / "xlbudget.log"
    macos.system = "other"
    assert macos.log.parent == macos.home / ".local" / "state" / "xlbudget"
    macos.variables["XDG_STATE_HOME"] = str(tmp_path / "state")
    assert macos.log.parent == tmp_path / "state" / "xlbudget"


def test_install_on_windows(windows: Computer) -> None:
    lines = windows.install()
    written = [path for path, content in windows.files().items() if content]
    assert written == [str(windows.target.relative_to(windows.home))]
    interpreter = str(windows.interpreter)
    assert windows.settings == {"VERSION": __version__, "INTERPRETER_WIN": interpreter, "RATE_BELOW": "80"}
    assert windows.ran[0][:3] == (interpreter, "-E", "-c")
    assert "import xlbudget.addin, xlwings" in windows.ran[0][3]
    assert lines == [
        f"已写出 {windows.target}",
        "请重新打开 Excel，功能区里就有“预算绩效”这一页",
        *windows.status().lines,
    ]


def test_install_on_macos(macos: Computer) -> None:
    lines = macos.install(below=66.5)
    written = [macos.home / path for path, content in macos.files().items() if content]
    assert set(written) == {macos.script, macos.target}
    assert macos.script.read_bytes() == SCRIPT
    interpreter = str(macos.interpreter)
    assert macos.settings == {"VERSION": __version__, "INTERPRETER_MAC": interpreter, "RATE_BELOW": "66.5"}
    assert lines[:2] == [f"已写出 {macos.script}", f"已写出 {macos.target}"]


def test_install_again(either: Computer) -> None:
    first = either.install()
    files = either.files()
    assert either.install() == first
    assert either.files() == files
    either.install(below=50)
    assert either.files() != files


def test_a_python_that_lacks_something(either: Computer) -> None:
    either.install()
    before = either.files()
    either.python = (1, "Traceback …\nModuleNotFoundError: No module named 'xlwings'\n")
    # 先看 Python，再看别的。
    either.target.with_name("~$xlbudget.xlam").touch()
    said = refused(either.install, below=1)
    either.target.with_name("~$xlbudget.xlam").unlink()
    assert "没有装 xlwings；请在 xlbudget 的目录里运行" in said
    assert '-m pip install -c constraints.txt ".[addin]"' in said
    assert either.files() == before


def test_a_python_that_says_nothing(either: Computer) -> None:
    either.python = (3, "")
    assert "没有说明原因" in refused(either.install)
    assert either.files() == {}


UNSAFE = {"windows": '"%^&!|<>\n\r\x07\ud800', "macos": '"$`\\|\n\x7f'}


@pytest.mark.parametrize(("system", "character"), [(s, c) for s in BOTH for c in UNSAFE[s]])
def test_a_path_no_command_line_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: System, character: str
) -> None:
    one = computer(tmp_path, system, monkeypatch)
    one.interpreter = Path(f"/甲{character}乙/python")
    said = refused(one.install)
    named = character if character.isprintable() else f"U+{ord(character):04X}"
    assert f"传不过去的字符（{named}）" in said
    assert one.ran == []
    assert one.files() == {}


@pytest.mark.parametrize("name", ["程序 文件 (x86)", "O'Brien", "甲\u3000乙", "a;b,c=d~1#@"])
def test_a_path_that_is_fine(either: Computer, name: str) -> None:
    either.interpreter = Path("/") / name / "python"
    either.install()
    assert str(either.interpreter) in either.settings.values()


def test_the_python_of_the_store(windows: Computer) -> None:
    windows.base = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0"
    assert "来自微软应用商店" in refused(windows.install)
    assert windows.files() == {}


def test_excel_has_it_open(either: Computer) -> None:
    either.install()
    lock = either.target.with_name("~$xlbudget.xlam")
    lock.touch()
    before = either.files()
    for action in (either.install, either.uninstall):
        said = refused(action)
        assert "请关闭所有 Excel 窗口再试" in said
        assert str(lock) in said
    assert either.files() == before


def test_windows_says_it_is_open(windows: Computer) -> None:
    windows.install()
    before = windows.files()
    windows.locked = True
    for action in (windows.install, windows.uninstall):
        assert f"Excel 正开着 {windows.target}" in refused(action)
    assert windows.files() == before


def test_macos_lets_an_open_file_be_written(macos: Computer) -> None:
    macos.locked = True
    assert macos.install()[0].startswith("已写出")


def test_a_foreign_file(either: Computer) -> None:
    either.target.parent.mkdir(parents=True)
    either.target.write_bytes(b"somebody's")
    before = either.files()
    assert f"{either.target} 已经存在，但不是 xlbudget 的文件" in refused(either.install)
    assert either.files() == before
    assert f"{either.target} 不是 xlbudget 的加载项" in either.status().lines[-1]
    assert f"{either.target} 不是 xlbudget 的文件，没有动它" in either.uninstall()
    assert either.files() == before
    either.install(force=True)
    assert either.settings["VERSION"] == __version__


def test_a_foreign_script(macos: Computer) -> None:
    macos.script.parent.mkdir(parents=True)
    macos.script.write_bytes(b"somebody's")
    assert f"{macos.script} 已经存在，但不是 xlbudget 的文件" in refused(macos.install)
    macos.install(force=True)
    assert macos.script.read_bytes() == SCRIPT


def test_the_script_of_an_older_version(macos: Computer) -> None:
    macos.install()
    macos.script.write_bytes(b"older")
    macos.install()
    assert macos.script.read_bytes() == SCRIPT
    macos.script.write_bytes(b"older")
    assert macos.uninstall() == [f"已删除 {macos.script}", f"已删除 {macos.target}"]


def test_the_target_is_a_folder(either: Computer) -> None:
    either.target.mkdir(parents=True)
    assert f"无法读取文件 {either.target}" in refused(either.install)
    assert any(line.startswith("注意：无法读取文件") for line in either.status().lines)


def failing_put(monkeypatch: pytest.MonkeyPatch, real: Any = output_files._put) -> None:
    """The add-in itself, which is the last, cannot be given its name."""

    def put(path: Path, target: Path, replaces: bool, keep: bool) -> Any:
        if target.name == places.ADDIN:
            raise OSError(errno.ENOSPC, "No space")
        return real(path, target, replaces, keep)

    monkeypatch.setattr(output_files, "_put", put)


def test_nothing_is_left_of_a_failure(either: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    (either.home / "Library").mkdir(parents=True)
    before = either.files()
    failing_put(monkeypatch)
    assert "磁盘空间不足" in refused(either.install)
    assert either.files() == before


def test_what_was_there_comes_back(macos: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    macos.install()
    macos.script.write_bytes(b"older")
    before = macos.files()
    failing_put(monkeypatch)
    refused(macos.install)
    assert macos.files() == before


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(), "没有权限建立这个文件夹"), (OSError(errno.ENOSPC, "No space"), "磁盘空间不足")],
)
def test_no_folder_can_be_made(either: Computer, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    either.here()

    def mkdir(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert said in refused(install)
    assert either.home.exists()
    assert [path for path in either.home.iterdir() if path.name != "虚拟 环境"] == []


def test_uninstall(either: Computer) -> None:
    either.install()
    logs = either.log.parent
    logs.mkdir(parents=True)
    lines = either.uninstall()
    assert f"已删除 {either.target}" in lines
    assert lines[-1] == f"日志还留着：{logs}，不要了可以自己删"
    assert not any(either.files().values())
    assert either.uninstall()[0] == f"没有安装过，没有要删的（应在 {either.target}）"


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(), "文件正被别的程序打开"), (OSError(errno.EROFS, "Read-only"), "磁盘是只读的")],
)
def test_it_cannot_be_deleted(either: Computer, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    either.install()

    def unlink(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "unlink", unlink)
    assert said in refused(either.uninstall)
    assert either.target.exists()


def test_neither_windows_nor_macos(macos: Computer) -> None:
    macos.system = "other"
    for action in (macos.install, macos.uninstall):
        assert "不是 Windows 或 macOS" in refused(action)
    assert "xlbudget addin build" in macos.hurdle()
    assert macos.files() == {}


def test_all_is_well(either: Computer) -> None:
    either.install()
    found = either.status()
    text = "\n".join(found.lines)
    assert found.ok
    assert f"加载项：{either.target}，版本 {__version__}" in text
    assert sha256(either.target.read_bytes()).hexdigest() in text
    assert f"Python：{either.interpreter}，其中的 xlbudget 是 {__version__}" in text
    assert f"Excel：{EXCEL if either.system == 'windows' else MAC_EXCEL}" in text
    assert f"日志：{either.log}" in text
    assert found.lines[-1] == "没有发现妨碍使用的地方"
    assert (f"AppleScript：{either.script}" in text) == (either.system == "macos")


def test_not_installed(either: Computer) -> None:
    assert either.hurdle() == f"注意：没有安装（应在 {either.target}）；请运行 xlbudget addin install。"


def rewritten(one: Computer, **settings: str) -> None:
    one.install()
    one.target.write_bytes(build({**one.settings, **settings}))


def test_an_older_addin(either: Computer) -> None:
    rewritten(either, VERSION="0.0.1")
    lines = either.status().lines
    assert f"注意：加载项的版本是 0.0.1，程序是 {__version__}；请重新运行 xlbudget addin install。" in lines
    assert not either.status().ok


def test_its_python_is_gone(either: Computer) -> None:
    key = "INTERPRETER_WIN" if either.system == "windows" else "INTERPRETER_MAC"
    rewritten(either, **{key: "/没有/python"})
    assert "Python /没有/python 不在了" in either.hurdle()
    rewritten(either, **{key: ""})
    assert "没有写用哪个 Python" in either.hurdle()


def test_its_python_lacks_something(either: Computer) -> None:
    either.install()
    either.python = (1, "ModuleNotFoundError: No module named 'xlbudget'")
    assert "没有装 xlbudget" in either.hurdle()
    either.python = (0, "notice\n0.0.1\n")
    assert "里的 xlbudget 是 0.0.1；请重新安装" in either.hurdle()


def test_the_script_is_gone(macos: Computer) -> None:
    macos.install()
    macos.script.unlink()
    assert f"{macos.script} 不在了" in macos.hurdle()


@pytest.mark.parametrize("name", ["xlbudget.xlam", "xlbudget.applescript"])
def test_quarantine(macos: Computer, name: str) -> None:
    macos.install()
    macos.quarantined.add(name)
    assert f"{name} 带着 macOS 的隔离标记" in macos.hurdle()
    assert all(command[:2] == ("xattr", "-p") for command in macos.ran if command[0] == "xattr")


@pytest.mark.parametrize(("zone", "bad"), [("0", False), ("2", False), ("3", True), ("4", True), ("甲", False)])
def test_the_mark_of_the_web(windows: Computer, zone: str, bad: bool) -> None:
    windows.install()
    mark = f"[ZoneTransfer]\r\nZoneId={zone}\r\nHostUrl=about:internet\r\n"
    Path(f"{windows.target}:Zone.Identifier").write_bytes(mark.encode())
    assert windows.status().ok is not bad
    if bad:
        assert "“解除锁定”可以放行，放不放行请您或单位的信息管理员决定" in windows.hurdle()


SETTINGS = {
    (r"Excel\Security", "VBAWarnings", 3): "只让有数字签名的宏运行",
    (r"Excel\Security", "VBAWarnings", 4): "不让任何宏运行",
    (r"Excel\Security", "RequireAddinSig", 1): "只让有数字签名的加载项运行",
    (r"Excel\Security", "DisableAllAddins", 1): "停用了全部加载项",
    (r"Excel\Security\Trusted Locations", "AllLocationsDisabled", 1): "不认受信任位置",
    (r"Common\Security", "RequireAlwaysOnMacroSig", 1): "自动打开",
    ("Common", "VBAOff", 1): "关掉了整个宏功能",
}


@pytest.mark.parametrize("root", [POLICY, CLOUD, OWN])
@pytest.mark.parametrize("setting", SETTINGS)
def test_settings_in_the_way(windows: Computer, root: str, setting: tuple[str, str, int]) -> None:
    key, name, value = setting
    windows.install()
    windows.registry[rf"{root}\{key}\{name}"] = value
    said = windows.hurdle()
    assert SETTINGS[setting] in said
    assert f"{name}={value}" in said
    assert "单位的信息管理员" in said
    assert ("改不改请您决定" in said) == (root == OWN)
    assert ("单位的组策略" in said) == (root != OWN)


@pytest.mark.parametrize("setting", {(key, name) for key, name, _ in SETTINGS})
@pytest.mark.parametrize("value", [0, 2])
def test_settings_that_do_no_harm(windows: Computer, setting: tuple[str, str], value: int) -> None:
    windows.install()
    windows.registry[rf"{POLICY}\{setting[0]}\{setting[1]}"] = value
    assert windows.status().ok


def test_what_the_organisation_sets_stands(windows: Computer) -> None:
    windows.install()
    windows.registry |= {
        rf"{POLICY}\Excel\Security\VBAWarnings": 2,
        rf"{OWN}\Excel\Security\VBAWarnings": 4,
    }
    assert windows.status().ok


def test_macros_from_the_internet(windows: Computer) -> None:
    windows.install()
    windows.registry[rf"{POLICY}\Excel\Security\blockcontentexecutionfrominternet"] = 1
    found = windows.status()
    assert found.ok
    assert any("装在本机的不受影响" in line for line in found.lines)
    Path(f"{windows.target}:Zone.Identifier").write_text("ZoneId=3")
    said = [line for line in windows.status().lines if line.startswith("注意：")]
    assert any("这个加载项正带着标记，按钮不能用" in line for line in said)


def test_macos_has_no_registry(macos: Computer) -> None:
    macos.install()
    macos.registry[rf"{POLICY}\Common\VBAOff"] = 1
    assert macos.status().ok


def office(one: Computer) -> tuple[bool, str]:
    """Whether nothing is in the way, and the lines on office programs."""
    one.install()
    found = one.status()
    return found.ok, "\n".join(line for line in found.lines if "Excel：" in line or "WPS" in line or "没有找到" in line)


@pytest.mark.parametrize(
    "program",
    [
        ("excel.exe", ET),
        ("excel.exe", r"D:\办公\et.exe"),
        ("excel.exe", r"D:\Kingsoft\office6\start.exe"),
        ("et.exe", ET),
        ("ksolaunch.exe", ET.replace("et.exe", "ksolaunch.exe")),
    ],
)
def test_wps_in_place_of_excel(windows: Computer, program: tuple[str, str]) -> None:
    name, path = program
    windows.registry = {rf"{APP_PATHS}\{name}" + "\\": path}
    windows.programs = {path}
    ok, said = office(windows)
    assert not ok
    assert f"只找到 WPS（{path}）" in said
    assert "工作簿本身和命令行都能用，功能区按钮不能" in said


def test_wps_of_one_user(windows: Computer, tmp_path: Path) -> None:
    windows.registry, windows.programs = {rf"{APP_PATHS}\et.exe" + "\\": ET}, set()
    windows.variables["LOCALAPPDATA"] = str(tmp_path / "本机")
    assert "没有找到 Excel：" in office(windows)[1]
    (tmp_path / "本机" / "Kingsoft" / "WPS Office").mkdir(parents=True)
    assert "只找到 WPS（" in windows.hurdle()


def test_both(windows: Computer) -> None:
    windows.registry[rf"{APP_PATHS}\et.exe" + "\\"] = ET
    windows.programs.add(ET)
    ok, said = office(windows)
    assert ok
    assert f"Excel：{EXCEL}\n也装了 WPS（{ET}）" in said


def test_excel_behind_wps(windows: Computer) -> None:
    """WPS has taken over the entry, and Excel is in its usual place."""
    windows.registry[rf"{APP_PATHS}\excel.exe" + "\\"] = ET
    windows.variables["ProgramFiles"] = r"C:\Program Files"
    usual = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
    windows.programs = {ET, usual}
    ok, said = office(windows)
    assert ok
    assert f"Excel：{usual}\n也装了 WPS" in said


def test_excel_is_gone(windows: Computer) -> None:
    windows.programs = set()
    ok, said = office(windows)
    assert not ok
    assert "没有找到 Excel：" in said


def test_excel_of_one_user_in_quotes(windows: Computer) -> None:
    windows.registry = {rf"{APP_PATHS.replace('HKLM', 'HKCU')}\excel.exe" + "\\": f'"{EXCEL}"'}
    assert office(windows) == (True, f"Excel：{EXCEL}")


def test_offices_of_macos(macos: Computer) -> None:
    wps = "/Applications/wpsoffice.app"
    macos.programs = {MAC_EXCEL, wps}
    assert office(macos) == (
        True,
        f"Excel：{MAC_EXCEL}\n也装了 WPS（{wps}）：按钮只在 Excel 里有，用按钮时请用 Excel 打开工作簿",
    )
    macos.programs = {wps}
    ok, said = office(macos)
    assert not ok
    assert f"只找到 WPS（{wps}）" in said
    macos.programs = {str(macos.home / "Applications" / "Microsoft Excel.app")}
    assert office(macos)[0]


def test_onedrive(windows: Computer, macos: Computer) -> None:
    windows.variables["OneDriveCommercial"] = str(windows.home / "虚拟 环境")
    windows.install()
    assert "按钮要用的 Python" in windows.hurdle()
    windows.variables["OneDriveCommercial"] = ""
    assert windows.status().ok
    windows.variables["APPDATA"] = str(windows.home / "OneDrive - 财政局" / "数据")
    windows.install()
    assert f"加载项 {windows.target} 在 OneDrive 里" in windows.hurdle()
    macos.home = macos.home / "Library" / "CloudStorage" / "OneDrive-个人"
    macos.install()
    assert not macos.status().ok


def test_on_a_server(windows: Computer) -> None:
    windows.variables["APPDATA"] = f"/{windows.home}"
    assert windows.target.exists() is False
    windows.install()
    assert f"加载项 {windows.target} 在网络位置上" in windows.hurdle()


def test_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / ".." / "python"))
    for platform, system in (("win32", "windows"), ("darwin", "macos"), ("linux", "other")):
        monkeypatch.setattr(sys, "platform", platform)
        assert machine.system() == system
    assert machine.interpreter() == tmp_path / "python"
    assert registry.value(rf"{POLICY}\Common", "VBAOff") is None


def test_a_virtual_environment_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(link))
    assert machine.interpreter() == link


def test_running_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    code, said = machine.run([sys.executable, "-I", "-S", "-c", "import os; print(os.getcwd())"])
    assert (code, said.strip()) == (0, str(tmp_path))
    code, said = machine.run([sys.executable, "-I", "-S", "-c", "import no_such_module_at_all"])
    assert code == 1
    assert said.strip().endswith("No module named 'no_such_module_at_all'")
    code, said = machine.run([str(tmp_path / "没有")])
    assert code == 1
    assert "没有" in said


def test_a_stream_beside_a_file(windows: Computer, tmp_path: Path) -> None:
    path = tmp_path / "xlbudget.xlam"
    windows.here()
    assert not marked(path)
    Path(f"{path}:Zone.Identifier").write_bytes(b"\xffZoneId=3\xff")
    assert marked(path)


def test_a_file_that_nobody_holds(windows: Computer) -> None:
    windows.here()
    installing._check_free(windows.target)
    windows.install()
    before = windows.files()
    installing._check_free(windows.target)
    assert windows.files() == before


def test_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    class Key(str):
        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_: object) -> None: ...

    values = {
        ("1", r"Software\A", "数"): (3, 4),
        ("2", r"Software\B", ""): (r"%甲%\excel.exe", 2),
        ("2", r"Software\B", "二进制"): (b"\0", 3),
    }

    def open_key(root: int, rest: str) -> Key:
        return Key(f"{root}|{rest}")

    def query(key: Key, name: str) -> tuple[Any, int]:
        root, _, rest = key.partition("|")
        try:
            return values[root, rest, name]
        except KeyError:
            raise FileNotFoundError from None

    fake = module(
        "winreg",
        HKEY_CURRENT_USER=1,
        HKEY_LOCAL_MACHINE=2,
        REG_EXPAND_SZ=2,
        OpenKey=open_key,
        QueryValueEx=query,
        ExpandEnvironmentStrings=lambda text: text.replace("%甲%", "C:"),
    )
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    read = registry.value
    assert read(r"HKCU\Software\A", "数") == 3
    assert read(r"HKCU\Software\A", "没有") is None
    assert read(r"HKLM\Software\B", "") == r"C:\excel.exe"
    assert read(r"HKLM\Software\B", "二进制") is None


@pytest.fixture
def here(either: Computer) -> Computer:
    """The computer on which the commands run."""
    either.here()
    return either


def test_commands(here: Computer, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str, code: int = 0) -> str:
        assert main(["addin", *arguments]) == code
        out, err = capsys.readouterr()
        assert err == ""
        return out

    assert "没有安装（应在" in said("status", code=1)
    assert f"已写出 {here.target}\n" in said("install", "--below", "75")
    assert here.settings["RATE_BELOW"] == "75"
    assert "没有发现妨碍使用的地方\n" in said("status")
    assert f"已删除 {here.target}\n" in said("uninstall")
    assert "没有安装过" in said("uninstall")


def test_install_succeeds_with_something_in_the_way(here: Computer, capsys: pytest.CaptureFixture[str]) -> None:
    here.programs = set()
    assert main(["addin", "install"]) == 0
    assert "注意：没有找到 Excel" in capsys.readouterr().out


def test_refusals_of_commands(here: Computer, capsys: pytest.CaptureFixture[str]) -> None:
    here.target.parent.mkdir(parents=True)
    here.target.write_bytes(b"somebody's")
    assert main(["addin", "install"]) == 2
    assert capsys.readouterr().err.startswith(f"xlbudget：{here.target} 已经存在，但不是 xlbudget 的文件")
    assert main(["addin", "install", "--force"]) == 0
    here.system = "other"
    assert main(["addin", "install"]) == 2
    assert main(["addin", "uninstall"]) == 2
    assert main(["addin", "status"]) == 1


@pytest.mark.parametrize("rate", ["0", "-1", "100.01", "nan", "inf", "八十", ""])
def test_a_rate_out_of_range(here: Computer, capsys: pytest.CaptureFixture[str], rate: str) -> None:
    assert main(["addin", "install", f"--below={rate}"]) == 2
    said = f"命令写法有误：参数 --below: 应为大于 0、不超过 100 的数，不能是 {rate}；"
    assert said in capsys.readouterr().err
    assert here.files() == {}


@pytest.mark.parametrize("rate", ["0.5", "100"])
def test_a_rate_in_range(here: Computer, rate: str) -> None:
    assert main(["addin", "install", "--below", rate]) == 0
    assert here.settings["RATE_BELOW"] == rate


def test_build(here: Computer, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "给 别人.xlam"
    assert main(["addin", "build", "-o", str(target)]) == 0
    content = target.read_bytes()
    assert content == build()
    assert f"已写出 {target}：Excel 加载项，版本 {__version__}，SHA-256 {sha256(content).hexdigest()}\n" == (
        capsys.readouterr().out
    )
    target.write_bytes(b"mine")
    assert main(["addin", "build", "-o", str(target)]) == 2
    assert "确要覆盖请加 --force" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    assert main(["addin", "build", "-o", str(target), "--force"]) == 0
    assert target.read_bytes() == content
    assert here.files() == {}
