"""``--scheduler``: two workers on this computer, of which one is killed; nothing is lost or done twice.

Then the scheduler is lost as well, and that is said.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import distributed
import pytest

from xlbudget.commands.main import main
from xlbudget.errors import SchedulerLost
from xlbudget.units.many import cluster
from xlbudget.units.many.sources import SourceFile
from xlbudget.units.many.work import UNJUDGED, Outcome, Task, Work

FILES = 12


def slow(task: Task) -> Outcome:
    """As the work on a file, but that it takes long enough to be killed at."""
    time.sleep(0.15)
    return Outcome(UNJUDGED, f"{task.path.name} {os.getpid()}")


def test_a_worker_that_is_lost_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "done", slow)
    files = [SourceFile(tmp_path / f"{number}.xlsx", str(number)) for number in range(FILES)]
    library: Any = distributed
    with (
        library.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as there,
        library.Client(there, set_as_default=False) as client,
    ):
        address = client.scheduler.address
        workers = [worker.pid for worker in there.workers.values() if worker.pid]
        found: list[tuple[SourceFile, Outcome]] = []
        for number, one in enumerate(cluster.outcomes(files, Work("text", writes=False), address)):
            found.append(one)
            if number == 1:
                os.kill(workers[0], signal.SIGKILL)
        again = cluster.outcomes(files, Work("text", writes=False), address)
        next(again)
        there.close()
        with pytest.raises(SchedulerLost, match="--resume"):
            list(again)
    assert sorted(source.path.name for source, _ in found) == sorted(f.path.name for f in files)
    assert {outcome.said.split()[0] for _, outcome in found} == {f.path.name for f in files}
    assert {outcome.said.split()[1] for _, outcome in found} - {str(workers[0])}


def test_without_the_library_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"")
    assert main(["check", str(book), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install -c constraints.txt '.[cluster]'" in capsys.readouterr().err
