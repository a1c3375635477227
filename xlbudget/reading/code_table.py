"""An official code table: its sheet and its columns of codes and names are found by what stands in them.

Headings are not relied on. Whatever stands where a code should and is none is listed, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlbudget.datafile.kinds import shown
from xlbudget.errors import BadCodeTable
from xlbudget.language.sheet import column_letter
from xlbudget.reading.cells import Cell, Workbook
from xlbudget.reading.code_columns import WORDS, CodeColumns, Texts, bare, columns_in
from xlbudget.reading.number_formats import as_shown
from xlbudget.reading.package import Package

KINDS = {"1": "income", "2": "functional", "3": "economic", "4": "economic", "5": "economic"}
"""First digit → 收入分类, 支出功能分类 or 支出经济分类."""


@dataclass(frozen=True)
class CodeTable:
    """What a table holds: ``which`` is functional (支出功能分类) or economic (支出经济分类)."""

    which: str
    codes: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """A sentence for every row that was passed over or read with a correction."""


def read_codes(path: Path, sheet: str | None = None) -> CodeTable:
    """The codes and names of one sheet, in code order; refuses with :class:`BadCodeTable`.

    Without ``sheet`` it is the only one of 支出功能分类, or the only one of 支出经济分类 where there is none of those.
    """
    tables = _tables(path, sheet)
    name, which = _chosen(path, tables)
    others = [other for other in tables if other != name]
    notes = [f"读的是“{shown(name)}”表；{_listed(others)} 也有代码，要读哪一张请写 --sheet"] if others else []
    codes, remarks = _checked(path, name, tables[name])
    return CodeTable(which, codes, (*notes, *remarks))


def read_every(path: Path) -> tuple[dict[str, str], list[str]]:
    """The codes and names of all sheets of a workbook, of whatever kind, and what is odd about them."""
    found: dict[str, str] = {}
    notes: list[str] = []
    for sheet, table in _tables(path).items():
        codes, said = _checked(path, sheet, table)
        for code, name in codes.items():
            if (before := found.setdefault(code, name)) != name:
                why = f"代码 {code} 在“{shown(sheet)}”表叫“{name}”，在前面的表里叫“{before}”"
                raise BadCodeTable(str(path), why)
        notes += said
    return found, [f"{path} {note}" for note in notes]


def _tables(path: Path, sheet: str | None = None) -> dict[str, CodeColumns]:
    book = Workbook.of(Package.open(path))
    if sheet is not None and sheet not in book.sheets:
        raise BadCodeTable(str(path), f"没有“{shown(sheet)}”表，有 {_listed(book.sheets)}")
    tables: dict[str, CodeColumns] = {}
    for name in book.sheets if sheet is None else [sheet]:
        if table := columns_in(_columns(book.read(name).cells)):
            tables[name] = table
    if not tables:
        where = "各表里都" if sheet is None else f"“{shown(sheet)}”表里"
        raise BadCodeTable(
            str(path), f"{where}找不到科目代码和名称：应有一列 3、5、7 位代码（或类、款、项三列）和一列名称"
        )
    return tables


def _listed(names: Iterable[str]) -> str:
    return "、".join(f"“{shown(name)}”" for name in names)


def _columns(cells: Mapping[tuple[int, int], Cell]) -> dict[int, Texts]:
    columns: dict[int, Texts] = {}
    for (row, col), cell in sorted(cells.items()):
        if (text := cell_text(cell)).strip():
            columns.setdefault(col, {})[row] = text
    return dict(sorted(columns.items()))


def cell_text(cell: Cell) -> str:
    """What a cell shows; a whole number without decimals, but with the zeros that its format puts in front."""
    value = cell.value
    if isinstance(value, bool) or value is None:
        return ""
    if cell.kind == "number" and not isinstance(value, str) and (isinstance(value, int) or value.is_integer()):
        return as_shown(value, cell.format).partition(".")[0]
    return str(value)


def _chosen(path: Path, tables: Mapping[str, CodeColumns]) -> tuple[str, str]:
    """The sheet to read and its kind."""
    kinds: dict[str, list[str]] = {}
    for name, table in tables.items():
        which = {KINDS.get(code[0], "") for code in table.codes.values()}
        kinds.setdefault(which.pop() if len(which) == 1 else "", []).append(name)
    for kind in ("functional", "economic"):
        if len(found := kinds.get(kind, [])) == 1:
            return found[0], kind
        if found:
            raise BadCodeTable(str(path), f"{_listed(found)} 都像是要读的表，看不出是哪一张；请用 --sheet 写出表名")
    if len(tables) == 1 and "income" in kinds:
        why = "表里是收入分类，要读的是支出功能分类或支出经济分类"
    else:
        why = "表里的代码既不全是支出功能分类（2 开头），也不全是支出经济分类（3、5 开头）"
    raise BadCodeTable(str(path), f"{_listed(tables)} {why}")


def _checked(path: Path, sheet: str, table: CodeColumns) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    first: dict[str, int] = {}
    notes: dict[int, str] = {}

    def place(row: int) -> str:
        return f"“{shown(sheet)}”表第 {row} 行"

    for row, code in sorted(table.codes.items()):
        name = bare(table.names.get(row, ""))
        if not WORDS.search(name):
            raise BadCodeTable(str(path), f"{place(row)}的代码 {code} 没有名称")
        if (before := found.setdefault(code, name)) != name:
            raise BadCodeTable(str(path), f"{place(row)}的代码 {code} 前面叫“{before}”，这里叫“{name}”")
        if (earlier := first.setdefault(code, row)) != row:
            notes[row] = f"{place(row)}的代码 {code} 与第 {earlier} 行相同，只取一次"
        elif raw := table.mended.get(row):
            notes[row] = f"{place(row)}的“{shown(raw)}”读作 {code}"
    for row, texts in table.passed_over.items():
        notes[row] = f"{place(row)}没有读：{texts}"
    for col, count in table.others.items():
        notes[-col] = f"“{shown(sheet)}”表 {column_letter(col)} 列也有 {count} 个代码，没有读；请把它移到单独的一张表里"
    ordered = {code: found[code] for code in sorted(found, key=lambda code: (code.ljust(7, "0"), len(code)))}
    return ordered, [notes[row] for row in sorted(notes)]
