"""How long ``check`` takes, and its parts; and the same check with each engine in the same run.

    python -m tests.benchmarks.check [--formulas N]

Medians of five runs; formulas takes minutes a run and is left out unless asked for.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.build import ROOT, median

BOOK = ROOT / "workbooks" / "changsha-2023.xlsx"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--formulas", type=int, default=0)
    formulas_runs = parser.parse_args().formulas

    from tests.helpers.building import assemble
    from xlbudget.check.rebuild import kept_structure
    from xlbudget.check.workbook_check import check
    from xlbudget.reading.formulas import formulas_and_values
    from xlbudget.reading.package import Package
    from xlbudget.reading.reader import read_package
    from xlbudget.workbook.calculate import calculation

    def opened() -> Package:
        return Package.open(Path(BOOK))

    def command(*more: str) -> list[str]:
        return [sys.executable, "-m", "xlbudget", "check", str(BOOK), *more]

    def whole(*more: str, runs: int = 5) -> float:
        return median(lambda: subprocess.run(command(*more), capture_output=True, cwd=ROOT, check=False), runs)

    gc.disable()
    package = opened()
    reading, cells = read_package(package), formulas_and_values(package)
    kept = kept_structure(cells, reading.form)
    assert kept is not None
    book = assemble(kept)
    start_up = [sys.executable, "-c", "import xlbudget.check.workbook_check, xlbudget.check.as_text, formualizer"]
    parts = {
        "check, whole process": whole(),
        "  start-up and imports": median(lambda: subprocess.run(start_up, check=True, cwd=ROOT)),
        "  input cells": median(lambda: read_package(opened())),
        "  all cells": median(lambda: formulas_and_values(opened())),
        "  specs": median(lambda: assemble(kept)),
        "  recalculation": median(lambda: calculation(book).values()),
        "  in this process, all": median(lambda: check(BOOK)),
    }
    for name, seconds in parts.items():
        print(f"{name:28s}{seconds:8.3f} s")
    peers = {"formualizer": parts["check, whole process"], "LibreOffice": whole("--engine", "libreoffice", runs=3)}
    if formulas_runs:
        peers["formulas"] = whole("--engine", "formulas", runs=formulas_runs)
    print()
    for name, seconds in peers.items():
        print(f"check with {name:18s}{seconds:8.3f} s{seconds / peers['formualizer']:9.1f} x")


if __name__ == "__main__":
    main()
