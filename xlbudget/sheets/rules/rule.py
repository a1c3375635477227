"""What a check rule is: declared once, and from it the row on 校验, the colour of cells, the verdict, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from xlbudget.language.expressions import Expr, Formula, Ref
from xlbudget.language.verdicts import ADVICE, EXPLAINED, FAILED, FOUND, MISSING, PASSED, ROUNDING, UNEXPLAINED

Relation: TypeAlias = Literal["=", "≤", "≥"]
RELATIONS = {"=": "等于", "≤": "不大于", "≥": "不小于"}
Severity: TypeAlias = Literal["error", "missing", "warning"]
Weight: TypeAlias = Severity | Literal["unexplained"]
"""``unexplained``: 需说明, a warning that a reason under 核实 clears."""

VERDICT_OF: dict[Weight, str] = {
    **{"error": FAILED, "missing": MISSING, "warning": ADVICE},
    "unexplained": UNEXPLAINED,
}
UNPLACED, EMPTY, STALE = "无法核对", "公布为空", "待重新生成"
"""Further verdicts on published figures."""
COUNTED_AS = {verdict: (verdict, *((EMPTY, STALE) if verdict == ADVICE else ())) for verdict in FOUND}
"""How findings are counted, the worst first: the verdicts that count as each."""
LOOKS = (
    *((FAILED, (FAILED,)), (ADVICE, (UNEXPLAINED, ADVICE, EMPTY)), (ROUNDING, (ROUNDING,))),
    (EXPLAINED, (EXPLAINED,)),
)
"""The look, and the verdicts that give it to a cell; of several the worst shows."""

AMOUNT = "万元"
EPSILON = "0.0000001"
"""Binary noise of sums rounded to six decimals."""

SAME_ENTRIES = "0（两边是同一批录入数）"
EXACT = "0（要正好相等）"
COUNTED = "半宽 ×（1 + 进了两边而不相抵的非零录入数的个数）"
"""Bounds in words. 半宽 is half of 0.01 for amounts entered in 万元, and 0 for those entered in 元."""


@dataclass(frozen=True)
class Figures:
    """What a row of 校验 shows: both sides and the bound; ``left`` is None where a published figure is left blank.

    ``verdict``: "" for 通过 before the change of an example, and for the rule's failure after it.
    """

    left: float | None
    right: float
    bound: float = 0
    verdict: str = ""


@dataclass(frozen=True)
class Example:
    """One row of 校验 in the workbook of ``example.json``: as it was built, and after ``change``.

    ``place``: the 位置 of the row, or what its left side is called. ``change``: key → what is put there; an entry is
    typed over, a formula replaced by a figure. ``told``: the change in words, where it is of more cells than can be
    listed. ``department``: in the workbook of ``example_department.json``; ``every``: in that of a region that prints
    every table. Tests make the change and read the row.
    """

    place: str
    passes: Figures
    change: Mapping[str, str | float]
    fails: Figures
    told: str = ""
    department: bool = False
    every: bool = False


@dataclass(frozen=True)
class Rule:
    """A rule that compares two figures. ``statement`` says what must hold, ``remedy`` what to do when it does not.

    ``severity`` and ``bound`` are those of its checks that say no other. ``bound`` in words: by itself 半宽 + 半宽 ×
    the number of entered figures that the two sides do not share, and for what is no amount nothing but equality.
    """

    id: str
    statement: str
    basis: str
    remedy: str
    example: Example
    relation: Relation = "="
    severity: Weight = "error"
    bound: str = ""
    unit: str = AMOUNT
    """What both sides are measured in: 万元, or 行, 个, 分, %."""

    def __post_init__(self) -> None:
        if self.bound == COUNTED and self.unit != AMOUNT:
            raise ValueError(f"{self.id}: {self.unit} is no amount, so rounding explains no difference")

    @property
    def tolerance(self) -> str:
        """The bound in words."""
        return self.bound or (COUNTED if self.unit == AMOUNT else EXACT)

    @property
    def failed(self) -> str:
        """The verdict where it does not hold."""
        return VERDICT_OF[self.severity]

    def shown(self, value: float | None) -> str:
        """A figure of one of its sides as a person reads it; counts and points are no amounts."""
        if value is None:
            return "空着"
        if self.unit == AMOUNT:
            return f"{value:,.3f}".removesuffix("0")
        return f"{value:g}{self.unit}" if self.unit == "%" else f"{value:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Inspection:
    """A rule that looks at the file itself: it compares no two figures, so it has neither sides nor a bound.

    ``looks_at``: what is inspected, and how. ``leaves``: an example of what is no finding. ``finds``: a finding in the
    workbook of ``example.json``, in the words of ``check``.
    """

    id: str
    statement: str
    basis: str
    remedy: str
    looks_at: str
    leaves: str
    finds: str
    severity: Severity = "error"

    @property
    def failed(self) -> str:
        """The verdict on what it finds."""
        return VERDICT_OF[self.severity]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called, its figure, and the key of the cell to colour."""

    name: str
    figure: Expr
    cell: str = ""


@dataclass(frozen=True)
class Check:
    """A rule applied to one place.

    ``when``: a template; 不适用 where it does not hold. ``bound``: a template, where the bound depends on the place.
    ``severity``: where a breach weighs more or less here than the rule says. ``count``: a template, where a breach is
    so many findings. ``told``: a template that says more of a breach than the rule does, with its ；.
    """

    rule: Rule
    subject: str
    left: Side
    right: Side
    when: str = ""
    bound: str = ""
    severity: Weight | None = None
    count: str = ""
    told: str = ""
    at: str = ""
    reasons: tuple[str, ...] = ()
    """Keys of 说明, of which a text clears it as one under 核实 does."""

    @property
    def place(self) -> str:
        """The key of the cell at which a breach is told: that of the left side if it has one."""
        return self.left.cell or self.right.cell

    @property
    def failed(self) -> str:
        """The verdict where it does not hold."""
        return VERDICT_OF[self.severity or self.rule.severity]

    @property
    def object(self) -> str:
        """What a reason under 核实 names; "" where none clears it."""
        return self.subject if self.failed == UNEXPLAINED else ""


NOTHING = Side("应为", Formula("0", ()))
"""The other side of a number of what should not be."""


def each_entered(*keys: str) -> str:
    """A template: whether each of these cells has a figure."""
    return f"COUNT({','.join(f'{{{key}}}' for key in keys)})={len(keys)}"


def side(key: str, name: str = "") -> Side:
    """The figure at a key, called after it."""
    return Side(name or key.replace("/", " "), Ref(key), key)


def verdict(rule: Rule, difference: str, bound: str, failed: str = "") -> str:
    """A formula's body: the verdict on a difference (left − right) within a bound; ``failed``, if not the rule's."""
    excess = {"=": f"ABS({difference})", "≤": difference, "≥": f"-{difference}"}[rule.relation]
    return f'IF({excess}<={EPSILON},"{PASSED}",IF({excess}<={bound}+{EPSILON},"{ROUNDING}","{failed or rule.failed}"))'


def unique(rules: Iterable[Rule | Inspection]) -> tuple[Rule | Inspection, ...]:
    """The rules, each id once; two different rules of one id are a mistake."""
    found: dict[str, Rule | Inspection] = {}
    for rule in rules:
        if found.setdefault(rule.id, rule) != rule:
            raise ValueError(f"two rules are called {rule.id}")
    return tuple(found.values())
