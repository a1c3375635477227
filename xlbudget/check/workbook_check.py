"""Check a workbook: read its input cells, rebuild the pristine workbook, recalculate, judge, compare.

Nothing in the file is trusted but the input cells, and the file is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from xlbudget.check.compare_cells import tampering
from xlbudget.check.findings import findings, passed
from xlbudget.check.positions import Cells
from xlbudget.check.rebuild import Pristine, kept_structure, pristine, rebuilt_from
from xlbudget.check.report import ORDER, Finding, Report, Severity
from xlbudget.errors import EngineFailed
from xlbudget.language.form import Form
from xlbudget.reading import Oddity, Package, Reading, formulas_and_values, read_package
from xlbudget.reading.settings import settings_of
from xlbudget.reading.stamp import written_by_earlier
from xlbudget.sheets.rules.entries import ODD
from xlbudget.sheets.rules.families import catalogue
from xlbudget.sheets.rules.files import OLDER
from xlbudget.workbook.engines import Engine


@dataclass(frozen=True)
class Examined:
    """A workbook as it was read, rebuilt and judged; ``cells`` is what stands in the file itself."""

    reading: Reading
    rebuilt: Pristine
    report: Report
    cells: Cells


def check(path: Path, engine: Engine = "formualizer", form: Form | None = None) -> Report:
    """Judge a workbook. Raises the sentences of ``errors.py`` for a file that cannot be judged."""
    return examine(path, engine, form).report


def examine(path: Path, engine: Engine = "formualizer", form: Form | None = None) -> Examined:
    """Judge a workbook and keep what it was judged by."""
    return examine_package(Package.open(path), engine, form)


def examine_package(package: Package, engine: Engine = "formualizer", form: Form | None = None) -> Examined:
    """The same for a package that is open."""
    started = perf_counter()
    reading = read_package(package, form, lenient=True)
    cells = formulas_and_values(package)
    older = written_by_earlier(reading.stamp)
    kept = kept_structure(cells, reading.form)
    try:
        rebuilt = rebuilt_from(reading, engine) if older else pristine(reading, package, cells, kept, engine)
    except EngineFailed as error:
        raise EngineFailed(error.engine, error.why, package.path) from error
    compared = (
        ()
        if older
        else tampering(
            rebuilt.book, cells, rebuilt.values, settings_of(package), rebuilt.structure_known, rebuilt.intact
        )
    )
    found = [
        *_oddities(reading, cells),
        *findings(rebuilt.judged, rebuilt.verdicts, rebuilt.standing),
        *([_older(older)] if older else compared),
    ]
    found.sort(key=lambda finding: ORDER.index(finding.severity))
    lines = rebuilt.judged.published
    report = Report(
        workbook=str(package.path),
        year=rebuilt.data.year,
        unit=rebuilt.data.unit,
        engine=engine,
        seconds=perf_counter() - started,
        rules=len(catalogue()),
        passed=passed(rebuilt.judged, rebuilt.verdicts),
        findings=tuple(found),
        unplaced=tuple(
            {
                "表": line.entry.table,
                "行": line.entry.line,
                "列": line.entry.column,
                "数": _printed(reading, line.entry.row),
            }
            for line in lines
            if line.counterpart is None
        ),
        unpublished=rebuilt.judged.unpublished,
    )
    return Examined(reading, rebuilt, report, cells)


def _older(version: str) -> Finding:
    message = f"由旧版本 {version} 生成，公式未逐格比较，请 read 后重新 build"
    return Finding(OLDER.id, "warning", "", "", message, source=OLDER.basis)


def _printed(reading: Reading, row: int) -> str:
    return str(reading.data.rows("公开数")[row - 1].get("数", ""))


def _oddities(reading: Reading, cells: Cells) -> list[Finding]:
    """What was odd about the input cells. A sheet that is missing is said of all sheets alike, elsewhere."""
    return [
        Finding(ODD.id, _severity(oddity), oddity.sheet, oddity.cell, str(oddity), source=ODD.basis)
        for oddity in reading.oddities
        if not oddity.sheet or oddity.sheet in cells
    ]


def _severity(oddity: Oddity) -> Severity:
    """A reading that is certain, and that the workbook's own formulas share, is worth a look; others are errors."""
    return "warning" if oddity.certain and oddity.counts else "error"
