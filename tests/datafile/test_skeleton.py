"""The skeleton gives a workbook with the very formulas of the full data file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SAMPLE, SHANGHAI
from tests.helpers.building import assemble
from xlbudget.datafile.file import load
from xlbudget.datafile.skeleton import packed, skeleton, unpacked
from xlbudget.sheets.book import Book


def formulas(book: Book) -> dict[tuple[str, int, int], str]:
    return {(name, *place): formula for name, cells in book.grids.items() for place, formula in cells.formulas.items()}


@pytest.mark.parametrize("path", [SAMPLE, SHANGHAI], ids=["changsha", "putuo"])
def test_the_skeleton_has_the_same_formulas(path: Path) -> None:
    data = load(path)
    full, bare = formulas(assemble(data)), formulas(assemble(skeleton(data)))
    assert bare == full
    assert len(full) > 10_000


def test_it_comes_back_and_holds_no_figure() -> None:
    data = load(SAMPLE)
    kept = unpacked(packed(data))
    assert kept is not None
    assert kept.content == skeleton(data).content
    assert "575.32" not in str(kept.content["支出"])


@pytest.mark.parametrize("text", ["", "xx", "eJwDAAAAAAE=", "W10="])
def test_what_is_none(text: str) -> None:
    assert unpacked(text) is None
