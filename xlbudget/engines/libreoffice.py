"""LibreOffice headless, in a profile of its own: the office program's own calculation."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from xlbudget.errors import EngineFailed, EngineMissing

SECONDS = 180


def program() -> str | None:
    """The soffice command, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(source: Path, kind: str, folder: Path) -> Path:
    """``source`` converted to ``kind`` (xlsx, pdf) in ``folder``."""
    command = program()
    if command is None:
        raise EngineMissing("LibreOffice", "请安装 LibreOffice，或改用 --engine formualizer")
    with tempfile.TemporaryDirectory(prefix="xlbudget-lo-") as profile:
        run = subprocess.run(
            [
                command,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(source),
            ],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    made = folder / f"{source.stem}.{kind}"
    if run.returncode or not made.exists():
        raise EngineFailed("LibreOffice", (run.stderr or run.stdout).strip()[-200:] or "没有得到结果")
    return made


def with_values(package: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        source = Path(folder) / "in" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(package)
        return convert(source, "xlsx", Path(folder)).read_bytes()
