"""Runs of a command, each a process of its own: seconds, processor seconds and memory."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Run:
    """Medians over the runs of a command: wall clock and processor time (seconds), most memory (MiB)."""

    wall: float
    cpu: float
    memory: float


def xlbudget(*words: object) -> list[str]:
    return [sys.executable, "-m", "xlbudget", *map(str, words)]


def interleaved(commands: Mapping[str, Sequence[str]], runs: int, cores: int = 0) -> dict[str, Run]:
    """Every command ``runs`` times, in turn, so that a busy machine is busy for all; ``cores``: on so many only."""
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(_once(command, cores))
    return {
        name: Run(
            statistics.median(run.wall for run in found),
            statistics.median(run.cpu for run in found),
            statistics.median(run.memory for run in found),
        )
        for name, found in taken.items()
    }


def _once(command: Sequence[str], cores: int) -> Run:
    def pinned() -> None:
        if cores:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])

    # As installed: compiled once. Uncompiled, ours alone would be compiled every time, and openpyxl would not.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    nowhere = subprocess.DEVNULL
    started = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=nowhere, stderr=nowhere, preexec_fn=pinned, env=env)
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - started
    # Popen need not look for a process that is gone.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, _mebibytes(used))


def _mebibytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
