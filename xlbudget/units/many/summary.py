"""The lists of many units: a row a unit, a row a finding, and the list of units that were expected.

Each row is made from the journal when it is its turn: how many there are costs no memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlbudget.disk.output_files import Content
from xlbudget.language.grid import Value
from xlbudget.language.verdicts import FAILED, FOUND, MISSING, PASSED
from xlbudget.units.many.figures import FIGURES, RATES
from xlbudget.units.many.journal import Journal
from xlbudget.units.many.sources import MADE, SourceFile
from xlbudget.units.many.work import UNJUDGED, Outcome
from xlbudget.units.unit_list import HEADINGS, Attendance, UnitList

ENDINGS = (".xlsx", ".csv", ".html")
"""What a summary may be."""
UNITS, FINDINGS, LIST = "单位", "发现", "名单"
"""The sheets; behind the name of the first, the names of the other .csv files end in these."""
UNITED = ("名称", "预算代码", "年度", "模板")
OF_FINDING: Mapping[str, str] = {
    **{"判定": "判定", "规则": "rule", "表": "sheet", "格": "cell", "说明": "message", "公布": "published"},
    **{"算得": "computed", "差": "difference", "界": "bound", "对象": "object"},
}
"""Column → what it is in a finding of an outcome."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that programs which open a .csv take for a formula."""


@dataclass(frozen=True)
class Summary:
    """What the lists are made of. ``attendance`` is there where a list of units was given."""

    sources: Sequence[SourceFile]
    journal: Journal | None = None
    expected: UnitList | None = None
    attendance: Attendance | None = None
    targets: Mapping[SourceFile, Path] = field(default_factory=dict)
    """What was written of each file."""

    def report(self, source: SourceFile) -> Path | None:
        return target if (target := self.targets.get(source)) and target.is_file() else None

    def outcomes(self) -> Iterator[tuple[SourceFile, Outcome]]:
        """In the order of the files, whatever the order in which they were done."""
        known = self.journal
        return ((source, known.of(source)) for source in self.sources) if known else iter(())

    def owned(self, path: Path, resume: bool) -> bool:
        """Whether a run that goes on has written this summary before."""
        return resume and self.journal is not None and self.journal.owns(path)

    def files(self, path: Path) -> dict[Path, Content]:
        """What is to be written for a summary of that name."""
        if path.suffix.lower() == ".xlsx":
            return {path: self._as_workbook}
        if path.suffix.lower() == ".html":
            from xlbudget.units.many.overview import write_page

            return {path: lambda there: write_page(there, path, self)}
        tables = {name: table for name, table in self.tables().items() if name != LIST or self.expected}
        return {
            path.with_name(f"{path.stem}{'' if name == UNITS else f'-{name}'}{path.suffix}"): _as_csv(*table)
            for name, table in tables.items()
        }

    def tables(self) -> dict[str, tuple[Sequence[str], Iterable[Sequence[Value]]]]:
        """Name → headings and rows."""
        return {
            UNITS: (("文件", "结论", *UNITED, *FOUND, PASSED, *FIGURES, "秒", "说明"), self._units()),
            FINDINGS: (("文件", "单位", *OF_FINDING), self._findings()),
            LIST: (("情况", *HEADINGS, "隔几天", "文件"), self._list()),
        }

    def _units(self) -> Iterator[Sequence[Value]]:
        for source, one in self.outcomes():
            counts = [one.counts.get(verdict) for verdict in (*FOUND, PASSED)]
            known = [one.unit.get(name, "") for name in UNITED]
            said = one.said if one.status == UNJUDGED else ""
            yield (
                *(str(source.path), verdict_of(one), *known, *counts),
                *(*(one.figures.get(name) for name in FIGURES), one.seconds, said),
            )

    def _findings(self) -> Iterator[Sequence[Value]]:
        for source, one in self.outcomes():
            for finding in one.findings:
                yield (
                    *(str(source.path), one.unit.get("名称", "")),
                    *(_plain(finding.get(key)) for key in OF_FINDING.values()),
                )

    def _list(self) -> Iterator[Sequence[Value]]:
        if self.expected is None or self.attendance is None:
            return
        there: dict[int, list[str]] = {}
        for file, unit in self.attendance.files.items():
            there.setdefault(unit.row, []).append(file)
        for unit in self.expected.units:
            files = there.get(unit.row, [])
            said = "，".join(filter(None, ("" if files else "没有文件", "公开晚了" if unit.late else ""))) or "有文件"
            dates = (day.isoformat() if day else "" for day in (unit.approved, unit.published))
            yield said, unit.name, unit.code, *dates, unit.days, "、".join(files)
        for one in self.attendance.unlisted:
            yield "不在名单上", one.name, one.code, "", "", None, one.file

    def _as_workbook(self, path: Path) -> None:
        from xlbudget.workbook.listing import ListColumn, ListSheet, write_listings

        widths = {"文件": 32.0, "名称": 26.0, "单位": 26.0, "说明": 70.0, "规则": 18.0, "单位名称": 26.0, "情况": 16.0}
        amounts = dict.fromkeys(FIGURES, "#,##0.00") | dict.fromkeys(RATES, "0.00%") | {"总分": "0.0"}
        listings = (
            ListSheet(
                name,
                [
                    ListColumn(
                        one, widths.get(one, 13 if one in FIGURES else 11), amounts.get(one, "General"), one == "说明"
                    )
                    for one in columns
                ],
                rows,
            )
            for name, (columns, rows) in self.tables().items()
            if name != LIST or self.expected
        )
        write_listings(path, listings, MADE)


def verdict_of(outcome: Outcome) -> str:
    """How it came out, in a word: the worst that there is."""
    if outcome.status == UNJUDGED:
        return "判不了"
    worst = next((verdict for verdict in (FAILED, MISSING) if outcome.counts.get(verdict)), "")
    return f"有{worst}" if worst else "没有不符"


def _plain(value: Any) -> Value:
    """A figure or a text; a bound from … to … as a text."""
    if isinstance(value, list):
        return "至".join(f"{one:g}" for one in value)
    found: Value = value
    return found


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Content:
    def write(path: Path) -> None:
        # With a mark at its beginning, by which Excel knows that it is UTF-8.
        with path.open("x", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(map(_safe, rows))

    return write


def _safe(row: Sequence[Value]) -> list[Value]:
    return [f"'{one}" if isinstance(one, str) and one.startswith(_FORMULAS) else one for one in row]
