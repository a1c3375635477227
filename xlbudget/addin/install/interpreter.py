"""The Python that the buttons start: whether a command line can carry its path, and whether it has what it needs."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from unicodedata import category

from xlbudget.addin.install.machine import Machine
from xlbudget.addin.install.refusals import InterpreterOfStore, InterpreterUnfit, InterpreterUnsafe

NEEDED = "import xlbudget.addin, xlwings; print(xlbudget.__version__)"
_MISSING = re.compile(r"No module named '(\w+)")
_UNSAFE = {"windows": '"%^&!|<>', "macos": '"$`\\|'}


def setting(machine: Machine) -> str:
    """The key under which the add-in keeps this system's Python."""
    return "INTERPRETER_WIN" if machine.system == "windows" else "INTERPRETER_MAC"


def version(machine: Machine, python: Path) -> str:
    """The version of xlbudget that a Python has; refused when it cannot run the buttons."""
    # 从桌面启动的 Excel 没有命令行里设的 PYTHONPATH，所以不算它（-E）。
    code, said = machine.run((str(python), "-E", "-c", NEEDED))
    lines = said.strip().splitlines() or ["没有说明原因"]
    if code:
        missing = _MISSING.search(lines[-1])
        raise InterpreterUnfit(python, f"没有装 {missing.group(1)}" if missing else lines[-1])
    return lines[-1].strip()


def check_path(machine: Machine) -> None:
    """Refuse a Python that Excel cannot be told about, or that cannot write where Excel looks."""
    python = str(machine.interpreter)
    unsafe = sorted({c for c in python if c in _UNSAFE.get(machine.system, "") or category(c) in ("Cc", "Cs")})
    if unsafe:
        raise InterpreterUnsafe(machine.interpreter, unsafe)
    if machine.system == "windows" and "WindowsApps" in PureWindowsPath(machine.base).parts:
        raise InterpreterOfStore(machine.interpreter)
