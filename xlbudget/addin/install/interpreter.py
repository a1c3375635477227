"""The Python that the buttons start: whether a command line can carry its path, and whether it has what it needs."""

from __future__ import annotations

import re
import sys
from pathlib import Path, PureWindowsPath
from unicodedata import category

from xlbudget.addin.install import machine
from xlbudget.addin.install.refusals import InterpreterOfStore, InterpreterUnfit, InterpreterUnsafe

NEEDED = "import xlbudget.addin, xlwings; print(xlbudget.__version__)"
_MISSING = re.compile(r"No module named '(\w+)")
_UNSAFE = {"windows": '"%^&!|<>', "macos": '"$`\\|', "other": ""}


def setting() -> str:
    """The key under which the add-in keeps this system's Python."""
    return "INTERPRETER_WIN" if machine.system() == "windows" else "INTERPRETER_MAC"


def version(python: Path) -> str:
    """The version of xlbudget that a Python has; refused when it cannot run the buttons."""
    # An Excel started from the desktop has no PYTHONPATH of a command line: it does not count (-E).
    code, said = machine.run((str(python), "-E", "-c", NEEDED))
    last = (said.strip().splitlines() or ["没有说明原因"])[-1]
    if code:
        missing = _MISSING.search(last)
        raise InterpreterUnfit(python, f"没有装 {missing.group(1)}" if missing else last)
    return last.strip()


def check_path(python: Path) -> None:
    """Refuse a Python that Excel cannot be told about, or that cannot write where Excel looks."""
    unsafe = sorted({c for c in str(python) if c in _UNSAFE[machine.system()] or category(c) in ("Cc", "Cs")})
    if unsafe:
        raise InterpreterUnsafe(python, unsafe)
    # A virtual environment is elsewhere: where its Python itself is installed counts.
    if machine.system() == "windows" and "WindowsApps" in PureWindowsPath(sys.base_prefix).parts:
        raise InterpreterOfStore(python)
