"""What a user has put into a workbook beside its entries: sheets of his own, comments, widths of columns."""

from __future__ import annotations

from xlbudget.language.sheet import address_of
from xlbudget.reading.cells import COLUMNS, Workbook
from xlbudget.reading.colours import at
from xlbudget.reading.looks import Look
from xlbudget.workbook.carried import Comment, OwnCell, OwnSheet

PICTURES = ("drawing", "table", "pivotTable", "oleObject", "control")
"""Relations of a sheet to what is no cell."""


def comments(book: Workbook, sheet: str) -> list[Comment]:
    part = book.package.target(book.sheets[sheet], "comments")
    if part is None:
        return []
    root = book.package.xml(part)
    authors = ["".join(one.itertext()) for one in root.iterfind("{*}authors/{*}author")]
    found = []
    for one in root.iterfind("{*}commentList/{*}comment"):
        text = "".join(t.text or "" for t in one.iterfind("{*}text//{*}t"))
        found.append(Comment(sheet, one.get("ref", ""), text, at(authors, one.get("authorId")) or ""))
    return found


def widths(book: Workbook, sheet: str) -> dict[int, float]:
    """Column → its width in characters, where the file says one."""
    columns = book.look(sheet).columns
    return {n: width for there, width, _ in columns for n in there if there.stop <= COLUMNS + 1 and 0 < width <= 255}


def own_sheet(book: Workbook, sheet: str) -> OwnSheet:
    there, looks = book.everything(sheet), book.wardrobe.cells
    styles = {place: at(looks, str(number)) or Look() for place, number in book.look(sheet).styles.items()}
    cells = {
        place: OwnCell(cell.value, cell.format, (look := styles.get(place, Look())).bold, look.filled)
        for place, cell in there.cells.items()
        if cell.value is not None
    }
    merged = tuple(f"{address_of(*block[:2])}:{address_of(*block[2:])}" for block in there.merged)
    formulas = sum(cell.formula is not None for cell in there.cells.values())
    pictures = any(word in PICTURES for _, word, _ in book.package.related(book.sheets[sheet]))
    return OwnSheet(sheet, cells, widths(book, sheet), merged, formulas, pictures)
