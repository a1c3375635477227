"""What is printed of a rebuilt workbook: the print area of each table, and what stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from xlbudget.language.grid import Place, Value, print_area
from xlbudget.language.sheet import Sheet, place_of
from xlbudget.reading.cells import address_of
from xlbudget.sheets.book import Book
from xlbudget.sheets.contents import CONTENTS
from xlbudget.sheets.cover import COVER
from xlbudget.sheets.tables.overview import KEY as OVERVIEW
from xlbudget.workbook.engines.by_file import Values


@dataclass(frozen=True)
class Printed:
    """The print area of a sheet; ``area``: as a defined name says it."""

    area: str
    bottom: int
    right: int
    values: dict[str, Value]

    @cached_property
    def cells(self) -> dict[Place, Value]:
        """Where something is printed, and what."""
        places = ((place_of(address), value) for address, value in self.values.items() if value not in (None, ""))
        return {at: value for at, value in places if at and at[0] <= self.bottom and at[1] <= self.right}


NOT_TABLES = (COVER, CONTENTS, OVERVIEW)
"""Printed, too, but about the workbook and its program."""


def printed_tables(book: Book, values: Values) -> dict[str, Printed]:
    """The tables that a unit hands in, by sheet, and what is printed of each."""
    tables = {sheet.name: printed(book, sheet, values) for sheet in book.sheets if sheet.name not in NOT_TABLES}
    return {name: table for name, table in tables.items() if table is not None}


def printed(book: Book, sheet: Sheet, values: Values) -> Printed | None:
    """What is printed of a sheet; None of lists and entries, of which a user may print what he wants."""
    page = sheet.page
    if page is None or sheet.filter or sheet.tab == "录入" or not (page.end or page.rows):
        return None
    bottom: Value = page.rows
    if page.end:
        end = book.names.find(page.end, sheet.name)
        bottom = values.get(end.sheet, {}).get(end.text(end.sheet))
    area = print_area(sheet, book.grids[sheet.name], book.names)
    return Printed(area, int(bottom) if isinstance(bottom, int | float) else 0, page.cols, values.get(sheet.name, {}))


LISTED = 8
"""Places that a message lists; the rest are counted."""


def listed(places: list[Place]) -> str:
    """Cells as a message names them."""
    names = "、".join(address_of(*at) for at in places[:LISTED])
    return f"{names} 等 {len(places)} 格" if len(places) > LISTED else names


def runs(numbers: list[int], name: Callable[[int], str]) -> str:
    """Rows or columns, those that follow each other by the first and the last of them."""
    starts = [number for number in numbers if number - 1 not in numbers]
    ends = [number for number in numbers if number + 1 not in numbers]
    return "、".join(
        name(first) if first == last else f"{name(first)}–{name(last)}"
        for first, last in zip(starts, ends, strict=True)
    )
