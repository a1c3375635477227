"""An official code table: the columns of codes and names are found by what stands in them, not by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlbudget.errors import BadCodeTable
from xlbudget.reading import Package, formulas_and_values
from xlbudget.reading.cells import Value
from xlbudget.spec import column_number

FEWEST = 5
"""个：少于这么多代码的一列不像是科目代码。"""
SHARE = 0.6
"""代码列里至少这么多是代码。"""
WHOLE = re.compile(r"[1-9]\d{2}(\d{2}){0,2}")
PART = re.compile(r"\d{2}")
WORDS = re.compile(r"[\u4e00-\u9fff]")

Column = dict[int, str]
"""Row → text."""


@dataclass(frozen=True)
class Codes:
    """What a table holds: ``which`` is functional (支出功能分类) or economic (支出经济分类)."""

    which: str
    codes: Mapping[str, str]


def read_codes(path: Path) -> Codes:
    """The codes and names of the first sheet that has them, in code order; refuses with :class:`BadCodeTable`."""
    for sheet, cells in formulas_and_values(Package.open(path)).items():
        columns = _columns({at: value for at, (_, value) in cells.items()})
        if found := _coded(columns):
            return _checked(path, sheet, *found)
    raise BadCodeTable(str(path), "各表里都找不到科目代码和名称：应有一列 3、5、7 位代码（或类、款、项三列）和一列名称")


def _columns(cells: Mapping[str, Value]) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for at, value in cells.items():
        letters = at.rstrip("0123456789")
        if (text := _text(value)) and letters:
            columns.setdefault(column_number(letters), {})[int(at[len(letters) :])] = text
    return dict(sorted(columns.items()))


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, bool) else "".join(str(value).split())


def _coded(columns: Mapping[int, Column]) -> tuple[Column, Column] | None:
    """The codes and the names, by row."""
    codes = _one_column(columns) or _three_columns(columns)
    if codes is None:
        return None
    last, found = codes
    names = [
        col for col, column in columns.items() if sum(bool(WORDS.search(column.get(r, ""))) for r in found) >= FEWEST
    ]
    after = [col for col in names if col > last] or names
    return (found, columns[after[0]]) if after else None


def _one_column(columns: Mapping[int, Column]) -> tuple[int, Column] | None:
    for col, column in columns.items():
        found = {row: text for row, text in column.items() if WHOLE.fullmatch(text)}
        figures = sum(text.isdigit() for text in column.values())
        if len(found) >= FEWEST and len(found) >= SHARE * figures and any(len(text) > 3 for text in found.values()):
            return col, found
    return None


def _three_columns(columns: Mapping[int, Column]) -> tuple[int, Column] | None:
    """类, 款 and 项 in columns of their own: 201, 01, 01 (each may be given only where it changes)."""
    for col in columns:
        first, second, third = (columns.get(col + i, {}) for i in range(3))
        if sum(len(text) == 3 and text.isdigit() for text in first.values()) < 1:
            continue
        if sum(bool(PART.fullmatch(text)) for text in second.values()) >= FEWEST:
            return col + 2, dict(_joined(first, second, third))
    return None


def _joined(first: Column, second: Column, third: Column) -> Iterator[tuple[int, str]]:
    kind = group = ""
    for row in sorted({*first, *second, *third}):
        kind_here, group_here, item = (column.get(row, "") for column in (first, second, third))
        if WHOLE.fullmatch(kind_here):
            kind, group = kind_here[:3], ""
        if PART.fullmatch(group_here):
            group = group_here
        if kind and (kind_here or group_here or item):
            yield row, kind + group + (item if PART.fullmatch(item) and group else "")


def _checked(path: Path, sheet: str, codes: Column, names: Column) -> Codes:
    found: dict[str, str] = {}
    for row, code in sorted(codes.items()):
        name = names.get(row, "")
        if not WORDS.search(name):
            raise BadCodeTable(str(path), f"“{sheet}”表第 {row} 行的代码 {code} 没有名称")
        if found.setdefault(code, name) != name:
            raise BadCodeTable(str(path), f"“{sheet}”表第 {row} 行的代码 {code} 前面叫“{found[code]}”，这里叫“{name}”")
    kinds = {"functional" if code[0] == "2" else "economic" if code[0] in "345" else "" for code in found}
    if len(kinds) != 1 or kinds == {""}:
        raise BadCodeTable(
            str(path), f"“{sheet}”表里的代码既不全是支出功能分类（2 开头），也不全是支出经济分类（3、5 开头）"
        )
    ordered = {code: found[code] for code in sorted(found, key=lambda code: (code.ljust(7, "0"), len(code)))}
    return Codes(kinds.pop(), ordered)
