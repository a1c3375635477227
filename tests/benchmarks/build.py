"""How long a build takes, and its parts; and recalculation by each engine in the same run.

    python -m tests.benchmarks.build [--formulas N]

Medians of five runs; formulas takes a minute a run and is run once unless told otherwise (0 leaves it out).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "samples" / "changsha-2023.json"
RUNS = 5


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--formulas", type=int, default=1)
    formulas_runs = parser.parse_args().formulas

    from tests.helpers.building import assemble
    from xlbudget.datafile.file import load
    from xlbudget.workbook.calculate import calculation
    from xlbudget.workbook.engines import formulas, libreoffice
    from xlbudget.workbook.write import write

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "book.xlsx"
        command = [sys.executable, "-m", "xlbudget", "build", str(SAMPLE), "-o", str(target), "--force"]
        start_up = [sys.executable, "-c", "import xlbudget.sheets.book, xlbudget.workbook.write, formualizer"]
        whole = median(lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT))
        started = median(lambda: subprocess.run(start_up, check=True, cwd=ROOT))
    data = load(SAMPLE)
    book = assemble(data)
    package = write(book)
    parts = {
        "build, whole process": whole,
        "  start-up and imports": started,
        "  data file": median(lambda: load(SAMPLE)),
        "  specs": median(lambda: assemble(data)),
        "  cells": median(lambda: write(book)),
        "  values": median(lambda: calculation(book).values()),
    }
    for name, seconds in parts.items():
        print(f"{name:28s}{seconds:8.3f} s")
    peers = {"formualizer": parts["  values"], "LibreOffice": median(lambda: libreoffice.with_values(package))}
    if formulas_runs:
        peers["formulas"] = median(lambda: formulas.values(package), formulas_runs)
    print()
    for name, seconds in peers.items():
        print(f"recalculation, {name:13s}{seconds:8.3f} s{seconds / peers['formualizer']:9.1f} x")


if __name__ == "__main__":
    main()
