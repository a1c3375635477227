"""What is made of declarations is current: the pages of docs/ and the files of workbooks/."""

from __future__ import annotations

import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT
from tests.helpers import computing
from tests.mutation.report import mark
from xlbudget.addin.xlam import build
from xlbudget.check.report import Report
from xlbudget.language.sheet import address_of
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.sheets.book import Book
from xlbudget.sheets.fingerprint import PROPERTY, fingerprint
from xlbudget.sheets.structure import SHEET as STRUCTURE
from xlbudget.sheets.structure import marked

STALE = "已经过时，请运行 python docs/generate.py"
WORKBOOKS = ROOT / "workbooks"
Cells = dict[str, dict[str, tuple[str | None, object]]]


@pytest.fixture(scope="module")
def generate() -> Any:
    sys.path.insert(0, str(ROOT / "docs"))
    return import_module("generate")


def test_every_page_is_current(generate: Any, sample_report: Report) -> None:
    pages: dict[str, str] = generate.pages(sample_report)
    stale = [name for name, text in pages.items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert not stale, f"{'、'.join(stale)} {STALE}"


def test_the_page_of_mutations_was_measured_with_these_rules() -> None:
    page = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")
    assert mark("changsha") in page, f"docs/mutation.md {STALE}"


def test_the_workbook_of_the_sample_is_current(sample_cells: computing.Held, finished: bytes) -> None:
    kept = Package.open(WORKBOOKS / "changsha-2023.xlsx")
    assert kept.entries.keys() == Package.of(Path("book.xlsx"), finished).entries.keys()
    assert formulas_and_values(kept) == sample_cells, f"workbooks/changsha-2023.xlsx {STALE}"


def test_the_templates_are_current(generate: Any) -> None:
    """Their values are those of their formulas, which the sample's engine tests hold."""
    books: dict[str, Book] = generate.books()
    assert {*books, "xlbudget.xlam"} == {path.name for path in WORKBOOKS.glob("*.xl*")}
    for name in books.keys() - {"changsha-2023.xlsx"}:
        assert _typed(Package.open(WORKBOOKS / name)) == _declared(books[name]), f"workbooks/{name} {STALE}"


def test_the_templates_of_the_documents_are_current(generate: Any) -> None:
    """Part by part: how small a package is made is not the same everywhere."""
    for name, content in generate.word_templates.templates().items():
        kept = (ROOT / "xlbudget" / "export" / "templates" / name).read_bytes()
        assert _parts(kept) == _parts(content), f"{name} {STALE}"


def _parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _typed(package: Package) -> Cells:
    """Its formulas and what is no formula's value."""
    return {
        sheet: {cell: (formula, None if formula else value) for cell, (formula, value) in cells.items()}
        for sheet, cells in formulas_and_values(package).items()
    }


def _declared(book: Book) -> Cells:
    """The same, without writing it; that what is written is what is declared the workbook of the sample shows."""
    stamp = book.stamp | {PROPERTY: fingerprint(book)}
    grids = book.grids | {STRUCTURE: marked(book.grids[STRUCTURE], stamp)}
    return {
        sheet: {address_of(*at): (formula, None) for at, formula in grid.formulas.items()}
        | {address_of(*at): (None, value) for at, value in grid.constants.items() if value not in (None, "")}
        for sheet, grid in grids.items()
    }


def test_the_add_in_is_the_same_every_time_and_the_committed_one_is_current() -> None:
    made = build()
    assert made == build()
    assert (WORKBOOKS / "xlbudget.xlam").read_bytes() == made, f"workbooks/xlbudget.xlam {STALE}"
