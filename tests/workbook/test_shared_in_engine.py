"""The engine gets a formula that goes down a column once, and gives the values of every cell of it."""

from dataclasses import replace

import pytest

from xlbudget.language.expressions import Formula
from xlbudget.language.grid import CellGrid, grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Entry, Item, Sheet
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.sheet_data import cell_data, sheet_data

ROWS = 5
FORMULAS = (
    '=IF(D7=9,"D7",ROUND(D$7/SUM($C7:$D7)*LOG10(2),6))',
    '="it\'s C7"&C7',
    '=IF(TRUE,"a""C7""",C7)&C7',
    '=COUNTIF($C$7:$C$11,">"&C7)',
    '=SUBSTITUTE("XXL7",7,C7)&ROW()&ROW(C7)',
    "='{name}'!$C7+'{name}'!C$7",
)


def _sheet(name: str) -> CellGrid:
    """Two columns of figures, and every formula going down beside them."""
    figures = [Item(row, col, Entry(row * col), "in_amount") for row in range(7, 7 + ROWS) for col in (3, 4)]
    below = [
        Item(7, col, Formula(formula.replace("{name}", name)[1:]), "amount", down=ROWS)
        for col, formula in enumerate(FORMULAS, 5)
    ]
    return grid(Sheet(name, (*figures, *below), ()), Names())


@pytest.mark.parametrize("name", ["录入-支出", "附件3-1", "财决Z01表", "A1 表"])
def test_the_values_are_those_of_formulas_written_one_by_one(name: str) -> None:
    cells = _sheet(name)
    assert [len(places) for places in cells.runs] == [ROWS] * len(FORMULAS)
    one_by_one = replace(cells, runs=())
    found, known = (formualizer.loaded({name: one}, {}).values()[name] for one in (cells, one_by_one))
    assert found == known
    assert len(set(found.values())) > ROWS * 3


def test_each_is_written_once() -> None:
    cells = _sheet("表")
    assert sheet_data(cell_data(cells, spelled=str)).count("COUNTIF") == 1
    assert sheet_data(cell_data(cells)).count("COUNTIF") == ROWS
