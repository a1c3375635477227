"""国有资产: what the unit's fixed assets are worth at the end of the year."""

from __future__ import annotations

from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Balance, Expr, Money
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.tables.heading import fixed_sheet, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

KEY = "国有资产"
WIDTHS = (50, 20)
WORTH, WORN = Money("录入/资产/固定资产原值"), Money("录入/资产/累计折旧")
ROWS: dict[str, Expr] = {"固定资产原值": WORTH, "固定资产净值": Balance((WORTH,), (WORN,))}


def _sheets(unit: Unit) -> list[Sheet]:
    shape = unit.form[KEY]
    head = shape.title_rows + 1
    items = [*title_block(unit.form, shape, WIDTHS), *across(head, 1, map(shape.word, ("项目", "年末数")), "head")]
    for row, (name, figure) in enumerate(ROWS.items(), head + 1):
        items.append(Item(row, 1, shape.word(name), "line"))
        items.append(Item(row, 2, figure, "amount", key=f"{KEY}/{name}/年末数"))
    return [fixed_sheet(shape, WIDTHS, items, band(head, 1 + len(ROWS), 20), head + len(ROWS))]


TABLE = PrintedTable(KEY, _sheets, words=("项目", "年末数", *ROWS), needs=("资产",))
