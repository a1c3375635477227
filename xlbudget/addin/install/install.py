"""The add-in put in its place, or not at all, and taken away again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xlbudget.addin import xlam
from xlbudget.addin.install import interpreter, machine, places
from xlbudget.addin.install.refusals import ExcelHoldsAddin, NotOurAddin, RemovalFailed
from xlbudget.addin.install.status import content, status
from xlbudget.addin.settings import BELOW
from xlbudget.disk.output_files import put_all
from xlbudget.disk.system import reason
from xlbudget.errors import TargetUnwritable


def install(below: float = BELOW, force: bool = False) -> list[str]:
    """Write the add-in, and on macOS its AppleScript; the lines to print.

    ``below``: the rate of execution, in per cent, below which a project is to be explained.
    """
    target, script, python = places.addin(), places.script(), machine.interpreter()
    interpreter.check_path(python)
    interpreter.version(python)
    _check_free(target)
    if (foreign := _foreign(target, script)) and not force:
        raise NotOurAddin(foreign[0])
    files = {script: xlam.applescript()} if script else {}
    files[target] = xlam.build({interpreter.setting(): str(python), "RATE_BELOW": f"{below:.10g}"})
    put_all_new(files)
    written = [f"已写出 {path}" for path in files]
    return [*written, "请重新打开 Excel，功能区里就有“预算绩效”这一页", *status().lines]


def uninstall() -> list[str]:
    """Delete what is ours of what :func:`install` wrote; the lines to print."""
    target, script = places.addin(), places.script()
    _check_free(target)
    foreign = _foreign(target, script)
    # The add-in goes last: as long as it is there, the script beside it is known to be ours.
    ours = [path for path in (script, target) if path and path not in foreign and content(path) is not None]
    for path in ours:
        try:
            path.unlink()
        except OSError as error:
            raise RemovalFailed(path, error) from None
    lines = [f"已删除 {path}" for path in ours] or [f"没有安装过，没有要删的（应在 {target}）"]
    lines += [f"{path} 不是 xlbudget 的文件，没有动它" for path in foreign]
    if (logs := places.log().parent).exists():
        lines.append(f"日志还留着：{logs}，不要了可以自己删")
    return lines


def _check_free(target: Path) -> None:
    """Refuse while Excel has the add-in open: it would go on with the old one, or lose it."""
    lock = target.with_name(places.LOCK)
    if os.path.lexists(lock):
        raise ExcelHoldsAddin(target, lock)
    if machine.system() == "windows":
        try:
            target.open("r+b").close()
        except PermissionError:
            raise ExcelHoldsAddin(target, None) from None
        except OSError:
            pass


def _foreign(target: Path, script: Path | None) -> list[Path]:
    """Files in our places that are somebody else's."""
    there = content(target)
    if there is not None and xlam.settings_of(there) is not None:
        # An older version's script differs; with our add-in beside it, it is ours.
        return []
    found = [] if there is None else [target]
    return [*found, script] if script and content(script) not in (None, xlam.applescript()) else found


def put_all_new(files: Mapping[Path, bytes]) -> None:
    """Write all the files with their folders; when one cannot be, leave everything as it was."""
    missing = [folder for path in files for folder in path.parents if not folder.exists()]
    try:
        for path in files:
            _make_folder(path.parent)
        put_all(files)
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        denied = isinstance(error, PermissionError)
        why = "没有权限建立这个文件夹" if denied else f"建立不了这个文件夹，{reason(error, writing=True)}"
        raise TargetUnwritable(folder, why) from None
