"""Everything about the computer that installation depends on, in one value that tests can make up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

System = Literal["windows", "macos", "other"]


@dataclass(frozen=True)
class Machine:
    """One user's computer."""

    system: System
    home: Path
    variables: Mapping[str, str]
    interpreter: Path
    """The Python that runs this, absolute, and not resolved: a virtual environment is found by its own path."""
    base: Path
    """Where that Python itself is installed; differs from a virtual environment's folder."""
    registry: Callable[[str, str], str | int | None]
    """The value of a name under a key such as ``HKCU\\Software\\…``; the default value has the empty name."""
    run: Callable[[Sequence[str]], tuple[int, str]]
    """Runs a program from the home folder: its exit status, and what it printed (its complaint if it failed)."""
    exists: Callable[[str], bool]
    stream: Callable[[Path, str], str | None]
    """A named stream that NTFS keeps beside a file's content; None when there is none."""
    locked: Callable[[Path], bool]
    """Whether the system refuses to open a file for writing; not when there is none."""


def this_machine() -> Machine:
    """The computer this runs on."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "macos"}
    return Machine(
        system=systems.get(sys.platform, "other"),
        home=Path.home(),
        variables=os.environ,
        interpreter=Path(os.path.abspath(sys.executable)),
        base=Path(sys.base_prefix),
        registry=_registry,
        run=_run,
        exists=os.path.exists,
        stream=_stream,
        locked=_locked,
    )


def _registry(key: str, name: str) -> str | int | None:
    if sys.platform == "win32":
        import winreg

        root, _, rest = key.partition("\\")
        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        try:
            with winreg.OpenKey(roots[root], rest) as opened:
                value, kind = winreg.QueryValueEx(opened, name)
        except OSError:
            return None
        if kind == winreg.REG_EXPAND_SZ:
            value = winreg.ExpandEnvironmentStrings(value)
        return value if isinstance(value, str | int) else None
    return None


def _run(command: Sequence[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=120,
            # 在源代码的文件夹里，没有装过的包也能引用；Excel 不从那里启动。
            cwd=Path.home(),
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return 1, str(error)
    return done.returncode, done.stderr if done.returncode else done.stdout


def _stream(path: Path, name: str) -> str | None:
    try:
        return Path(f"{path}:{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _locked(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return True
    except OSError:
        return False
