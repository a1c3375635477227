"""A published figure, and its counterpart: the figure of the workbook that it must agree with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlbudget.language.expressions import Expr, Ratio, Ref
from xlbudget.sheets.rules.context import Context


@dataclass(frozen=True)
class Counterpart:
    """``figure`` is what the workbook shows; where it is a quotient (or holds one), ``ratio`` says of what.

    ``scale`` times the quotient is in the figure: 10 for a score of 10 × 执行率. Of another figure, ``scale`` times it
    is printed: 10000 for 万元 printed in 元. ``cell`` is the key of the cell to colour; ``live_cell`` (sheet and a
    template for its cell) where the row is live. ``fact``: the row (from 1) of the 事实 that is printed again.
    ``size``: printed without a minus, it is the size of a difference.
    """

    figure: Expr
    ratio: Ratio | None = None
    scale: float = 1
    cell: str = ""
    live_cell: tuple[str, str] | None = None
    fact: int = 0
    size: bool = False


@dataclass(frozen=True)
class Publication:
    """One entry of 公开数: where the figure was printed. ``row`` counts from 1 in 录入-公开数; 0: it has no entry."""

    row: int
    table: str
    line: str
    column: str
    where: str = ""
    unit: str = ""

    @classmethod
    def of(cls, row: int, entry: dict[str, Any]) -> Publication:
        return cls(row, *(str(entry.get(key, "")).strip() for key in ("表", "行", "列", "处", "单位")))


def at(context: Context, key: str) -> Counterpart | None:
    """The figure at a key; None when no table has it."""
    item = context.names.figures.get(key)
    if item is None or item.content is None or isinstance(item.content, str):
        return None
    return Counterpart(Ref(key), item.content if isinstance(item.content, Ratio) else None, cell=key)
