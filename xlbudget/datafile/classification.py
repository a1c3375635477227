"""The catalogues of codes: functional (支出功能分类) and economic (部门预算支出经济分类), a CSV each.

A row is a code, its name, and the years whose published documents were seen to print it (none: a year between 2021 and
2026 that is not known). The functional one is far from complete below 类: a code that it lacks is not thereby wrong.
The economic one is complete as printed in 公开06 of 2023. ``money`` in the functional one: the 资金来源 that alone has
the code and those below it, as the national classification lists them apart.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Which = Literal["functional", "economic"]
_FOLDER = files("xlbudget.datafile") / "catalogues"


@dataclass(frozen=True)
class Subject:
    code: str
    name: str
    years: tuple[int, ...]
    """The years whose documents print it."""
    money: str = ""
    """The only 资金来源 that has it and what is below it; "" where several may."""


@cache
def subjects(which: Which) -> tuple[Subject, ...]:
    """What is built in, in the order of the codes."""
    rows = csv.DictReader((_FOLDER / f"{which}.csv").read_text(encoding="utf-8").splitlines())
    return tuple(
        Subject(row["code"], row["name"], tuple(map(int, row["years"].split())), row.get("money", "")) for row in rows
    )


def years(which: Which) -> tuple[int, ...]:
    """The years of whose documents something is built in."""
    return tuple(sorted({year for one in subjects(which) for year in one.years}))


def catalogue(which: Which, year: int | None = None) -> dict[str, str]:
    """Code → name, in code order; with a ``year`` only what documents of that year print."""
    return {one.code: one.name for one in subjects(which) if year is None or year in one.years}


def economic(own: Mapping[str, str]) -> dict[str, str | None]:
    """The economic codes of a unit whose 科目 is ``own``, in order → the built-in name; None where its own holds.

    A 款 of its own must belong to a 类 that is built in.
    """
    names: dict[str, str | None] = dict(catalogue("economic"))
    kinds = {code for code in names if len(code) == 3}
    own_kinds = {code for code in map(str.strip, own) if re.fullmatch("[0-9]{5}", code) and code[:3] in kinds}
    return dict(sorted((names | dict.fromkeys(own_kinds)).items()))


def classes(own: Mapping[str, str]) -> dict[str, str]:
    """The 类 of the functional classification, in order, with those of a unit whose 科目 is ``own``.

    Lines are told apart by their names, so one of its own needs a name such as only a 类 has.
    """
    named = {code: name for code, name in catalogue("functional").items() if len(code) == 3}
    for code, name in own.items():
        if re.fullmatch("[0-9]{3}", code) and re.fullmatch(r"\w+[出费]", name) and name not in named.values():
            named.setdefault(code, name)
    return dict(sorted(named.items()))


def printed_classes() -> dict[str, str]:
    """Those that every 公开01 prints; another one has a line where it is used."""
    return {one.code: one.name for one in subjects("functional") if len(one.code) == 3 and one.years}
