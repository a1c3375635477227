"""The add-in's VBA without Excel: pyOpenVBA runs the callbacks, a fake shell takes the command line.

What the interpreter leaves out (the file system, the window, SaveCopyAs, dialogs) is put in here, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter import _runtime
from pyopenvba.interpreter._ast import Unsupported
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member, method, setter
from pyopenvba.interpreter._values import NOTHING, VBAErrorValue

from tests.helpers.headless_excel import HWND

SYSTEM = """Attribute VB_Name = "System"
Public Function Environ(ByVal name As String) As String
    Environ = "C:\\Temp"
End Function
Public Function GetAttr(ByVal path As String) As Long
    If path = "" Or InStr(path, "missing") > 0 Then Err.Raise 53
    GetAttr = 32
End Function
"""
_COMMAND = re.compile(r'^cmd\.exe /C (?P<cd>.*)"(?P<python>[^"]+)" -B -c "(?P<code>[^"]+)" (?P<rest>.*)$')


class Shell(VBAObject):
    """WScript.Shell: what it is told to run and to show."""

    vba_type_name = "WshShell3"

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.popups: list[str] = []
        self.runs: Callable[[str], int] = lambda _command: 0

    @method
    def Run(self, command: object, style: object = 0, wait: object = True) -> int:
        assert (style, wait) == (0, True)
        self.ran.append(str(command))
        return self.runs(str(command))

    @method
    def Popup(self, text: object, seconds: object = 0, title: object = "", kind: object = 0) -> int:
        assert (seconds, title, kind) == (0, "xlbudget", 16)
        self.popups.append(str(text))
        return 1


class FolderDialog(VBAObject):
    """Application.FileDialog(msoFileDialogFolderPicker)."""

    vba_type_name = "FileDialog"

    def __init__(self, picked: str) -> None:
        self.picked = picked
        self.asked: dict[str, str] = {}

    @member
    def Title(self) -> str:
        return ""

    @setter("Title")
    def set_title(self, value: object) -> None:
        self.asked["title"] = str(value)

    @member
    def InitialFileName(self) -> str:
        return ""

    @setter("InitialFileName")
    def set_start(self, value: object) -> None:
        self.asked["start"] = str(value)

    @method
    def Show(self) -> bool:
        return bool(self.picked)

    @member
    def SelectedItems(self, number: object = 1) -> str:
        assert number == 1
        return self.picked


class Addin:
    """An Excel that has loaded the add-in."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.excel = ExcelApplication.open(path)
        self.excel.add_module(SYSTEM, name="System")
        self.conf = self.excel.sheet(1)
        self.shell = Shell()
        self.dialog = FolderDialog("")
        self.copy: Callable[[str, str], None] = lambda _book, _target: None
        monkeypatch.setattr(self.excel.interpreter.host, "create", lambda _name: self.shell)
        self.caller: object = VBAErrorValue(2023)
        _add(monkeypatch, Application, "Caller", lambda _excel: self.caller)
        _add(monkeypatch, Application, "Hwnd", lambda _excel: HWND)
        _add(monkeypatch, Application, "FileDialog", lambda _excel, _kind: self.dialog, "kind")
        _add(monkeypatch, Workbook, "SaveCopyAs", lambda book, path: self.copy(book.name, str(path)), "path")
        unsupported = _runtime._STATEMENTS[Unsupported]

        def without_kill(interpreter: Any, statement: Any, frame: Any) -> None:
            if not statement.text.startswith("Kill "):
                unsupported(interpreter, statement, frame)

        monkeypatch.setitem(_runtime._STATEMENTS, Unsupported, without_kill)

    def press(self, callback: str) -> None:
        """Press the button with this callback."""
        self.excel.run(callback, NOTHING)

    def set(self, key: str, value: str) -> None:
        """A setting of the add-in's own sheet."""
        row = next(row for row in range(1, 30) if self.conf.value(f"A{row}") == key)
        self.conf.set_value(f"B{row}", value)

    def call(self, name: str, *arguments: str) -> Any:
        """A function of the add-in, as ``app.macro`` reaches it."""
        return self.excel.run(name, *arguments)


def _add(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, getter: Any, *parameters: str) -> None:
    spec = MemberSpec(name, "method" if parameters else "property", getter=getter, parameters=parameters)
    monkeypatch.setitem(owner._vba_members, name.lower(), spec)


def command(line: str) -> re.Match[str]:
    """The parts of the command line that Windows is given."""
    match = _COMMAND.match(line)
    assert match, line
    return match


class InCell(VBAObject):
    """Application.Caller, when the formula of a cell calls."""

    vba_type_name = "Range"
