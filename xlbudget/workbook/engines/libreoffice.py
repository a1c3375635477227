"""LibreOffice headless, in a profile of its own: the office program's own calculation."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from time import monotonic

from xlbudget.disk.interrupts import stop_if_asked, undisturbed
from xlbudget.disk.system import reason
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import EngineFailed, EngineMissing
from xlbudget.workbook.engines.office import installed, room
from xlbudget.workbook.engines.standins import with_standins

LOCALE = "zh-CN"
"""Whatever the machine is set to: a German one would print 1.006,09 and take 1,006.09 for no number."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item>
</oor:items>
"""
SECONDS = 180
SECONDS_EACH = 10
STEP = 0.2
"""Seconds after which it is asked whether it is still wanted."""


def program() -> str | None:
    """The soffice command, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice") or installed()


def working() -> AbstractContextManager[Path]:
    """A folder for files that the program is to read and write."""
    return workplace(room(program() or ""))


def profile(folder: Path) -> str:
    """The argument that starts LibreOffice in a profile of its own in ``folder``, with our locale."""
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(LOCALE), encoding="utf-8")
    return f"-env:UserInstallation={folder.as_uri()}"


def convert(source: Path, kind: str, folder: Path) -> Path:
    """``source`` converted to ``kind`` (xlsx, pdf) in ``folder``."""
    return convert_all([source], kind, folder)[0]


def convert_all(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Every file converted in one start of the program, which is most of the time it takes."""
    command = program()
    if command is None:
        raise EngineMissing("LibreOffice", "请安装 LibreOffice，或改用 --engine formualizer")
    seconds = SECONDS + SECONDS_EACH * len(sources)
    with working() as own:
        arguments = [command, profile(own), "--headless", "--convert-to", kind, "--outdir", str(folder)]
        try:
            run = _run([*arguments, *map(str, sources)], seconds, own)
        except subprocess.TimeoutExpired:
            raise EngineFailed("LibreOffice", f"{seconds} 秒还没有完成") from None
        except OSError as error:
            raise EngineFailed("LibreOffice", f"{command} 启动不了，{reason(error)}") from error
    made = [folder / f"{source.stem}.{kind}" for source in sources]
    if run.returncode or not all(path.exists() for path in made):
        why = f"没有得到结果（退出码 {run.returncode}）"
        raise EngineFailed("LibreOffice", why) from RuntimeError((run.stderr or run.stdout).strip())
    return made


def _run(command: Sequence[str], seconds: float, temporary: Path) -> subprocess.CompletedProcess[str]:
    """``subprocess.run``, but what the program itself has started ends with it, too.

    The command is a wrapper: killed alone it would leave the program at work, writing where we clean up. Its temporary
    files are in ``temporary``, for a program that is killed leaves them.
    """
    pipe, apart = subprocess.PIPE, os.name == "posix"
    env = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, errors="replace", env=env, start_new_session=apart
    ) as run:
        try:
            out, err = _ended(run, monotonic() + seconds)
        except BaseException:
            with undisturbed():
                if apart:
                    with suppress(OSError):
                        os.killpg(run.pid, signal.SIGKILL)
                else:
                    subprocess.run(["taskkill", "/T", "/F", "/PID", str(run.pid)], capture_output=True, check=False)
                # Only when all are gone do the pipes end.
                run.communicate()
            raise
    return subprocess.CompletedProcess(command, run.returncode, out, err)


def _ended(run: subprocess.Popen[str], latest: float) -> tuple[str, str]:
    """What it printed; TimeoutExpired when it is at work longer."""
    while True:
        try:
            return run.communicate(timeout=STEP)
        except subprocess.TimeoutExpired:
            stop_if_asked()
            if monotonic() > latest:
                raise


def with_values(package: bytes) -> bytes:
    # It loses the escapes of texts such as _x005F_x000D_ when it writes them back.
    plain = with_standins(package)
    with working() as folder:
        source = folder / "in" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(plain.package if plain else package)
        made = convert(source, "xlsx", folder).read_bytes()
    return plain.restored(made) if plain else made
