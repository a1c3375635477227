"""What is installed, whether it can work here, and what may be in the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xlbudget import __version__
from xlbudget.addin import xlam
from xlbudget.addin.install import interpreter, machine, places
from xlbudget.addin.install.download_marks import elsewhere, marked, marks
from xlbudget.addin.install.observation import Observation, hurdle
from xlbudget.addin.install.office_programs import office
from xlbudget.addin.install.policies import policies
from xlbudget.addin.install.refusals import InterpreterUnfit, NoExcelSystem
from xlbudget.disk import input_file
from xlbudget.errors import FileMissing, FileUnreadable


@dataclass(frozen=True)
class Status:
    """All that was found."""

    observations: tuple[Observation, ...]

    @property
    def ok(self) -> bool:
        return not any(one.hurdle for one in self.observations)

    @property
    def lines(self) -> list[str]:
        """What is there first, then what may be in the way."""
        there = [one.text for one in self.observations if not one.hurdle]
        hurdles = [f"注意：{one.text}。" for one in self.observations if one.hurdle]
        return [*there, *(hurdles or ["没有发现妨碍使用的地方"])]


def status() -> Status:
    """Look at everything; change nothing."""
    return Status(tuple(_observations()))


def content(path: Path) -> bytes | None:
    """What a file holds; None when there is none."""
    try:
        return input_file.content(path)
    except FileMissing:
        return None


def _observations() -> Iterator[Observation]:
    if machine.system() == "other":
        yield hurdle(str(NoExcelSystem()).rstrip("。"))
    else:
        path = places.addin()
        yield from _addin(path)
        yield from office()
        yield from policies(marked(path))
        yield from elsewhere("加载项", path)
    yield Observation(f"日志：{places.log()}（按钮出了错，原因写在这里）")


def _addin(path: Path) -> Iterator[Observation]:
    try:
        there = content(path)
    except FileUnreadable as error:
        yield hurdle(str(error).rstrip("。"))
        return
    if there is None:
        yield hurdle(f"没有安装（应在 {path}）；请运行 xlbudget addin install")
        return
    settings = xlam.settings_of(there)
    if settings is None:
        yield hurdle(f"{path} 不是 xlbudget 的加载项；请弄清它是什么，移走以后再安装")
        return
    version = settings.get("VERSION", "")
    yield Observation(f"加载项：{path}，版本 {version}")
    yield Observation(f"SHA-256：{sha256(there).hexdigest()}")
    if version != __version__:
        yield hurdle(f"加载项的版本是 {version}，程序是 {__version__}；请重新运行 xlbudget addin install")
    yield from _python(settings.get(interpreter.setting(), ""), version)
    yield from _script()
    yield from marks(path)


def _python(python: str, version: str) -> Iterator[Observation]:
    """The Python that the add-in, of this version, will start."""
    if not python:
        yield hurdle("加载项里没有写用哪个 Python；请重新运行 xlbudget addin install")
    elif not os.path.exists(python):
        yield hurdle(f"加载项要用的 Python {python} 不在了；请用现在的 Python 重新运行 xlbudget addin install")
    else:
        try:
            has = interpreter.version(Path(python))
        except InterpreterUnfit as error:
            yield hurdle(str(error).rstrip("。"))
        else:
            yield Observation(f"Python：{python}，其中的 xlbudget 是 {has}")
            if has != version:
                yield hurdle(f"加载项的版本是 {version}，{python} 里的 xlbudget 是 {has}；请重新安装，使二者一致")
        yield from elsewhere("按钮要用的 Python", Path(python))


def _script() -> Iterator[Observation]:
    """The AppleScript, where one is needed."""
    path = places.script()
    if path is None:
        return
    if path.is_file():
        yield Observation(f"AppleScript：{path}")
        yield from marks(path)
    else:
        yield hurdle(f"{path} 不在了，没有它按钮启动不了 Python；请重新运行 xlbudget addin install")
