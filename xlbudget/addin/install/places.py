"""Where things go on each system."""

from __future__ import annotations

import os
from pathlib import Path

from xlbudget.addin.install import machine
from xlbudget.addin.install.refusals import NoExcelSystem

ADDIN = "xlbudget.xlam"
LOG = "xlbudget.log"
LOCK = f"~${ADDIN}"
"""What Excel puts beside a file while it has it open."""


def addin() -> Path:
    """The add-in, in the folder whose files Excel opens when it starts."""
    if machine.system() == "windows":
        return roaming() / "Microsoft" / "Excel" / "XLSTART" / ADDIN
    if machine.system() == "macos":
        office = Path.home() / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return office / "User Content.localized" / "Startup.localized" / "Excel" / ADDIN
    raise NoExcelSystem


def script() -> Path | None:
    """The AppleScript, in the only folder from which Excel on macOS may run one; no other system needs it."""
    if machine.system() != "macos":
        return None
    return Path.home() / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xlbudget.applescript"


def roaming() -> Path:
    """Where Windows programs of this user have what follows them to other computers."""
    return _variable("APPDATA") or Path.home() / "AppData" / "Roaming"


def local() -> Path:
    """Where Windows programs of this user alone are."""
    return _variable("LOCALAPPDATA") or Path.home() / "AppData" / "Local"


def log() -> Path:
    """The file in which it is written what went wrong."""
    match machine.system():
        case "windows":
            folder = local()
        case "macos":
            folder = Path.home() / "Library" / "Logs"
        case "other":
            folder = _variable("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return folder / "xlbudget" / LOG


def _variable(name: str) -> Path | None:
    """The folder a variable names; one that is empty or relative names none."""
    value = Path(os.environ.get(name, ""))
    return value if value.is_absolute() else None
