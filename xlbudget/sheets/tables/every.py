"""The list of all printed tables; what else there is to say of one stands in its module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xlbudget.language.form import Form, TableForm
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.tables import (
    annex1,
    annex2,
    annex3,
    asset_use,
    general_balances,
    government_fund,
    overview,
    procurement_table,
    project_spending,
    projects,
    public01,
    public02,
    public03,
    public04,
    public05,
    public06,
    running_costs,
    state_capital,
    triple,
    triple_compare,
)
from xlbudget.sheets.tables.heading import PUBLISHED
from xlbudget.sheets.tables.live_table import Classified
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

PUBLIC: tuple[PrintedTable, ...] = (
    public01.TABLE,
    public02.TABLE,
    public03.TABLE,
    public04.TABLE,
    public05.TABLE,
    public06.TABLE,
    government_fund.TABLE,
    state_capital.TABLE,
    triple.TABLE,
    general_balances.TABLE,
    project_spending.TABLE,
    running_costs.TABLE,
    asset_use.TABLE,
    procurement_table.TABLE,
)
"""Tables that a region's layout prints by an entry under 表, each at the place of its usual number."""

OTHERS: tuple[PrintedTable, ...] = (
    triple_compare.TABLE,
    projects.TABLE,
    annex1.TABLE,
    annex2.TABLE,
    annex3.TABLE,
)
"""Tables that a unit has by the keys of its data file, in the order of the tabs."""

NUMBERS = {table.name: f"公开{place:02}" for place, table in enumerate(PUBLIC, 1)}
"""The usual number of each public table."""


def live_tables(form: Form) -> list[Classified]:
    """The tables with live rows that a form prints; each has its tree on 科目树."""
    return [table.live for table in PUBLIC if table.live and table.name in form.tables]


def table_sheets(unit: Unit) -> Iterator[Sheet]:
    """总览, the public tables in the order of their numbers, and the others."""
    yield from (replace(sheet, tab="导航") for sheet in overview.TABLE.build(unit))
    printed = [table for table in PUBLIC if table.name in unit.form.tables]
    for table in sorted(printed, key=lambda table: unit.form[table.name].sheet):
        shape = unit.form[table.name]
        yield from (
            replace(sheet, paper=PUBLISHED, tab="公开表", heights=_heights(sheet, shape)) for sheet in table.build(unit)
        )
    for table in OTHERS:
        yield from (replace(sheet, tab="附件" if sheet.paper else "公开表") for sheet in table.build(unit))


def _heights(sheet: Sheet, shape: TableForm) -> tuple[tuple[int, float], ...]:
    """Those below the title as the layout wants them, so that a short table fills its page."""
    times = int(shape.own.get("行高", 100)) / 100
    return tuple((row, height * times if row > shape.title_rows else height) for row, height in sheet.heights)
