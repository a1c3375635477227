"""What goes down a column: its formula in every row, where it stands, what it must not name."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, SHANGHAI, fewer_rows
from tests.helpers.building import assemble
from xlbudget.datafile.file import load
from xlbudget.errors import UnknownReference
from xlbudget.language import moving
from xlbudget.language.expressions import Balance, Codes, Entries, Expr, Formula, Ratio, Ref, Slot, Sum
from xlbudget.language.grid import grid
from xlbudget.language.keys import Names
from xlbudget.language.moving import Moving
from xlbudget.language.sheet import Area, Content, Entry, Item, Link, Sheet
from xlbudget.reading.shared_formulas import moved
from xlbudget.sheets.book import Book
from xlbudget.workbook.write import write_values


@pytest.mark.parametrize(
    ("formula", "below"),
    [
        ("=A1", "=A4"),
        ("=A1:B9", "=A4:B12"),
        ("=a1+Aa10", "=a4+Aa13"),
        ("=$A1+A$1+$A$1", "=$A4+A$1+$A$1"),
        ("=SUM(A$5:A7)", "=SUM(A$5:A10)"),
        ("=SUM(5:7)+SUM($5:7)", "=SUM(8:10)+SUM($5:10)"),
        ("=SUM(A:A)+SUM($B:$C)", "=SUM(A:A)+SUM($B:$C)"),
        ('="A1"&A1', '="A1"&A4'),
        ('="说""A1"""&A1&"B2"', '="说""A1"""&A4&"B2"'),
        ("='录入-支出'!A1", "='录入-支出'!A4"),
        ("='A1'!A1+'附件3-1'!$J2", "='A1'!A4+'附件3-1'!$J5"),
        ("='甲''A1'!A1", "='甲''A1'!A4"),
        ("=S1!A1+公开03!D7", "=S1!A4+公开03!D10"),
        ("=LOG10(A10)+ATAN2(B2,1)", "=LOG10(A13)+ATAN2(B5,1)"),
        ("=DAYS360(A1,B1)", "=DAYS360(A4,B4)"),
        ("=金额换算*半宽+单位A1+A1单位", "=金额换算*半宽+单位A1+A1单位"),
        ("=A_1+_A1+A1_+A1.B", "=A_1+_A1+A1_+A1.B"),
        ("=1E5+1.5E-7+10^2-7", "=1E5+1.5E-7+10^2-7"),
        ("=A1%+5%", "=A4%+5%"),
        ('=TEXT(A1,"0%d")&"%s"', '=TEXT(A4,"0%d")&"%s"'),
        ("=ABCD1+A0+A01", "=ABCD1+A0+A01"),
        ("=A1 B2,C3", "=A4 B5,C6"),
        ("=1", "=1"),
    ],
)
def test_row_numbers_move_and_nothing_else(formula: str, below: str) -> None:
    assert Moving.of(formula).below(3) == below
    assert Moving.of(formula).below(0) == formula


def test_the_examples_are_true() -> None:
    assert doctest.testmod(moving).failed == 0


@pytest.fixture(scope="module", params=[SAMPLE, SHANGHAI], ids=["changsha", "putuo"])
def whole(request: pytest.FixtureRequest) -> Book:
    """A sample, with few spare rows: one moves like another."""
    path: Path = request.param
    with fewer_rows():
        return assemble(load(path))


def test_every_formula_moves_as_office_programs_move_it(whole: Book) -> None:
    """A second way to the same text, by which shared formulas of a file are written out: one for all other numbers."""
    of_each = {re.sub("[0-9]+", "0", one): one for cells in whole.grids.values() for one in cells.formulas.values()}
    assert len(of_each) > 1000
    for formula in of_each.values():
        assert Moving.of(formula).below(0) == formula
        assert Moving.of(formula).below(17) == moved(formula, 17, 0)


def test_every_cell_of_a_column_is_what_it_is_when_declared_by_itself(whole: Book) -> None:
    """Formulas are rendered place by place, from declarations that are counted on; all else is laid out singly."""
    down = 0
    for sheet in whole.sheets:
        alone = [one for item in sheet.items for one in _alone(item)]
        cells, singly = whole.grids[sheet.name], grid(replace(sheet, items=tuple(alone)), whole.names)
        assert replace(singly, formulas={}) == replace(cells, formulas={})
        # Only what goes down a column needs ``$`` to stand still.
        for (place, own), (other, one) in zip(cells.formulas.items(), singly.formulas.items(), strict=True):
            assert (place, own.replace("$", "")) == (other, one.replace("$", ""))
        down += sum(item.down > 1 for item in sheet.items)
    assert down > 1000


def _alone(item: Item) -> Iterator[Item]:
    for rows, one in enumerate(item.singles()):
        content, scope = one.content, one.scope
        if not (rows == 0 or content is None or isinstance(content, str | Entry | Link)):
            content = _lower(content, rows * item.rows)
            scope = replace(scope, index=scope.index + rows) if isinstance(scope, Slot) else scope
        yield replace(one, content=content, scope=scope)


def _lower(expr: Expr, rows: int) -> Expr:
    """A declaration as it would be made so many rows further down."""

    def counted(text: str) -> str:
        return re.sub(r"@([0-9]+)", lambda match: f"@{int(match[1]) + rows}", text)

    match expr:
        case Ref(key):
            return Ref(counted(key))
        case Sum(terms):
            return Sum(tuple(_lower(term, rows) for term in terms))
        case Balance(plus, minus):
            return Balance(*(tuple(_lower(term, rows) for term in terms) for terms in (plus, minus)))
        case Formula(template):
            return Formula(counted(moved(template, rows, 0)))
        case Ratio(numerator, denominator):
            return Ratio(_lower(numerator, rows), _lower(denominator, rows))
        case Entries():
            return expr
    raise TypeError(f"{expr} does not go down a column yet")


def test_hardly_a_formula_that_repeats_is_declared_twice(whole: Book) -> None:
    """What names a number of its own row (目录, 附件 by indicator) is; of 30,000 formulas few are left."""
    again: Counter[str] = Counter()
    for sheet in whole.sheets:
        formulas = whole.grids[sheet.name].formulas
        for item in sheet.items:
            above, own = (formulas.get((row, item.col)) for row in (item.row - 1, item.row))
            again[sheet.name] += bool(above and own and Moving.of(above).below(1) == own)
    assert again.total() < 1400
    assert sum(len(sheet.items) for sheet in whole.sheets) < 25_000


# ---------------------------------------------------------------- a small sheet

LIST = Sheet(
    "录入-表", (), (), tuple((f"录入/表/{name}", Area("录入-表", 5, col, 9)) for col, name in ((1, "名"), (2, "数")))
)


def made(*items: Item) -> dict[tuple[int, int], str]:
    sheet = Sheet("例", items, (10, 10))
    return grid(sheet, Names.of((LIST, sheet))).formulas


def test_a_cell_of_a_list_moves_and_a_block_does_not() -> None:
    formulas = made(Item(3, 2, Formula("{录入/表/数@2}/SUM({录入/表/数})+B$1+A3"), "amount", down=3))
    assert list(formulas) == [(3, 2), (4, 2), (5, 2)]
    assert formulas[5, 2] == "='录入-表'!B8/SUM('录入-表'!$B$5:$B$13)+B$1+A5"


def test_its_key_is_that_of_all_its_cells() -> None:
    column = Item(3, 2, Formula("{录入/表/数@1}"), "amount", "例/数", down=3)
    formulas = made(column, Item(9, 2, Formula("SUM({例/数})-{例/数@3}"), "amount"))
    assert formulas[9, 2] == "=SUM($B$3:$B$5)-B5"
    assert made(column, Item(3, 3, Sum((Ref("例/数@1"), Ref("录入/表/数@1"))), "amount", down=2))[4, 3] == (
        "=ROUND(SUM(B4,'录入-表'!B6),6)"
    )


def test_a_cell_that_is_no_row_of_a_list_does_not_move() -> None:
    still = [Item(row, 1, Formula("1"), "amount", f"例/{row}") for row in (1, 2, 3)]
    for content in (
        Formula("{例/1}*2"),
        Ref("例/1"),
        Sum((Ref("例/1"),)),
        Sum((Ref("例/1"), Ref("例/2"), Ref("例/3"))),
    ):
        formulas = made(*still, Item(3, 2, content, "amount", down=2))
        assert formulas[4, 2] == formulas[3, 2]
        assert "$A$1" in formulas[3, 2]
    with pytest.raises(UnknownReference):
        made(Item(3, 2, Formula("{例/没有@1}"), "amount", down=2))


def test_codes_of_a_live_tree_move_along() -> None:
    keys = [("键", 1), ("上限", 2)]
    tree = Sheet("科目树", (), (), tuple((f"科目树/甲/{name}", Area("科目树", 8, col, 9)) for name, col in keys))
    listing = tuple((f"录入/支出/{name}", Area("录入-支出", 5, col, 9)) for col, name in ((1, "项键"), (2, "基本支出")))
    sheet = Sheet("例", (Item(3, 2, Entries("支出", "基本支出"), "amount", scope=Slot("甲", 1), down=2),), ())
    names = Names.of((tree, Sheet("录入-支出", (), (), listing), sheet))
    formulas = grid(sheet, names).formulas
    assert formulas[4, 2] == formulas[3, 2].replace("!A8", "!A9").replace("!B8", "!B9")
    assert "'科目树'!A9" in formulas[4, 2]
    fixed = replace(sheet, items=(replace(sheet.items[0], scope=Codes(2010101, 2010101)),))
    assert len(set(grid(fixed, names).formulas.values())) == 1


@pytest.mark.parametrize("content", ["文", Entry(3.5), Entry(None), Entry(""), Link("文", "例"), None])
def test_what_is_no_formula_repeats(content: Content) -> None:
    column = Item(3, 2, content, "text", cols=2, down=4)
    cells, alone = (grid(Sheet("例", items, ()), Names()) for items in ((column,), tuple(column.singles())))
    assert cells == alone
    assert cells.looks.keys() == {(row, col) for row in range(3, 7) for col in (2, 3)}
    packages = [write_values([Sheet("例", items, ())], "") for items in ((column,), tuple(column.singles()))]
    assert packages[0] == packages[1]


def test_two_items_are_on_one_cell_wherever_they_meet() -> None:
    column = Item(3, 2, None, "text", rows=2, down=3)
    assert [*column.tops] == [3, 5, 7]
    for row in range(3, 9):
        with pytest.raises(ValueError, match=f"例!B{row} is both"):
            grid(Sheet("例", (column, Item(row, 2, None, "text")), ()), Names())
    grid(Sheet("例", (column, Item(9, 2, None, "text"), Item(2, 2, None, "text")), ()), Names())


def test_what_is_too_long_further_down_is_refused() -> None:
    """Row numbers grow: what is just short enough in row 9 is too long in row 10."""
    body = "+".join(["A9"] * 2730)
    assert made(Item(9, 2, Formula(body), "amount"))
    with pytest.raises(ValueError, match="例!B10: a formula of"):
        made(Item(9, 2, Formula(body), "amount", down=2))
