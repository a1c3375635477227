"""Something to click that starts ``xlbudget desk``: an entry of the menu, for this user."""

from __future__ import annotations

from pathlib import Path

from xlbudget.addin.install import machine
from xlbudget.addin.install import places as windows
from xlbudget.addin.wps.pictures import picture

LABEL = "预算绩效"
DOCUMENTS = ("文档", "Documents")


def documents() -> Path:
    """The folder of the user's papers: what the page shows unless another is named."""
    home = Path.home()
    return next((home / name for name in DOCUMENTS if (home / name).is_dir()), home)


def places() -> list[Path]:
    """Where the files are that :func:`files` makes."""
    if machine.system() == "windows":
        return [windows.roaming() / "Microsoft" / "Windows" / "Start Menu" / "Programs" / f"{LABEL}.cmd"]
    share = Path.home() / ".local" / "share"
    return [share / "applications" / "xlbudget.desktop", share / "icons" / "xlbudget.svg"]


def files(folder: Path) -> dict[Path, bytes]:
    """Path → content; what is started shows ``folder``."""
    python = machine.interpreter()
    if machine.system() == "windows":
        # Without a console; where a path has characters of no code page, UTF-8 is meant.
        alone = python.with_name("pythonw.exe")
        text = f'@echo off\r\nchcp 65001 >nul\r\nstart "" "{_percent(alone)}" -m xlbudget desk "{_percent(folder)}"\r\n'
        return {places()[0]: text.encode("utf-8")}
    entry, icon = places()
    text = (
        f"[Desktop Entry]\nType=Application\nName={LABEL}\nComment=部门决算与绩效自评：WPS 里的按钮和本机的网页\n"
        f"Exec={_quoted(python)} -m xlbudget desk {_quoted(folder)}\nIcon={icon}\nTerminal=false\n"
        "Categories=Office;\n"
    )
    return {icon: picture("recalc_all").encode("utf-8"), entry: text.encode("utf-8")}


def _percent(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(path: Path) -> str:
    """A word of ``Exec``: quoted by the rules of desktop entries, whose backslashes count twice."""
    word = str(path)
    for char in '\\"`$':
        word = word.replace(char, f"\\{char}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'
