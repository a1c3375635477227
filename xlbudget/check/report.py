"""What a check found: the contract of ``check --format json``, and nothing about how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias

from xlbudget.language.verdicts import ADVICE, ALL, EXPLAINED, FAILED, FOUND, GROUPS, MISSING, ROUNDING, UNEXPLAINED
from xlbudget.reading.documents.found import Left, Origin
from xlbudget.sheets.rules.families import FILE, group_of

Severity: TypeAlias = Literal["error", "missing", "warning", "rounding", "explained"]
ORDER: tuple[Severity, ...] = ("error", "missing", "warning", "rounding", "explained")
NAMES: Mapping[Severity, str] = dict(zip(ORDER, (FAILED, MISSING, ADVICE, ROUNDING, EXPLAINED), strict=True))
"""The verdict of a finding; a warning that a reason would clear is 需说明."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, missing, doubtful or off by rounding; ``bound`` is a number, or [low, high] of a ratio.

    ``cause``: the finding that this one follows from, in the same report; people are told of the two in one line.
    ``object``: what a reason under 核实 would name; "" for what no reason clears.
    """

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
    about: Mapping[str, str | int] = field(default_factory=dict)
    object: str = ""
    cause: Finding | None = None
    place: Origin | None = None
    """Where it stands in a document."""

    @property
    def verdict(self) -> str:
        """In the word of the sheets."""
        return UNEXPLAINED if self.object and self.severity == "warning" else NAMES[self.severity]

    @property
    def rank(self) -> int:
        """The worst is 0."""
        return FOUND.index(self.verdict)

    def as_json(self) -> dict[str, Any]:
        """Without ``cause``, which the report gives as a place in its list; the page of a document is in ``about``."""
        shown = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("cause", "place")}
        for name in ("about", "object"):
            if not shown[name]:
                del shown[name]
        return shown


@dataclass(frozen=True)
class Idling:
    """A rule by which nothing was judged; ``tables``: those that would have given what it needs, where it is known."""

    rule: str
    statement: str
    tables: tuple[str, ...]
    why: str = "没有它要的数"

    def __str__(self) -> str:
        why = f"缺少 {'、'.join(self.tables)}" if self.tables else self.why
        return f"{self.rule}：{why}（{self.statement}）"


@dataclass(frozen=True)
class OfDocument:
    """What else there is to say of a published document: tables it lacks, rules that had no figures, what was left."""

    missing: tuple[str, ...]
    idle: tuple[Idling, ...]
    left: tuple[Left, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "missing": list(self.missing),
            "idle": [{"rule": one.rule, "tables": list(one.tables)} for one in self.idle],
            "left": [one.as_json() for one in self.left],
        }


@dataclass(frozen=True)
class Report:
    """``passed`` counts the checks that hold; every finding counts for itself, also one with a cause."""

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
    document: OfDocument | None = None

    @property
    def counts(self) -> dict[str, int]:
        found = {severity: sum(f.severity == severity for f in self.findings) for severity in ORDER}
        judged = self.passed + sum(found.values()) - found["missing"]
        return {"rules": self.rules, "evaluated": judged, "pass": self.passed} | found

    @property
    def groups(self) -> dict[str, dict[str, int]]:
        """Group → severity → how many: those of the sheets, as 总览 has them, and what was found in the file."""
        found = {group: dict.fromkeys(map(str, ORDER), 0) for group in (*GROUPS, FILE)}
        for finding in self.findings:
            found[group_of(finding.rule)][finding.severity] += 1
        return found

    @property
    def told(self) -> dict[str, dict[str, int]]:
        """Group → verdict → how many, as the sheets have them."""
        return {group: self._by_verdict(group) for group in (*GROUPS, FILE)} | {ALL: self._by_verdict()}

    def _by_verdict(self, group: str = "") -> dict[str, int]:
        found = [one.verdict for one in self.findings if not group or group_of(one.rule) == group]
        return {verdict: found.count(verdict) for verdict in FOUND}

    @property
    def failed(self) -> bool:
        return any(finding.severity in ("error", "missing") for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "workbook": self.workbook,
            "year": self.year,
            "unit": self.unit,
            "engine": self.engine,
            "seconds": round(self.seconds, 3),
            "counts": self.counts,
            "groups": self.groups,
            "findings": self._listed(),
            "unplaced": [dict(entry) for entry in self.unplaced],
            "unpublished": list(self.unpublished),
        } | (self.document.as_json() if self.document else {})

    def _listed(self) -> list[dict[str, Any]]:
        places = {id(finding): place for place, finding in enumerate(self.findings)}
        return [one.as_json() | ({"cause": places[id(one.cause)]} if one.cause else {}) for one in self.findings]
