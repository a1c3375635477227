"""财政拨款“三公”经费支出决算表 (公开09, in Shanghai 公开07): one row, 预算数 (全年预算数) beside 决算数."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.datafile.kinds import Choice, Field
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Expr, Money, total
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.inputs.triple import budget
from xlbudget.sheets.tables.heading import column_heads, fixed_sheet, head_height, title_block
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

KEY = "三公"
ROW = "三公经费"

ABROAD, RECEPTION = "因公出国（境）费", "公务接待费"
PURCHASE, RUNNING = "公务用车购置费", "公务用车运行维护费"
CARS = "公务用车购置及运行维护费"
SUBTOTAL = f"{CARS}小计"
HALVES = ("预算数", "决算数")
WHOLE = "财政拨款“三公”经费"
HEADINGS = (("合计", ""), (ABROAD, ""), ("小计", CARS), (PURCHASE, CARS), (RUNNING, CARS), (RECEPTION, ""))
"""The six columns: what is printed above each, and above that."""
WORDS = (WHOLE, *HALVES, "合计", ABROAD, CARS, "小计", PURCHASE, RUNNING, RECEPTION)

WIDTHS = (13,) * 12


def _sheets(unit: Unit) -> list[Sheet]:
    form, shape = unit.form, unit.form[KEY]
    paired = shape.says("排列", "并列")
    head = shape.title_rows + 1
    row = head + 3 + paired + form.has("栏次")
    items = [*title_block(form, shape, WIDTHS)]
    if paired:
        items.append(Item(head, 1, shape.word(WHOLE), "head", cols=12))
        items += column_heads(HEADINGS, shape, head + 1, 1, 2, each=2)
        items += across(head + 3, 1, [*map(shape.word, HALVES)] * 6, "head")
    else:
        for col, half in ((1, HALVES[0]), (7, HALVES[1])):
            items.append(Item(head, col, shape.word(half), "head", cols=6))
            items += column_heads(HEADINGS, shape, head + 1, col, 2)
    if form.has("栏次"):
        items += across(row - 1, 1, map(str, range(1, 13)), "head")
    amount = "amount_blank" if shape.blank_zeros else "amount"
    entered: tuple[Callable[[str], Expr], ...] = (budget, lambda kind: Money(f"录入/三公经费/决算数/{kind}"))
    for h, half in enumerate(HALVES):
        for i, (column, figure) in enumerate(_figures(half, entered[h]).items()):
            col = 1 + (2 * i + h if paired else 6 * h + i)
            items.append(Item(row, col, figure, amount, key=_key(half, column)))
    words = [(shape.word(label), WIDTHS[0] * (1 + paired)) for label in WORDS[1:]]
    heights = (*band(head, 2, 20), (head + 2, head_height(words)), *band(head + 3, row - head - 3, 17), (row, 24))
    return [fixed_sheet(shape, WIDTHS, items, heights, row)]


def _figures(half: str, entered: Callable[[str], Expr]) -> dict[str, Expr]:
    """The six figures of 预算数 or 决算数, in printed order."""
    return {
        "合计": total(*(_key(half, part) for part in (ABROAD, SUBTOTAL, RECEPTION))),
        ABROAD: entered(ABROAD),
        SUBTOTAL: total(*(_key(half, part) for part in (PURCHASE, RUNNING))),
        **{kind: entered(kind) for kind in (PURCHASE, RUNNING, RECEPTION)},
    }


def _key(half: str, column: str) -> str:
    return f"{KEY}/{ROW}/{half}/{column}"


TABLE = PrintedTable(
    KEY,
    _sheets,
    words=WORDS,
    layout_fields=(Field("排列", Choice(("分列", "并列")), about="分列：预算数、决算数左右两半；并列：每一项下成对"),),
    column_parts=2,
)
