"""A printed table, said whole: its words, what a layout may say of it, the entries it needs, its sheets, its figures.

A table's module declares one ``TABLE``; ``every.py`` lists them. The schema and the guide of layouts, numbers, the
forms, the workbook and the placing of published figures follow from the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Choice, Field, ListOf, Text
from xlbudget.language.expressions import Expr, Ratio
from xlbudget.language.form import Form
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.tables import live_table
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import Classified

YES_NO = Choice(("有", "无"))
LIVE_FIELDS = (
    Field("列", ListOf(Text()), about="印哪些列，按印的次序"),
    Field("合计行", Choice(("首行", "末行"))),
    Field("空表留行", Choice(tuple(map(str, range(10)))), about="一个科目也没有时留几行空格子"),
)
NO_DATA = Field("无数据说明", Text(), about="一个数也没有时印在表下")


@dataclass(frozen=True)
class Unit:
    """What tables are laid out from: a unit's data of a year, its region's form, the rows of its input lists."""

    data: Data
    form: Form
    sizes: Mapping[str, int]


@dataclass(frozen=True)
class RowsByName:
    """Where a table's rows are live and found by name: 项目支出.

    ``lines``: the names that may have a row; ``row``: a template for the row (from 1) of one, 0 for none; ``made_of``:
    of what the figure in a line and column is made, None where it has none. Its areas are keyed ``table/列/column``.
    """

    columns: tuple[str, ...]
    lines: Callable[[Data], Sequence[str]]
    row: Callable[[Data, str], str]
    made_of: Callable[[Data, str, str], Ratio | tuple[Expr, ...] | None]


def _no_rows(_: Data) -> dict[str, str]:
    return {}


def _sound(_said: Mapping[str, Any], _layout: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return iter(())


@dataclass(frozen=True)
class PrintedTable:
    """``build`` gives its sheets, none where a unit has no such table; figures are keyed ``name/row/column``."""

    name: str
    build: Callable[[Unit], Iterable[Sheet]]
    words: tuple[str, ...] = ()
    """Its names of headings and rows, which a layout may print in words of its own."""
    may_go: tuple[str, ...] = ()
    """Those of them that a layout may leave out."""
    layout_fields: tuple[Field, ...] = ()
    """What a layout may say of this table beside what it may say of each."""
    blank_rows: tuple[str, ...] = ()
    """Rows that may print nothing instead of 0.00 (零不印的行)."""
    contradictions: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[tuple[str, str]]] = _sound
    """Path and reason of what cannot be printed, out of what the layout says of the table, and as a whole."""
    needs: tuple[str, ...] = ()
    """Keys of the data file that have their input sheets where this table is printed."""
    live: Classified | None = None
    """The declaration of its rows, where they are the codes of the entries."""
    column_parts: int = 1
    """How many words at the end of a key name the column: 2 in 支出/金额."""
    published: bool = True
    """A table with any entry of 公开数 is taken to be published whole."""
    yearly: tuple[str, ...] = ()
    """Columns that are printed with the year: 上年决算 is 2022年决算."""
    rows: Callable[[Data], Mapping[str, str]] = _no_rows
    """A row's own name → the printed one, where that is the unit's (a project)."""
    by_name: RowsByName | None = None


def of_codes(
    key: str,
    feeds: tuple[Feed, ...],
    columns: tuple[Column, ...],
    *,
    about_no_data: bool = False,
    width: float = 16,
) -> PrintedTable:
    """A table whose rows are the codes of its ``feeds``: see :class:`Classified`."""
    return of_rows(Classified(key, feeds, columns, about_no_data, width))


def of_fund(key: str, source: str, *, about_no_data: bool = False, width: float) -> PrintedTable:
    """The table of one 资金来源: its expenditure, and income and balances where a region prints them."""
    feeds, columns = live_table.fund_feeds(source), live_table.with_balances(source, optional=True)
    return of_codes(key, feeds, columns, about_no_data=about_no_data, width=width)


def of_rows(table: Classified) -> PrintedTable:
    """A table of live rows as a printed one."""
    return PrintedTable(
        table.key,
        lambda unit: [live_table.sheet(table, unit.form, unit.sizes, unit.data)],
        words=table.words,
        may_go=table.groups,
        layout_fields=(*LIVE_FIELDS, NO_DATA) if table.about_no_data else LIVE_FIELDS,
        live=table,
    )
