"""A native chart, as a sheet declares it: from which cells, over which cells, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xlbudget.language.sheet import Area


@dataclass(frozen=True)
class Series:
    """The figures of one column. ``line``: dashed across the columns; one without a name is there for the axis only."""

    name: str
    figures: Area
    line: bool = False


@dataclass(frozen=True)
class Chart:
    """``place``: the cells that it covers, with which it grows; ``names``: what stands below its columns."""

    kind: Literal["ring", "columns"]
    place: Area
    names: Area
    series: tuple[Series, ...]
    format: str = "General"
