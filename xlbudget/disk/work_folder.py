"""A folder to work in: gone afterwards, and where the process was killed, swept by a later one.

Nobody else's is swept. The folder holds a file that its process keeps locked as long as it lives; the system lets go
of the lock when the process ends, however it ends. So a lock that was held and can be had belongs to the dead. Where
that proves nothing (a file system without locks, another computer on a network share), only a folder that is a day
old is swept.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path
from typing import BinaryIO

from xlbudget.disk.interrupts import undisturbed

BESIDE = ".xlbudget-"
"""What the name begins with of a folder beside files that are written, out of sight."""
APART = "xlbudget-"
"""The same among the temporary files of the system."""
LOCK = ".alive"
"""Short, as all names here: Windows takes no path of more than 259 characters."""
DAY = 24 * 60 * 60.0
HERE = platform.node().encode("utf-8", "replace") or b"?"
"""Which computer this is: on a share, others may not see its locks."""


@contextmanager
def workplace(parent: Path | None = None, prefix: str = APART) -> Iterator[Path]:
    """A new folder in ``parent``, or where the system has temporary files; what the dead left there goes first."""
    parent = parent or Path(tempfile.gettempdir())
    stack = ExitStack()
    try:
        with undisturbed():
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            stack.callback(_remove, folder)
            stack.enter_context(_locked(folder))
        _sweep(parent, prefix, folder)
        yield folder
    finally:
        with undisturbed():
            stack.close()


def _remove(left: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w+b") as file:
        # Locked, then written to: what something is written in was locked once.
        if lock(file):
            file.write(HERE)
            file.flush()
        yield


def lock(file: BinaryIO) -> bool | None:
    """Whether this process holds the lock now; None where the file system has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (EACCES, EAGAIN, EDEADLK) else None
    return True


def _sweep(parent: Path, prefix: str, ours: Path) -> None:
    with suppress(OSError):
        now = ours.stat()
        for left in parent.glob(f"{prefix}*"):
            if left != ours and _is_dead(left, now, prefix):
                _remove(left)


def _is_dead(left: Path, now: os.stat_result, prefix: str) -> bool:
    """Whether what has such a name is of a process of this user that is no more.

    ``now`` is what the file system says of a folder just made: its clock, and whose it is, may not be ours.
    """
    try:
        there = left.lstat()
        if not stat.S_ISDIR(there.st_mode) | stat.S_ISREG(there.st_mode) or there.st_uid != now.st_uid:
            return False
        old = now.st_mtime - there.st_mtime > DAY
        alive = left / LOCK
        if not alive.is_file():
            # Earlier versions had no lock; among the temporary files of the system, such a name may be another's.
            return old and prefix == BESIDE
        with alive.open("r+b") as file:
            held = file.read()
            return (old or held == HERE) and bool(lock(file)) if held else old
    except OSError:
        return False
