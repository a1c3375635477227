"""Whether a file still is what was built but for its input cells; then it can be recalculated as it stands."""

from __future__ import annotations

from pathlib import Path

from xlbudget.book import Book, defined
from xlbudget.check.standing import Cells
from xlbudget.engines import Values, with_values
from xlbudget.reading import Package, formulas_and_values
from xlbudget.reading.cells import Workbook
from xlbudget.spec import Area, Entry, Link

WORKBOOK = "xl/workbook.xml"


def intact(book: Book, cells: Cells, package: Package) -> bool:
    """Every formula, fixed text and defined name is ours to the letter, and no input cell holds a formula."""
    if any(sheet.name not in cells for sheet in book.sheets if sheet.items):
        return False
    there = {element.get("name"): element.text for element in package.xml(WORKBOOK).iter("{*}definedName")}
    for name, key in defined(book.names).items():
        if there.get(name) != book.names.find(key, name).text(fixed=True):
            return False
    return all(_sheet_intact(book, index, cells) for index in range(len(book.sheets)))


def _sheet_intact(book: Book, index: int, cells: Cells) -> bool:
    sheet = book.sheets[index]
    there = cells[sheet.name]
    for item in sheet.items:
        formula, value = there.get(Area("", item.row, item.col).text(""), (None, None))
        match item.content:
            case None | Entry():
                same = formula is None
            case str() as text:
                same = formula is None and (value or "") == text
            case Link(text, _, _):
                same = formula is None and (value or "") == text
            case _:
                same = formula == book.names.formula(item, sheet.name)
        if not same:
            return False
    return True


def recalculated(package: Package, cells: Cells) -> Values:
    """The values of an intact file after recalculation; a sheet whose part stays the same has those it had."""
    fresh = Package.of(Path("重算的工作簿"), with_values(package.content))
    changed = [sheet for sheet, part in Workbook.of(package).sheets.items() if package.read(part) != fresh.read(part)]
    now = formulas_and_values(fresh, changed) if changed else {}
    return {sheet: {at: value for at, (_, value) in now.get(sheet, there).items()} for sheet, there in cells.items()}
