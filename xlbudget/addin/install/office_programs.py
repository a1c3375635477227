"""Which office programs are there: the buttons need Excel itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PureWindowsPath

from xlbudget.addin.install import places
from xlbudget.addin.install.finding import Finding, hurdle
from xlbudget.addin.install.machine import Machine

_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_WPS_PROGRAMS = ("ksolaunch.exe", "et.exe", "wps.exe")


def office(machine: Machine) -> Iterator[Finding]:
    """Excel, or what is there in its place."""
    excel, wps = _windows(machine) if machine.system == "windows" else _macos(machine)
    if excel:
        yield Finding(f"Excel：{excel}")
        if wps:
            yield Finding(f"也装了 WPS（{wps}）：按钮只在 Excel 里有，用按钮时请用 Excel 打开工作簿")
    elif wps:
        yield hurdle(
            f"只找到 WPS（{wps}），没有找到 Excel：工作簿本身和命令行都能用，功能区按钮不能；要用按钮请装 Excel"
        )
    else:
        yield hurdle("没有找到 Excel：工作簿本身和命令行都能用，功能区按钮不能；要用按钮请装 Excel")


def _windows(machine: Machine) -> tuple[str | None, str | None]:
    registered = _program(machine, "excel.exe")
    folders = [machine.variables.get(name) for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")]
    usual = [rf"{folder}\Microsoft Office\root\Office16\EXCEL.EXE" for folder in folders if folder]
    programs = [_program(machine, name) for name in _WPS_PROGRAMS]
    of_one_user = str(places.local(machine) / "Kingsoft" / "WPS Office")
    # WPS 兼容模式会把 excel.exe 登记成它自己的程序。
    if _of_wps(registered):
        return _first(machine, usual), _first(machine, [registered, *programs, of_one_user])
    return _first(machine, [registered, *usual]), _first(machine, [*programs, of_one_user])


def _macos(machine: Machine) -> tuple[str | None, str | None]:
    folders = ("/Applications", str(machine.home / "Applications"))
    excel, wps = ([f"{folder}/{name}.app" for folder in folders] for name in ("Microsoft Excel", "wpsoffice"))
    return _first(machine, excel), _first(machine, wps)


def _first(machine: Machine, programs: Sequence[str]) -> str | None:
    """The first that is really there."""
    return next((program for program in programs if program and machine.exists(program)), None)


def _program(machine: Machine, name: str) -> str:
    """Where a program says it is, for all users or for this one; empty when it does not."""
    for root in ("HKLM", "HKCU"):
        value = machine.registry(rf"{root}\{_PATHS}\{name}", "")
        if isinstance(value, str) and value.strip('" '):
            return value.strip('" ')
    return ""


def _of_wps(program: str) -> bool:
    path = PureWindowsPath(program.lower())
    return path.name in _WPS_PROGRAMS or bool({"kingsoft", "wps office"} & set(path.parts))
