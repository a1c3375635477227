"""财政拨款“三公”经费支出决算表 (公开09, in Shanghai 公开07): one row, 预算数 (全年预算数) beside 决算数."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.language.expressions import Expr, Money, total
from xlbudget.language.form import Form, TableForm
from xlbudget.language.sheet import Item, Page, Sheet
from xlbudget.sheets.inputs.triple import budget
from xlbudget.sheets.tables.heading import (
    Fixed,
    band,
    filled,
    head_height,
    note_heights,
    note_items,
    title_block,
    title_heights,
)

KEY = "三公"
ROW = "三公经费"

ABROAD, PURCHASE, RUNNING, RECEPTION = (
    "因公出国（境）费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
CARS = "公务用车购置及运行维护费"
SUBTOTAL = f"{CARS}小计"
COLUMNS = ("合计", ABROAD, SUBTOTAL, PURCHASE, RUNNING, RECEPTION)
HALVES = ("预算数", "决算数")
WHOLE = "财政拨款“三公”经费"
TABLE = Fixed((WHOLE, *HALVES, "合计", ABROAD, CARS, "小计", PURCHASE, RUNNING, RECEPTION))

WIDTHS = (13,) * 12


def sheet(form: Form) -> Sheet:
    shape = form[KEY]
    head = shape.title_rows + 1
    row = head + 3 + shape.paired + form.column_numbers
    items = [*title_block(form, shape, WIDTHS), *(_paired(shape) if shape.paired else _halves(shape))]
    if form.column_numbers:
        items += [Item(row - 1, col, str(col), "head") for col in range(1, 13)]
    amount = "amount_blank" if shape.blank_zeros else "amount"
    entered: tuple[Callable[[str], Expr], ...] = (budget, lambda kind: Money(f"录入/三公经费/决算数/{kind}"))
    for h, half in enumerate(HALVES):
        for i, (column, figure) in enumerate(_figures(half, entered[h]).items()):
            col = 1 + (2 * i + h if shape.paired else 6 * h + i)
            items.append(Item(row, col, figure, amount, key=_key(half, column)))
    items += note_items(shape, row + 1, 12)
    words = [(shape.word(label), WIDTHS[0] * (1 + shape.paired)) for label in TABLE.words[1:]]
    return Sheet(
        name=shape.sheet,
        items=tuple(items),
        widths=WIDTHS,
        heights=(
            *title_heights(shape),
            *band(head, 2, 20),
            (head + 2, head_height(words)),
            *band(head + 3, row - head - 3, 17),
            (row, 24),
            *note_heights(shape, row + 1, WIDTHS),
        ),
        page=Page(12, rows=row + len(shape.notes), landscape=shape.landscape, tall=False),
        about=filled(shape.title),
    )


def _figures(half: str, entered: Callable[[str], Expr]) -> dict[str, Expr]:
    """The six figures of 预算数 or 决算数, in printed order."""
    figures = {kind: entered(kind) for kind in (ABROAD, PURCHASE, RUNNING, RECEPTION)} | {
        "合计": total(*(_key(half, part) for part in (ABROAD, SUBTOTAL, RECEPTION))),
        SUBTOTAL: total(*(_key(half, part) for part in (PURCHASE, RUNNING))),
    }
    return {column: figures[column] for column in COLUMNS}


def _key(half: str, column: str) -> str:
    return f"{KEY}/{ROW}/{half}/{column}"


def _halves(shape: TableForm) -> list[Item]:
    """预算数 at the left, 决算数 at the right, each with its six columns."""
    head = shape.title_rows + 1
    items = []
    for half, col in zip(HALVES, (1, 7), strict=True):
        items += [
            Item(head, col, shape.word(half), "head", cols=6),
            *_kinds(shape, head + 1, [col + i for i in range(6)], 1),
        ]
    return items


def _paired(shape: TableForm) -> list[Item]:
    """预算数 and 决算数 below each of the six columns."""
    head = shape.title_rows + 1
    return [
        Item(head, 1, shape.word(WHOLE), "head", cols=12),
        *_kinds(shape, head + 1, [1 + 2 * i for i in range(6)], 2),
        *(Item(head + 3, 1 + 2 * i + h, shape.word(half), "head") for i in range(6) for h, half in enumerate(HALVES)),
    ]


def _kinds(shape: TableForm, row: int, cols: list[int], each: int) -> list[Item]:
    """The headings of the six columns, two rows deep, each ``each`` cells wide."""
    total_at, abroad, subtotal, purchase, running, reception = cols
    return [
        *(
            Item(row, col, shape.word(label), "head", rows=2, cols=each)
            for col, label in ((total_at, "合计"), (abroad, ABROAD), (reception, RECEPTION))
        ),
        Item(row, subtotal, shape.word(CARS), "head", cols=3 * each),
        *(
            Item(row + 1, col, shape.word(label), "head", cols=each)
            for col, label in ((subtotal, "小计"), (purchase, PURCHASE), (running, RUNNING))
        ),
    ]
