"""Three engines, one workbook: every formula cell equal. LibreOffice and formulas get the uncached file."""

from __future__ import annotations

import pytest

from tests.typing_in import opened
from xlbudget.book import assemble
from xlbudget.data import Data
from xlbudget.engines import Value, Values, recalculate
from xlbudget.inputs import blocks
from xlbudget.workbook.write import write


def same(left: Value, right: Value) -> bool:
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1, abs(left))
    return left == right


def unequal(package: bytes, left: Values, right: Values) -> dict[tuple[str, str], tuple[Value, Value]]:
    """The formula cells of a package that two engines see differently."""
    cells = [
        (sheet.title, cell.coordinate)
        for sheet in opened(package).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(cells) > 5_000
    return {
        (sheet, cell): (left[sheet].get(cell), right.get(sheet, {}).get(cell))
        for sheet, cell in cells
        if not same(left[sheet].get(cell), right.get(sheet, {}).get(cell))
    }


def test_libreoffice_agrees_on_every_formula_cell(uncached: bytes, values: Values) -> None:
    assert not unequal(uncached, values, recalculate(uncached, "libreoffice"))


def test_formulas_agrees_on_every_formula_cell(sample: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample with fewer free rows, two of its seven self-evaluations, few published figures.

    formulas needs eight milliseconds a formula; free rows are alike, and so are the annexes and the lines of
    公开数核对. LibreOffice computes all of it.
    """
    monkeypatch.setattr(blocks, "LEAST", 1)
    monkeypatch.setattr(blocks, "SPARE", 3)
    fewer = {"公开数": sample.rows("公开数")[::48], "绩效自评": sample.rows("绩效自评")[:2]}
    package = write(assemble(Data({**sample.content, **fewer})))
    assert not unequal(package, recalculate(package), recalculate(package, "formulas"))


def test_the_cached_values_are_those_of_the_engine(finished: bytes, values: Values) -> None:
    from xlbudget.engines import cached_values

    assert cached_values(finished) == values
