"""A loaded engine with other entries gives what a fresh one gives: units of one structure share it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit
from tests.helpers.computing import computed, written
from tests.helpers.known import afresh
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


ODD = ("=1+1", "'12", "#N/A", "TRUE", "2023-01-01", "1E5", " ", "a\nb", "_x0041_", "x" * 300, 1, 0.25)


@pytest.mark.usefixtures("few_rows")
def test_what_the_tests_know_is_what_is_worked_out_afresh(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """``known.py``: entries and formulas that differ in an engine that is there, what is dressed alike, sheets read."""

    def found(of: int) -> tuple[Any, ...]:
        *texts, figure, half = ODD[of:] + ODD[:of]
        minimal["单位"]["名称"] = str(figure)
        minimal["说明"] = {str(key): str(text) for key, text in enumerate(texts)}
        minimal["收入"] = [{"科目": "2010406", "事业收入": of, "其他收入": of / 2}]
        lines = ("基本支出", "项目支出")[: 1 + of % 2]
        minimal["公开数"] = [{"表": "公开03", "行": "合计", "列": one, "数": str(half)} for one in lines]
        package = written(minimal)
        report = checked(tmp_path, package)
        return computed(minimal), replace(report, seconds=0), package

    first, second = found(0), found(5)
    assert first != second
    with afresh():
        assert found(5) == second
