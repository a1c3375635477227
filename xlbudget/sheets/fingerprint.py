"""The fingerprint of a workbook: by it a checker knows whether a file has the formulas of this very program."""

from __future__ import annotations

from hashlib import sha256

from xlbudget.language.sheet import Sheet
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.structure import SHEET as STRUCTURE

PROPERTY = "xlbudget公式"
"""The custom document property that holds it."""
READ_BY_FORMULAS = (CHECKS.sheet, COMPARISONS.sheet, "科目")


def texts_count(sheet: Sheet) -> bool:
    """Whether formulas and colours go by the fixed texts of a sheet, so that a check compares them."""
    return sheet.hidden or sheet.name in READ_BY_FORMULAS


def fingerprint(book: Book) -> str:
    """16 hexadecimal digits: 8 of what 结构 keeps and 8 of the formulas.

    Where the first fit a file's 结构 and the others do not fit the formulas that we would give that structure, another
    build of the program has made it.
    """
    kept = next(sheet for sheet in book.sheets if sheet.name == STRUCTURE)
    texts = [text for address, text in kept.fixed_texts.items() if address != "A1"]
    return structure_mark("".join(texts)) + formulas_mark(book)


def structure_mark(packed: str) -> str:
    """Of the text of 结构 as it stands: every release of zlib compresses in its own way."""
    return _mark(packed)


def formulas_mark(book: Book) -> str:
    """Of all that a check compares cell by cell: formulas, fixed texts, names, and their places.

    The same for a unit's data and for the skeleton of it: headings, entries and what stands beside the unit's own
    sheets have no part in it.
    """
    lines = [f"{name}\t{target}" for name, target in book.defined.items()]
    for sheet in book.sheets:
        formulas = book.grids[sheet.name].formulas
        texts = sheet.fixed_texts if texts_count(sheet) and sheet.name != STRUCTURE else {}
        if formulas or texts:
            lines += [sheet.name, repr([*formulas]), *formulas.values(), *texts]
            lines += ("".join(text.split()) for text in texts.values())
    return _mark("\n".join(lines))


def _mark(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
