"""What nobody foresaw, as one sentence: the traceback goes to the file in which the buttons write theirs, too."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlbudget import __version__
from xlbudget.addin.install import places
from xlbudget.disk.system import reason
from xlbudget.errors import XlbudgetError

SHOWN = 300
"""Characters of the command that a sentence repeats."""
LIMIT = 1_000_000
"""Bytes: a longer log is begun anew."""


class Unforeseen(XlbudgetError):
    """What no other sentence was written for; ``log`` holds the details, None where nothing could be written."""

    def __init__(self, doing: str, error: BaseException, log: Path | None) -> None:
        where = f"细节记在 {log}，请把它交给维护程序的人" if log else "细节没有能记下来"
        if isinstance(error, MemoryError):
            super().__init__(
                f"{doing}，内存不够，没有做完；请关闭别的程序，或删去文件里与决算无关的内容再试。{where}。"
            )
        elif isinstance(error, OSError):
            super().__init__(f"{doing}，没有做完：{reason(error)}；请照此排除后再试。{where}。")
        else:
            super().__init__(f"{doing}，程序里出了意外（{type(error).__name__}），没有做完；{where}。")


def unforeseen(error: BaseException, arguments: Sequence[str]) -> Unforeseen:
    """The sentence for an error that no command caught; nothing that goes wrong with the log is raised."""
    # What is large on the stack goes first: these lines take memory, too, where there is none left.
    traceback.clear_frames(error.__traceback__)
    command = " ".join(["xlbudget", *arguments])
    shown = "".join(char if char.isprintable() else " " for char in command[:SHOWN])
    return Unforeseen(f"运行 {shown}{'…' * (len(command) > SHOWN)} 时", error, logged(error, arguments))


def logged(error: BaseException, arguments: Sequence[str]) -> Path | None:
    """Note an error and where it came from; the log, or None where none can be written."""
    try:
        trace = "".join(traceback.format_exception(error))
        head = f"{datetime.now():%Y-%m-%d %H:%M:%S} ERROR xlbudget {__version__} {' '.join(arguments)}"
        text = f"{head}\n{trace}".encode("utf-8", "backslashreplace")
        for path in (places.log(), Path(tempfile.gettempdir()) / "xlbudget" / places.LOG):
            if _appended(path, text):
                return path
    except Exception:
        pass  # The sentence is said, whether there is a log or not.
    return None


def _appended(path: Path, text: bytes) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        long = path.exists() and path.stat().st_size > LIMIT
        with path.open("wb" if long else "ab") as file:
            file.write(text)
    except OSError:
        return False
    return True
