"""LibreOffice headless, in a profile of its own: the office program's own calculation."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from xlbudget.engines.standins import hidden
from xlbudget.errors import EngineFailed, EngineMissing

SECONDS = 180
SECONDS_EACH = 10


def program() -> str | None:
    """The soffice command, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(source: Path, kind: str, folder: Path) -> Path:
    """``source`` converted to ``kind`` (xlsx, pdf) in ``folder``."""
    return convert_all([source], kind, folder)[0]


def convert_all(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Every file converted in one start of the program, which is most of the time it takes."""
    command = program()
    if command is None:
        raise EngineMissing("LibreOffice", "请安装 LibreOffice，或改用 --engine formualizer")
    seconds = SECONDS + SECONDS_EACH * len(sources)
    with tempfile.TemporaryDirectory(prefix="xlbudget-lo-") as profile:
        profiled = f"-env:UserInstallation={Path(profile).as_uri()}"
        arguments = [command, profiled, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        try:
            run = subprocess.run(
                [*arguments, *map(str, sources)], capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise EngineFailed("LibreOffice", f"{seconds} 秒还没有完成") from None
    made = [folder / f"{source.stem}.{kind}" for source in sources]
    if run.returncode or not all(path.exists() for path in made):
        raise EngineFailed("LibreOffice", (run.stderr or run.stdout).strip()[-200:] or "没有得到结果")
    return made


def with_values(package: bytes) -> bytes:
    # 它写回 _x005F_x000D_ 这样的文字时丢了转义。
    plain = hidden(package)
    made = _with_values(plain.package if plain else package)
    return plain.restored(made) if plain else made


def _with_values(package: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        source = Path(folder) / "in" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(package)
        return convert(source, "xlsx", Path(folder)).read_bytes()
