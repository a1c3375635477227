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
    by_unit,
    general_balances,
    government_fund,
    overview,
    procurement_table,
    project_economic,
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
    triple_lines,
)
from xlbudget.sheets.tables.heading import PUBLISHED
from xlbudget.sheets.tables.live_table import Classified
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit, of_rows

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
    project_economic.TABLE,
    *triple_lines.TABLES,
    *by_unit.TABLES,
)
"""Tables that a region's layout may print (公开表), in the order of their usual numbers."""

OTHERS: tuple[PrintedTable, ...] = (
    triple_compare.TABLE,
    projects.TABLE,
    annex1.TABLE,
    annex2.TABLE,
    annex3.TABLE,
)
"""Tables that a unit has by the keys of its data file, in the order of the tabs."""

DECLARED = {table.name: table for table in PUBLIC}
VIEWED = {name: table.live for name, table in DECLARED.items() if table.live}
"""Those that a layout may print once more, with columns and words of its own (另印)."""


def public_tables(form: Form) -> list[PrintedTable]:
    """The public tables that a form lays out: those declared, printed or not, then those printed once more."""
    own = [table for table in PUBLIC if table.name in form.tables or table.name in form.unprinted]
    views = ((name, VIEWED[shape.of]) for name, shape in form.tables.items() if shape.of)
    return [*own, *(of_rows(replace(live, key=name)) for name, live in views)]


def live_tables(form: Form) -> list[Classified]:
    """The tables with live rows that a form lays out; each has its tree on 科目树."""
    return [table.live for table in public_tables(form) if table.live]


def table_sheets(unit: Unit) -> Iterator[Sheet]:
    """总览, the public tables in the order of printing, and the others; behind, out of sight, what is not printed."""
    yield from (replace(sheet, tab="导航") for sheet in overview.TABLE.build(unit))
    public = public_tables(unit.form)
    printed = [table for table in public if table.name in unit.form.tables]
    for table in sorted(printed, key=lambda table: unit.form[table.name].sheet):
        shape = unit.form[table.name]
        yield from (
            replace(sheet, paper=PUBLISHED, tab="公开表", heights=_heights(sheet, shape)) for sheet in table.build(unit)
        )
    for table in OTHERS:
        yield from (replace(sheet, tab="附件" if sheet.paper else "公开表") for sheet in table.build(unit))
    for table in public:
        if table not in printed:
            yield from (replace(sheet, hidden=True, page=None) for sheet in table.build(unit))


def _heights(sheet: Sheet, shape: TableForm) -> tuple[tuple[int, float], ...]:
    """Those below the title as the layout wants them, so that a short table fills its page."""
    times = int(shape.own.get("行高", 100)) / 100
    return tuple((row, height * times if row > shape.title_rows else height) for row, height in sheet.heights)
