"""The work on many files by several processes of this computer; one that crashes takes its own file with it only."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar

from xlbudget.units.many.sources import SourceFile

Done = TypeVar("Done")
Made = TypeVar("Made", covariant=True)
CONTEXT = get_context("spawn")
"""The same on every system; and a fork would inherit the engine's threads, but not what they do."""
YOUNG, GARBAGE = 10, 50
"""After so many files it is collected what they have left; after so many, all that there is."""


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Doing(Protocol[Made]):
    """What is done with a file, in whichever process; what is wrong with the file is in what comes of it."""

    def done(self, path: Path) -> Made: ...
    def lost(self, path: Path, why: str) -> Made: ...


@dataclass
class _Worker:
    """A process, the end of its pipe, and what it is doing."""

    process: BaseProcess
    pipe: Connection
    source: SourceFile | None = None
    alike: str = ""


def outcomes(sources: Sequence[SourceFile], work: Doing[Done], jobs: int) -> Iterator[tuple[SourceFile, Done]]:
    """Each file with what came of it, as they are done."""
    waiting = _Waiting(sources)
    workers: list[_Worker] = []
    try:
        workers += [_started() for _ in range(min(jobs, len(sources)))]
        for worker in workers:
            _give(worker, waiting, work)
        while busy := [worker for worker in workers if worker.source]:
            ready = wait([worker.pipe for worker in busy])
            for worker in [one for one in busy if one.pipe in ready]:
                source, outcome = worker.source, _answer(worker)
                if outcome is None:
                    workers.remove(worker)
                    outcome = work.lost(source.path, _died(worker)) if source else None
                    worker = _started()
                    workers.append(worker)
                _give(worker, waiting, work)
                if source is not None and outcome is not None:
                    yield source, outcome
    finally:
        for worker in workers:
            worker.pipe.close()
            # What it writes, it writes to us.
            worker.process.terminate()
        for worker in workers:
            worker.process.join()


def here(sources: Sequence[SourceFile], work: Doing[Done]) -> Iterator[tuple[SourceFile, Done]]:
    """The same, in this process."""
    for count, source in enumerate(sources, 1):
        yield source, work.done(source.path)
        _tidy(count)


def _tidy(count: int) -> None:
    if count % YOUNG == 0:
        gc.collect(2 if count % GARBAGE == 0 else 0)


class _Waiting:
    """The files that nobody has taken yet. A process goes on with those that are alike: it knows their formulas."""

    def __init__(self, sources: Sequence[SourceFile]) -> None:
        self.by_kind: dict[str, deque[SourceFile]] = {}
        for source in sources:
            self.by_kind.setdefault(source.alike, deque()).append(source)
        self.taken: set[str] = set()

    def next(self, alike: str) -> SourceFile | None:
        """The next for one who has just done such a file: another of them, one with the same sheets, or of the most;
        rather one that nobody is at yet."""
        if not self.by_kind:
            return None
        if alike not in self.by_kind:
            wide = alike.rpartition("/")[0]
            near = [kind for kind in self.by_kind if kind.rpartition("/")[0] == wide]
            kinds = [kind for kind in near or self.by_kind if kind not in self.taken] or near or list(self.by_kind)
            alike = max(kinds, key=lambda kind: len(self.by_kind[kind]))
        self.taken.add(alike)
        found = self.by_kind[alike].popleft()
        if not self.by_kind[alike]:
            del self.by_kind[alike]
        return found


def _give(worker: _Worker, waiting: _Waiting, work: Doing[Any]) -> None:
    worker.source = waiting.next(worker.alike)
    if worker.source is not None:
        worker.alike = worker.source.alike
        # Where it has died, the next answer says so.
        with suppress(OSError):
            worker.pipe.send((work, worker.source.path))


def _answer(worker: _Worker) -> Any:
    """What it has made of its file; None where it has died."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def _died(worker: _Worker) -> str:
    """How it ended."""
    worker.pipe.close()
    worker.process.join()
    code = worker.process.exitcode
    return f"做它的进程中途没了（{f'信号 {-code}' if code and code < 0 else f'退出码 {code}'}），可能是内存不够"


def _started() -> _Worker:
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=serve, args=(theirs,), daemon=True)
    with _deaf():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started within it never hears of Ctrl+C, which goes to all: we say when to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def serve(pipe: Connection) -> None:
    """What a process does: one file after the other, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    count = 0
    try:
        while True:
            work, path = pipe.recv()
            pipe.send(work.done(path))
            count += 1
            _tidy(count)
    except (EOFError, OSError):
        return
