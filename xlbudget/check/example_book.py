"""The workbook of the unit from which the examples of all rules are taken."""

from __future__ import annotations

from functools import cache

from xlbudget.datafile.file import load
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.examples import UNIT


@cache
def example_book() -> Book:
    data = load(UNIT)
    return assemble(data, form_of(data.layout))
