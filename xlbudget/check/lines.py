"""A report as people are told of it: findings of one cell in one line, and those that follow from another in its line.

Of what a reason clears all that breaks one rule is in the line of the largest.

The worst comes first: of the sheets, of the lines of a sheet, of the reasons of a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.check.report import Finding, Report

NAMED = 3
"""How many of the cells behind a finding are named."""


@dataclass(frozen=True)
class FindingLine:
    """``reasons``: the findings of a cell; ``behind``: those that follow from one of them."""

    reasons: tuple[Finding, ...]
    behind: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> str:
        return self.reasons[0].verdict

    @property
    def rank(self) -> int:
        return self.reasons[0].rank

    @property
    def cell(self) -> str:
        return self.reasons[0].cell

    @property
    def message(self) -> str:
        first, *others = self.reasons
        said = first.message + "".join(f"；另有{one.verdict}：{one.message}" for one in others)
        return f"{said}（{_behind(first, self.behind)}）" if self.behind else said


def by_sheet(report: Report) -> dict[str, list[FindingLine]]:
    """Sheet → its lines: sheets with errors first."""
    behind: dict[int, list[Finding]] = {}
    cells: dict[str, dict[object, list[Finding]]] = {}
    largest: dict[tuple[str, str], Finding] = {}
    for finding in report.findings:
        first = largest.setdefault((finding.rule, finding.verdict), finding) if finding.object else root(finding)
        if first is not finding:
            behind.setdefault(id(first), []).append(finding)
            continue
        # What has no cell stands alone.
        place = finding.place
        where = (place if place.exact else None) if place else finding.cell
        cells.setdefault(finding.sheet, {}).setdefault(where or id(finding), []).append(finding)
    found = {
        sheet or "整个文件": sorted((_line(reasons, behind) for reasons in listed.values()), key=lambda line: line.rank)
        for sheet, listed in cells.items()
    }
    return {sheet: found[sheet] for sheet in sorted(found, key=lambda sheet: found[sheet][0].rank)}


def root(finding: Finding) -> Finding:
    """What a finding follows from in the end."""
    while finding.cause is not None:
        finding = finding.cause
    return finding


def alike(finding: Finding) -> str:
    """What those have in common that are in its line."""
    return "同一规则" if finding.object else "同因"


def _line(reasons: list[Finding], behind: dict[int, list[Finding]]) -> FindingLine:
    ordered = sorted(reasons, key=lambda finding: finding.rank)
    return FindingLine(tuple(ordered), tuple(one for reason in reasons for one in behind.get(id(reason), ())))


def _behind(first: Finding, others: Sequence[Finding]) -> str:
    """How many follow, and where the first of them are."""
    places = [one.cell if one.sheet == first.sheet else f"{one.sheet}!{one.cell}" for one in others if one.cell]
    where = f"：{'、'.join(places[:NAMED])}{' 等' if len(places) > NAMED else ''}" if places else ""
    return f"{alike(first)}的还有 {len(others)} 处{where}"
