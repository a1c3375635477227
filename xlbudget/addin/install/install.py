"""The add-in put in its place, or not at all, and taken away again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xlbudget import __version__
from xlbudget.addin.install import interpreter, places
from xlbudget.addin.install.installed import AppleScript, Build, SettingsOf, check_free, content
from xlbudget.addin.install.machine import Machine
from xlbudget.addin.install.refusals import NotOurAddin, RemovalFailed
from xlbudget.addin.install.status import status
from xlbudget.disk.output_files import put
from xlbudget.disk.system import reason
from xlbudget.errors import TargetUnwritable, XlbudgetError

BELOW = 80.0
"""The rate of execution, in per cent, below which a project is to be explained."""


def install(
    machine: Machine,
    build: Build,
    applescript: AppleScript,
    settings_of: SettingsOf,
    *,
    below: float = BELOW,
    force: bool = False,
) -> list[str]:
    """Write the add-in, and on macOS its AppleScript; the lines to print."""
    target = places.addin(machine)
    interpreter.check_path(machine)
    interpreter.version(machine, machine.interpreter)
    check_free(machine)
    foreign = _foreign(machine, settings_of, applescript)
    if foreign and not force:
        raise NotOurAddin(foreign[0])
    settings = {interpreter.setting(machine): str(machine.interpreter), "RATE_BELOW": f"{below:.10g}"}
    files = {target: build(settings)}
    script = places.script(machine)
    if script is not None:
        files = {script: applescript(), **files}
    _put_all(files)
    return [
        *(f"已写出 {path}" for path in files),
        "请重新打开 Excel，功能区里就有“预算绩效”这一页",
        *status(machine, settings_of, __version__).lines,
    ]


def uninstall(machine: Machine, applescript: AppleScript, settings_of: SettingsOf) -> list[str]:
    """Delete what is ours of what :func:`install` wrote; the lines to print."""
    target = places.addin(machine)
    check_free(machine)
    foreign = _foreign(machine, settings_of, applescript)
    # 加载项最后删：它在，就知道旁边的脚本是我们的。
    present = [path for path in (places.script(machine), target) if path is not None and content(path) is not None]
    ours = [path for path in present if path not in foreign]
    for path in ours:
        try:
            path.unlink()
        except OSError as error:
            raise RemovalFailed(path, error) from None
    lines = [f"已删除 {path}" for path in ours] or [f"没有安装过，没有要删的（应在 {target}）"]
    lines += [f"{path} 不是 xlbudget 的文件，没有动它" for path in foreign]
    logs = places.log(machine).parent
    if logs.exists():
        lines.append(f"日志还留着：{logs}，不要了可以自己删")
    return lines


def _foreign(machine: Machine, settings_of: SettingsOf, applescript: AppleScript) -> list[Path]:
    """Files in our places that are somebody else's."""
    target, script = places.addin(machine), places.script(machine)
    held = content(target)
    ours = held is not None and settings_of(held) is not None
    found = [target] if held is not None and not ours else []
    # 旧版本的脚本与现在的不同；旁边有我们的加载项，它就是我们的。
    if script is not None and not ours and content(script) not in (None, applescript()):
        found.append(script)
    return found


def _put_all(files: Mapping[Path, bytes]) -> None:
    """Write all the files with their folders; when one cannot be, leave everything as it was."""
    before = {path: content(path) for path in files}
    new_folders = [folder for path in files for folder in path.parents if not folder.exists()]
    try:
        for path, bytes_of_it in files.items():
            _make_folder(path.parent)
            put(path, bytes_of_it, force=True)
    except BaseException:
        for path, old in before.items():
            with suppress(XlbudgetError, OSError):
                if old is None:
                    path.unlink(missing_ok=True)
                elif content(path) != old:
                    put(path, old, force=True)
        for folder in new_folders:
            with suppress(OSError):
                folder.rmdir()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        raise TargetUnwritable(folder, "没有权限建立这个文件夹") from None
    except OSError as error:
        raise TargetUnwritable(folder, f"建立不了这个文件夹，{reason(error, writing=True)}") from None
