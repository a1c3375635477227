"""Findings that follow from another one: they keep their place in the report, and people are told of them in its line.

The first of the values that were not recalculated on a sheet stands for the others, and so does the first of the cells
of a column that were read with the same remark (codes that were typed as numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from xlbudget.check.report import Finding
from xlbudget.sheets.rules.entries import ODD
from xlbudget.sheets.rules.files import STALE

_READ = re.compile(r"“[^”]*”|[0-9][0-9.,]*")
"""What differs in the same remark on another cell."""


def with_causes(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings in the same order."""
    first: dict[tuple[str, ...], Finding] = {}
    for finding in found:
        key = _common(finding)
        cause = first.setdefault(key, finding) if key and finding.cause is None else finding
        yield finding if cause is finding else replace(finding, cause=cause)


def _common(finding: Finding) -> tuple[str, ...]:
    """What a finding has in common with those that one edit made of it; () for one that stands for itself."""
    if finding.rule == STALE.id:
        return STALE.id, finding.sheet
    if finding.rule == ODD.id and finding.severity == "warning" and finding.cell:
        return ODD.id, finding.sheet, finding.cell.rstrip("0123456789"), _READ.sub("", finding.message)
    return ()
