"""The examples of the catalogue of rules in the workbook of ``example.json``: where each stands, what its change is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlbudget.language.sheet import Area, Entry, Item
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published import comparison
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.rule import Rule
from xlbudget.sheets.rules.verdict_list import FIRST

UNIT, DEPARTMENT = (Path(__file__).with_name(name) for name in ("example.json", "example_department.json"))
"""The data files of the unit that the examples are taken from, and of the department for rules of departments."""


@dataclass(frozen=True)
class Row:
    """The row of 校验 or 公开数核对 on which an example's verdict stands, and what its two sides are called."""

    sheet: str
    row: int
    left: str
    right: str


@dataclass(frozen=True)
class Changed:
    """One cell of an example's change: its place, what it is called, what stands there and what comes there."""

    place: Area
    name: str
    item: Item
    value: str | float

    def __str__(self) -> str:
        cell = f"{self.place.sheet} {self.place.text(self.place.sheet)}（{self.name}）"
        if not isinstance(self.item.content, Entry):
            return f"{cell}的公式被换成 {_said(self.value)}"
        before = self.item.content.value
        return (
            f"{cell}填 {_said(self.value)}" if before is None else f"{cell}由 {_said(before)} 改成 {_said(self.value)}"
        )


def row_of(book: Book, rule: Rule) -> Row:
    """The row that a rule's example is about. Raises LookupError where there is none."""
    place = rule.example.place
    if rule in (comparison.PUBLISHED, comparison.BLANK):
        for row, one in enumerate(book.published, FIRST):
            if place == f"{one.entry.table} {one.entry.line} {one.entry.column}":
                return Row(COMPARISONS.sheet, row, "公布的数", "算得的数")
    for row, check in enumerate(book.checks, FIRST):
        if check.rule == rule and place in (check.subject, check.left.name):
            return Row(CHECKS.sheet, row, check.left.name, check.right.name)
    raise LookupError(f"{rule.id}: no row is called {place}")


def changes_of(book: Book, rule: Rule) -> list[Changed]:
    """The cells that a rule's example changes."""
    return [_changed(book, key, value) for key, value in rule.example.change.items()]


def change_in_words(book: Book, rule: Rule) -> str:
    """What a user would have to do for the example that fails."""
    return rule.example.told or "，".join(map(str, changes_of(book, rule)))


def _changed(book: Book, key: str, value: str | float) -> Changed:
    place = book.names.cell(key, "example")
    items = {(item.row, item.col): item for page in book.sheets if page.name == place.sheet for item in page.singles()}
    item = items[place.row, place.col]
    name, in_list, _ = key.partition("@")
    parts = name.split("/")[2 if name.startswith("录入/") else 1 :]
    if in_list and place.col > 1:
        # The first column says what a row of a list is.
        first = items[place.row, 1].content
        parts.insert(0, str((first.value if isinstance(first, Entry) else first) or ""))
    elif not in_list:
        parts = [part for part in parts if part != "金额"]
    return Changed(place, " ".join(filter(None, parts)), item, value)


def _said(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
