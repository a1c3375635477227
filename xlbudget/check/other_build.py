"""A file with other formulas than ours: whether all that its tables print is what the rebuilt workbook prints.

Its formulas cannot be compared, so they are calculated: what an office program will show on opening it counts, and
what the file holds beside them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from xlbudget.check.compare_cells import found, replaced, said, short, stale, values_differing
from xlbudget.check.positions import same_text
from xlbudget.check.printed import PrintArea, printed_tables
from xlbudget.check.rebuild import Rebuilt
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same
from xlbudget.errors import EngineFailed
from xlbudget.language.form import NARRATIVE, REPORT
from xlbudget.language.grid import CellGrid, Place, Value
from xlbudget.language.sheet import address_of, place_of
from xlbudget.reading.formulas import Cells, Held
from xlbudget.reading.settings import Settings
from xlbudget.reading.stamp import builder, is_earlier
from xlbudget.sheets.book import Book
from xlbudget.sheets.explanations import KEY as EXPLAINED
from xlbudget.sheets.rules.files import MISSING, OLDER, REPLACED
from xlbudget.workbook.engines import formualizer

AGAIN = "请 read 后重新 build"
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
Calculated = Mapping[str, Mapping[Place, Value]]


def other_build(rebuilt: Rebuilt, cells: Cells, settings: Settings) -> Iterator[Finding]:
    """That the formulas were not compared, and every value and label of the tables that differs."""
    who, book = builder(rebuilt.reading.stamp), rebuilt.book
    try:
        calculated = _calculated(book, cells, settings)
    except EngineFailed as error:
        why = f"由{who} 生成，公式未逐格比较，印出来的数也没有比成（{error.why}）；{AGAIN}"
        yield Finding(OLDER.id, "error", "", "", why, source=OLDER.basis)
        return
    tables = printed_tables(book, rebuilt.values)
    if is_earlier(rebuilt.reading.stamp):
        # Earlier versions had no sentences, nor anything to be explained.
        late = (NARRATIVE, REPORT, EXPLAINED)
        tables = {name: table for name, table in tables.items() if name in cells or name not in late}
    gone = [found(MISSING, name, "", f"缺少“{name}”表，可能被删除或改了名") for name in tables if name not in cells]
    places = {name: _places(tables[name], cells[name], calculated[name]) for name in tables if name in cells}
    compared = [
        None if alike else _judged(book, name, tables[name], cells[name], at, calculated[name])
        for name in places
        for alike in [_same_lines(tables[name], cells[name], calculated[name])]
        for at in places[name]
    ]
    differing = [*gone, *filter(None, compared)]
    told = f"有 {len(differing)} 处与照录入重算的不同" if differing else "都与照录入重算的相同"
    what = f"由{who} 生成，公式未逐格比较；{len(places)} 张要印的表上 {len(compared)} 个数和文字{told}；{AGAIN}"
    yield Finding(OLDER.id, OLDER.severity, "", "", what, source=OLDER.basis)
    yield from differing
    if not is_earlier(rebuilt.reading.stamp):
        yield from (one for one in values_differing(book, cells, rebuilt.values) if one.sheet not in tables)


def _places(table: PrintArea, there: Held, calculated: Mapping[Place, Value]) -> list[Place]:
    """Where either of the two prints something."""
    theirs = {at for address, held in there.items() if _shows(held, calculated.get(at := place_of(address) or (0, 0)))}
    inside = {at for at in theirs if 0 < at[0] <= table.bottom and 0 < at[1] <= table.right}
    return sorted(inside | table.cells.keys())


def _same_lines(table: PrintArea, there: Held, calculated: Mapping[Place, Value]) -> bool:
    """Whether a table prints the same lines, calculated and as stored, wherever that build had its blank rows."""
    seen: dict[Place, Value] = {}
    stored: dict[Place, Value] = {}
    for address, (formula, value) in there.items():
        at = place_of(address) or (0, 0)
        if 0 < at[1] <= table.right:
            seen[at] = calculated.get(at) if formula else value
            stored[at] = seen[at] if value is None else value
    ours = _lines(table.cells, table.apart)
    return all(
        len(lines) == len(ours)
        and all(
            a[0] == b[0] and len(a[1]) == len(b[1]) and all(map(same, a[1], b[1]))
            for a, b in zip(lines, ours, strict=True)
        )
        for lines in (_lines(seen, table.apart), _lines(stored, table.apart))
    )


def _lines(cells: Mapping[Place, Value], apart: Container[int]) -> list[tuple[str, list[Value]]]:
    """What is printed, row by row: the words and the figures; without blank rows. A zero is as good as a blank.

    Rows of words alone are one, and so is a column of texts ``apart``: builds break and place them otherwise.
    """
    rows: dict[int, list[tuple[int, Value]]] = {}
    for (row, col), value in sorted(cells.items()):
        if value not in (None, "", 0):
            rows.setdefault(row, []).append((col, value))
    beside: dict[int, str] = {}
    lines: list[tuple[str, list[Value]]] = []
    for there in rows.values():
        words = ""
        figures: list[Value] = [value for _, value in there if not isinstance(value, str)]
        for col, text in ((col, "".join(value.split())) for col, value in there if isinstance(value, str)):
            if figures and col in apart:
                beside[col] = beside.get(col, "") + text
            else:
                words += text
        if figures or not lines or lines[-1][1]:
            lines.append((words, figures))
        else:
            lines[-1] = lines[-1][0] + words, []
    return [*lines, *((text, []) for _, text in sorted(beside.items()))]


def _judged(
    book: Book, name: str, table: PrintArea, there: Held, at: Place, calculated: Mapping[Place, Value]
) -> Finding | None:
    address = address_of(*at)
    (formula, value), right = there.get(address, (None, None)), table.values.get(address)
    seen, expected = calculated.get(at) if formula else value, book.formulas[name].get(address)
    if _alike(seen, right):
        kept = not formula or value is None or _alike(value, right)
        return None if kept else stale(name, address, value, right)
    if expected and not formula:
        return replaced(name, address, formula, value, expected, right)
    # The mistake may lie in what it is calculated from.
    by = f"（公式 {short(formula)}）" if formula else ""
    what = f"{name} 的 {address} 印的是 {said(seen)}{by}，照录入应是 {said(right)}"
    return found(REPLACED, name, address, what, seen, right)


def _shows(held: tuple[str | None, Value], calculated: Value) -> bool:
    formula, value = held
    return value not in (None, "") or bool(formula and calculated not in (None, ""))


def _alike(there: Value, right: Value) -> bool:
    return same(there, right) or (isinstance(there, str) and isinstance(right, str) and same_text(there, right))


def _calculated(book: Book, cells: Cells, settings: Settings) -> Calculated:
    """The values of the file's own formulas. What depends on more than the workbook is not calculated.

    Raises EngineFailed where they cannot be.
    """
    ours = {
        name for formulas in book.formulas.values() for formula in formulas.values() for name in _functions(formula)
    }
    grids = {}
    for sheet, there in cells.items():
        formulas, constants = dict[Place, str](), dict[Place, str | float | int | bool]()
        for address, (formula, value) in there.items():
            at = place_of(address) or (0, 0)
            if formula:
                formulas[at] = formula
                if sheet in book.formulas and (strange := _functions(formula) - ours or ("[" in formula and {"["})):
                    raise EngineFailed("formualizer", f"{sheet} 的 {address} 用了{'、'.join(sorted(strange))}")
            elif value is not None:
                constants[at] = value
        grids[sheet] = CellGrid(formulas, constants)
    return formualizer.loaded(grids, settings.names, short=False).values()


def _functions(formula: str) -> set[str]:
    return {name.upper().removeprefix("_XLFN.") for name in _FUNCTION.findall(_QUOTED.sub("", formula))}
