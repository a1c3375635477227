"""Four engines, one workbook: every formula cell equal. All but formualizer get the uncached file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl.utils.cell import range_boundaries

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.computing import cached, cached_values, computed, gnumeric, has_gnumeric, recalculate
from tests.units.department.test_balanced_department import balanced_department
from tests.workbook.test_package import UNITS
from xlbudget.check.rebuild import cells_of
from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Entry, Item, Sheet, column_letter
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.sheets.book import Book, defined
from xlbudget.workbook.engines import by_file, libreoffice
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.write import write

Shape: TypeAlias = tuple[str, str]
"""A formula without its references, numbers and words; the kind of its result."""
Place: TypeAlias = tuple[str, int, int]
"""Sheet, row, column."""

TEXT = re.compile(r'("(?:[^"]|"")*")')
REFERENCE = re.compile(r"(?:'[^']+'!|\w+!)?\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?")
AREA = re.compile(r"('[^']+'!|\w+!)?(\$?[A-Z]{1,3}\$?[0-9]+)(?::(\$?[A-Z]{1,3}\$?[0-9]+))?(?![\w(])")
FUNCTION = re.compile(r"\w+\(")
NUMBER = re.compile(r"\b\d+(\.\d+)?\b")
WORDS = re.compile(r'"(?:[A-Z]|[^"*?~<>=]*[一-鿿][^"*?~<>=]*)"')
"""A text that an engine can but compare and join: no pattern, no criterion, no format; the letter of a column."""
CODE = re.compile("[0-9]{4,}")


def same(left: Value, right: Value) -> bool:
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1, abs(left))
    return left == right


def unequal(package: bytes, least: int, left: Values, right: Values) -> dict[tuple[str, str], tuple[Value, Value]]:
    """The formula cells of a package, ``least`` or more, that two engines see differently."""
    sheets = formulas_and_values(Package.of(Path("book.xlsx"), package))
    cells = [(sheet, cell) for sheet, there in sheets.items() for cell, (formula, _) in there.items() if formula]
    assert len(cells) >= least
    return {
        (sheet, cell): (left[sheet].get(cell), right.get(sheet, {}).get(cell))
        for sheet, cell in cells
        if not same(left[sheet].get(cell), right.get(sheet, {}).get(cell))
    }


def shape(formula: str) -> str:
    """A formula without its references, numbers and words; patterns, criteria and formats stay."""
    parts = TEXT.split(formula)
    parts[::2] = [NUMBER.sub("0", REFERENCE.sub("A1", part)) for part in parts[::2]]
    parts[1::2] = [CODE.sub("0", WORDS.sub('"字"', part)) for part in parts[1::2]]
    return "".join(parts)


def used(book: Book) -> set[str]:
    """The functions of its formulas, and the texts in them that are more than words."""
    shapes = "\n".join({shape(formula) for cells in book.formulas.values() for formula in cells.values()})
    return {*FUNCTION.findall(shapes), *TEXT.findall(shapes)}


def result(value: Value) -> str:
    """What kind of value it is: blank, text, true or false, below zero, zero, above zero."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, str):
        return "text"
    return str(value) if isinstance(value, bool) else f"{(value > 0) - (value < 0)}"


def formulas(book: Book, values: Values) -> Iterator[tuple[Sheet, Item, Shape]]:
    """Every formula of a book with its shape and the kind of its result."""
    for sheet in book.sheets:
        for item in sheet.singles():
            if formula := book.formulas[sheet.name].get(item.address):
                yield sheet, item, (shape(formula), result(at(sheet, item, values)))


def at(sheet: Sheet, item: Item, values: Values) -> Value:
    return values[sheet.name].get(f"{column_letter(item.col)}{item.row}")


def looked_at(book: Book, sheet: Sheet, item: Item) -> Iterator[Place]:
    """The cells to which a formula refers, by address or by name."""
    text = "".join(part for part in TEXT.split(book.formulas[sheet.name][item.address]) if part[:1] != '"')
    named = [book.names.find(key, name).text(fixed=True) for name, key in defined(book.names).items() if name in text]
    for of, first, last in AREA.findall("|".join((text, *named))):
        left, top, right, bottom = range_boundaries(f"{first}:{last or first}".replace("$", ""))
        for row, col in product(range(top or 0, (bottom or 0) + 1), range(left or 0, (right or 0) + 1)):
            yield of.strip("'!") or sheet.name, row, col


def one_of_each(book: Book, values: Values, of: str = "") -> tuple[Book, set[Shape]]:
    """The book with the first formula of each shape and kind of result, and what these look at; which.

    Of the cells that they look at the other formulas are their values. ``of``: how the names of the sheets begin.
    """
    first: dict[Shape, Place] = {}
    seen: set[Place] = set()
    for sheet, item, found in formulas(book, values):
        if sheet.name.startswith(of) and first.setdefault(found, place := (sheet.name, item.row, item.col)) == place:
            seen.update(looked_at(book, sheet, item))
    chosen = set(first.values())

    def kept(sheet: Sheet) -> Iterator[Item]:
        for item in sheet.singles():
            place = (sheet.name, item.row, item.col)
            if place in chosen:
                formula = book.formulas[sheet.name][item.address]
                yield replace(item, content=Formula(formula[1:]), scope=None)
            elif place in seen:
                yield replace(item, content=Entry(at(sheet, item, values)))

    return replace(book, sheets=tuple(replace(sheet, items=tuple(kept(sheet))) for sheet in book.sheets)), set(first)


def test_libreoffice_agrees_on_every_formula_cell(
    uncached: bytes, values: Values, by_libreoffice: dict[str, bytes], patch: pytest.MonkeyPatch
) -> None:
    """The whole sample, as ``check --engine libreoffice`` has it calculated; the start of the program is shared."""

    def converted(source: Path, kind: str, folder: Path) -> Path:
        assert (kind, source.read_bytes()) == ("xlsx", uncached)
        (made := folder / "whole.xlsx").write_bytes(by_libreoffice["whole"])
        return made

    patch.setattr(libreoffice, "convert", converted)
    assert not unequal(uncached, 30_000, values, by_file.recalculate(uncached, "libreoffice", cells_of))


@pytest.mark.skipif(not has_gnumeric(), reason="没有 Gnumeric（tests/run 会装）")
def test_gnumeric_agrees_on_every_formula_cell(unpublished: bytes) -> None:
    """With few spare rows; those of 公开数核对 are in ``test_names.py``."""
    assert not unequal(unpublished, 10_000, recalculate(unpublished), gnumeric(unpublished))


def test_formulas_agrees_on_every_shape_of_formula(few_rows: None, book: Book) -> None:
    """Of formulas that differ only in references, numbers and words, one for each kind of result.

    In a unit that has every function, pattern, criterion and format of the sample; formulas needs eight milliseconds
    a formula, and the sample has thirty thousand. LibreOffice computes all of them.
    """
    del few_rows
    made, values = assemble(Data(UNITS)), computed(UNITS)
    assert used(made) >= used(book)
    fewer, every = one_of_each(made, values)
    assert {found for *_, found in formulas(fewer, values)} == every
    assert len({form for form, _ in every}) > 500
    package = write(fewer)
    assert not unequal(package, len(every), recalculate(package), recalculate(package, "formulas"))


def test_engines_agree_on_a_balanced_department(balanced_uncached: bytes, by_libreoffice: dict[str, bytes]) -> None:
    """LibreOffice on every formula cell, formulas on each shape of formula that 舍位平衡 brings."""
    values = recalculate(balanced_uncached)
    assert not unequal(balanced_uncached, 10_000, values, cached(by_libreoffice["balanced"]))
    with fewer_rows(3):
        fewer, every = one_of_each(assemble(Data(balanced_department())), values, "舍位")
    package = write(fewer)
    assert not unequal(package, len(every), recalculate(package), recalculate(package, "formulas"))


def test_the_cached_values_are_those_of_the_engine(finished: bytes, values: Values) -> None:
    """Read with openpyxl here, with our own reader there."""
    assert cached_values(finished) == values
