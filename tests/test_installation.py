"""What gets installed: the versions that were tested, on every platform; and no more than the main job needs."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.commands.test_command_line import refused
from tests.conftest import ROOT
from xlbudget.commands.main import parser

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def environment(platform: str, python: str) -> dict[str, str]:
    return PLATFORMS[platform] | {"python_version": python, "python_full_version": f"{python}.0"}


def applies(requirement: Requirement, where: dict[str, str], extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**where, "extra": extra})


def pinned(name: str, where: dict[str, str]) -> list[str]:
    """The versions that the lock gives a package on a platform."""
    return [
        str(next(iter(one.specifier)).version)
        for one in LOCKED
        if canonicalize_name(one.name) == canonicalize_name(name) and applies(one, where)
    ]


def needed(texts: list[str], where: dict[str, str]) -> set[str]:
    """The names of what these requirements install, as far as the packages that are installed here tell."""
    found: set[str] = set()
    waiting = [(Requirement(text), "") for text in texts]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if not applies(requirement, where, extra) or (name in found and not requirement.extras):
            continue
        if name == "xlbudget":
            waiting += [(Requirement(text), "") for one in requirement.extras for text in EXTRAS[one]]
            continue
        found.add(name)
        try:
            follow = requires(requirement.name) or []
        except PackageNotFoundError:
            continue
        waiting += [(Requirement(text), one) for text in follow for one in ("", *requirement.extras)]
    return found


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_lock_gives_one_version_of_everything_on_every_platform(platform: str, python: str) -> None:
    where = environment(platform, python)
    names = needed([*PROJECT["dependencies"], *EXTRAS["dev"]], where)
    assert {"openpyxl", "et-xmlfile", "pytest", "xlwings"} <= names
    assert ("pywin32" in names, "appscript" in names) == (platform == "windows", platform == "macos")
    assert {name: pinned(name, where) for name in names if len(pinned(name, where)) != 1} == {}


def test_what_is_locked_lies_within_the_ranges() -> None:
    where = environment("linux", "3.11")
    ranges = [Requirement(text) for texts in (PROJECT["dependencies"], *EXTRAS.values()) for text in texts]
    for one in ranges:
        if one.name != "xlbudget":
            assert [Version(version) in one.specifier for version in pinned(one.name, where)] == [True], str(one)


def test_what_the_program_runs_on_has_a_lower_and_an_upper_bound() -> None:
    for text in (*PROJECT["dependencies"], *EXTRAS["addin"], *EXTRAS["formulas"]):
        assert {one.operator for one in Requirement(text).specifier} == {">=", "<"}, text


def test_every_installation_that_is_written_down_uses_the_lock() -> None:
    """-c does not reach the environment in which pip builds: what is needed there is named exactly."""
    manual = (ROOT / "docs" / "manual").glob("*.md")
    pages = (
        ROOT / "README.md",
        *manual,
        ROOT / "docs" / "addin.md",
        ROOT / "docs" / "many-units-it.md",
        ROOT / "xlbudget" / "errors.py",
        ROOT / "xlbudget" / "addin" / "install" / "refusals.py",
        ROOT / "xlbudget" / "check" / "together.py",
        ROOT / "xlbudget" / "units" / "many" / "cluster.py",
    )
    written = [
        line
        for path in (*pages, ROOT / "xlbudget" / "workbook" / "engines" / "formulas.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r'pip"? install [^`]', line)
    ]
    assert len(written) >= 4
    assert [line for line in written if "-c constraints.txt" not in line and "--no-index" not in line] == []
    assert "versions=(-c constraints.txt)" in (ROOT / "tests" / "run").read_text(encoding="utf-8")
    (build,) = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {one.operator for one in Requirement(build).specifier} == {"=="}


COMMANDS = sorted(next(action.choices for action in parser()._actions if action.choices) or ())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_python_of_32_bits_is_told_so_by_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    assert "是 32 位的 Python，重算引擎没有 32 位的版本；请装 64 位的 Python" in refused(capsys, command)


def test_the_addin_names_the_extra_that_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    said = refused(capsys, "addin", "build", "-o", "x.xlam")
    assert "加载项要用的 pyOpenVBA 没有装" in said
    assert '-m pip install -c constraints.txt ".[addin]"' in said


def test_the_main_job_needs_nothing_of_the_extras() -> None:
    names = needed(PROJECT["dependencies"], environment("windows", "3.13"))
    assert names == {"openpyxl", "et-xmlfile", "lxml", "formualizer", "pyyaml", "python-docx", "typing-extensions"}
