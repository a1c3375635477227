"""LibreOffice is found where its installers put it, on every system; a program in a sandbox sees its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

from xlbudget.disk import registry
from xlbudget.export import pdf
from xlbudget.workbook.engines import libreoffice, office
from xlbudget.workbook.engines.office import APP, KEYS, ROOT, installed, room

PLACES = {
    "linux": [
        "opt/libreoffice24.8/program/soffice",
        "opt/libreoffice24.2/program/soffice",
        "opt/libreoffice7.6/program/soffice",
        "usr/lib/libreoffice/program/soffice",
        "usr/lib64/libreoffice/program/soffice",
        "usr/local/lib/libreoffice/program/soffice",
        "snap/bin/libreoffice",
        f"var/lib/flatpak/exports/bin/{APP}",
        f"home/u/.local/share/flatpak/exports/bin/{APP}",
    ],
    "darwin": [
        "Applications/LibreOffice.app/Contents/MacOS/soffice",
        "Applications/LibreOffice 7.6.app/Contents/MacOS/soffice",
        "home/u/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ],
    "win32": [
        "Elsewhere/LO/program/soffice.com",
        "Program Files/LibreOffice/program/soffice.com",
        "Program Files/LibreOffice 7/program/soffice.com",
        "Program Files (x86)/LibreOffice 5/program/soffice.com",
        "home/u/AppData/Local/Programs/LibreOffice/program/soffice.com",
        "Elsewhere/LO/program/soffice.exe",
        "Program Files/LibreOffice/program/soffice.exe",
    ],
}
"""System → where the program may be, the place to prefer first."""


VARIABLES = {
    "HOME": "home/u",
    "ProgramFiles": "Program Files",
    "ProgramW6432": "",
    "ProgramFiles(x86)": "Program Files (x86)",
    "LOCALAPPDATA": "home/u/AppData/Local",
}


def on(patch: pytest.MonkeyPatch, name: str, root: Path, values: Mapping[str, str] | None = None) -> str | None:
    """The program that is found on a made-up system with the files in ``root`` and this registry."""
    registered = values or {KEYS[0]: str(root / "Elsewhere" / "LO" / "program")}
    with patch.context() as here:
        for variable, folder in VARIABLES.items():
            here.setenv(variable, str(root / folder) if folder else "")
        here.setattr(office, "ROOT", root)
        here.setattr(registry, "value", registered.get)
        here.setattr(sys, "platform", name)
        return installed()


def put(root: Path, place: str) -> str:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return str(path)


@pytest.mark.parametrize("name", PLACES)
def test_wherever_it_is_and_the_first_of_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In each place alone, and in any two of them; nowhere, it is not found."""
    places = PLACES[name]
    for number, few in enumerate([(), *((place,) for place in places), *combinations(places, 2)]):
        root = tmp_path / str(number)
        there = [put(root, place) for place in few]
        assert on(monkeypatch, name, root) == (there[0] if there else None)


def test_the_registry_may_name_the_program_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = put(tmp_path, "D/LO/program/soffice.com")
    for said in (there[:-3] + "exe", f'"{there[:-3]}exe"', str(Path(there).parent), str(tmp_path / "gone")):
        assert on(monkeypatch, "win32", tmp_path, {KEYS[1]: said}) == (None if said.endswith("gone") else there)


@pytest.mark.parametrize("name", PLACES)
def test_a_folder_of_that_name_is_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for place in PLACES[name]:
        (tmp_path / place).mkdir(parents=True)
    assert on(monkeypatch, name, tmp_path) is None


def test_this_computer() -> None:
    assert Path("/") == ROOT
    assert registry.value(KEYS[0]) is None or sys.platform == "win32"


SANDBOXES = {
    "/snap/bin/libreoffice": "snap/libreoffice/common",
    f"/var/lib/flatpak/exports/bin/{APP}": f".var/app/{APP}/cache",
    f"/home/u/.local/share/flatpak/exports/bin/{APP}": f".var/app/{APP}/cache",
    "/opt/libreoffice24.8/program/soffice": "",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice": "",
}


@pytest.mark.parametrize("command", SANDBOXES)
def test_files_are_where_the_program_sees_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """The papers to print, and its own profile."""
    monkeypatch.setenv("HOME", str(tmp_path))
    place = tmp_path / SANDBOXES[command] if SANDBOXES[command] else None
    assert room(command) == place
    seen: list[str] = []

    def run(arguments: list[str], *_: object) -> object:
        seen.extend(arguments)
        Path(arguments[-1]).with_suffix(".pdf").write_bytes(b"%PDF")
        return type("Run", (), {"returncode": 0})

    monkeypatch.setattr(libreoffice, "program", lambda: command)
    monkeypatch.setattr(libreoffice, "_run", run)
    assert pdf.pdfs({"甲.xlsx": b""}) == {"甲.pdf": b"%PDF"}
    profile = next(word for word in seen if word.startswith("-env:UserInstallation="))
    for path in (profile.partition("file://")[2], seen[seen.index("--outdir") + 1], seen[-1]):
        assert (place is None) == (tmp_path not in Path(path).parents)
        assert place is None or place in Path(path).parents
    assert not place or not os.listdir(place)


def test_what_is_on_the_path_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: "/opt/libreoffice24.8/program/soffice")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libreoffice.program() == "/opt/libreoffice24.8/program/soffice"
    for name in ("libreoffice", "soffice"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert libreoffice.program() == str(tmp_path / name)
