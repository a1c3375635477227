"""Published figures of texts that are one figure, because they repeat the same one or have the same name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlbudget.sheets.rules.published.comparison import Comparison
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.published.facts import factor
from xlbudget.sheets.rules.published.in_evaluation import DONE
from xlbudget.sheets.rules.published.in_narrative import TEXTS

PLAIN = ("金额", "数量")
"""Columns of which 处 tells places apart, not quantities."""


@dataclass(frozen=True)
class SameFigure:
    """Two and more places of it; ``name``: what the first calls it."""

    name: str
    members: tuple[Comparison, ...]


def in_text(entry: Publication) -> bool:
    return entry.table in TEXTS or entry.column.startswith(DONE)


def grouped(shown: Iterable[Comparison]) -> list[SameFigure]:
    found: dict[str, list[Comparison]] = {}
    for one in shown:
        if one.entry.row and in_text(one.entry):
            found.setdefault(_identity(one), []).append(one)
    return [SameFigure(_name(same[0].entry), tuple(same)) for same in found.values() if len(same) > 1]


def times(one: Comparison) -> float:
    """What a printed figure is multiplied by, to be in the unit of the others."""
    return 1 / one.counterpart.scale if one.counterpart else factor(one.entry.unit)


def _name(entry: Publication) -> str:
    name = entry.line.partition("/")[2] if entry.table in TEXTS else entry.line
    return f"{name} {entry.column}"


def _identity(one: Comparison) -> str:
    entry, other = one.entry, one.counterpart
    if other is not None:
        return repr(other.ratio or other.figure)
    where = "" if entry.column in PLAIN else entry.where
    unit = entry.unit.lstrip("万亿")
    return f"{_name(entry)} {where} {unit}"
