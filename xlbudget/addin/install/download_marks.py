"""Marks that systems put on files from elsewhere, and folders where files are not quite on this computer; only read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from xlbudget.addin.install import machine
from xlbudget.addin.install.observation import Observation, hurdle

_INTERNET = 3
"""The zone from which on Windows takes a file for one from the internet."""


def marked(path: Path) -> bool:
    """Whether the system remembers that a file came from elsewhere."""
    if machine.system() == "macos":
        return machine.run(("xattr", "-p", "com.apple.quarantine", str(path)))[0] == 0
    try:
        # What NTFS keeps beside the content of a file.
        stream = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    zone = re.search(r"ZoneId\s*=\s*(\d+)", stream)
    return zone is not None and int(zone[1]) >= _INTERNET


def marks(path: Path) -> Iterator[Observation]:
    """The mark in one sentence; taking it off is not for a program to decide."""
    if not marked(path):
        return
    if machine.system() == "macos":
        yield hurdle(
            f"{path} 带着 macOS 的隔离标记（从别处下载来的），Excel 可能不运行它；放不放行请您或单位的信息管理员决定"
        )
    else:
        yield hurdle(
            f"{path} 带着“来自互联网”的标记，Excel 会拦下它的宏；"
            "右键点它、选“属性”里的“解除锁定”可以放行，放不放行请您或单位的信息管理员决定"
        )


def elsewhere(what: str, path: Path) -> Iterator[Observation]:
    """A file that OneDrive keeps, or that a server does."""
    folders = map(os.environ.get, ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"))
    if any(path.is_relative_to(folder) for folder in folders if folder) or any(
        part.startswith("OneDrive") for part in path.parts
    ):
        yield hurdle(
            f"{what} {path} 在 OneDrive 里，文件可能只在云上，按钮会很慢或起不来；"
            "请把它放到 OneDrive 以外的文件夹再安装，拿不准请问单位的信息管理员"
        )
    elif str(path).startswith(("\\\\", "//")):
        yield hurdle(f"{what} {path} 在网络位置上，Excel 可能不信任那里，断网时也用不了；请问单位的信息管理员")
