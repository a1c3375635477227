"""A file's derived cells against those declared: formulas replaced or removed, sheets missing, stale values."""

from __future__ import annotations

import math
from collections.abc import Iterator

from xlbudget.check.edits import Edit, Edits
from xlbudget.check.positions import same_text, stands
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same, same_formula
from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Area, Sheet
from xlbudget.language.shifting import LOST
from xlbudget.reading.formulas import Cells
from xlbudget.reading.settings import Settings
from xlbudget.sheets.book import Book, defined
from xlbudget.sheets.fingerprint import texts_count
from xlbudget.sheets.inputs.unit import NO_MORE, NOT_YET
from xlbudget.sheets.rules.files import NAME, NO_ROOM, OTHERWISE_ROUNDED, REPLACED, SETTING, STALE, UNKNOWN
from xlbudget.sheets.rules.rule import Inspection
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.workbook.engines.by_file import Values

Caused = tuple[Finding, Edit | None]
"""A finding, and the edit of the sheets that it follows from."""


def differences(rebuilt: Rebuilt, cells: Cells, settings: Settings, comparable: bool, edits: Edits) -> Iterator[Caused]:
    """What differs from the rebuilt book, cell by cell.

    ``comparable``: the file was calculated from the very entries that the book has; not where a cell was read otherwise
    than its formulas take it, which is a finding already.
    """
    book, values = rebuilt.book, rebuilt.values
    cached = comparable and _cached(book, cells)
    yield from ((finding, None) for finding in (*_settings(settings), *_names(rebuilt, settings)))
    home = rebuilt.damage.as_built(cells)
    for sheet in book.sheets:
        if sheet.name in home and sheet.name != STRUCTURE:
            if sheet.name in rebuilt.ours:
                yield from ((one, None) for one in _alarms(rebuilt, sheet, values))
                yield from _cells(rebuilt, sheet, home, values, cached and sheet.name in values, edits)
        elif sheet.name in home and not rebuilt.structure_known:
            what = f"{STRUCTURE} 表被清空或改动，读不出生成时的结构，只能照现有的录入数复原各表"
            yield found(UNKNOWN, STRUCTURE, "A2", what), None


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
                    yield replaced(sheet.name, address, formula, value, expected, right.get(address))
                elif cached:
                    yield stale(sheet.name, address, value, right.get(address))


def _cached(book: Book, cells: Cells) -> bool:
    """Whether the file holds any formula's value; some programs save none."""
    there = (cells.get(sheet.name, {}) for sheet in book.sheets)
    return any(value is not None for held in there for formula, value in held.values() if formula)


def _cells(
    rebuilt: Rebuilt, sheet: Sheet, cells: Cells, values: Values, cached: bool, edits: Edits
) -> Iterator[Caused]:
    name, ours = sheet.name, rebuilt.ours[sheet.name]
    there, right = cells[name], values.get(name, {})
    formulas, texts = rebuilt.book.formulas[name], sheet.fixed_texts if texts_count(sheet) else {}
    whole = len(ours) == len(formulas) and not rebuilt.damage.shifts
    if whole and (not cached or [there[at][1] for at in formulas] == [right.get(at) for at in formulas]):
        # Most sheets are ours to the last digit.
        formulas = {}
    for address in formulas | texts:
        formula, value = there.get(address, (None, None))
        if address in ours and not rebuilt.damage.shifts and not (cached and not same(value, right.get(address))):
            continue
        now = rebuilt.damage.address(name, address)
        if expected := formulas.get(address):
            shifted = rebuilt.damage.formula(name, expected)
            if now is None:
                what = (
                    f"{name} 的 {address} 原是公式 {short(expected)}（算得 {said(right.get(address))}），随行列删去了"
                )
                yield found(REPLACED, name, address, what, None, right.get(address)), edits.gone(name)
            elif address not in ours:
                other = replaced(name, now, formula, value, shifted.text, right.get(address))
                yield other, edits.replaced(name, now, formula, value, shifted.text)
            elif shifted.lost and formula and LOST in formula:
                yield replaced(name, now, formula, value, expected, right.get(address)), edits.gone(*shifted.lost)
            elif cached and not same(value, right.get(address)):
                yield stale(name, now, value, right.get(address)), None
        elif now is None or formula is not None or not same_text(value, texts[address]):
            at = now or address
            what = f"{name} 的 {at} 原是“{short(texts[address])}”，现在是{_there(formula, value)}"
            yield found(REPLACED, name, at, what, value, texts[address]), None if now else edits.gone(name)


def _alarms(rebuilt: Rebuilt, sheet: Sheet, values: Values) -> Iterator[Finding]:
    """What a table of the file has no room for; the workbook that is judged has, or a rule says so.

    And that 舍位 is chosen otherwise than it was built.
    """
    judged, shown = rebuilt.verdicts.get(sheet.name, {}), values.get(sheet.name, {})
    for cell in (item.address for item in sheet.items if item.role == "alarm"):
        if (told := shown.get(cell)) and not judged.get(cell):
            at, said = rebuilt.damage.address(sheet.name, cell) or "", str(told)
            chosen = next(filter(said.startswith, (NOT_YET, NO_MORE)), "")
            for rule, text in ((OTHERWISE_ROUNDED, chosen), (NO_ROOM, said.removeprefix(chosen))):
                if text:
                    yield found(rule, sheet.name, at, f"{sheet.name} 的 {at} 写着“{text.rstrip('；')}”")


def _names(rebuilt: Rebuilt, settings: Settings) -> Iterator[Finding]:
    """Names stand for what they stood for; names of the user's own are the user's."""
    book = rebuilt.book
    there = {name.upper(): refers for name, refers in settings.names.items()}
    local = {name.upper(): sheets for name, sheets in settings.local.items()}
    for name, key in defined(book.names).items():
        area = book.names.find(key, name)
        expected, refers = area.text(fixed=True), there.get(name.upper())
        moved = rebuilt.damage.formula("", expected).text
        if refers is None:
            yield _renamed(name, area, "没有了", None, expected)
        elif not any(same_formula(refers, one) for one in (expected, moved)) or refers.count("$") != expected.count(
            "$"
        ):
            # Without its $ a name stands for another cell wherever it is used.
            yield _renamed(name, area, f"指向 {short(refers)}", refers, expected)
        for sheet in local.get(name.upper(), ()):
            yield _renamed(name, Area(sheet, 1, 1), f"在“{sheet}”表里另有所指", None, expected)


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.manual:
        yield found(SETTING, "", "", "工作簿设成了手动重算，录入改动以后各表不会跟着变")
    if settings.as_displayed:
        yield found(SETTING, "", "", "工作簿设成了按显示的小数计算，算得的数与全部小数的不同")


def _renamed(name: str, area: Area, what: str, refers: str | None, expected: str) -> Finding:
    cell = area.text(area.sheet).partition(":")[0]
    return found(NAME, area.sheet, cell, f"名称“{name}”应指向 {expected}，现在{what}", refers or None, expected)


def replaced(sheet: str, cell: str, formula: str | None, value: Value, expected: str, right: Value) -> Finding:
    was = f"{sheet} 的 {cell} 原是公式 {short(expected)}（算得 {said(right)}）"
    return found(REPLACED, sheet, cell, f"{was}，现在是{_there(formula, value)}", value, right)


def stale(sheet: str, cell: str, value: Value, right: Value) -> Finding:
    what = f"{sheet} 的 {cell} 存着 {said(value)}，重算得 {said(right)}"
    return found(STALE, sheet, cell, what, value, right)


def found(rule: Inspection, sheet: str, cell: str, what: str, there: Value = None, ours: Value = None) -> Finding:
    message = f"{what}；{rule.remedy}"
    return Finding(rule.id, rule.severity, sheet, cell, message, _plain(there), _plain(ours), source=rule.basis)


def _there(formula: str | None, value: Value) -> str:
    if formula:
        return f"公式 {short(formula)}"
    return "空的" if value is None else f"填死的 {said(value)}"


def _plain(value: Value) -> float | str | None:
    """A value as JSON can hold it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float) and (abs(value) > 1e300 or not math.isfinite(value)):
        return short(str(value))
    return ILLEGAL.sub("", value) if isinstance(value, str) else value


def said(value: Value) -> str:
    if value in (None, ""):
        return "空"
    return short(f"{value:.10g}" if isinstance(value, float) else str(value))


def short(text: str) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
