"""Which office programs are there: the buttons need Excel itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PureWindowsPath

from xlbudget.addin.install import machine, places
from xlbudget.addin.install.observation import Observation, hurdle
from xlbudget.disk import registry

_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
IN_WPS = "WPS 里的按钮另用 xlbudget wps install 装"
_WPS_PROGRAMS = ("ksolaunch.exe", "et.exe", "wps.exe")


def office() -> Iterator[Observation]:
    """Excel, or what is there in its place."""
    excel, wps = map(_first, _windows() if machine.system() == "windows" else _macos())
    if excel:
        yield Observation(f"Excel：{excel}")
        if wps:
            windows = machine.system() == "windows"
            other = IN_WPS if windows else "按钮只在 Excel 里有，用按钮时请用 Excel 打开工作簿"
            yield Observation(f"也装了 WPS（{wps}）：{other}")
    elif wps:
        yield hurdle(
            f"只找到 WPS（{wps}），没有找到 Excel：工作簿本身和命令行都能用，功能区按钮不能；"
            + (IN_WPS if machine.system() == "windows" else "要用按钮请装 Excel")
        )
    else:
        yield hurdle("没有找到 Excel：工作簿本身和命令行都能用，功能区按钮不能；要用按钮请装 Excel")


def wps() -> str | None:
    """WPS on Windows."""
    return _first(_windows()[1])


def _first(programs: Iterable[str]) -> str | None:
    """The first that is really there."""
    return next((program for program in programs if program and os.path.exists(program)), None)


def _windows() -> tuple[list[str], list[str]]:
    """Where Excel may be, and where WPS."""
    folders = map(os.environ.get, ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
    usual = [rf"{folder}\Microsoft Office\root\Office16\EXCEL.EXE" for folder in folders if folder]
    wps = [*map(_registered, _WPS_PROGRAMS), str(places.local() / "Kingsoft" / "WPS Office")]
    registered = _registered("excel.exe")
    # In its compatible mode WPS registers its own program as excel.exe.
    path = PureWindowsPath(registered.lower())
    if path.name in _WPS_PROGRAMS or {"kingsoft", "wps office"} & set(path.parts):
        return usual, [registered, *wps]
    return [registered, *usual], wps


def _macos() -> tuple[list[str], list[str]]:
    folders = ("/Applications", Path.home() / "Applications")
    return [f"{folder}/Microsoft Excel.app" for folder in folders], [f"{folder}/wpsoffice.app" for folder in folders]


def _registered(program: str) -> str:
    """Where a program says it is, for all users or for this one; empty when it does not."""
    for root in ("HKLM", "HKCU"):
        value = registry.value(rf"{root}\{_PATHS}\{program}")
        if isinstance(value, str) and value.strip('" '):
            return value.strip('" ')
    return ""
