"""公开-核对, 公开-为空: every published figure and its counterpart; then what published tables left blank.

A published figure is 通过 when the computed one, rounded to its printed decimals, equals it; 尾差 within the interval
that the entered figures allow; 不符 outside. Figures without a counterpart are listed, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from xlbudget.language.verdicts import NOT_APPLICABLE
from xlbudget.sheets.rules.bounds import cells_in, leaves
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_narrative, in_tables
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication
from xlbudget.sheets.rules.published.facts import MONEY
from xlbudget.sheets.rules.published.in_evaluation import scale
from xlbudget.sheets.rules.rule import EMPTY, Example, Figures, Rule

PUBLISHED = Rule(
    "公开-核对",
    "公布的数与由录入数算得的数一致",
    "数据文件格式 公开数：和的界 p + n·h，比率的界由分子、分母的区间得出",
    "改正公布的数，或改正它所依据的录入数",
    Example("公开09 三公经费 决算数/合计", Figures(5, 5, 0.01), {"录入/公开数/数@3": "8.00"}, Figures(8, 5, 0.01)),
    bound="p（印出的末位的一半）+ n（非零录入数的个数）× h（半宽）；比率是分子、分母各在尾差内变动时能到的区间；"
    "重印同一个录入数的是 0",
)
BLANK = Rule(
    "公开-为空",
    "整张公布的表里，由两个以上录入数得出的数没有空着",
    "数据文件格式 公开数：表里有一个数就视为整张公布",
    "补印这个数",
    Example(
        "公开09 三公经费 决算数/公务用车购置及运行维护费小计",
        Figures(None, 0, verdict=NOT_APPLICABLE),
        {"录入/三公经费/决算数/公务用车运行维护费": 0.49},
        Figures(None, 0.49, verdict=EMPTY),
    ),
    bound="空着当作 0；算得的数四舍五入到 0.01 不是 0 才不成立",
    severity="warning",
)


@dataclass(frozen=True)
class Comparison:
    """A row of 公开数核对: a published figure, or one that was left blank, and its counterpart if there is one."""

    entry: Publication
    counterpart: Counterpart | None


@lru_cache(1)
def comparisons(context: Context) -> tuple[Comparison, ...]:
    """The entries of 公开数 in file order, then the figures of published tables that have none."""
    entries = [Publication.of(row, entry) for row, entry in enumerate(context.data.rows("公开数"), 1)]
    found = [Comparison(entry, counterpart(context, entry)) for entry in entries]
    have = {_identity(one.counterpart) for one in found if one.counterpart}
    for table, line, column, other in in_tables.complete(context, {entry.table for entry in entries}):
        combined = cells_in(leaves(context.names, other.ratio or other.figure)) >= 2
        if combined and _identity(other) not in have:
            found.append(Comparison(Publication(0, table, line, column), other))
    return tuple(found)


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    if (found := in_tables.counterpart(context, entry)) is None:
        return in_narrative.counterpart(context, entry)
    # A table may have been printed in 元.
    return found if found.ratio or not entry.unit else replace(found, scale=scale(MONEY, entry.unit))


def unpublished(context: Context) -> list[str]:
    """The tables of the workbook that have no entry of 公开数."""
    tables = {entry["表"].strip() for entry in context.data.rows("公开数")}
    made = [form.sheet for form in context.form.tables.values()]
    made += [name for name in in_tables.TAKEN_AS_COMPLETE if any(k.startswith(f"{name}/") for k in context.names.areas)]
    return [name for name in sorted(made) if name not in tables]


def _identity(other: Counterpart) -> str:
    return other.cell or repr(other.live_cell) + repr(other.figure)
