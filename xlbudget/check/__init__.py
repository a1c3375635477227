"""Check a workbook: read its input cells, rebuild the pristine workbook, recalculate, judge, compare.

Nothing in the file is trusted but the input cells, and the file is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from xlbudget.check.pristine import Pristine, pristine, rebuilt_from
from xlbudget.check.report import ORDER, Finding, Report
from xlbudget.check.tampering import RULES as TAMPERING
from xlbudget.check.tampering import tampering
from xlbudget.check.verdicts import findings, passed
from xlbudget.engines import Engine
from xlbudget.reading import Reading, formulas_and_values, read_book
from xlbudget.reading.parts import Package
from xlbudget.reading.stamp import written_by_earlier
from xlbudget.rules import published, rules
from xlbudget.rules.rule import Example, Rule

ODD = Rule(
    "录入-单元格",
    "录入格里是它该有的东西",
    "数据文件格式：金额是数，科目是文本",
    "在这一格里重新填",
    Example(0, 0),
    Example(1, 0),
)


def catalogue() -> tuple[Rule, ...]:
    """Every rule a check applies."""
    return (*rules(), *published.RULES, ODD, OLDER, *TAMPERING)


OLDER = Rule(
    "文件-旧版本",
    "工作簿是这个版本的程序生成的",
    "本程序：各版本的公式不同，逐格比较没有意义",
    "把数据读回（xlbudget read）再生成（xlbudget build）",
    Example(0, 0),
    Example(1, 0),
    severity="warning",
)


@dataclass(frozen=True)
class Examined:
    """A workbook as it was read, rebuilt and judged."""

    reading: Reading
    rebuilt: Pristine
    report: Report


def check(path: Path, engine: Engine = "formualizer", layout: Path | None = None) -> Report:
    """Judge a workbook. Raises the sentences of ``errors.py`` for a file that cannot be judged."""
    return examine(path, engine, layout).report


def examine(path: Path, engine: Engine = "formualizer", layout: Path | None = None) -> Examined:
    """Judge a workbook and keep what it was judged by."""
    started = perf_counter()
    reading = read_book(path, layout, lenient=True)
    package = Package.open(path)
    cells = formulas_and_values(package)
    older = written_by_earlier(reading.stamp)
    rebuilt = rebuilt_from(reading, engine, layout) if older else pristine(reading, package, cells, engine, layout)
    found = [
        *_oddities(reading),
        *findings(rebuilt.judged, rebuilt.verdicts),
        *([_older(older)] if older else tampering(rebuilt.book, cells, rebuilt.values)),
    ]
    found.sort(key=lambda finding: ORDER.index(finding.severity))
    lines = rebuilt.judged.published
    unit = reading.data.content.get("单位", {}).get("名称", "")
    report = Report(
        workbook=str(path),
        year=reading.data.content.get("年度", ""),
        unit=unit,
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
            if line.placed is None
        ),
        unpublished=rebuilt.judged.unpublished,
    )
    return Examined(reading, rebuilt, report)


def _older(version: str) -> Finding:
    message = f"由旧版本 {version} 生成，公式未逐格比较，请 read 后重新 build"
    return Finding(OLDER.id, "warning", "", "", message, source=OLDER.basis)


def _printed(reading: Reading, row: int) -> str:
    return str(reading.data.rows("公开数")[row - 1].get("数", ""))


def _oddities(reading: Reading) -> list[Finding]:
    """What was odd about the input cells: certain readings are worth a look, the others are errors."""
    return [
        Finding(
            ODD.id, "warning" if oddity.certain else "error", oddity.sheet, oddity.cell, str(oddity), source=ODD.basis
        )
        for oddity in reading.oddities
    ]
