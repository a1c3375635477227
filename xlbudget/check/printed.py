"""What is printed of a rebuilt workbook: the print area of each table, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from xlbudget.language.grid import Place, Value, print_area
from xlbudget.language.sheet import Page, Sheet, address_of, column_letter, place_of, spans
from xlbudget.sheets.book import Book
from xlbudget.sheets.contents import CONTENTS, COVER
from xlbudget.sheets.tables.overview import KEY as OVERVIEW
from xlbudget.workbook.engines.by_file import Values


@dataclass(frozen=True)
class PrintArea:
    """The print area of a sheet; ``area``: as a defined name says it."""

    area: str
    bottom: int
    right: int
    values: dict[str, Value]
    apart: frozenset[int]
    """Columns with a text a group of rows, in whichever row of it."""

    @cached_property
    def cells(self) -> dict[Place, Value]:
        """Where something is printed, and what."""
        places = ((place_of(address), value) for address, value in self.values.items() if value not in (None, ""))
        return {at: value for at, value in places if at and at[0] <= self.bottom and at[1] <= self.right}


NOT_TABLES = (COVER, CONTENTS, OVERVIEW)
"""Printed, too, but about the workbook and its program."""


def printed_tables(book: Book, values: Values) -> dict[str, PrintArea]:
    """The tables that a unit hands in, by sheet, and what is printed of each."""
    tables = {sheet.name: printed(book, sheet, values) for sheet in book.sheets if sheet.name not in NOT_TABLES}
    return {name: table for name, table in tables.items() if table is not None}


def printed_page(sheet: Sheet) -> Page | None:
    """How a sheet is printed; None of lists and entries, of which a user may print what he wants."""
    page = sheet.page
    listed = sheet.filter or sheet.tab == "录入"
    return page if page is not None and not listed and (page.end or page.rows) else None


def printed(book: Book, sheet: Sheet, values: Values) -> PrintArea | None:
    """What is printed of a sheet, if it is."""
    page = printed_page(sheet)
    if page is None:
        return None
    bottom: Value = page.rows
    if page.end:
        end = book.names.find(page.end, sheet.name)
        bottom = values.get(end.sheet, {}).get(end.text(end.sheet))
    area = print_area(sheet, book.grids[sheet.name], book.names)
    last = int(bottom) if isinstance(bottom, int | float) else 0
    apart = frozenset(item.col for item in sheet.items if item.style == "slot_group")
    return PrintArea(area, last, page.cols, values.get(sheet.name, {}), apart)


LISTED = 8
"""Places that a message lists."""
ROW, COL = 0, 1


def listed(places: list[Place]) -> str:
    """Cells as a message names them."""
    names = "、".join(address_of(*at) for at in places[:LISTED])
    return f"{names} 等 {len(places)} 格" if len(places) > LISTED else names


def lines(axis: int, numbers: Iterable[int]) -> str:
    """Rows or columns, in their order, those that follow each other by the first and the last of them."""
    ends = [[str(end) if axis == ROW else column_letter(end) for end in dict.fromkeys(run)] for run in spans(numbers)]
    names = "、".join(map("–".join, ends[:LISTED])) + (" 等" if len(ends) > LISTED else "")
    return f"第 {names} 行" if axis == ROW else f" {names} 列"
