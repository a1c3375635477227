"""Where things go on each system."""

from __future__ import annotations

from pathlib import Path

from xlbudget.addin.install.machine import Machine
from xlbudget.addin.install.refusals import NoExcelSystem

ADDIN = "xlbudget.xlam"
LOG = "xlbudget.log"
LOCK = f"~${ADDIN}"
"""What Excel puts beside a file while it has it open."""


def addin(machine: Machine) -> Path:
    """The add-in, in the folder whose files Excel opens when it starts."""
    if machine.system == "windows":
        return _roaming(machine) / "Microsoft" / "Excel" / "XLSTART" / ADDIN
    if machine.system == "macos":
        office = machine.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return office / "User Content.localized" / "Startup.localized" / "Excel" / ADDIN
    raise NoExcelSystem


def script(machine: Machine) -> Path | None:
    """The AppleScript, in the only folder from which Excel on macOS may run one; no other system needs it."""
    if machine.system != "macos":
        return None
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xlbudget.applescript"


def log(machine: Machine) -> Path:
    """The file in which it is written what went wrong."""
    return log_folder(machine) / LOG


def local(machine: Machine) -> Path:
    """Where Windows programs of this user alone are."""
    return _variable(machine, "LOCALAPPDATA") or machine.home / "AppData" / "Local"


def _roaming(machine: Machine) -> Path:
    return _variable(machine, "APPDATA") or machine.home / "AppData" / "Roaming"


def log_folder(machine: Machine) -> Path:
    if machine.system == "windows":
        return local(machine) / "xlbudget"
    if machine.system == "macos":
        return machine.home / "Library" / "Logs" / "xlbudget"
    return (_variable(machine, "XDG_STATE_HOME") or machine.home / ".local" / "state") / "xlbudget"


def _variable(machine: Machine, name: str) -> Path | None:
    """The folder a variable names; one that is empty or relative names none."""
    value = machine.variables.get(name, "")
    return Path(value) if Path(value).is_absolute() else None
