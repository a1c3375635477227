"""A file's derived cells against the pristine workbook: formulas replaced or removed, sheets missing, stale values."""

from __future__ import annotations

import math
from collections.abc import Iterator

from xlbudget.check.positions import Cells, same_text
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same, same_formula
from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet
from xlbudget.reading.settings import Settings
from xlbudget.sheets.book import Book, defined
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.files import MISSING, NAME, REPLACED, SETTING, STALE, UNKNOWN
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.workbook.engines import Value, Values

READ_BY_FORMULAS = (CHECKS.sheet, COMPARISONS.sheet, "科目")
"""Sheets whose fixed texts formulas and colours go by; the hidden sheets are others."""


def tampering(
    book: Book, cells: Cells, values: Values, settings: Settings, structure_known: bool, intact: bool = False
) -> Iterator[Finding]:
    """What differs from the pristine ``book``; ``values`` are those of its recalculation.

    ``intact``: formulas, names and fixed texts are known to be the same; values may still be stale.
    """
    cached = any(
        value is not None for page in book.sheets for formula, value in cells.get(page.name, {}).values() if formula
    )
    yield from _settings(settings)
    yield from _names(book, settings)
    for page in book.sheets:
        if page.name not in cells:
            message = f"缺少“{page.name}”表，可能被删除或改了名；{MISSING.remedy}"
            yield Finding(MISSING.id, "error", page.name, "", message, source=MISSING.basis)
        elif page.name == STRUCTURE:
            if not structure_known:
                message = (
                    f"{STRUCTURE} 表被清空或改动，读不出生成时的结构，只能照现有的录入数复原各表；{UNKNOWN.remedy}"
                )
                yield Finding(UNKNOWN.id, "error", STRUCTURE, "A2", message, source=UNKNOWN.basis)
        else:
            yield from (
                _stale_cells(page, cells, values, cached) if intact else _cells(book, page, cells, values, cached)
            )


def _cells(book: Book, page: Sheet, cells: Cells, values: Values, cached: bool) -> Iterator[Finding]:
    there, right = cells[page.name], values.get(page.name, {})
    fixed = page.hidden or page.name in READ_BY_FORMULAS
    for item in page.items:
        if item.content is None or isinstance(item.content, Entry):
            continue
        address = Area("", item.row, item.col).text("")
        formula, value = there.get(address, (None, None))
        if isinstance(item.content, str | Link):
            if fixed and (formula is not None or not same_text(value, _text(item))):
                yield _rewritten(page.name, address, formula, value, _text(item))
            continue
        expected = book.names.formula(item, page.name)
        if formula is None or not same_formula(formula, expected):
            yield _replaced(page.name, address, formula, value, expected, right.get(address))
        elif cached and not same(value, right.get(address)):
            yield _stale(page.name, address, value, right.get(address))


def _stale_cells(page: Sheet, cells: Cells, values: Values, cached: bool) -> Iterator[Finding]:
    """Cells of a sheet with all its formulas whose values are not theirs."""
    right = values.get(page.name, {})
    for address, (formula, value) in cells[page.name].items() if cached else ():
        if formula is not None and not same(value, right.get(address)):
            yield _stale(page.name, address, value, right.get(address))


def _text(item: Item) -> str:
    return item.content.text if isinstance(item.content, Link) else str(item.content)


def _names(book: Book, settings: Settings) -> Iterator[Finding]:
    """Names stand for what they stood for; names of the user's own are the user's."""
    there = {name.upper(): refers for name, refers in settings.names.items()}
    local = {name.upper(): sheets for name, sheets in settings.local.items()}
    for name, key in defined(book.names).items():
        area = book.names.find(key, name)
        expected, refers = area.text(fixed=True), there.get(name.upper())
        if refers is None:
            yield _renamed(name, area, "没有了", "", expected)
        elif not same_formula(refers, expected):
            yield _renamed(name, area, f"指向 {_short(refers)}", refers, expected)
        for page in local.get(name.upper(), ()):
            yield _renamed(name, Area(page, 1, 1), f"在“{page}”表里另有所指", "", expected)


def _renamed(name: str, area: Area, what: str, refers: str, expected: str) -> Finding:
    message = f"名称“{name}”应指向 {expected}，现在{what}；{NAME.remedy}"
    cell = area.text(area.sheet).partition(":")[0]
    return Finding(NAME.id, "error", area.sheet, cell, message, refers or None, expected, source=NAME.basis)


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.manual:
        message = f"工作簿设成了手动重算，录入改动以后各表不会跟着变；{SETTING.remedy}"
        yield Finding(SETTING.id, "warning", "", "", message, source=SETTING.basis)
    if settings.as_displayed:
        message = f"工作簿设成了按显示的小数计算，算得的数与全部小数的不同；{SETTING.remedy}"
        yield Finding(SETTING.id, "warning", "", "", message, source=SETTING.basis)


def _replaced(page: str, cell: str, formula: str | None, value: Value, expected: str, right: Value) -> Finding:
    message = (
        f"{page} 的 {cell} 原是公式 {_short(expected)}（算得 {_said(right)}），"
        f"现在是{_there(formula, value)}；{REPLACED.remedy}"
    )
    return Finding(REPLACED.id, "error", page, cell, message, _plain(value), _plain(right), source=REPLACED.basis)


def _rewritten(page: str, cell: str, formula: str | None, value: Value, expected: str) -> Finding:
    message = f"{page} 的 {cell} 原是“{_short(expected)}”，现在是{_there(formula, value)}；{REPLACED.remedy}"
    return Finding(REPLACED.id, "error", page, cell, message, _plain(value), expected, source=REPLACED.basis)


def _there(formula: str | None, value: Value) -> str:
    if formula:
        return f"公式 {_short(formula)}"
    return "空的" if value is None else f"填死的 {_said(value)}"


def _stale(page: str, cell: str, value: Value, right: Value) -> Finding:
    message = f"{page} 的 {cell} 存着 {_said(value)}，重算得 {_said(right)}；{STALE.remedy}"
    return Finding(STALE.id, "warning", page, cell, message, _plain(value), _plain(right), source=STALE.basis)


def _plain(value: Value) -> float | str | None:
    """A value as JSON can hold it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float) and (abs(value) > 1e300 or not math.isfinite(value)):
        return _short(str(value))
    return ILLEGAL.sub("", value) if isinstance(value, str) else value


def _said(value: Value) -> str:
    if value in (None, ""):
        return "空"
    return _short(f"{value:.10g}" if isinstance(value, float) else str(value))


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
