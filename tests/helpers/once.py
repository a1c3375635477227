"""What is made once in a run of the tests, whichever of its processes needs it first."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives. Of several processes the first makes it, and the others read it; ``name`` is its own."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    path = factory.getbasetemp().parent / f"made-{name}.pickle"
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            made = make()
            path.write_bytes(pickle.dumps(made))
            return made
        found: Made = pickle.loads(path.read_bytes())
        return found


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the lock of one that is no more is free."""
    with lock.open("w") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
