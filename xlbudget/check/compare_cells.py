"""A file's derived cells against those declared: formulas replaced or removed, sheets missing, stale values."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator

from xlbudget.check.positions import Cells, same_text, stands
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same, same_formula
from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Area, Sheet
from xlbudget.reading.settings import Settings
from xlbudget.sheets.book import Book, defined
from xlbudget.sheets.fingerprint import texts_count
from xlbudget.sheets.rules.files import MISSING, NAME, REPLACED, SETTING, STALE, UNKNOWN
from xlbudget.sheets.rules.rule import Inspection
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.workbook.engines.by_file import Values


def differences(rebuilt: Rebuilt, cells: Cells, settings: Settings, comparable: bool) -> Iterator[Finding]:
    """What differs from the rebuilt book, cell by cell.

    ``comparable``: the file was calculated from the very entries that the book has; not where a cell was read otherwise
    than its formulas take it, which is a finding already.
    """
    book, values = rebuilt.book, rebuilt.values
    cached = comparable and _cached(book, cells)
    yield from _settings(settings)
    yield from _names(book, settings)
    for sheet in book.sheets:
        if sheet.name not in cells:
            yield _found(MISSING, sheet.name, "", f"缺少“{sheet.name}”表，可能被删除或改了名")
        elif sheet.name != STRUCTURE:
            if (ours := rebuilt.ours.get(sheet.name)) is not None:
                yield from _cells(book, sheet, cells, values, ours, cached)
        elif not rebuilt.structure_known:
            what = f"{STRUCTURE} 表被清空或改动，读不出生成时的结构，只能照现有的录入数复原各表"
            yield _found(UNKNOWN, STRUCTURE, "A2", what)


def values_differing(book: Book, cells: Cells, values: Values) -> Iterator[Finding]:
    """Where a file with other formulas shows other values than ``book``, on sheets that are laid out alike."""
    cached = _cached(book, cells)
    for sheet in book.sheets:
        if sheet.name in cells and sheet.name != STRUCTURE and stands(sheet, cells):
            there, right = cells[sheet.name], values.get(sheet.name, {})
            for address, expected in book.formulas[sheet.name].items():
                formula, value = there.get(address, (None, None))
                if same(value, right.get(address)):
                    continue
                if formula is None:
                    yield _replaced(sheet.name, address, formula, value, expected, right.get(address))
                elif cached:
                    yield _stale(sheet.name, address, value, right.get(address))


def _cached(book: Book, cells: Cells) -> bool:
    """Whether the file holds any formula's value; some programs save none."""
    there = (cells.get(sheet.name, {}) for sheet in book.sheets)
    return any(value is not None for held in there for formula, value in held.values() if formula)


def _cells(
    book: Book, sheet: Sheet, cells: Cells, values: Values, ours: Container[str], cached: bool
) -> Iterator[Finding]:
    there, right = cells[sheet.name], values.get(sheet.name, {})
    formulas, texts = book.formulas[sheet.name], sheet.fixed_texts() if texts_count(sheet) else {}
    for address in formulas | texts:
        formula, value = there.get(address, (None, None))
        if expected := formulas.get(address):
            if address not in ours:
                yield _replaced(sheet.name, address, formula, value, expected, right.get(address))
            elif cached and not same(value, right.get(address)):
                yield _stale(sheet.name, address, value, right.get(address))
        elif formula is not None or not same_text(value, texts[address]):
            what = f"{sheet.name} 的 {address} 原是“{_short(texts[address])}”，现在是{_there(formula, value)}"
            yield _found(REPLACED, sheet.name, address, what, value, texts[address])


def _names(book: Book, settings: Settings) -> Iterator[Finding]:
    """Names stand for what they stood for; names of the user's own are the user's."""
    there = {name.upper(): refers for name, refers in settings.names.items()}
    local = {name.upper(): sheets for name, sheets in settings.local.items()}
    for name, key in defined(book.names).items():
        area = book.names.find(key, name)
        expected, refers = area.text(fixed=True), there.get(name.upper())
        if refers is None:
            yield _renamed(name, area, "没有了", None, expected)
        elif not same_formula(refers, expected) or refers.count("$") != expected.count("$"):
            # Without its $ a name stands for another cell wherever it is used.
            yield _renamed(name, area, f"指向 {_short(refers)}", refers, expected)
        for sheet in local.get(name.upper(), ()):
            yield _renamed(name, Area(sheet, 1, 1), f"在“{sheet}”表里另有所指", None, expected)


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.manual:
        yield _found(SETTING, "", "", "工作簿设成了手动重算，录入改动以后各表不会跟着变")
    if settings.as_displayed:
        yield _found(SETTING, "", "", "工作簿设成了按显示的小数计算，算得的数与全部小数的不同")


def _renamed(name: str, area: Area, what: str, refers: str | None, expected: str) -> Finding:
    cell = area.text(area.sheet).partition(":")[0]
    return _found(NAME, area.sheet, cell, f"名称“{name}”应指向 {expected}，现在{what}", refers or None, expected)


def _replaced(sheet: str, cell: str, formula: str | None, value: Value, expected: str, right: Value) -> Finding:
    was = f"{sheet} 的 {cell} 原是公式 {_short(expected)}（算得 {_said(right)}）"
    return _found(REPLACED, sheet, cell, f"{was}，现在是{_there(formula, value)}", value, right)


def _stale(sheet: str, cell: str, value: Value, right: Value) -> Finding:
    what = f"{sheet} 的 {cell} 存着 {_said(value)}，重算得 {_said(right)}"
    return _found(STALE, sheet, cell, what, value, right)


def _found(rule: Inspection, sheet: str, cell: str, what: str, there: Value = None, ours: Value = None) -> Finding:
    message = f"{what}；{rule.remedy}"
    return Finding(rule.id, rule.severity, sheet, cell, message, _plain(there), _plain(ours), source=rule.basis)


def _there(formula: str | None, value: Value) -> str:
    if formula:
        return f"公式 {_short(formula)}"
    return "空的" if value is None else f"填死的 {_said(value)}"


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
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
