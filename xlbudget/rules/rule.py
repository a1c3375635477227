"""What a check rule is: declared once, and from it the row on 校验, the colour of cells, the verdict, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from xlbudget.expressions import Expr, Ref

Relation: TypeAlias = Literal["=", "≤", "≥"]
Severity: TypeAlias = Literal["error", "warning"]

PASSED, ROUNDING, FAILED, ADVICE, NOT_APPLICABLE = "通过", "尾差", "不符", "提示", "不适用"
VERDICTS = (FAILED, ADVICE, ROUNDING, PASSED, NOT_APPLICABLE)
"""不符: an error. 提示: a failed rule of advisory kind. 尾差: a difference that rounding explains."""
SEVERITY_OF = {FAILED: "error", ADVICE: "warning", ROUNDING: "rounding", PASSED: "pass"}
"""Verdict → severity in ``check --format json``; 不适用 is not counted."""

EPSILON = "0.0000001"
"""Binary noise of sums rounded to six decimals."""


@dataclass(frozen=True)
class Example:
    """Figures with which the rule gives a verdict: left and right side, and the bound."""

    left: float
    right: float
    bound: float = 0


@dataclass(frozen=True)
class Rule:
    """``statement`` says what must hold, ``remedy`` what to do when it does not.

    ``counted``: the bound is 半宽 + 半宽 × the number of entered figures on both sides; otherwise nothing but equality
    will do (or the ``bound`` a rule gives itself).
    """

    id: str
    statement: str
    basis: str
    remedy: str
    passes: Example
    fails: Example
    relation: Relation = "="
    severity: Severity = "error"
    counted: bool = False
    bound: str = ""
    """A template for a bound of the rule's own, with ``bound_basis`` to say where it comes from."""
    bound_basis: str = ""

    def __post_init__(self) -> None:
        if self.counted and self.bound:
            raise ValueError(f"{self.id}: a bound is either counted or given")
        if bool(self.bound) != bool(self.bound_basis):
            raise ValueError(f"{self.id}: a bound of its own says where it comes from")

    @property
    def tolerance(self) -> str:
        """The bound in words."""
        if self.counted:
            return "半宽 + 半宽 × 两边非零录入数的个数"
        return self.bound_basis or "0（两边是同一批录入数）"


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
    """

    rule: Rule
    subject: str
    left: Side
    right: Side
    when: str = ""
    bound: str = ""


def side(key: str, name: str = "") -> Side:
    """The figure at a key, called after it."""
    return Side(name or key.replace("/", " "), Ref(key), key)


def verdict(rule: Rule, difference: str, bound: str) -> str:
    """A formula's body: the verdict on a difference (left − right) within a bound."""
    failed = FAILED if rule.severity == "error" else ADVICE
    excess = {"=": f"ABS({difference})", "≤": difference, "≥": f"-{difference}"}[rule.relation]
    return f'IF({excess}<={EPSILON},"{PASSED}",IF({excess}<={bound}+{EPSILON},"{ROUNDING}","{failed}"))'


def unique(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each id once; two different rules of one id are a mistake."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if found.setdefault(rule.id, rule) != rule:
            raise ValueError(f"two rules are called {rule.id}")
    return tuple(found.values())
