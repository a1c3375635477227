"""What each 录入 sheet holds of the data file, for whoever reads a sheet back.

The writers arrange the sheets; here it is said, with the same records, which keys stand under which label or
heading. A label and a heading is the key itself, so a key is found by what is printed, not by its address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from xlbudget.datafile.fields import EXPENDITURE, FILE, INCOME, OPENING, TRIPLE, TRIPLE_COUNTS, TRIPLE_YEARS
from xlbudget.datafile.kinds import Amount, Field, ListOf, Number, Record
from xlbudget.sheets.inputs import balances, economic, evaluation, plain, triple, unit
from xlbudget.sheets.inputs.codes import USER_CODES
from xlbudget.sheets.inputs.rows import HEADER


@dataclass(frozen=True)
class Labels:
    """The object at ``path`` ("" for the file itself): label in column A, value in column B.

    A list of texts has the labels ``键（1）``, ``键（2）`` …, free keys ``键/名称``.
    """

    path: str
    record: Record


@dataclass(frozen=True)
class Rows:
    """The list at ``path``: an entry a row below a row of headings (expected in row ``header``).

    ``keyed``: an object with free keys, the first column the key and the second its value. ``printed``: the form
    prints the keys, so that a key without a value is no entry. ``nested``: the list stands in the entries of
    绩效自评, and its first column names the 对象 of the entry.
    """

    path: str
    record: Record
    header: int = HEADER
    keyed: bool = False
    printed: bool = False
    nested: bool = False


@dataclass(frozen=True)
class Grid:
    """Objects side by side: a column for each of ``columns``, a row for each field of ``record``."""

    path: str
    columns: tuple[str, ...]
    record: Record


Part: TypeAlias = Labels | Rows | Grid


def _fields(owner: Record, *keys: str) -> Record:
    return Record(tuple(field for field in owner.fields if field.key in keys))


def _record(key: str) -> Record:
    kind = FILE[key].kind
    kind = kind.item if isinstance(kind, ListOf) else kind
    if not isinstance(kind, Record):
        raise TypeError(f"{key} is not declared as a record")
    return kind


_UNIT = _record("单位")

HELD: dict[str, tuple[Part, ...]] = {
    unit.KEY: (
        Labels("", _fields(FILE, "年度", "金额单位", "机关运行经费")),
        Labels("单位", _fields(_UNIT, *(field.key for field in _UNIT.fields if field.key != "模板"))),
    ),
    "科目": (Rows("科目", USER_CODES.record, keyed=True),),
    "收入": (Rows("收入", INCOME),),
    "支出": (Rows("支出", EXPENDITURE),),
    balances.KEY: (
        Labels("结转结余", _fields(_record("结转结余"), *balances.SCALARS)),
        Rows("结转结余.年初", OPENING, header=HEADER + len(balances.SCALARS) + 1),
    ),
    economic.KEY: (Rows("经济分类", economic.RECORD, keyed=True, printed=True),),
    triple.KEY: (
        Grid("三公经费", TRIPLE_YEARS, Record(tuple(Field(key, Amount()) for key in TRIPLE))),
        Labels("三公经费.实物量", Record(tuple(Field(key, Number()) for key in TRIPLE_COUNTS))),
    ),
    **{key: (Labels(key, _record(key)),) for key in plain.OBJECTS},
    **{key: (Rows(key, listing.record),) for key, listing in plain.LISTINGS.items()},
    **{key: (Rows(key, listing.record, keyed=True),) for key, listing in plain.FREE_KEYS.items()},
    "绩效自评": (Rows("绩效自评", evaluation.TABLES.record),),
    "绩效资金": (Rows("资金", evaluation.FUNDING.record, nested=True),),
    "绩效权重": (Rows("权重", evaluation.WEIGHTS.record, nested=True),),
    "绩效指标": (Rows("指标", evaluation.INDICATORS.record, nested=True),),
}
"""Sheet (without ``录入-``) → its parts."""

ALWAYS = (unit.KEY, "科目", "收入", "支出", balances.KEY, economic.KEY, triple.KEY)
"""The sheets that every workbook has."""

_EVALUATION = ("绩效自评", "绩效资金", "绩效权重", "绩效指标")


def sheets_for(keys: Iterable[str]) -> tuple[str, ...]:
    """The input sheets (without ``录入-``) of a workbook whose data file has these keys, needed ones included."""
    wanted = {*ALWAYS, *keys}
    if "绩效自评" in wanted:
        wanted |= {*_EVALUATION}
    return tuple(key for key in HELD if key in wanted)
