"""Whether a file still is what was built but for its input cells; then it can be recalculated as it stands.

A shortcut for the usual case, so anything out of the usual (a note, a sheet of the user's) goes the long way: what
the engine sees must be what was compared.
"""

from __future__ import annotations

from pathlib import Path

from xlbudget.check.positions import Cells
from xlbudget.language.sheet import Entry, Sheet
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.settings import settings_of
from xlbudget.sheets.book import Book, defined
from xlbudget.workbook.engines import Values, with_values


def is_intact(book: Book, cells: Cells, package: Package) -> bool:
    """Every formula, fixed text and defined name is ours to the letter, no input cell holds a formula, and there is
    nothing else."""
    settings = settings_of(package)
    names = {name: book.names.find(key, name).text(fixed=True) for name, key in defined(book.names).items()}
    return (
        sorted(settings.sheets) == sorted(sheet.name for sheet in book.sheets)
        and settings.names == names
        and not settings.local
        and all(_is_intact(book, sheet, cells) for sheet in book.sheets)
    )


def _is_intact(book: Book, sheet: Sheet, cells: Cells) -> bool:
    there = cells[sheet.name]
    formulas = {address: formula for address, (formula, _) in there.items() if formula is not None}
    texts = {item.address: text for item in sheet.items if (text := item.fixed_text) is not None}
    ours = formulas.keys() | texts.keys() | {item.address for item in sheet.items if isinstance(item.content, Entry)}
    return (
        formulas == book.formulas[sheet.name]
        and all((there.get(address, (None, None))[1] or "") == text for address, text in texts.items())
        and there.keys() <= ours
    )


def recalculated(package: Package, cells: Cells) -> Values:
    """The values of an intact file after recalculation; a sheet whose part stays the same has those it had."""
    fresh = Package.of(Path("重算的工作簿"), with_values(package.plain))
    changed = [sheet for sheet, part in Workbook.of(package).sheets.items() if package.read(part) != fresh.read(part)]
    now = formulas_and_values(fresh, changed) if changed else {}
    return {sheet: {at: value for at, (_, value) in now.get(sheet, there).items()} for sheet, there in cells.items()}
