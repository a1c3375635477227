"""Tables with a row a unit of the department (收入、支出决算表按单位); of a unit by itself, its own row only."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.datafile.adding import DETAILS, AmountFamily, families
from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME, SPENDING
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Formula, Ref
from xlbudget.language.sheet import Content, Item, Sheet, column_letter
from xlbudget.sheets.inputs.unit_details import COLUMN_NUMBER, UNIT_NUMBER
from xlbudget.sheets.tables.department import units_of
from xlbudget.sheets.tables.heading import fixed_sheet, head_height, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

TOTAL = "合计"
NAME = "单位名称"
OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "公开02": {
        "本年收入合计": (*FISCAL_INCOME, *OTHER_INCOME),
        "财政拨款收入": FISCAL_INCOME,
        **{name: (name,) for name in OTHER_INCOME},
    },
    "公开03": {"本年支出合计": SPENDING, **{name: (name,) for name in SPENDING}},
}
"""Table → its columns, each with those of the input list that it adds up, which stand side by side."""


def key_of(table: str) -> str:
    """What the table by units is called."""
    return f"{_listing(table)}决算表（按单位）"


def _listing(table: str) -> str:
    return "收入" if table == "公开02" else "支出"


def _of_units(table: str, parts: Mapping[str, tuple[str, ...]]) -> PrintedTable:
    key = key_of(table)
    widths = (46.0, *(15.0,) * len(parts))

    def sheets(unit: Unit) -> list[Sheet]:
        shape, units = unit.form[key], units_of(unit.data)
        head = shape.title_rows + 1
        total = head + 1 + unit.form.has("栏次")
        last = total + max(len(units), 1)
        words = [shape.word(word) for word in (NAME, *parts)]
        items = [*title_block(unit.form, shape, widths), *across(head, 1, words, "head")]
        if unit.form.has("栏次"):
            items += across(head + 1, 1, (shape.word("栏次"), *map(str, range(1, 1 + len(parts)))), "head")
        items.append(Item(total, 1, shape.word(TOTAL), "label_center"))
        own: tuple[Content, ...] = units or (Formula("单位名称"),)
        items += (Item(row, 1, name, "line") for row, name in enumerate(own, total + 1))
        amount = "amount_blank" if shape.blank_zeros else "amount"
        for col, (column, added) in enumerate(parts.items(), 2):
            whole, letter = Ref(f"{table}/合计/{column}"), column_letter(col)
            summed = Formula(f"ROUND(SUM({letter}{total + 1}:{letter}{last}),6)", (whole,))
            items.append(Item(total, col, summed, amount, key=f"{key}/{TOTAL}/{column}"))
            for number, name in enumerate(units or (str(unit.data.record("单位").get("名称", "")),), 1):
                figure = Formula(_of_unit(_listing(table), added, number), (whole,)) if units else whole
                items.append(Item(total + number, col, figure, amount, key=f"{key}/{name}/{column}"))
        heights = ((head, head_height(zip(words, widths, strict=True))), *band(head + 1, last - head, 20))
        return [fixed_sheet(shape, widths, items, heights, last, total - 1)]

    return PrintedTable(key, sheets, words=(NAME, "栏次", TOTAL, *parts))


def _of_unit(listing: str, added: tuple[str, ...], number: int) -> str:
    """A template: what the unit of this number has in these columns."""
    first, last = (families().index(AmountFamily(listing, "", name)) + 1 for name in (added[0], added[-1]))
    amounts, unit, column = (f"{{录入/{DETAILS}/{name}}}" for name in ("金额", UNIT_NUMBER, COLUMN_NUMBER))
    return f'ROUND(SUMIFS({amounts},{unit},{number},{column},">={first}",{column},"<={last}")/金额换算,6)'


TABLES = tuple(_of_units(table, parts) for table, parts in OF.items())
