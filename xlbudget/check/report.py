"""What a check found: the contract of ``check --format json``, and nothing about how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "rounding"]
ORDER: tuple[Severity, ...] = ("error", "warning", "rounding")
NAMES = {"error": "不符", "warning": "提示", "rounding": "尾差"}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, doubtful or off by rounding; ``bound`` is a number, or [low, high] of a ratio."""

    rule: str
    severity: Severity
    sheet: str
    cell: str
    message: str
    published: float | str | None = None
    computed: float | str | None = None
    difference: float | None = None
    bound: float | list[float] | None = None
    source: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    cause: int | None = None
    """The index of the finding that it follows from, in the report's list."""

    def as_json(self) -> dict[str, Any]:
        shown = asdict(self)
        if not self.about:
            del shown["about"]
        if self.cause is None:
            del shown["cause"]
        return shown


@dataclass(frozen=True)
class Report:
    """``passed`` counts the checks that hold; every finding counts for itself, but those that follow from another."""

    workbook: str
    year: int | str
    unit: str
    engine: str
    seconds: float
    rules: int
    passed: int
    findings: tuple[Finding, ...]
    unplaced: tuple[Mapping[str, str], ...]
    unpublished: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        shown = [finding.severity for finding in self.findings if finding.cause is None]
        found = {severity: shown.count(severity) for severity in ORDER}
        return {"rules": self.rules, "evaluated": self.passed + sum(found.values()), "pass": self.passed} | found

    @property
    def failed(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "workbook": self.workbook,
            "year": self.year,
            "unit": self.unit,
            "engine": self.engine,
            "seconds": round(self.seconds, 3),
            "counts": self.counts,
            "findings": [finding.as_json() for finding in self.findings],
            "unplaced": [dict(entry) for entry in self.unplaced],
            "unpublished": list(self.unpublished),
        }
