"""公开09 财政拨款“三公”经费支出决算表: one row, 预算数 (全年预算数) beside 决算数."""

from __future__ import annotations

from collections.abc import Callable

from xlbudget.inputs.triple import budget
from xlbudget.spec import Expr, Item, Money, Page, Sheet, total
from xlbudget.tables.parts import TITLE_HEIGHTS, TITLE_ROWS, title_block

KEY = "公开09"
TITLE = "财政拨款“三公”经费支出决算表"
BASIS = "部门决算公开格式 公开09表"
ROW = "三公经费"
NOTE = (
    "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，反映按规定程序"
    "调整后的预算数；决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。"
)

ABROAD, PURCHASE, RUNNING, RECEPTION = (
    "因公出国（境）费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
CARS = "公务用车购置及运行维护费"
SUBTOTAL = f"{CARS}小计"
COLUMNS = ("合计", ABROAD, SUBTOTAL, PURCHASE, RUNNING, RECEPTION)

HEAD = TITLE_ROWS + 1
WIDTHS = (13,) * 12
FIGURES = HEAD + 4


def sheet() -> Sheet:
    items = [*title_block(KEY, TITLE, WIDTHS)]
    items += _half("预算数", 1, budget)
    items += _half("决算数", 7, lambda kind: Money(f"录入/三公经费/决算数/{kind}"))
    return Sheet(
        name=KEY,
        items=(*items, Item(FIGURES + 1, 1, NOTE, "note", cols=12)),
        widths=WIDTHS,
        heights=(
            *TITLE_HEIGHTS,
            (HEAD, 20),
            (HEAD + 1, 20),
            (HEAD + 2, 34),
            (HEAD + 3, 17),
            (FIGURES, 24),
            (FIGURES + 1, 34),
        ),
        page=Page(12, rows=FIGURES + 1, landscape=True, tall=False),
        about=TITLE,
    )


def _half(half: str, col: int, entered: Callable[[str], Expr]) -> list[Item]:
    def key(column: str) -> str:
        return f"{KEY}/{ROW}/{half}/{column}"

    figures = {
        "合计": total(key(ABROAD), key(SUBTOTAL), key(RECEPTION)),
        SUBTOTAL: total(key(PURCHASE), key(RUNNING)),
    } | {kind: entered(kind) for kind in (ABROAD, PURCHASE, RUNNING, RECEPTION)}
    return [
        Item(HEAD, col, half, "head", cols=6),
        Item(HEAD + 1, col, "合计", "head", rows=2),
        Item(HEAD + 1, col + 1, ABROAD, "head", rows=2),
        Item(HEAD + 1, col + 2, CARS, "head", cols=3),
        *(Item(HEAD + 2, col + 2 + i, label, "head") for i, label in enumerate(("小计", PURCHASE, RUNNING))),
        Item(HEAD + 1, col + 5, RECEPTION, "head", rows=2),
        *(Item(HEAD + 3, col + i, str(col + i), "head") for i in range(6)),
        *(Item(FIGURES, col + i, figures[column], "amount", key=key(column)) for i, column in enumerate(COLUMNS)),
    ]
