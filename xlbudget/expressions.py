"""The words in which a figure is declared: expressions over keys, and the codes that a row stands for.

Expressions name what they need by key (``公开03/合计/项目支出``). Nothing here computes: ``names.py`` turns them into
formulas, ``bounds.py`` counts the entered figures that flow into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

EXACT = 6
"""Sums are rounded to this many decimals of 万元: 元 keep their 分, and binary noise does not print as -0.00."""


@dataclass(frozen=True)
class Ref:
    """The figure that stands at ``key``."""

    key: str


@dataclass(frozen=True)
class Money:
    """One entered amount (in 金额单位), in 万元."""

    key: str


@dataclass(frozen=True)
class Entries:
    """Σ of a column of an input list, in 万元, over the codes of the row it stands in.

    ``source`` keeps the entries of one 资金来源 only.
    """

    listing: str
    column: str
    source: str | None = None


@dataclass(frozen=True)
class Economic:
    """Σ of the amounts entered under an economic 款 (5 digits) or under a whole 类 (3 digits), in 万元."""

    code: str


@dataclass(frozen=True)
class Sum:
    terms: tuple[Expr, ...]


@dataclass(frozen=True)
class Balance:
    """Σ plus − Σ minus."""

    plus: tuple[Expr, ...]
    minus: tuple[Expr, ...]


@dataclass(frozen=True)
class Ratio:
    """A quotient; one whose denominator is zero has no value and shows nothing."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True)
class Formula:
    """A formula written out, with ``{key}`` where an address belongs and ``{{``/``}}`` nowhere.

    ``of``: the figures that flow into it, for its bound; None where it has none to have.
    """

    template: str
    of: tuple[Expr, ...] | None = None


@dataclass(frozen=True)
class Tally:
    """Stands for ``count`` (a template) entered figures of the input key ``group`` in a formula's ``of``."""

    count: str
    group: str


@dataclass(frozen=True)
class Within:
    """An expression over the codes of ``scope``, wherever it stands."""

    expr: Expr
    scope: Scope


Expr: TypeAlias = Ref | Money | Entries | Economic | Sum | Balance | Ratio | Formula | Tally | Within


def total(*keys: str) -> Sum:
    """The sum of the figures at these keys."""
    return Sum(tuple(Ref(key) for key in keys))


# ---------------------------------------------------------------- the codes a row stands for


@dataclass(frozen=True)
class Codes:
    """The functional codes from ``low`` to ``high`` (7-digit keys, inclusive)."""

    low: int
    high: int


@dataclass(frozen=True)
class Slot:
    """Row ``index`` (from 1) of a live classification tree; empty while no code stands there.

    ``behind``: the figure shown in the row behind the last code, where a form prints its 合计 there.
    """

    tree: str
    index: int
    behind: str = ""

    @property
    def low(self) -> str:
        return f"科目树/{self.tree}/{self.index}/键"

    @property
    def high(self) -> str:
        return f"科目树/{self.tree}/{self.index}/上限"


Scope: TypeAlias = Codes | Slot | None
"""None: every entry, whatever its code."""


def class_codes(code: str) -> Codes:
    """All keys of a 类 such as ``201``."""
    return Codes(int(code) * 10_000, int(code) * 10_000 + 9_999)
