"""The code catalogues: functional (支出功能分类) and economic (部门预算支出经济分类), a CSV a year.

``catalogues/functional-2023.csv``: 类 complete as printed in 公开01 of 2023; 款 and 项 as far as the real documents
show them. ``economic-2023.csv``: complete as printed in 公开06 of 2023. A year without a file of its own uses the
latest one before it (or the earliest there is).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

Which = Literal["functional", "economic"]
_FOLDER = files("xlbudget.datafile") / "catalogues"


def years(which: Which) -> tuple[int, ...]:
    """The years that have a catalogue of their own."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(int(name[-8:-4]) for name in names if name.startswith(which) and name.endswith(".csv")))


@cache
def catalogue(which: Which, year: int) -> dict[str, str]:
    """Code → name in printed order, for a fiscal year."""
    known = years(which)
    chosen = max((y for y in known if y <= year), default=known[0])
    text = (_FOLDER / f"{which}-{chosen}.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}


def classes(year: int) -> dict[str, str]:
    """The 类 of the functional classification, in the order of 公开01."""
    return {code: name for code, name in catalogue("functional", year).items() if len(code) == 3}
