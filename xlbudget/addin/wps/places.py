"""Where WPS looks for add-ins and says what it made of them, and which WPS there is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from xlbudget.addin.install import machine, office_programs, places
from xlbudget.addin.wps.refusals import NoWpsSystem

LISTED = "publish.xml"
"""The add-ins that WPS is to load, everybody's."""
RECORD = "authaddin.json"
"""What WPS wrote of them, and whether its user allowed them: with a digest, so nobody else writes it."""
FLATPAK = "com.wps.Office"


def addins() -> Path:
    """The folder of all add-ins of this user."""
    match machine.system():
        case "windows":
            return places.roaming() / "kingsoft" / "wps" / "jsaddons"
        case "other":
            return Path.home() / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
        case _:
            raise NoWpsSystem


def program() -> str | None:
    """WPS, where it is found."""
    if machine.system() == "windows":
        return office_programs.wps()
    return shutil.which("et") or shutil.which("wps") or _there("/opt/kingsoft/wps-office/office6/et")


def flatpak() -> Path | None:
    """A WPS that is shut in, if it is the only one: it sees no folder of ours, and nothing that runs outside."""
    if machine.system() != "other" or program():
        return None
    homes = (Path.home() / ".local" / "share" / "flatpak", Path("/var/lib/flatpak"))
    shut_in = [home / "app" / FLATPAK for home in homes] + [Path.home() / ".var" / "app" / FLATPAK]
    return next((path for path in shut_in if path.exists()), None)


def _there(path: str) -> str | None:
    return path if os.path.exists(path) else None
