"""The same work on a Dask cluster that is there already: one function, mapped over the files.

Every worker has to have this program and see the files under the same paths. A worker that is lost costs the files it
was at: others do them again, and as only what comes back is written here, nothing is written twice. Where the scheduler
is lost, so is what it had not given back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from xlbudget.errors import BadUsage, SchedulerLost
from xlbudget.units.many.sources import SourceFile
from xlbudget.units.many.work import UNJUDGED, Outcome, Task, Work, done

AHEAD = 4
"""How many files a thread of the cluster has waiting: no more is in memory than what is asked for."""
PATIENCE = 10.0
"""Seconds in which a scheduler answers."""


def outcomes(sources: Sequence[SourceFile], work: Work, address: str) -> Iterator[tuple[SourceFile, Outcome]]:
    """Each file with what came of it, as they are done."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        remedy = "请在 xlbudget 的目录里运行 pip install -c constraints.txt '.[cluster]'"
        raise BadUsage(f"--scheduler 要用 distributed，没有装；{remedy}。") from None
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BadUsage(
            f"连不上 Dask 的调度器 {address}（{type(error).__name__}）；请检查地址和它有没有启动。"
        ) from None
    # What it says in English of a connection that is lost, we say.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    with client:
        left = iter(sources)
        if not (threads := sum(client.nthreads().values())):
            raise BadUsage(f"Dask 的调度器 {address} 上没有一个进程干活；请先在各台电脑上启动 dask worker。")
        asked: dict[Any, SourceFile] = {}

        def ask(count: int) -> list[Any]:
            made = []
            for source in islice(left, count):
                # Not pure: a file of the same path may be another one today.
                future = client.submit(done, Task(source.path.resolve(), work, source.path), pure=False)
                asked[future] = source
                made.append(future)
            return made

        finished = distributed.as_completed(ask(AHEAD * threads), loop=client.loop)
        for future in finished:
            source = asked.pop(future)
            failed = future.exception()
            if future.cancelled():
                raise SchedulerLost(address)
            if failed is None:
                yield source, future.result()
            else:
                yield source, Outcome(UNJUDGED, f"{source.path}：集群没有做成（{type(failed).__name__}：{failed}）")
            future.release()
            for more in ask(1):
                finished.add(more)
