"""A loaded engine with other entries gives what a fresh one gives: units of one structure share it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from xlbudget.datafile.file import Data
from xlbudget.workbook.calculate import calculation


@pytest.mark.usefixtures("few_rows", "afresh")
def test_other_entries_in_a_loaded_engine_are_those_of_another_workbook() -> None:
    one: dict[str, Any] = little_unit()
    other: dict[str, Any] = little_unit()
    other["收入"][0] |= {"其他收入": 12.34}
    other["支出"][0] |= {"基本支出": 5.67}
    other["单位"]["名称"] = "乙_x0041_单位"
    book, wanted = assemble(Data(one)), assemble(Data(other))
    assert book.formulas == wanted.formulas
    engine = calculation(book)
    first = engine.values()
    for sheet, cells in wanted.grids.items():
        before = book.grids[sheet].constants
        engine.put(
            sheet, {at: cells.constants.get(at) for at in cells.entries if cells.constants.get(at) != before.get(at)}
        )
    second = engine.values()
    assert second == calculation(wanted).values()
    assert second != first
