"""Where the process listens and by which word it knows its own: a file that only its user can read.

WPS's script looks there at each press; so does a second ``xlbudget desk``.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from xlbudget.addin.install import machine, places
from xlbudget.disk.system import reason
from xlbudget.errors import TargetUnwritable

NAME = "desk.json"
TOKEN = "X-Xlbudget-Token"
"""The header that bears the word."""


@dataclass(frozen=True)
class State:
    port: int
    token: str
    pid: int
    version: str
    folder: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """The page's address; what follows # stays in the browser."""
        return f"http://{self.host}/#{self.token}"


def path() -> Path:
    """Where it is; ``main.js`` says the same."""
    return (places.roaming() if machine.system() == "windows" else Path.home() / ".config") / "xlbudget" / NAME


def write(state: State) -> None:
    """A new file, its user's alone from the first byte."""
    write_private(path(), json.dumps(asdict(state)))


def write_private(target: Path, text: str) -> None:
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise TargetUnwritable(target, reason(error, writing=True)) from None


def read() -> State | None:
    """What is written there; None where nothing is, or nothing that can be read."""
    try:
        return State(**json.loads(path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remove(state: State) -> None:
    """Unless it is another process's by now."""
    if read() == state:
        with suppress(OSError):
            path().unlink()


def alive(state: State) -> bool:
    """Whether the process is there and knows the word."""
    request = Request(f"http://{state.host}/alive", headers={TOKEN: state.token})
    try:
        # Never by a proxy: it is this computer.
        with build_opener(ProxyHandler({})).open(request, timeout=2) as answer:
            return bool(answer.status == 204)
    except (OSError, ValueError):
        return False
