"""Where a published figure of a printed table belongs (the contract's labels), and all that such a table publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from xlbudget.language.expressions import Codes, Formula, Ratio, Ref, Within
from xlbudget.language.sheet import column_letter
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication, at
from xlbudget.sheets.tables.every import OTHERS, public_tables
from xlbudget.sheets.tables.live_table import Classified, total_last
from xlbudget.sheets.tables.printed_table import PrintedTable, RowsByName

NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[．.、]|其中：)|（(?:个|人|辆|台、套)）$"
)
"""What stands before a row's name, and the unit behind it."""
TAKEN_AS_COMPLETE = tuple(table.name for table in OTHERS if table.published)
"""Besides the public tables: a table with any entry is taken to be published whole."""


def sheet_of(context: Context, table: PrintedTable) -> str:
    """What 公开数 calls a table: its number in the unit's region, or its name; "" when the region does not print it."""
    shape = context.form.tables.get(table.name)
    return shape.sheet if shape else table.name if table in OTHERS else ""


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    """The figure that an entry of a table repeats; None when the table has no such row or column."""
    for table in (*public_tables(context.form), *OTHERS):
        if table.published and entry.table == sheet_of(context, table):
            if table.live:
                return _by_code(context, table.live, entry)
            if table.by_name:
                return _by_name(context, table.name, table.by_name, entry)
            return at(context, _key(context, table, entry))
    return None


def complete(context: Context, tables: set[str]) -> Iterator[tuple[str, str, str, Counterpart]]:
    """Every figure (table, row, column) of the tables that have entries, for 公布为空."""
    for table in sorted((*public_tables(context.form), *OTHERS), key=lambda table: table.by_name is not None):
        sheet = sheet_of(context, table)
        if table.published and sheet in tables:
            for line, column, placed in _figures(context, table, sheet):
                yield sheet, line, column, placed


def _figures(context: Context, table: PrintedTable, sheet: str) -> Iterator[tuple[str, str, Counterpart]]:
    if table.live or table.by_name:
        for line, column in _live_cells(context, table):
            if placed := counterpart(context, Publication(0, sheet, line, column)):
                yield line, column, placed
        return
    rows = {} if table.name in context.form.tables else table.rows(context.data)
    for key in context.names.figures:
        if key.startswith(f"{table.name}/") and (placed := at(context, key)):
            parts = key.split("/")[1:]
            line, column = "/".join(parts[: -table.column_parts]), "/".join(parts[-table.column_parts :])
            if column in table.yearly:
                column = f"{context.data.year - column.startswith('上年')}年{column.removeprefix('上年')}"
            yield rows.get(line, line), column, placed


def _live_cells(context: Context, table: PrintedTable) -> Iterator[tuple[str, str]]:
    """Printed row and column of all that a table of live rows may show."""
    if table.by_name:
        yield from ((line, column) for line in table.by_name.lines(context.data) for column in table.by_name.columns)
    if table.live:
        shape = context.form[table.name]
        feeds = (replace(feed, nonzero=None) for feed in table.live.feeds)
        items = {code for feed in feeds for code in feed.codes(context.data)}
        codes = {part for code in items for part in (code[:3], code[:5], code)}
        yield from ((line, shape.word(column)) for line in ("合计", *sorted(codes)) for column in shape.columns)


# ---------------------------------------------------------------- rows that stand still


def _key(context: Context, table: PrintedTable, entry: Publication) -> str:
    """The key of a printed row and column, in the table's own words."""
    shape = context.form.tables.get(table.name)
    if shape is None:
        rows = table.rows(context.data).items()
        line = next((own for own, printed in rows if printed == entry.line), entry.line)
        return f"{table.name}/{line}/{_without_year(context, entry.column)}"
    own = {shape.word(word): word for word in table.words}
    # The numbering before a row's name differs between years and regions.
    names = (NUMBERED.sub("", part.strip()) for part in entry.line.split("/"))
    side, _, column = entry.column.rpartition("/")
    name = column if column in table.words else own.get(column, column)
    return "/".join(part for part in (table.name, *(own.get(name, name) for name in names), side, name) if part)


def _without_year(context: Context, column: str) -> str:
    """2022年决算 → 上年决算, 2023年预算 → 预算: the headings bear the year."""
    year = context.data.year
    for printed, own in ((f"{year - 1}年", "上年"), (f"{year}年", "")):
        if column.startswith(printed):
            return own + column.removeprefix(printed)
    return column


# ---------------------------------------------------------------- live rows


def _place(context: Context, key: str, row: str, none: str = "", below: int = 0) -> tuple[str, str]:
    """Sheet, and a template for the cell of a column in ``row`` (from 1) or ``below`` it; "" where ``none`` holds."""
    area = context.names.find(key, "公开数")
    cell = f'"{column_letter(area.col)}"&({row}+{area.row - 1 + below})'
    return area.sheet, f'IF({none},"",{cell})' if none else cell


def _by_code(context: Context, table: Classified, entry: Publication) -> Counterpart | None:
    shape = context.form[table.key]
    own = {shape.word(word): word for word in table.words}
    labels = [column.label for column in table.columns]
    column = entry.column if entry.column in labels else own.get(entry.column, "")
    if column not in shape.columns:
        return None
    if entry.line != "合计":
        return live(context, table.key, entry.line, column)
    placed = at(context, f"{table.key}/合计/{column}")
    if placed and total_last(shape):
        # The cell behind the last code takes the colour.
        behind = _place(context, f"{table.key}/列/{column}", f"{{科目树/{table.key}/占行}}", below=1)
        return Counterpart(placed.figure, live_cell=behind)
    return placed


def live(context: Context, table: str, code: str, column: str) -> Counterpart | None:
    """The figure in the live row of a code, 0 when the code has no row."""
    if not (code.isascii() and code.isdecimal() and len(code) in (3, 5, 7)):
        return None
    key, keys = int(code.ljust(7, "0")), f"{{科目树/{table}/键}}"
    scope = Codes(key, key + {3: 9_999, 5: 99, 7: 0}[len(code)])
    scoped = (Within(Ref(f"{table}/合计/{column}"), scope),)
    figure = Formula(f"SUMIFS({{{table}/列/{column}}},{keys},{key})", scoped, adds=True)
    sheet, cell = _place(context, f"{table}/列/{column}", f"MATCH({key},{keys},0)")
    return Counterpart(figure, live_cell=(sheet, f'IFERROR({cell},"")'))


def _by_name(context: Context, table: str, rows: RowsByName, entry: Publication) -> Counterpart | None:
    key = f"{table}/列/{entry.column}"
    if entry.line not in rows.lines(context.data) or not context.has(key):
        return None
    made_of = rows.made_of(context.data, entry.line, entry.column)
    if made_of is None:
        return None
    row = rows.row(context.data, entry.line)
    figure = f"IF({row}=0,0,SUM(INDEX({{{key}}},MAX({row},1))))"
    where = _place(context, key, row, f"{row}=0")
    if isinstance(made_of, Ratio):
        return Counterpart(Formula(figure), made_of, live_cell=where)
    return Counterpart(Formula(figure, made_of, adds=len(made_of) == 1), live_cell=where)
