"""The workbooks from which the examples of all rules are taken: a unit's, and a department's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xlbudget.datafile.file import load
from xlbudget.regions.forms import form_of, with_every_table
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.examples import DEPARTMENT, UNIT
from xlbudget.sheets.rules.rule import Rule


def example_book(rule: Rule) -> Book:
    """The workbook of a rule's example."""
    return _book(DEPARTMENT if rule.example.department else UNIT, rule.example.every)


@cache
def _book(path: Path, every: bool) -> Book:
    data = load(path)
    return assemble(data, with_every_table(data.layout) if every else form_of(data.layout))
