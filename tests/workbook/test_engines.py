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

Piece: TypeAlias = tuple[str, ...]
"""What an engine works out at a time: a function and its arguments, or an operator and what it is between."""
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
HIDDEN = re.compile('"(\\d+)"')
CALL = re.compile(r"(\w*)\(([^()]*)\)")
OPERATOR = re.compile(r"(<=|>=|<>|[*/^&=<>]|(?<=[\w\"…])[-+])")
REPEATED = re.compile(r"(,[^,]+(?:,[^,]+)?)\1+")
HEAD = re.compile(r"=(\w*\(|)")


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


def pieces(form: str) -> set[Piece]:
    """A shape piece by piece, from within: what is in brackets is … outside of them.

    Of arguments that are like those before them one is enough; of operators that follow each other, which they are.
    """
    texts = ['"字"']

    def hidden(text: re.Match[str]) -> str:
        texts.append(text[0])
        return f'"{len(texts) - 1}"'

    def operand(part: str) -> str:
        plain = part.lstrip("-")
        return "A1" if plain[:1].isalpha() and plain not in ("TRUE", "FALSE") else plain

    def argument(text: str) -> str:
        first, *more = OPERATOR.split(text)
        if not more:
            return operand(first)
        between = [operand(part) for part in (first, *more[1::2])]
        between = ['"0"' if (of := HIDDEN.match(part)) and texts[int(of[1])] != '""' else part for part in between]
        found.update((at, *sorted(between[i : i + 2])) for i, at in enumerate(more[::2]))
        found.update(zip(more[::2], more[2::2], strict=False))
        return "…"

    def call(there: re.Match[str]) -> str:
        name, arguments = there.groups()
        found.add((name, REPEATED.sub(r"\1", ",".join(map(argument, arguments.split(","))))))
        return "…"

    found: set[Piece] = set()
    text, more = TEXT.sub(hidden, form)[1:], 1
    while more:
        text, more = CALL.subn(call, text)
    argument(text)
    return {tuple(HIDDEN.sub(lambda of: texts[int(of[1])], part) for part in piece) for piece in found}


def used(book: Book) -> set[str]:
    """The functions of its formulas, and the texts in them that are more than words."""
    every = "\n".join(formula for cells in book.formulas.values() for formula in cells.values())
    texts = map(shape, {*TEXT.findall(every)})
    return {*FUNCTION.findall(TEXT.sub("", every)), *texts}


def result(value: Value) -> str:
    """What kind of value it is: blank, text, true or false, below zero, zero, above zero."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, str):
        return "text"
    return str(value) if isinstance(value, bool) else f"{(value > 0) - (value < 0)}"


def formulas(book: Book, values: Values) -> Iterator[tuple[Place, set[Piece]]]:
    """The formulas of a book, the longest first, each with its pieces and what comes of the outermost."""
    there = (
        (formula, (sheet.name, item.row, item.col), result(at(sheet, item, values)))
        for sheet in book.sheets
        for item in sheet.singles()
        if (formula := book.formulas[sheet.name].get(item.address))
    )
    known: dict[str, set[Piece]] = {}
    for formula, place, kind in sorted(there, key=lambda one: -len(one[0])):
        form = shape(formula)
        if form not in known:
            known[form] = pieces(form)
        yield place, known[form] | {(HEAD.findall(form)[0], kind)}


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


def one_of_each(book: Book, values: Values, of: str = "") -> tuple[Book, set[Piece]]:
    """The book with as many formulas as it takes to have every piece, and what these look at; the pieces.

    Of the cells that they look at the other formulas are their values. ``of``: how the names of the sheets begin.
    """
    every: set[Piece] = set()
    chosen: set[Place] = set()
    for place, there in formulas(book, values):
        if place[0].startswith(of) and not there <= every:
            every |= there
            chosen.add(place)
    items = ((sheet, item) for sheet in book.sheets for item in sheet.singles())
    looking = (one for one in items if (one[0].name, one[1].row, one[1].col) in chosen)
    seen = {place for sheet, item in looking for place in looked_at(book, sheet, item)}

    def kept(sheet: Sheet) -> Iterator[Item]:
        for item in sheet.singles():
            place = (sheet.name, item.row, item.col)
            if place in chosen:
                formula = book.formulas[sheet.name][item.address]
                yield replace(item, content=Formula(formula[1:]), scope=None)
            elif place in seen:
                yield replace(item, content=Entry(at(sheet, item, values)))

    return replace(book, sheets=tuple(replace(sheet, items=tuple(kept(sheet))) for sheet in book.sheets)), every


def test_libreoffice_agrees_on_every_formula_cell(
    little: bytes, little_bare: bytes, by_libreoffice: dict[str, bytes], patch: pytest.MonkeyPatch
) -> None:
    """As ``check --engine libreoffice`` has them calculated; the start of the program is shared.

    What a person types from the sample it calculates in ``test_templates.py``.
    """

    def converted(source: Path, kind: str, folder: Path) -> Path:
        assert (kind, source.read_bytes()) == ("xlsx", little_bare)
        (made := folder / "little.xlsx").write_bytes(by_libreoffice["little"])
        return made

    patch.setattr(libreoffice, "convert", converted)
    theirs = by_file.recalculate(little_bare, "libreoffice", cells_of)
    assert not unequal(little_bare, 10_000, cached(little), theirs)


@pytest.mark.skipif(not has_gnumeric(), reason="没有 Gnumeric（tests/run 会装）")
def test_gnumeric_agrees_on_every_formula_cell(unpublished: bytes) -> None:
    """With few spare rows; those of 公开数核对 are in ``test_names.py``."""
    assert not unequal(unpublished, 10_000, recalculate(unpublished), gnumeric(unpublished))


def test_formulas_agrees_on_every_piece_of_a_formula(few_rows: None, book: Book) -> None:
    """On formulas in which is every function with all that it is given, every operator, every kind of result.

    In a unit that has every function, pattern, criterion and format of the sample; formulas needs eight milliseconds
    a formula, and the sample has thirty thousand. Gnumeric computes all but those of further spare rows.
    """
    del few_rows
    made, values = assemble(Data(UNITS)), computed(UNITS)
    assert used(made) >= used(book)
    fewer, every = one_of_each(made, values)
    assert set().union(*(there for _, there in formulas(fewer, values))) == every
    assert len(every) > 400
    assert ("IF", "…,…,0") in every
    package = write(fewer)
    assert not unequal(package, 100, recalculate(package), recalculate(package, "formulas"))


def test_engines_agree_on_a_balanced_department(balanced_uncached: bytes, by_libreoffice: dict[str, bytes]) -> None:
    """LibreOffice on every formula cell, formulas on every piece of a formula that 舍位平衡 brings."""
    values = recalculate(balanced_uncached)
    assert not unequal(balanced_uncached, 10_000, values, cached(by_libreoffice["balanced"]))
    with fewer_rows(3):
        fewer, every = one_of_each(assemble(Data(balanced_department())), values, "舍位")
    assert len(every) > 50
    package = write(fewer)
    assert not unequal(package, 20, recalculate(package), recalculate(package, "formulas"))


def test_the_cached_values_are_those_of_the_engine(little: bytes) -> None:
    """Read with openpyxl here, with our own reader there."""
    assert cached_values(little) == cached(little)
