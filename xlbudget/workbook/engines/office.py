"""Where the installers of LibreOffice put it: seldom on PATH, but on Linux."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from xlbudget.disk import registry

APP = "org.libreoffice.LibreOffice"
KEYS = (
    r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\soffice.exe",
)
"""Keys of the registry whose default values are the folder of the program, and the program itself."""
ROOT = Path("/")


def installed() -> str | None:
    """The soffice command where an installer puts it, the newest of several; None where there is none."""
    return next((str(path) for path in _places() if path.is_file()), None)


def _places() -> Iterator[Path]:
    match sys.platform:
        case "win32":
            programs = map(os.environ.get, ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
            folders = [Path(folder) for folder in programs if folder]
            if local := os.environ.get("LOCALAPPDATA"):
                folders.append(Path(local) / "Programs")
            found = [Path(str(value).strip('"')) for key in KEYS if (value := registry.value(key))]
            there = [path.parent if path.suffix else path for path in found]
            there += [path for folder in folders for path in _newest(folder, "LibreOffice*/program")]
            # soffice.exe is back before the conversion is done, soffice.com waits.
            yield from (path / name for name in ("soffice.com", "soffice.exe") for path in there)
        case "darwin":
            for folder in (ROOT / "Applications", Path.home() / "Applications"):
                yield from _newest(folder, "LibreOffice*.app/Contents/MacOS/soffice")
        case _:
            yield from _newest(ROOT / "opt", "libreoffice*/program/soffice")
            for library in ("usr/lib", "usr/lib64", "usr/local/lib"):
                yield ROOT / library / "libreoffice" / "program" / "soffice"
            yield ROOT / "snap" / "bin" / "libreoffice"
            for folder in (ROOT / "var" / "lib", Path.home() / ".local" / "share"):
                yield folder / "flatpak" / "exports" / "bin" / APP


def _newest(folder: Path, pattern: str) -> list[Path]:
    """What is there of several versions, the highest version first; one without a number is the current one."""

    def version(path: Path) -> tuple[bool, list[int]]:
        numbers = [int(digits) for digits in re.findall(r"\d+", path.relative_to(folder).parts[0])]
        return not numbers, numbers

    return sorted(folder.glob(pattern), key=version, reverse=True)


def room(command: str) -> Path | None:
    """Where a program in a sandbox of its own sees our files: not among the system's temporary ones.

    A snap sees its own folders below the user's (and no other whose name begins with a dot), a flatpak its own.
    """
    if "/snap/" in command:
        own = Path.home() / "snap" / "libreoffice" / "common"
    elif "/flatpak/" in command:
        own = Path.home() / ".var" / "app" / APP / "cache"
    else:
        return None
    own.mkdir(parents=True, exist_ok=True)
    return own
