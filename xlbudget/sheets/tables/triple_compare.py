"""三公对比: last year, budget and final account of each 三公 item, and the 控制率."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Expr, Formula, Money, Ratio, Ref, total
from xlbudget.language.sheet import Item, Page, Sheet
from xlbudget.sheets.tables.heading import MONEY_UNIT
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit

KEY = "三公对比"
PURCHASE, RUNNING = "公务用车购置费", "公务用车运行维护费"
ENTERED = {"上年决算": "上年决算数", "预算": "年初预算数", "决算": "决算数"}
YEARS = tuple(ENTERED)

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("1、公务用车购置和维护经费", (PURCHASE, RUNNING)),
    ("其中：公车购置", (PURCHASE,)),
    ("公车运行维护", (RUNNING,)),
    ("2、出国经费", ("因公出国（境）费",)),
    ("3、公务接待", ("公务接待费",)),
    ("合计", ()),
)
"""Printed label → the items in it; 合计 is the sum of the three numbered lines."""
NUMBERED = tuple(label for label, _ in ROWS if label[0].isdecimal())
HEADINGS = ("项目", Formula('年度-1&"年决算"'), Formula('年度&"年预算"'), Formula('年度&"年决算"'), "控制率 (%)")


def key(row: str, column: str) -> str:
    return f"{KEY}/{row}/{column}"


def figure(row: str, items: tuple[str, ...], year: str) -> Expr:
    if row == "合计":
        return total(*(key(label, year) for label in NUMBERED))
    if len(items) > 1:
        return total(*(key(label, year) for label in ("其中：公车购置", "公车运行维护")))
    return Money(f"录入/三公经费/{ENTERED[year]}/{items[0]}")


def is_printed(unit: Unit) -> bool:
    """附件1 draws on it; without one, the region's form says whether it is among the papers."""
    keys = unit.data.content
    return "基础数据" in keys or ("三公经费" in keys and unit.form.has("三公对比"))


def _sheets(unit: Unit) -> Iterator[Sheet]:
    if not is_printed(unit):
        return
    items = [
        Item(1, 1, Formula('年度&"年度“三公”经费上年数、及预决算对比表"'), "title", cols=5),
        Item(3, 1, Formula('"部门："&单位名称'), "caption_left", cols=3),
        Item(3, 4, MONEY_UNIT, "caption_right", cols=2),
        *across(4, 1, HEADINGS, "head"),
    ]
    for row, (label, kinds) in enumerate(ROWS, 5):
        items.append(Item(row, 1, label, "label"))
        for col, year in enumerate(YEARS, 2):
            items.append(Item(row, col, figure(label, kinds, year), "amount_blank", key=key(label, year)))
        rate = Ratio(Ref(key(label, "决算")), Ref(key(label, "预算")))
        items.append(Item(row, 5, rate, "rate", key=key(label, "控制率")))
    end = 5 + len(ROWS)
    items.append(Item(end, 1, "控制率=（“三公经费”决算数/“三公经费”预算数）×100%", "note", cols=5))
    yield Sheet(
        KEY,
        tuple(items),
        (38, 18, 18, 18, 16),
        heights=((1, 34), *band(4, end - 4, 22), (end, 20)),
        page=Page(5, rows=end, tall=False),
        about="“三公”经费上年数及预决算对比表",
    )


TABLE = PrintedTable(KEY, _sheets, yearly=YEARS)
