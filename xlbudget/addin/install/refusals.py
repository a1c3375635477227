"""Every sentence with which the add-in refuses to be made, installed or removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlbudget.disk.system import reason
from xlbudget.errors import OneBlank, XlbudgetError


class NoExcelSystem(XlbudgetError):
    def __init__(self) -> None:
        super().__init__(
            "这台电脑不是 Windows 或 macOS，装不了 Excel 加载项；可用 xlbudget addin build 生成加载项文件。"
        )


class InterpreterUnfit(XlbudgetError):
    """A Python that cannot import what the buttons need."""

    def __init__(self, python: Path, why: str) -> None:
        super().__init__(
            f"{python} 不能运行按钮要用的程序：{why}；请在 xlbudget 的目录里运行 {_addin_installed_by(python)} 再试。"
        )


class AddinPartMissing(XlbudgetError):
    """What only the add-in needs comes with an extra."""

    def __init__(self, package: str, python: Path) -> None:
        super().__init__(
            f"加载项要用的 {package} 没有装；请在 xlbudget 的目录里运行 {_addin_installed_by(python)} 再试。"
        )


class InterpreterUnsafe(XlbudgetError):
    """A path that a command line would read as something else."""

    def __init__(self, python: Path, characters: Iterable[str]) -> None:
        named = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in characters)
        shown = "".join(c if c.isprintable() else "?" for c in str(python))
        super().__init__(
            f"Python 的位置 {shown} 里有 Excel 启动程序时传不过去的字符（{named}），没有安装；"
            "请把 Python 或虚拟环境建在没有这些字符的文件夹里。"
        )


class InterpreterOfStore(XlbudgetError):
    """Windows gives such a Python a private copy of the folder in which Excel looks."""

    def __init__(self, python: Path) -> None:
        super().__init__(
            f"{python} 来自微软应用商店，Windows 不让 Excel 看到它写的加载项，没有安装；"
            "请用 python.org 的 Python 装好 xlbudget 再试。"
        )


class ExcelHoldsAddin(XlbudgetError):
    def __init__(self, path: Path, lock: Path | None) -> None:
        left = f"Excel 已经关闭的，删去 {lock} 再试" if lock else "Excel 已经关闭的，看看这个文件是不是只读"
        super().__init__(f"Excel 正开着 {path}，没有动它；请关闭所有 Excel 窗口再试，{left}。")


class NotOurAddin(OneBlank):
    says = "{} 已经存在，但不是 xlbudget 的文件，没有覆盖；请先把它移走，确要覆盖请加 --force。"


class RemovalFailed(XlbudgetError):
    def __init__(self, path: Path, error: OSError, program: str = "Excel") -> None:
        super().__init__(f"无法删除 {path}：{reason(error, writing=True)}；请关闭 {program} 再试。")


def _addin_installed_by(python: Path) -> str:
    return f'"{python}" -m pip install -c constraints.txt ".[addin]"'
