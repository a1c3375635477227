"""Whether a file still is what was built but for its input cells; then it can be recalculated as it stands.

A shortcut for the usual case, so anything out of the usual (a note, a sheet of the user's) goes the long way: what
the engine sees must be what was compared.
"""

from __future__ import annotations

from pathlib import Path

from xlbudget.check.positions import Cells
from xlbudget.language.sheet import Area, Entry, Link, Sheet
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.settings import Settings, settings_of
from xlbudget.sheets.book import Book, defined
from xlbudget.workbook.engines import Values, with_values


def intact(book: Book, cells: Cells, package: Package) -> bool:
    """Every formula, fixed text and defined name is ours to the letter, no input cell holds a formula, and there is
    nothing else."""
    settings = settings_of(package)
    return (
        sorted(settings.sheets) == sorted(sheet.name for sheet in book.sheets)
        and _names_intact(book, settings)
        and all(_sheet_intact(book, sheet, cells) for sheet in book.sheets)
    )


def _names_intact(book: Book, settings: Settings) -> bool:
    ours = {name: book.names.find(key, name).text(fixed=True) for name, key in defined(book.names).items()}
    return settings.names == ours and not settings.local


def _sheet_intact(book: Book, sheet: Sheet, cells: Cells) -> bool:
    there = dict(cells[sheet.name])
    for item in sheet.items:
        formula, value = there.pop(Area("", item.row, item.col).text(""), (None, None))
        match item.content:
            case None:
                same = formula is None and value is None
            case Entry():
                same = formula is None
            case str() as text:
                same = formula is None and (value or "") == text
            case Link(text, _, _):
                same = formula is None and (value or "") == text
            case _:
                same = formula == book.names.formula(item, sheet.name)
        if not same:
            return False
    return not there


def recalculated(package: Package, cells: Cells) -> Values:
    """The values of an intact file after recalculation; a sheet whose part stays the same has those it had."""
    fresh = Package.of(Path("重算的工作簿"), with_values(package.plain))
    changed = [sheet for sheet, part in Workbook.of(package).sheets.items() if package.read(part) != fresh.read(part)]
    now = formulas_and_values(fresh, changed) if changed else {}
    return {sheet: {at: value for at, (_, value) in now.get(sheet, there).items()} for sheet, there in cells.items()}
