"""What is installed, whether it can work here, and what may be in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xlbudget.addin.install import interpreter, places
from xlbudget.addin.install.download_marks import elsewhere, marked, marks
from xlbudget.addin.install.finding import Finding, hurdle
from xlbudget.addin.install.installed import SettingsOf, content
from xlbudget.addin.install.machine import Machine
from xlbudget.addin.install.office_programs import office
from xlbudget.addin.install.policies import policies
from xlbudget.addin.install.refusals import InterpreterUnfit, NoExcelSystem
from xlbudget.errors import FileUnreadable


@dataclass(frozen=True)
class Status:
    """All that was found."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not any(finding.hurdle for finding in self.findings)

    @property
    def lines(self) -> list[str]:
        """What is there first, then what may be in the way."""
        there = [finding.text for finding in self.findings if not finding.hurdle]
        hurdles = [f"注意：{finding.text}。" for finding in self.findings if finding.hurdle]
        return [*there, *(hurdles or ["没有发现妨碍使用的地方"])]


def status(machine: Machine, settings_of: SettingsOf, version: str) -> Status:
    """Look at everything; change nothing. ``version`` is this program's."""
    return Status(tuple(_findings(machine, settings_of, version)))


def _findings(machine: Machine, settings_of: SettingsOf, version: str) -> Iterator[Finding]:
    if machine.system == "other":
        yield hurdle(str(NoExcelSystem()).rstrip("。"))
    else:
        path = places.addin(machine)
        yield from _addin(machine, path, settings_of, version)
        yield from office(machine)
        yield from policies(machine, marked(machine, path))
        yield from elsewhere(machine, "加载项", path)
    yield Finding(f"日志：{places.log(machine)}（按钮出了错，原因写在这里）")


def _addin(machine: Machine, path: Path, settings_of: SettingsOf, version: str) -> Iterator[Finding]:
    try:
        held = content(path)
    except FileUnreadable as error:
        yield hurdle(str(error).rstrip("。"))
        return
    if held is None:
        yield hurdle(f"没有安装（应在 {path}）；请运行 xlbudget addin install")
        return
    settings = settings_of(held)
    if settings is None:
        yield hurdle(f"{path} 不是 xlbudget 的加载项；请弄清它是什么，移走以后再安装")
        return
    installed = settings.get("VERSION", "")
    yield Finding(f"加载项：{path}，版本 {installed}")
    yield Finding(f"SHA-256：{sha256(held).hexdigest()}")
    if installed != version:
        yield hurdle(f"加载项的版本是 {installed}，程序是 {version}；请重新运行 xlbudget addin install")
    yield from _python(machine, settings.get(interpreter.setting(machine), ""), installed)
    yield from _script(machine)
    yield from marks(machine, path)


def _python(machine: Machine, written: str, installed: str) -> Iterator[Finding]:
    """The Python that the add-in will start."""
    if not written:
        yield hurdle("加载项里没有写用哪个 Python；请重新运行 xlbudget addin install")
    elif not machine.exists(written):
        yield hurdle(f"加载项要用的 Python {written} 不在了；请用现在的 Python 重新运行 xlbudget addin install")
    else:
        python = Path(written)
        try:
            has = interpreter.version(machine, python)
        except InterpreterUnfit as error:
            yield hurdle(str(error).rstrip("。"))
        else:
            yield Finding(f"Python：{written}，其中的 xlbudget 是 {has}")
            if has != installed:
                yield hurdle(f"加载项的版本是 {installed}，{written} 里的 xlbudget 是 {has}；请重新安装，使二者一致")
        yield from elsewhere(machine, "按钮要用的 Python", python)


def _script(machine: Machine) -> Iterator[Finding]:
    """The AppleScript, where one is needed."""
    path = places.script(machine)
    if path is None:
        return
    if path.is_file():
        yield Finding(f"AppleScript：{path}")
        yield from marks(machine, path)
    else:
        yield hurdle(f"{path} 不在了，没有它按钮启动不了 Python；请重新运行 xlbudget addin install")
