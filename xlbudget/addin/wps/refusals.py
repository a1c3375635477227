"""Every sentence with which the buttons in WPS refuse to be installed or removed, or the process to start."""

from __future__ import annotations

import sys
from pathlib import Path

from xlbudget.errors import OneBlank, TwoBlanks, XlbudgetError


class NoWpsSystem(XlbudgetError):
    def __init__(self) -> None:
        super().__init__("macOS 的 WPS 怎样装加载项，查到的说法不一致，没有安装；请用 xlbudget desk 的网页。")


class WpsIsFlatpak(OneBlank):
    says = (
        "这台电脑的 WPS 是 Flatpak 装的（{}），它关在沙盒里，读不到加载项，也连不上本机的程序，没有安装；"
        "请改装 WPS 官网的 .deb 或 .rpm，或用 xlbudget desk 的网页。"
    )


class ListUnreadable(TwoBlanks):
    says = "{} 读不懂（{}），里面可能有别的加载项，没有改动它；请让 WPS 的管理员看一看，或把它改名以后再装。"


NEEDED = ("starlette", "uvicorn", "jinja2")
"""What comes with the extra."""


class DeskPartMissing(XlbudgetError):
    """What only the process needs comes with an extra."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"xlbudget desk 要用的 {package} 没有装；请在 xlbudget 的目录里运行 "
            f'"{Path(sys.executable)}" -m pip install -c constraints.txt ".[desk]" 再试。'
        )
