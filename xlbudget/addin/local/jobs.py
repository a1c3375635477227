"""What the process has in hand: actions, a thread each, one at a time for a workbook; they ask, and wait."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from xlbudget.disk.interrupts import stop_if_asked, stopped_by

PATIENCE = 1800.0
"""Seconds that a person may look at a question."""
KEPT = 50
"""Jobs that are over and can still be looked at."""


@dataclass(frozen=True)
class Ended:
    """How an action came out: what to tell, whether that is bad news, and what else there is to show."""

    text: str
    bad: bool = False
    more: Any = None


STOPPED = Ended("已经停下，没有写完的都没有留下。", bad=True)


class AskFailed(Exception):
    """Who was asked could not do it."""


@dataclass(frozen=True)
class Ask:
    """One thing that is asked of the office program, or of the person."""

    op: str
    seq: int
    what: Mapping[str, Any] = field(default_factory=dict)


def key(path: Path) -> str:
    """By what two names are known to be one workbook: the file's own place, links followed."""
    return os.path.normcase(os.path.realpath(path)) if path.is_absolute() else str(path)


class Job:
    """An action at work, or over; ``said`` is what it does now."""

    def __init__(self, title: str, of: str, owner: str = "") -> None:
        self.id = token_urlsafe(16)
        self.title = title
        self.of = of
        """The :func:`key` of the workbook."""
        self.owner = owner
        """Who started it, where only that one can answer."""
        self.said = ""
        self.asking: Ask | None = None
        self.ended: Ended | None = None
        self.stopping = False
        self._seq = 0
        self._answer: tuple[Any, str] | None = None
        self._turn = threading.Condition()
        self.thread: threading.Thread | None = None

    def ask(self, op: str, **what: Any) -> Any:
        """Called by the action: the answer, once it has come."""
        stop_if_asked()
        with self._turn:
            self._seq += 1
            self._answer, self.asking = None, Ask(op, self._seq, what)
            self._turn.notify_all()
            came = self._turn.wait_for(lambda: self._answer is not None or self.stopping, PATIENCE)
            self.asking = None
            if not came or self._answer is None:
                self.stopping = True
                raise KeyboardInterrupt
            value, error = self._answer
        if error:
            raise AskFailed(error)
        return value

    def told(self, text: str) -> None:
        """Called by the action: what it does now."""
        stop_if_asked()
        self.said = text

    def answer(self, seq: int, value: Any, error: str = "") -> bool:
        """The answer to what is asked; False where that is not asked."""
        with self._turn:
            if self.asking is None or self.asking.seq != seq or self._answer is not None:
                return False
            self._answer = (value, error)
            self._turn.notify_all()
        return True

    def next(self) -> Ask | Ended:
        """Wait until something is asked, or all is done."""
        with self._turn:
            self._turn.wait_for(lambda: self.ended is not None or self._open())
            return self.ended or self.asking or STOPPED

    def _open(self) -> bool:
        """Whether something is asked that is neither answered nor given up."""
        return self.asking is not None and self._answer is None and not self.stopping

    def stop(self) -> None:
        """It ends at the next place at which nothing is half done."""
        with self._turn:
            self.stopping = True
            self._turn.notify_all()

    def run(self, action: Callable[[Job], Ended]) -> None:
        """Do it, in this thread."""
        ended = STOPPED
        try:
            with stopped_by(lambda: self.stopping):
                ended = action(self)
        except KeyboardInterrupt:
            pass
        finally:
            with self._turn:
                self.ended = ended
                self._turn.notify_all()


class Jobs:
    """All of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Job] = {}
        self._closed = False

    def start(self, title: str, of: str, action: Callable[[Job], Ended], owner: str = "") -> Job | None:
        """Begin; None while something else is done to the same workbook.

        What waits for an answer of somebody who is gone, as WPS ended in the middle, is stopped for the new one.
        """
        with self._lock:
            busy = self.busy(of)
            if busy is not None and owner and busy.owner not in ("", owner) and busy.asking is not None:
                busy.stop()
                busy = None
            if busy is not None or self._closed:
                return None
            job = Job(title, of, owner)
            self._all[job.id] = job
            over = [one.id for one in self._all.values() if one.ended is not None]
            for old in over[: max(0, len(over) - KEPT)]:
                del self._all[old]
            job.thread = threading.Thread(target=job.run, args=(action,), daemon=True)
            job.thread.start()
        return job

    def busy(self, of: str) -> Job | None:
        """What is being done to a workbook."""
        return next((one for one in self._all.values() if one.of == of and one.ended is None), None)

    def get(self, id: str) -> Job | None:
        return self._all.get(id)

    def close(self, seconds: float = 10.0) -> None:
        """Stop them all, and wait until nothing is half written."""
        with self._lock:
            self._closed = True
            waiting = [one for one in self._all.values() if one.ended is None]
        for one in waiting:
            one.stop()
        for one in waiting:
            if one.thread is not None:
                one.thread.join(seconds)
