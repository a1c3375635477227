"""A unit's public tables as they are published, read again: what went in must come out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.helpers.building import assemble
from xlbudget.datafile.file import Data
from xlbudget.export.papers import exports, package
from xlbudget.reading.documents.imported import Imported, taken_together
from xlbudget.reading.documents.opening import opened
from xlbudget.workbook.calculate import by_address, calculation

Amounts = dict[tuple[str, ...], Decimal]
PRINTED = {
    "收入": ("科目",),
    "支出": ("科目", "资金来源"),
}
"""Lists whose amounts the public tables print, and what tells their rows apart."""
BUDGETS = ("年初预算数", "全年预算数")


def published(content: dict[str, Any]) -> bytes:
    """The workbook of the public tables, values only."""
    book = assemble(Data(content))
    (paper,) = exports(book, by_address(book, calculation(book)), "公开表")
    return package(paper)


def read_again(file: bytes, name: str = "公开表.xlsx") -> Imported:
    return taken_together([opened(Path(name), file)], None)


def amounts(content: Mapping[str, Any]) -> Amounts:
    """All that the public tables print of a data file, in 万元; what is zero is nothing."""
    found: Amounts = {}
    for key, names in PRINTED.items():
        for row in content[key]:
            for column, value in row.items():
                if column not in (*names, *BUDGETS):
                    found[(key, *(row[name] for name in names), column)] = _exact(value)
    for code, value in content.get("经济分类", {}).items():
        found["经济分类", code] = _exact(value)
    for row in content.get("结转结余", {}).get("年初", ()):
        coded = row["科目"] if row["资金来源"] in ("政府性基金预算财政拨款", "国有资本经营预算财政拨款") else ""
        place = ("年初", row["资金来源"], coded)
        found[place] = found.get(place, Decimal()) + _exact(row["金额"])
    for key in ("使用非财政拨款结余和专用结余", "结余分配"):
        found[(key,)] = _exact(content.get("结转结余", {}).get(key, 0))
    triple = content.get("三公经费", {})
    for kind, value in triple.get("决算数", {}).items():
        found["决算数", kind] = _exact(value)
    for kind, value in (triple.get("全年预算数") or triple.get("年初预算数", {})).items():
        found["预算数", kind] = _exact(value)
    return {place: amount for place, amount in found.items() if amount}


def _exact(value: Any) -> Decimal:
    return Decimal(str(value))
