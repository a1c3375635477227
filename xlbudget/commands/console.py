"""What commands say: lines for a person, and bytes for another program."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TextIO

from xlbudget.disk.encoding import utf8


def escape_what_it_cannot_show() -> None:
    """A character that the console's encoding lacks is written as an escape; nothing fails for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """What came out."""
    _print(text, sys.stdout)


def warn(text: str) -> None:
    """What went wrong."""
    _print(text, sys.stderr)


def note(text: str) -> None:
    """What the user should look at."""
    warn(f"提示：{text}")


def progress(text: str) -> None:
    """What is being done, for a person who watches."""
    if sys.stderr.isatty():
        warn(f"{text}……")


def send(text: str) -> None:
    """Print what another program reads: UTF-8, whatever the console or the pipe is set to."""
    if (stream := getattr(sys.stdout, "buffer", None)) is None:
        return say(text)
    try:
        sys.stdout.flush()
        stream.write(utf8(f"{text}\n"))
        stream.flush()
    except OSError:
        _close(sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    """A reader that has gone away is no reason to fail."""
    try:
        print(text, file=stream, flush=True)
    except OSError:
        _close(stream)


def _close(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
