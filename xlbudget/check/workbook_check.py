"""Check a workbook: read its input cells, rebuild the workbook around them, recalculate, judge, compare.

Nothing in the file is trusted but the input cells, and the file is never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from xlbudget.check.causes import with_causes
from xlbudget.check.compare_cells import Caused, differences
from xlbudget.check.compare_looks import looks
from xlbudget.check.edits import Edits
from xlbudget.check.findings import SEVERITIES, findings, passed
from xlbudget.check.other_build import other_build
from xlbudget.check.positions import PREFIX
from xlbudget.check.rebuild import Means, Rebuilt, rebuilt_from
from xlbudget.check.report import ORDER, Finding, Report, Severity
from xlbudget.check.together import judge as judge_together
from xlbudget.errors import BadUsage, EngineFailed
from xlbudget.language.form import Form
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import AllCells, Cells
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_workbook
from xlbudget.reading.remarks import Oddity
from xlbudget.reading.settings import Settings, settings_of
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.entries import MISSING, ODD
from xlbudget.sheets.rules.families import catalogue
from xlbudget.sheets.rules.rule import Inspection, Rule
from xlbudget.sheets.rules.together import TOGETHER
from xlbudget.workbook.engines.by_file import Engine


@dataclass(frozen=True)
class Examined:
    """A workbook as it was read, rebuilt and judged; ``cells`` is what stands in the file itself, where compared."""

    reading: Reading
    rebuilt: Rebuilt
    report: Report
    cells: Cells


def check(
    path: Path,
    engine: Engine = "formualizer",
    form: Form | None = None,
    own: OwnSubjects = NO_SUBJECTS,
    together: bool = False,
) -> Report:
    """Judge a workbook, with names for its codes from ``own``, too; ``together``: whether its 公开数 can be, as well.

    Raises the sentences of ``errors.py`` for a file that cannot be judged.
    """
    examined = examine_package(Package.open(path), engine, form, own)
    return _with_together(examined) if together else examined.report


def _with_together(examined: Examined) -> Report:
    """The report with what of its published figures cannot hold together."""
    rebuilt, report = examined.rebuilt, examined.report
    decided = judge_together(rebuilt.judged, rebuilt.data.rows("公开数"))
    if decided.idle:
        raise BadUsage(f"{report.workbook} 的{TOGETHER.id}没有判：{decided.idle}。")
    found = (*report.findings, *map(rebuilt.positions.moved, decided.findings))
    return replace(report, findings=tuple(sorted(found, key=_rank)), passed=report.passed + decided.passed)


def examine_package(
    package: Package,
    engine: Engine = "formualizer",
    form: Form | None = None,
    own: OwnSubjects = NO_SUBJECTS,
    papers: Collection[str] = (),
    means: Means | None = None,
) -> Examined:
    """Judge a workbook whose package is open, and keep what it was judged by.

    ``papers``: of the file, only sheets of such papers, or of these names, are compared. ``means``: those that books
    of many units share.
    """
    started = perf_counter()
    book = Workbook.of(package)
    book.known = means.known(book) if means else None
    reading, cells = own.given_to(read_workbook(book, form, lenient=True)), AllCells(book)
    try:
        rebuilt = rebuilt_from(reading, cells, engine, papers, means)
        judged, verdicts = rebuilt.judged, rebuilt.verdicts
        damage = rebuilt.damage
        edits, settings = Edits.of(damage, rebuilt.come), settings_of(package)
        # What is judged has the rows of the file's own tables where it has the structure that the file was built with.
        alike = [name for name in judged.grids if rebuilt.as_built and not name.startswith(PREFIX)]
        # Where entries cannot be read because of an edit, that is what all verdicts without them follow from.
        lost = edits.gone(*(oddity.sheet for oddity in reading.oddities if not oddity.cell and not oddity.certain))
        said = list(_oddities(reading, cells))
        # Of a cell that holds what could not be read, it is not said that nothing stands in it.
        unread = {(one.sheet, one.cell) for one in said if one.rule == ODD.id}
        told = [
            one
            for one in findings(judged, verdicts, rebuilt.positions)
            if one.severity != "missing" or (one.sheet, one.cell) not in unread
        ]
        known = unread | {(one.sheet, one.cell) for one in told if one.severity == "missing"}
        odd = [one for one in said if one.rule == ODD.id or (one.sheet, one.cell) not in known]
        found = [
            *((one, lost if one.sheet == (lost and lost.sheet) else None) for one in odd),
            *((damage.located(one, one.sheet in alike), lost) for one in told),
            *((damage.located(one), edit) for one, edit in _compared(reading, settings, cells, rebuilt, edits)),
            *((damage.located(one), None) for one in looks(rebuilt, book, cells, settings)),
        ]
    except EngineFailed as error:
        raise EngineFailed(error.engine, error.why, package.path) from error
    report = Report(
        workbook=str(package.path),
        year=rebuilt.data.year,
        unit=rebuilt.data.unit,
        engine=engine,
        seconds=perf_counter() - started,
        rules=len(catalogue()),
        passed=passed(judged, verdicts),
        findings=tuple(sorted(with_causes(edits.listed(found)), key=_rank)),
        unplaced=tuple(_unplaced(reading, judged)),
        unpublished=judged.unpublished,
    )
    return Examined(reading, rebuilt, report, dict(cells.held if papers else cells))


def _rank(finding: Finding) -> tuple[int, float]:
    """The worst first, and of what is unusual the largest."""
    return ORDER.index(finding.severity), -abs(finding.difference or 0) if finding.object else 0


def _oddities(reading: Reading, cells: Cells) -> Iterator[Finding]:
    """What was odd about the input cells. A sheet that is missing is said of all sheets alike, elsewhere.

    A reading that is certain, and that the workbook's own formulas share, is worth a look; others are errors. What is
    missing the hints say as well, but for what had to be put in for the workbook to be laid out (the year).
    """
    for oddity in reading.oddities:
        if (not oddity.sheet or oddity.sheet in cells) and oddity.sheet not in reading.renamed:
            rule: Rule | Inspection = MISSING if oddity.missing else ODD
            severity: Severity = "warning" if oddity.certain and oddity.counts else SEVERITIES[rule.failed]
            yield Finding(rule.id, severity, oddity.sheet, oddity.cell, str(oddity), source=rule.basis)


def _compared(reading: Reading, settings: Settings, cells: Cells, rebuilt: Rebuilt, edits: Edits) -> Iterator[Caused]:
    """The file against what was rebuilt; where its formulas are another build's, its values only."""
    if rebuilt.other_build:
        yield from ((one, None) for one in other_build(rebuilt, cells, settings))
    else:
        comparable = all(_is_taken_as_it_stands(oddity) for oddity in reading.oddities if oddity.cell)
        yield from differences(rebuilt, cells, settings, comparable, edits)


def _is_taken_as_it_stands(oddity: Oddity) -> bool:
    """Whether the formulas of the file see what was read, so that their values are those of the rebuilt workbook."""
    return oddity.certain and oddity.counts and (oddity.read is None or str(oddity.read) == oddity.raw)


def _unplaced(reading: Reading, book: Book) -> Iterator[dict[str, str]]:
    for line in book.published:
        if line.counterpart is None:
            entry = line.entry
            printed = str(reading.data.rows("公开数")[entry.row - 1].get("数", ""))
            yield {"表": entry.table, "行": entry.line, "列": entry.column, "数": printed}
