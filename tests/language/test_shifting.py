"""References after an edit of the sheets that they name, and rows found again after it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from xlbudget.check.alignment import aligned, deleted, inserted, moved, overruled
from xlbudget.check.same_formula import normalised
from xlbudget.language.shifting import Lines, Shift, references, shifted

AT = Shift("录入-支出", Lines({1: 1, 2: 2, 3: 4, 5: 5, 6: 3}, 6, 1), Lines({1: 1, 3: 2}, 3, -1))
"""A row inserted as the third, the fourth gone, the sixth moved up; the second column gone."""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("='录入-支出'!A3", "='录入-支出'!A4"),
        ("='录入-支出'!$C$9", "='录入-支出'!$B$10"),
        ("=SUM('录入-支出'!$A$2:$C$5)", "=SUM('录入-支出'!$A$2:$B$5)"),
        ("=SUM('录入-支出'!A4:A5)", "=SUM('录入-支出'!A5:A5)"),
        ("='录入-支出'!A4", "=#REF!"),
        ("='录入-支出'!B1", "=#REF!"),
        ("='录入-支出'!A6+A6", "='录入-支出'!A3+A6"),
        ("=\"'录入-支出'!A3\"&A3", "=\"'录入-支出'!A3\"&A3"),
        ("=LOG10('别的'!A3)", "=LOG10('别的'!A3)"),
    ],
)
def test_references_follow(before: str, after: str) -> None:
    assert shifted(before, "公开03", {"录入-支出": AT}).text == after


def test_a_sheet_that_is_gone_or_called_otherwise() -> None:
    assert shifted("='甲'!A1+A1", "甲", {"甲": Shift("it's")}).text == "='it''s'!A1+A1"
    assert shifted("='甲'!A1", "乙", {"甲": Shift(None)}) == shifted("='甲'!A1:B2", "乙", {"甲": Shift(None)})


@pytest.mark.parametrize("theirs", ["=IF('录入-支出'!#REF!=1,2)", "=IF(#REF!$A$5=1,2)", "=IF(#REF!A5:B6=1,2)"])
def test_what_programs_write_of_a_lost_reference(theirs: str) -> None:
    assert normalised(theirs) == normalised("=IF(#REF!=1,2)")
    assert [one.lost for one in references(normalised(theirs))] == [True]


def test_rows_and_columns_are_found_again() -> None:
    """Whatever comes, goes and moves: rows of a list that are all alike, others that are not."""
    for seed in range(60):
        random = Random(seed)
        rows = [[f"r{row}c{col}" if row % 3 else f"c{col}" for col in range(6)] for row in range(14)]
        ours = {(r, c): mark for r, row in enumerate(rows, 1) for c, mark in enumerate(row, 1)}
        at, gone = random.randrange(14), random.randrange(14)
        what = random.choice(("insert", "delete", "column", "nothing"))
        if what == "insert":
            rows.insert(at, ["", "", "typed", "", "", ""])
        elif what == "delete":
            del rows[gone]
        elif what == "column":
            for row in rows:
                row.insert(2, "")
        filled = ((r, c, mark) for r, row in enumerate(rows, 1) for c, mark in enumerate(row, 1))
        theirs = {(r, c): mark for r, c, mark in filled if mark not in ("typed", "")}
        lines, cols = aligned(ours, theirs)
        assert inserted(lines) == ([at + 1] if what == "insert" and at < 14 else []), seed
        assert len(deleted(lines)) == (what == "delete")
        assert inserted(cols) == ([3] if what == "column" else [])
        assert moved(lines) == moved(cols) == []


def test_formulas_elsewhere_tell_rows_apart_that_are_alike() -> None:
    votes: dict[int, Counter[int | None]] = {5: Counter({5: 3}), 6: Counter({None: 3}), 7: Counter({6: 2, 9: 1})}
    lines = overruled(Lines(), votes)
    assert (inserted(lines), deleted(lines), lines.behind) == ([], [6], -1)
    last = overruled(Lines(), {5: Counter({5: 1}), 6: Counter({None: 1})})
    assert (inserted(last), deleted(last), last.behind) == ([], [6], -1)
    assert overruled(Lines(), {5: Counter({6: 1}), 6: Counter({6: 1})}) == Lines()


def test_a_row_that_moved_is_one_that_moved() -> None:
    ours = {(row, 1): row for row in range(1, 8)}
    order = [1, 2, 4, 5, 6, 3, 7]
    lines, _ = aligned(ours, {(row, 1): mark for row, mark in enumerate(order, 1)})
    assert (moved(lines), inserted(lines), deleted(lines)) == ([(3, 6)], [], [])
