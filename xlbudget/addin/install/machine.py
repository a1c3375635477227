"""What only the system of this computer can tell: which it is, its Python, what a program prints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

System = Literal["windows", "macos", "other"]


def system() -> System:
    """The family of systems, as far as Excel is concerned."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "macos"}
    return systems.get(sys.platform, "other")


def interpreter() -> Path:
    """The Python that runs this, absolute, and not resolved: a virtual environment is found by its own path."""
    return Path(os.path.abspath(sys.executable))


def run(command: Sequence[str]) -> tuple[int, str]:
    """Runs a program from the home folder: its exit status, and what it printed (its complaint if it failed).

    In the folder of the source code a package that is not installed can be imported, and Excel starts elsewhere.
    """
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, stdin=none, stdout=pipe, stderr=pipe, text=True, errors="replace", timeout=120, cwd=Path.home()
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return 1, str(error)
    return done.returncode, done.stderr if done.returncode else done.stdout
