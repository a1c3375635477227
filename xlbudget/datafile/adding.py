"""How a department's data file comes of its units': which of their figures are added up, and to which figure of it.

A figure that is added up has an :class:`AddedCell`: the words by which 单位明细 says whose part an amount is. A list
has one for each of its codes (and kinds of money), an object for each of its fields.

Declared once: ``ADDED`` are the keys whose amounts and counts are sums, but those at ``NOT_ADDED``; the entries of
``BESIDE`` stand side by side; every other key is the department's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from xlbudget.datafile.fields import FILE, SOURCES
from xlbudget.datafile.kinds import Amount, Code, Kind, ListOf, Number, Record
from xlbudget.datafile.kinds import Mapping as FreeKeys

DETAILS = "单位明细"
ADDED = (
    *("收入", "支出", "结转结余", "经济分类", "基本支出年初预算", "三公经费", "人员", "基础数据"),
    *("绩效情况", "上年", "机关运行经费", "政府采购", "资产"),
)
NOT_ADDED = ("绩效情况.绩效自评平均得分",)
"""An average of averages is none."""
BESIDE = {"项目": "名称", "楼堂馆所": "名称", "绩效自评": "对象", "事实": "键"}
"""Key → the field that names an entry."""
BASE = ("上年决算数", "预算数", "决算数")
"""The columns of 基础数据, whose rows have names."""
AMOUNT = "金额"
"""What the only figure of an entry is called."""
OWN_UNIT = "（本级）"
"""Ends the name of the department itself among its units."""
ELIMINATED = "内部往来抵销"
"""The “unit” whose amounts, less than nothing, are what the units paid to each other."""
MILLION_HALF = 50
"""元: half of 0.01 万元."""
SHIFT = 10**8
"""A 格键 is the number of a column times this, the code times 10, the number of the 资金来源: 15 digits at most."""


class AddedCell(NamedTuple):
    """A figure that is added up, as 单位明细 says it; "" where it has no such part."""

    key: str
    code: str = ""
    source: str = ""
    row: str = ""
    column: str = AMOUNT

    @property
    def family(self) -> AmountFamily:
        """It and those that differ from it by code and 资金来源: a column of 单位明细."""
        return AmountFamily(self.key, self.row, self.column)

    @property
    def code_key(self) -> int | None:
        """Code and 资金来源 as one number; None for a code by which nothing is added up."""
        if not self.code:
            return self._number
        digits = self.code.isascii() and self.code.isdecimal()
        if not digits or len(self.code) not in (3, 5, 7) or (len(self.code) == 7 and self.code.endswith("00")):
            return None
        return int(self.code) * 10 + self._number

    @property
    def _number(self) -> int:
        return SOURCES.index(self.source) + 1 if self.source in SOURCES else 0


class AmountFamily(NamedTuple):
    key: str
    row: str
    column: str

    @property
    def words(self) -> str:
        return "｜".join(self)

    @property
    def said(self) -> str:
        return " ".join(filter(None, self))

    @property
    def known(self) -> bool:
        """Whether a data file has such figures; anything may have been typed."""
        named = (self.key, self.row) == ("资产", "车辆") or (self.key == "基础数据" and self.column in BASE)
        return self in families() or (named and bool(self.row and self.column))

    @property
    def coded(self) -> bool:
        """Whether its amounts are told apart by codes."""
        return self.key in ("收入", "支出", "经济分类", "基本支出年初预算") or self.row in ("年初", "年末结转和结余")


class AddedFigure(NamedTuple):
    """A figure of a data file that is added up, where it stands and whether it is an amount of money."""

    cell: AddedCell
    path: str
    value: Any
    money: bool
    owner: dict[str, Any]
    """The object that has it, under ``name``."""
    name: str


def cell_of(detail: Mapping[str, Any]) -> AddedCell:
    """Whose part an entry of 单位明细 is."""
    return AddedCell(*(str(detail.get(part, "")).strip() for part in ("键", "科目", "资金来源", "行", "列")))


def summed(cells: Iterable[AddedCell]) -> frozenset[AmountFamily]:
    """The families that are added up figure by figure: not those whose amounts have lost their codes."""
    return frozenset(cell.family for cell in cells if not cell.family.coded or cell.code or cell.source)


def figures(content: dict[str, Any]) -> Iterator[AddedFigure]:
    """Every figure of a data file that is added up."""
    for key in ADDED:
        if key in content:
            yield from _within(content, key, FILE[key].kind, key, AddedCell(key))


def _within(owner: dict[str, Any], name: str, kind: Kind, path: str, at: AddedCell) -> Iterator[AddedFigure]:
    value = owner[name]
    match kind:
        case Amount() | Number() if path not in NOT_ADDED:
            yield AddedFigure(at, path, value, isinstance(kind, Amount), owner, name)
        case Record(fields):
            for one in fields:
                if one.key in value:
                    there = _named(at, one.key, one.kind)
                    yield from _within(value, one.key, one.kind, f"{path}.{one.key}", there)
        case FreeKeys(inner, key):
            for word in value:
                there = at._replace(code=word) if isinstance(key, Code) else _named(at, word, inner)
                yield from _within(value, word, inner, f"{path}.{word}", there)
        case ListOf(Record(fields)):
            for index, row in enumerate(value):
                place = at._replace(code=row.get("科目", "").strip(), source=row.get("资金来源", ""))
                place = place._replace(row=row["行"].strip()) if "行" in row else place
                for one in fields:
                    if one.key in row:
                        there = _named(place, one.key, one.kind)
                        yield from _within(row, one.key, one.kind, f"{path}[{index}].{one.key}", there)


def _named(at: AddedCell, name: str, kind: Kind) -> AddedCell:
    """The last name is the column, one before it the row."""
    if isinstance(kind, Amount | Number):
        return at._replace(column=name)
    return at._replace(row=name) if isinstance(kind, Record | FreeKeys | ListOf) else at


@cache
def families() -> tuple[AmountFamily, ...]:
    """Every family that a data file may have, but those by names that units choose."""

    def under(kind: Kind, path: str, at: AddedCell) -> Iterator[AmountFamily]:
        match kind:
            case Amount() | Number() if path not in NOT_ADDED:
                yield at.family
            case Record(fields):
                for one in fields:
                    yield from under(one.kind, f"{path}.{one.key}", _named(at, one.key, one.kind))
            case FreeKeys(inner, Code()):
                yield from under(inner, path, at)
            case ListOf(Record(fields) as record) if all(one.key != "行" for one in fields):
                yield from under(record, path, at)

    return tuple(family for key in ADDED for family in under(FILE[key].kind, key, AddedCell(key)))


def exact(value: Any) -> Decimal:
    """A figure of a data file, just as it is written."""
    return Decimal(str(value).strip())


def plain(value: Decimal) -> int | float:
    """It as a data file has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def sums(details: Iterable[Mapping[str, Any]]) -> dict[AddedCell, Decimal]:
    """Figure → Σ of the amounts that are part of it."""
    found: dict[AddedCell, Decimal] = defaultdict(Decimal)
    for one in details:
        if "金额" in one:
            found[cell_of(one)] += exact(one["金额"])
    return dict(found)


def added(content: Mapping[str, Any], found: Mapping[AddedCell, Decimal]) -> dict[str, Any]:
    """The content with every figure of ``found`` as given there; what it has not yet stands behind the others."""
    made = dict(content)
    for cell, value in found.items():
        kind = FILE[cell.key].kind
        if cell.key not in made and not isinstance(kind, Amount):
            made[cell.key] = [] if isinstance(kind, ListOf) else {}
        if isinstance(kind, Amount):
            made[cell.key] = plain(value)
        else:
            _put(made[cell.key], kind, cell, plain(value))
    return made


def _put(owner: Any, kind: Kind, cell: AddedCell, value: int | float) -> None:
    match kind:
        case Record() if cell.row and cell.row in {one.key for one in kind.fields}:
            inner = kind[cell.row].kind
            owner.setdefault(cell.row, [] if isinstance(inner, ListOf) else {})
            _put(owner[cell.row], inner, cell._replace(row=""), value)
        case FreeKeys(_, Code()):
            owner[cell.code] = value
        case ListOf():
            named = {"科目": cell.code, "资金来源": cell.source, "行": cell.row}
            named = {name: text for name, text in named.items() if text}
            same = (one for one in owner if all(one.get(name, "") == named.get(name, "") for name in _NAMES))
            row = next(same, None)
            if row is None:
                owner.append(row := dict(named))
            row[cell.column] = value
        case _:
            owner[cell.column] = value


_NAMES = ("科目", "资金来源", "行")
