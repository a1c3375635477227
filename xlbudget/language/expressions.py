"""The words in which a figure is declared: expressions over keys, and the codes that a row stands for.

Expressions name what they need by key (``公开03/合计/项目支出``). Nothing here computes: ``keys.py`` turns them into
formulas, ``sheets/rules/bounds.py`` counts the entered figures that flow into them.

The examples show what becomes of an expression on a sheet of its own: ``formula`` prints the formula, ``n`` how many
of the entered figures in it its bound counts. ``tests/language/test_expressions.py`` has both, and runs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

EXACT = 6
"""Sums are rounded to this many decimals of 万元: 元 keep their 分, and binary noise does not print as -0.00."""


@dataclass(frozen=True)
class Ref:
    """The figure that stands at ``key``.

    >>> formula(Ref("公开03/合计/基本支出"))
    ='公开03'!D7
    """

    key: str


@dataclass(frozen=True)
class Money:
    """One entered amount (in 金额单位), in 万元.

    >>> formula(Money("录入/三公经费/决算数/公务接待费"))
    =SUM('录入-三公经费'!E8)/金额换算
    """

    key: str


@dataclass(frozen=True)
class Entries:
    """Σ of a column of an input list, in 万元, over the codes of the row it stands in.

    ``source`` keeps the entries of one 资金来源 only.

    >>> formula(Entries("支出", "基本支出"))
    =ROUND(SUM('录入-支出'!$F$5:$F$64)/金额换算,6)
    >>> formula(Entries("支出", "基本支出", "其他资金"), class_codes("201"))
    =ROUND(SUMIFS('录入-支出'!$F$5:$F$64,'录入-支出'!$N$5:$N$64,">=2010000",'录入-支出'!$N$5:$N$64,"<=2019999",'录入-支出'!$C$5:$C$64,"其他资金")/金额换算,6)
    """

    listing: str
    column: str
    source: str | None = None


@dataclass(frozen=True)
class Economic:
    """Σ of the amounts entered under an economic 款 (5 digits) or under a whole 类 (3 digits), in 万元.

    >>> formula(Economic("30201"))
    =SUMIFS('录入-经济分类'!$C$5:$C$64,'录入-经济分类'!$E$5:$E$64,30201)/金额换算
    >>> formula(Economic("302"))
    =SUMIFS('录入-经济分类'!$C$5:$C$64,'录入-经济分类'!$E$5:$E$64,">=30200",'录入-经济分类'!$E$5:$E$64,"<=30299")/金额换算
    """

    code: str


@dataclass(frozen=True)
class Sum:
    """Σ of its terms; three and more cells side by side are added as one block.

    >>> formula(Sum((Ref("公开03/合计/基本支出"), Ref("公开03/合计/项目支出"))))
    =ROUND(SUM('公开03'!D7,'公开03'!E7),6)
    >>> formula(total("公开03/合计/基本支出", "公开03/合计/项目支出", "公开03/合计/上缴上级支出"))
    =ROUND(SUM('公开03'!D7:F7),6)
    """

    terms: tuple[Expr, ...]


@dataclass(frozen=True)
class Balance:
    """Σ plus − Σ minus; what is on both sides does not count for the bound.

    >>> formula(Balance((Ref("公开03/合计/基本支出"),), (Money("录入/三公经费/决算数/公务接待费"),)))
    =ROUND(SUM('公开03'!D7)-SUM(SUM('录入-三公经费'!E8)/金额换算),6)
    >>> n(Balance((Ref("公开03/合计/基本支出"),), (Ref("公开03/合计/基本支出"),)))
    0
    """

    plus: tuple[Expr, ...]
    minus: tuple[Expr, ...]


@dataclass(frozen=True)
class Ratio:
    """A quotient; one whose denominator is zero has no value and shows nothing.

    >>> formula(Ratio(Ref("公开03/合计/项目支出"), Ref("公开03/合计/基本支出")))
    =IF('公开03'!D7=0,"",'公开03'!E7/'公开03'!D7)
    """

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True)
class Formula:
    """A formula written out, with ``{key}`` where an address belongs and ``{{``/``}}`` nowhere.

    ``of``: the figures that flow into it, for its bound; None where it has none to have. ``adds``: it is their sum.

    >>> half = Formula("{公开03/合计/基本支出}/2", (Ref("公开03/合计/基本支出"),))
    >>> formula(half)
    ='公开03'!D7/2
    >>> n(half)
    COUNTIFS('录入-支出'!$F$5:$F$64,">0")+COUNTIFS('录入-支出'!$F$5:$F$64,"<0")
    """

    template: str
    of: tuple[Expr, ...] | None = None
    adds: bool = False


@dataclass(frozen=True)
class Tally:
    """Stands for ``count`` (a template) entered figures of the input key ``group`` in a formula's ``of``.

    It is no figure, and becomes the ``n`` of one:

    >>> spent = Formula("SUM({录入/支出/基本支出})", (Tally("COUNT({录入/支出/基本支出})", "支出"),))
    >>> formula(spent)
    =SUM('录入-支出'!$F$5:$F$64)
    >>> n(spent)
    COUNT('录入-支出'!$F$5:$F$64)
    """

    count: str
    group: str


@dataclass(frozen=True)
class Within:
    """An expression over the codes of ``scope``, wherever it stands.

    >>> formula(Within(Entries("支出", "基本支出"), class_codes("201")))
    =SUMIFS('录入-支出'!$F$5:$F$64,'录入-支出'!$N$5:$N$64,">=2010000",'录入-支出'!$N$5:$N$64,"<=2019999")/金额换算
    """

    expr: Expr
    scope: Scope


@dataclass(frozen=True)
class Typed:
    """A figure as it would be of the entries as they were typed, where it is made of adjusted ones (舍位平衡).

    >>> formula(Typed(Ref("公开03/合计/基本支出")))
    =(SUM('录入-支出'!$F$5:$F$64)/金额换算)
    """

    expr: Expr


Expr: TypeAlias = Ref | Money | Entries | Economic | Sum | Balance | Ratio | Formula | Tally | Within | Typed


def total(*keys: str) -> Sum:
    """The sum of the figures at these keys.

    >>> total("公开03/合计/基本支出", "公开03/合计/项目支出")
    Sum(terms=(Ref(key='公开03/合计/基本支出'), Ref(key='公开03/合计/项目支出')))
    """
    return Sum(tuple(Ref(key) for key in keys))


def number_at(key: str) -> Formula:
    """A number that is entered at a key, or all of those there, which is no amount: nothing of it is rounded."""
    return Formula(f"SUM({{{key}}})", ())


# ---------------------------------------------------------------- the codes a row stands for


@dataclass(frozen=True)
class Codes:
    """The functional codes from ``low`` to ``high`` (7-digit keys, inclusive).

    >>> formula(Entries("支出", "基本支出"), Codes(2010101, 2010199))
    =ROUND(SUMIFS('录入-支出'!$F$5:$F$64,'录入-支出'!$N$5:$N$64,">=2010101",'录入-支出'!$N$5:$N$64,"<=2010199")/金额换算,6)
    """

    low: int
    high: int


@dataclass(frozen=True)
class Slot:
    """Row ``index`` (from 1) of a live classification tree; empty while no code stands there.

    ``behind``: the figure shown in the row behind the last code, where a form prints its 合计 there.

    >>> formula(Entries("支出", "基本支出"), Slot("公开03", 1))
    =IF('科目树'!A7="","",ROUND(SUMIFS('录入-支出'!$F$5:$F$64,'录入-支出'!$N$5:$N$64,">="&'科目树'!A7,'录入-支出'!$N$5:$N$64,"<="&'科目树'!B7)/金额换算,6))
    >>> formula(Entries("支出", "基本支出"), Slot("公开03", 1, behind="公开03/合计/基本支出"))
    =IF('科目树'!A7="",IF(1='科目树'!D5+1,'公开03'!D7,""),ROUND(SUMIFS('录入-支出'!$F$5:$F$64,'录入-支出'!$N$5:$N$64,">="&'科目树'!A7,'录入-支出'!$N$5:$N$64,"<="&'科目树'!B7)/金额换算,6))
    """

    tree: str
    index: int
    behind: str = ""

    @property
    def low(self) -> str:
        return f"科目树/{self.tree}/键@{self.index}"

    @property
    def high(self) -> str:
        return f"科目树/{self.tree}/上限@{self.index}"


Scope: TypeAlias = Codes | Slot | None
"""None: every entry, whatever its code."""


def class_codes(code: str) -> Codes:
    """All keys of a 类 such as ``201``.

    >>> class_codes("201")
    Codes(low=2010000, high=2019999)
    """
    return Codes(int(code) * 10_000, int(code) * 10_000 + 9_999)
