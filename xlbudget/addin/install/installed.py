"""What is at the add-in's place now, and whether Excel has it open."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from xlbudget.addin.install import places
from xlbudget.addin.install.machine import Machine
from xlbudget.addin.install.refusals import ExcelHoldsAddin
from xlbudget.disk import input_file
from xlbudget.errors import FileMissing

Build = Callable[[Mapping[str, str]], bytes]
"""Makes the add-in with these settings in it."""
SettingsOf = Callable[[bytes], Mapping[str, str] | None]
"""The settings in an add-in; None when it is not ours."""
AppleScript = Callable[[], bytes]


def content(path: Path) -> bytes | None:
    """What a file holds; None when there is none."""
    try:
        return input_file.content(path)
    except FileMissing:
        return None


def check_free(machine: Machine) -> None:
    """Refuse while Excel has the add-in open: it would go on with the old one, or lose it."""
    path = places.addin(machine)
    lock = path.with_name(places.LOCK)
    if os.path.lexists(lock):
        raise ExcelHoldsAddin(path, lock)
    if machine.system == "windows" and machine.locked(path):
        raise ExcelHoldsAddin(path, None)
