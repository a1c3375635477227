"""Three engines, one workbook: every formula cell equal. LibreOffice and formulas get the uncached file."""

from __future__ import annotations

import pytest

from tests.typing_in import opened
from xlbudget.engines import Engine, Value, Values, recalculate


def same(left: Value, right: Value) -> bool:
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1, abs(left))
    return left == right


@pytest.mark.parametrize("engine", ["libreoffice", "formulas"])
def test_every_formula_cell_is_equal(uncached: bytes, values: Values, engine: Engine) -> None:
    other = recalculate(uncached, engine)
    cells = [
        (sheet.title, cell.coordinate)
        for sheet in opened(uncached).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(cells) > 10_000
    wrong = {
        (sheet, cell): (values[sheet].get(cell), other[sheet].get(cell))
        for sheet, cell in cells
        if not same(values[sheet].get(cell), other.get(sheet, {}).get(cell))
    }
    assert not wrong


def test_the_cached_values_are_those_of_the_engine(finished: bytes, values: Values) -> None:
    from xlbudget.engines import cached_values

    assert cached_values(finished) == values
