"""Where the installers of LibreOffice put it: seldom on PATH, but on Linux."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "org.libreoffice.LibreOffice"
KEYS = (r"SOFTWARE\LibreOffice\UNO\InstallPath", r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\soffice.exe")
"""Keys of the registry whose default values are the folder of the program, and the program itself."""


@dataclass(frozen=True)
class System:
    """What the search depends on, in one value that tests can make up."""

    name: str
    """``sys.platform``."""
    home: Path
    variables: Mapping[str, str]
    registry: Callable[[str], str | None] = lambda _: None
    """The default value of a key for all users."""
    root: Path = Path("/")


def this_system() -> System:
    """The computer this runs on."""
    return System(sys.platform, Path.home(), os.environ, _registry)


def installed(system: System) -> str | None:
    """The soffice command where an installer puts it, the newest of several; None where there is none."""
    return next((str(path) for path in _places(system) if path.is_file()), None)


def _places(system: System) -> Iterator[Path]:
    if system.name == "win32":
        programs = ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"]
        folders = [Path(system.variables[name]) for name in programs if system.variables.get(name)]
        if local := system.variables.get("LOCALAPPDATA"):
            folders.append(Path(local) / "Programs")
        found = [Path(value.strip('"')) for key in KEYS if (value := system.registry(key))]
        there = [path.parent if path.suffix else path for path in found]
        there += [path for folder in folders for path in _newest(folder, "LibreOffice*/program")]
        # soffice.exe 不等转换完就回来，soffice.com 等。
        yield from (path / name for name in ("soffice.com", "soffice.exe") for path in there)
    elif system.name == "darwin":
        for folder in (system.root / "Applications", system.home / "Applications"):
            yield from _newest(folder, "LibreOffice*.app/Contents/MacOS/soffice")
    else:
        yield from _newest(system.root / "opt", "libreoffice*/program/soffice")
        for library in ("usr/lib", "usr/lib64", "usr/local/lib"):
            yield system.root / library / "libreoffice" / "program" / "soffice"
        yield system.root / "snap" / "bin" / "libreoffice"
        for folder in (system.root / "var" / "lib", system.home / ".local" / "share"):
            yield folder / "flatpak" / "exports" / "bin" / APP


def _newest(folder: Path, pattern: str) -> list[Path]:
    """What is there of several versions, the highest version first; one without a number is the current one."""

    def version(path: Path) -> tuple[bool, list[int]]:
        numbers = [int(digits) for digits in re.findall(r"\d+", path.relative_to(folder).parts[0])]
        return not numbers, numbers

    return sorted(folder.glob(pattern), key=version, reverse=True)


def room(command: str, home: Path) -> Path | None:
    """Where a program in a sandbox of its own sees our files: not among the system's temporary ones.

    A snap sees its own folders below the user's (and no other whose name begins with a dot), a flatpak its own.
    """
    if "/snap/" in command:
        own = home / "snap" / "libreoffice" / "common"
    elif "/flatpak/" in command:
        own = home / ".var" / "app" / APP / "cache"
    else:
        return None
    own.mkdir(parents=True, exist_ok=True)
    return own


def _registry(key: str) -> str | None:
    if sys.platform == "win32":
        import winreg

        try:
            value = winreg.QueryValue(winreg.HKEY_LOCAL_MACHINE, key)
        except OSError:
            return None
        return value or None
    return None
