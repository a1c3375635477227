"""A department's data file: the units' amounts as 单位明细, its own figures as their sums."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

from xlbudget.datafile.adding import (
    ADDED,
    BESIDE,
    DETAILS,
    ELIMINATED,
    MILLION_HALF,
    OWN_UNIT,
    AddedCell,
    added,
    exact,
    figures,
    plain,
    sums,
)
from xlbudget.datafile.fields import BALANCED, DETAIL, FILE, MOST_DETAILS, TOGETHER, VERSION, YUAN
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Amount, Kind, mapped
from xlbudget.reading.to_data import settled
from xlbudget.sheets.tables.department import NEEDED
from xlbudget.units.department.beside import beside
from xlbudget.units.department.files import UnitFile

MILLION = "万元"
FACTOR = 10_000
HEADINGS = tuple(one.key for one in DETAIL.fields)
OWN_TEXTS = ("主管部门", "预算代码", "主要职责", "内设机构")
"""What the department has of the unit that is itself."""


@dataclass(frozen=True)
class Department:
    """``details``: all of them where they are too many to be added up by formulas, else none."""

    content: dict[str, Any]
    said: tuple[str, ...]
    details: tuple[dict[str, Any], ...] = ()

    @property
    def table(self) -> bytes:
        """The details as a .csv that Excel opens."""
        text = StringIO()
        writer = csv.DictWriter(text, HEADINGS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.details)
        return text.getvalue().encode("utf-8-sig")


def department(
    name: str, units: Sequence[UnitFile], own: UnitFile | None, eliminated: Mapping[str, Any] | None = None
) -> Department:
    """The data file of the department ``name``; ``units`` in an order of their own, whatever that of their files."""
    units = sorted(units, key=lambda one: (one is not own, *one.order))
    labels = {id(one): label_of(one, one is own) for one in units}
    contents = [deepcopy(one.content) for one in units]
    parts = [*contents, *([deepcopy(dict(eliminated))] if eliminated else ())]
    money = YUAN if any(one["金额单位"] == YUAN for one in parts) else MILLION
    adjusted = any("全年预算数" in one.get("三公经费", {}) for one in contents)
    said: list[str] = []
    details: list[dict[str, Any]] = []
    entries: dict[str, list[Any]] = defaultdict(list)
    for unit, content in zip(units, contents, strict=True):
        if adjusted and "三公经费" in content:
            # One budget figure is both.
            content["三公经费"].setdefault("全年预算数", dict(content["三公经费"]["年初预算数"]))
        details += _details(labels[id(unit)], content, money)
        for key, rows in beside(labels[id(unit)], _in(money, content), unit is own, said).items():
            entries[key] += rows
    if eliminated:
        taken = list(_details(ELIMINATED, parts[-1], money, -1))
        said += _unmatched(sums(details), sums(taken))
        details += taken
    first = contents[0]
    content = {
        "版本": VERSION,
        "年度": first["年度"],
        "金额单位": money,
        "单位": _unit(name, first, units, labels, own),
        "科目": _names(units, contents, said),
        **{key: [] if key in ("收入", "支出", "基础数据") else {} for key in ADDED if _has(contents, key)},
        **entries,
        "核实": [],
    }
    keys = [one.key for one in FILE.fields if one.key in content]
    content = added({key: content[key] for key in keys}, dict(sorted(sums(details).items())))
    kept = details if len(details) <= MOST_DETAILS else _main(details, money)
    content = settled(content | {DETAILS: kept}, [one.key for one in FILE.fields if one.key in content] + [DETAILS])
    return Department(content, tuple(said), tuple(details) if kept is not details else ())


def balanced_of(units: Sequence[UnitFile]) -> int:
    """How many of the units are 舍位平衡; where all are, so is the department."""
    return sum(Data(one.content).balanced for one in units)


def label_of(unit: UnitFile, is_own: bool) -> str:
    """What a unit is called in the department; what is the department itself says so."""
    if not is_own:
        return unit.name
    bare = unit.name.removesuffix(OWN_UNIT).removesuffix("(本级)").removesuffix("本级").strip()
    return f"{bare or unit.name}{OWN_UNIT}"


def _has(contents: Sequence[Mapping[str, Any]], key: str) -> bool:
    return any(key in one for one in contents) and not isinstance(FILE[key].kind, Amount)


def _unit(
    name: str, first: Mapping[str, Any], units: Sequence[UnitFile], labels: Mapping[int, str], own: UnitFile | None
) -> dict[str, Any]:
    texts = {key: own.content["单位"][key] for key in OWN_TEXTS if key in own.content["单位"]} if own else {}
    rounding = {"舍位": BALANCED} if balanced_of(units) == len(units) else {}
    listed = {"单位性质": TOGETHER, **rounding, "决算单位构成": [labels[id(one)] for one in units]}
    return {"名称": name, "模板": first["单位"]["模板"], **texts, **listed}


def _names(units: Sequence[UnitFile], contents: Sequence[Mapping[str, Any]], said: list[str]) -> dict[str, str]:
    """The names of codes that units gave; of two the first one's."""
    found: dict[str, tuple[str, str]] = {}
    for unit, content in zip(units, contents, strict=True):
        for code, name in content.get("科目", {}).items():
            first, of = found.setdefault(code, (name, unit.name))
            if first.strip() != name.strip():
                said.append(f"科目 {code} 的名称不同：{of} 是 {first}，{unit.name} 是 {name}；用的是前一个")
    return {code: name for code, (name, _) in sorted(found.items())}


def _details(label: str, content: dict[str, Any], money: str, sign: int = 1) -> Iterator[dict[str, Any]]:
    """The unit's amounts; a figure in 万元 becomes 元 where the department has these, and says how exact it is."""
    into = FACTOR if content["金额单位"] == MILLION and money == YUAN else 1
    for one in figures(content):
        value = exact(one.value) * sign * (into if one.money else 1)
        coded = one.cell.code or one.cell.source
        if value == 0 and coded:
            continue
        words = (label, one.cell.key, one.cell.code, one.cell.source, one.cell.row, one.cell.column)
        row: dict[str, Any] = {key: word for key, word in zip(HEADINGS, words, strict=False) if word}
        row["金额"] = plain(value)
        if into > 1 and one.money and value:
            row["半宽"] = MILLION_HALF
        yield row


def _in(money: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content in 元 where that is what the department has."""
    if content["金额单位"] == money:
        return content

    def leaf(value: Any, kind: Kind) -> Any:
        return plain(exact(value) * FACTOR) if isinstance(kind, Amount) else value

    rows: dict[str, Any] = {key: content[key] for key in BESIDE if key in content}
    made: dict[str, Any] = mapped(rows, FILE, lambda made, _: made, leaf)
    return made


def _main(details: Sequence[Mapping[str, Any]], money: str) -> list[dict[str, Any]]:
    """Of details that are too many, what 汇总 needs, added up by unit; none where these are too many, too."""
    found: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    half: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    needed = set(NEEDED)
    for one in details:
        words = tuple(str(one.get(key, "")) for key in ("单位", "键", "行", "列"))
        if words[1:] in needed and exact(one["金额"]):
            found[words] += exact(one["金额"])
            half[words] += exact(one.get("半宽", 0 if money == YUAN else "0.005"))
    rows = [
        {key: word for key, word in zip(("单位", "键", "行", "列"), words, strict=True) if word}
        | {"金额": plain(value)}
        | ({"半宽": plain(half[words])} if half[words] else {})
        for words, value in found.items()
    ]
    return rows if len(rows) <= MOST_DETAILS else []


def _unmatched(before: Mapping[AddedCell, Decimal], taken: Mapping[AddedCell, Decimal]) -> Iterator[str]:
    """What is to be eliminated and is not there, or is less than that."""
    for cell, value in taken.items():
        there = before.get(cell, Decimal(0))
        if value and abs(there) < abs(value):
            said = " ".join(filter(None, (cell.key, cell.code, cell.source, cell.row, cell.column)))
            yield f"抵销的 {said} {plain(-value)} 与各单位的数对不上：各单位合计只有 {plain(there)}"
