"""Judge a mistake as check does, fast: one workbook stays in the engine, only what depends on a cell is recalculated.

A mistake that gives the data file other keys has its workbook built anew, as check does. A row that decides nothing
but its own figures is emptied in place, and of the verdicts those count that the workbook built anew would have;
``tests/test_mutation.py`` holds the short way against the long one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import formualizer

from tests.helpers.building import assemble
from tests.mutation.mutants import Mutant
from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.check.report import Finding
from xlbudget.check.same_formula import same as alike
from xlbudget.datafile.file import Data
from xlbudget.language import verdicts
from xlbudget.language.sheet import Entry, column_letter
from xlbudget.reading.input_sheets import path_of
from xlbudget.reading.reader import places_in
from xlbudget.reading.remarks import Place
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules import rule
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.published.counterpart import Publication
from xlbudget.sheets.rules.rule import Check
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.sheets.rules.verdict_order import VERDICT
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.engines.formualizer import loaded
from xlbudget.workbook.write import write

UNREAD, UNPLACED, SAME_SOURCE, WITHIN, LIMIT, KNOWN, INAPPLICABLE = (
    "没有一条规则、一个公布的数因它而变",
    "它的公布数成了“无法核对”，不算发现",
    "用到它的等式两边取自同一批录入数",
    "差在尾差的界以内",
    "只进“不大于”一类的规则，没有越界",
    "用到它的规则本来就不符",
    "用到它的规则此处不适用",
)
"""Why a mistake escapes."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """``by``: the rules that saw it; ``reason``: why none did."""

    mutant: Mutant
    by: tuple[str, ...]
    reason: str = ""


class Live:
    """A workbook in the engine. Cells are typed into and restored."""

    def __init__(self, content: Mapping[str, Any], book: Book | None = None) -> None:
        self.content = content
        self.data = Data(content)
        self.book = book or assemble(self.data)
        self.workbook: Any = loaded(self.book.grids, self.book.defined, short=False).engine
        self.workbook.evaluate_all()
        self.extents = _extents(self.book)
        self.inputs: dict[tuple[str, int], list[Place]] = defaultdict(list)
        for page in self.book.sheets:
            for item in page.singles():
                if page.name.startswith("录入-") and isinstance(item.content, Entry):
                    self.inputs[page.name, item.row].append(Place(page.name, item.row, item.col))
        self.state = State.of(self.book, self.values())

    @cached_property
    def package(self) -> bytes:
        return write(self.book)

    def places(self) -> Mapping[str, Place]:
        return places_in(self.book)

    def values(self) -> Values:
        """The values of the sheets on which verdicts stand."""
        return {name: self._sheet(name, rows, cols) for name, (rows, cols) in self.extents.items()}

    def _sheet(self, name: str, rows: int, cols: int) -> dict[str, Any]:
        area = formualizer.RangeAddress(name, 1, 1, rows, cols)
        return {
            f"{column_letter(col)}{row}": value
            for row, line in enumerate(self.workbook.sheet(name).get_values(area), 1)
            for col, value in enumerate(line, 1)
            if value is not None
        }

    def judge(self, mutant: Mutant, places: Mapping[str, Place], short: bool = True) -> Outcome:
        """``short``: without building the workbook anew, where that decides nothing."""
        if mutant.fresh or (mutant.drop and not short):
            return self.state.compared(mutant, Live(mutant.applied(self.content)).state)
        cells = self._emptied(mutant, places) if mutant.drop else _typed(mutant, places)
        before = [(place, self.workbook.get_value(place.sheet, place.row, place.col)) for place, _ in cells]
        self._put(cells)
        self.workbook.evaluate_all()
        state = State.of(self.book, self.values())
        # What follows from it is calculated with the next mistake, or in the end.
        self._put(before)
        if mutant.drop:
            state = state.within(assemble(Data(mutant.applied(self.content))))
        return self.state.compared(mutant, state)

    def _put(self, cells: Iterable[tuple[Place, Any]]) -> None:
        for place, value in cells:
            self.workbook.set_value(place.sheet, place.row, place.col, value)

    def _emptied(self, mutant: Mutant, places: Mapping[str, Place]) -> list[tuple[Place, Any]]:
        """Every input cell in the row of an entry."""
        path = path_of(mutant.drop)
        place = next(place for name, place in places.items() if name == path or name.startswith(f"{path}."))
        return [(cell, None) for cell in self.inputs[place.sheet, place.row]]

    def settled(self) -> bool:
        """Whether the workbook, with every cell restored, says what it said at first."""
        self.workbook.evaluate_all()
        return State.of(self.book, self.values()) == self.state


def _typed(mutant: Mutant, places: Mapping[str, Place]) -> list[tuple[Place, Any]]:
    return [(places[path_of(steps)], value) for steps, value in mutant.edits]


def _extents(book: Book) -> dict[str, tuple[int, int]]:
    wanted = {CHECKS.sheet, COMPARISONS.sheet}
    return {
        s.name: (max(item.tops[-1] for item in s.items), max(item.col for item in s.items))
        for s in book.sheets
        if s.name in wanted or s.name.startswith("录入-")
    }


@dataclass(frozen=True)
class State:
    """What check says of a workbook: its findings and, to explain what escapes, every comparison."""

    found: tuple[Finding, ...]
    compared_: Mapping[Key, tuple[Any, Any, str]] = field(default_factory=dict)
    """Comparison → left, right, verdict."""

    @classmethod
    def of(cls, book: Book, values: Values) -> State:
        listed = (
            (CHECKS, ("左边的数", "右边的数", VERDICT), map(_of_check, book.checks)),
            (COMPARISONS, ("公布的数", "算得的数", VERDICT), (_of_entry(one.entry) for one in book.published)),
        )
        comparisons: dict[Key, tuple[Any, Any, str]] = {}
        for columns, names, keys in listed:
            cells = values.get(columns.sheet, {})
            for row, key in enumerate(keys, FIRST):
                left, right, verdict = (cells.get(columns.cell(name, row)) for name in names)
                comparisons[key] = (left, right, str(verdict))
        return cls(tuple(findings(book, values, Positions())), comparisons)

    def within(self, book: Book) -> State:
        """Only the comparisons that another workbook has too; an entry that it cannot place is 无法核对."""
        checks = {_of_check(check) for check in book.checks}
        lines = {_of_entry(line.entry): line.counterpart for line in book.published}
        compared: dict[Key, tuple[Any, Any, str]] = {}
        for key, (left, right, verdict) in self.compared_.items():
            if key in checks or lines.get(key) is not None:
                compared[key] = (left, right, verdict)
            elif key in lines:
                compared[key] = (left, None, rule.UNPLACED)
        unplaced = {key[2:] for key, placed in lines.items() if placed is None}
        found = [f for f in self.found if not f.about or tuple(f.about.get(k, "") for k in "表行列处") not in unplaced]
        return State(tuple(found), compared)

    def compared(self, mutant: Mutant, after: State) -> Outcome:
        """Whether there is an error or a warning that was not there before; else why not."""
        shifted = bool(mutant.drop)
        new = _keys(after.found, shifted) - _keys(self.found, shifted)
        by = tuple(sorted({key[0] for key in new}))
        return Outcome(mutant, by, "" if by else self._reason(after))

    def _reason(self, after: State) -> str:
        reasons = set()
        for key, (left, right, verdict) in after.compared_.items():
            if key not in self.compared_:
                continue
            left_before, right_before, verdict_before = self.compared_[key]
            left_same, right_same = alike(left, left_before), alike(right, right_before)
            if left_same and right_same and verdict == verdict_before:
                continue
            reasons.add(_why(key, not left_same, not right_same, verdict, verdict_before))
        order = (UNPLACED, KNOWN, WITHIN, LIMIT, SAME_SOURCE, INAPPLICABLE)
        return next((reason for reason in order if reason in reasons), UNREAD)


def _of_check(check: Check) -> Key:
    return (check.rule.id, check.rule.relation, check.subject, check.left.name, check.right.name)


def _of_entry(entry: Publication) -> Key:
    return ("公开", "=", entry.table, entry.line, entry.column, entry.where)


def _why(key: Key, left: bool, right: bool, verdict: str, before: str) -> str:
    if verdict == rule.UNPLACED:
        return UNPLACED
    known = (verdicts.FAILED, verdicts.ADVICE, verdicts.UNEXPLAINED)
    if verdict in known or before in known:
        return KNOWN
    if verdict == verdicts.NOT_APPLICABLE:
        return INAPPLICABLE
    if verdicts.ROUNDING in (verdict, before):
        return WITHIN
    if key[1] != "=":
        return LIMIT
    if verdict == verdicts.PASSED and not (left and right):
        return WITHIN
    return SAME_SOURCE


_FIGURE = re.compile(r"-?[\d,]+\.\d{2,}|-?[\d.]+( [行分]|%)|（无）|第 \d+ 行")


def _keys(found: Iterable[Finding], shifted: bool) -> Counter[Key]:
    """Errors and warnings without their figures; without their cells where rows have moved."""
    return Counter(
        (f.rule, f.severity, f.sheet, "" if shifted else f.cell, _said(f)) for f in found if f.severity != "rounding"
    )


def _said(finding: Finding) -> str:
    return repr(sorted(finding.about.items())) if finding.about else _FIGURE.sub("", finding.message)
