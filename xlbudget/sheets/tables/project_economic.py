"""一般公共预算财政拨款项目支出决算明细表 (财决08-2表): 项目支出 by economic code, in blocks like 公开06."""

from itertools import zip_longest

from xlbudget.datafile.classification import economic
from xlbudget.datafile.fields import GENERAL
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Codes, Entries, Expr, Formula, Within
from xlbudget.language.sheet import Content, Item, Sheet
from xlbudget.sheets.inputs import project_economic
from xlbudget.sheets.inputs.codes import name_lookup
from xlbudget.sheets.tables.heading import fixed_sheet, head_height, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit
from xlbudget.sheets.tables.public06 import BLOCK_WIDTHS, FIGURE, HEADINGS, code_cells

KEY = "一般公共预算财政拨款项目支出决算明细表"
TOTAL = "合计"
LEFT, MIDDLE = ("301", "303"), ("302",)
"""The economic 类 of the first two blocks; every other is in the third."""


def spent(code: str = "", source: str = GENERAL) -> Expr:
    """What was entered under a 款 (5 digits), under a whole 类 (3 digits), or under all of them."""
    whole = Entries(project_economic.KEY, "金额", source)
    if not code:
        return whole
    return Within(whole, Codes(int(code), int(code)) if len(code) == 5 else Codes(int(f"{code}00"), int(f"{code}99")))


def _sheets(unit: Unit) -> list[Sheet]:
    form = unit.form
    shape = form[KEY]
    names: dict[str, Content] = {
        code: Formula(name_lookup(code.ljust(7, "0"))) if name is None else name
        for code, name in economic(unit.data.record("科目")).items()
    }
    place = {kind: at for at, kinds in enumerate((LEFT, MIDDLE)) for kind in kinds}
    blocks = [[code for code in names if place.get(code[:3], 2) == at] for at in range(3)]
    widths = BLOCK_WIDTHS * len(blocks)
    first = shape.title_rows + 2
    last = first + max(map(len, blocks))
    amount = "amount_blank" if shape.blank_zeros else "amount"
    items = [
        *title_block(form, shape, widths),
        *across(first - 1, 1, [*map(shape.word, HEADINGS)] * len(blocks), "head"),
    ]
    for row, line in enumerate(zip_longest(*blocks), first):
        for at, code in enumerate(line):
            items += code_cells(KEY, row, 1 + 3 * at, code, names, spent(code) if code else None, amount)
    items.append(Item(last, 1, shape.word(TOTAL), "label_center", cols=len(widths) - 1))
    items.append(Item(last, len(widths), spent(), "amount", key=f"{KEY}/{TOTAL}/{FIGURE}"))
    heights = (
        (first - 1, head_height(zip(map(shape.word, HEADINGS), BLOCK_WIDTHS, strict=True))),
        *band(first, last - first + 1, 16),
    )
    return [fixed_sheet(shape, widths, items, heights, last, first - 1)]


TABLE = PrintedTable(KEY, _sheets, words=(*HEADINGS, TOTAL), needs=(project_economic.KEY,))
