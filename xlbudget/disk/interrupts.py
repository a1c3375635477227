"""Being stopped: Ctrl+C, the terminal closed, the system shutting down, all end a command in the same way.

So does a person who stops one of the things that a process does at a time (:func:`stopped_by`): no signal reaches a
thread, so what takes long asks.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any

STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""SIGHUP: the terminal was closed; Windows has SIGBREAK for it."""

_late = False
"""Whether the command has done all it was asked to."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Within it each of these signals raises ``KeyboardInterrupt``, until it is :func:`too_late`.

    One that is ignored stays so: ``nohup`` means it.
    """
    global _late
    _late = False
    with _handled(_stop):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that come within it wait for its end: what is half done, or half undone, is worse than either."""
    came: list[int] = []
    try:
        with _handled(lambda number, _: came.append(number)):
            yield
    finally:
        if came:
            signal.raise_signal(came[0])


_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


@contextmanager
def stopped_by(asked: Callable[[], bool]) -> Iterator[None]:
    """Within it :func:`stop_if_asked` raises ``KeyboardInterrupt`` as soon as ``asked()``."""
    before = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(before)


def stop_if_asked() -> None:
    """A place at which work may end with nothing half done."""
    asked = _asked.get()
    if asked is not None and asked():
        raise KeyboardInterrupt


def too_late() -> None:
    """What the command was to write is there: being stopped from now on would be a lie."""
    global _late
    _late = True


def _stop(_: int, __: FrameType | None) -> None:
    if not _late:
        raise KeyboardInterrupt


@contextmanager
def _handled(handler: Any) -> Iterator[None]:
    """The signals go to ``handler``; only the main thread can have them."""
    before: dict[Any, Any] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in STOPPING:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    before[number] = signal.signal(number, handler)
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
