"""Fixtures shared by all tests: the sample, its workbook, and that workbook as each engine computes it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import checking, computing, oracle
from tests.typing_in import Light, saved
from xlbudget import workbook
from xlbudget.book import Book, assemble
from xlbudget.check.report import Report
from xlbudget.data import Data, load
from xlbudget.engines import Values, libreoffice
from xlbudget.inputs import blocks
from xlbudget.workbook import render
from xlbudget.workbook.write import write

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "changsha-2023.json"
SHANGHAI = ROOT / "samples" / "putuo-2025.json"
SHARED = ROOT.parent / "shared"
EXPECTED = SHARED / "layouts" / "上海-普陀区生态环境局-2025.expected.json"

# 一本工作簿有十几万个对象；回收得太勤，测试一半的时间都花在上面。
gc.set_threshold(2_000_000, 20, 50)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="只在有 ../shared 的机器上比对原件")


@pytest.fixture(scope="session")
def sample() -> Data:
    return load(SAMPLE)


@pytest.fixture(scope="session")
def book(sample: Data) -> Book:
    return assemble(sample)


@pytest.fixture(scope="session")
def uncached(book: Book) -> bytes:
    return write(book)


@pytest.fixture(scope="session")
def finished(book: Book, uncached: bytes) -> bytes:
    """What ``build`` writes, which ``tests/test_docs.py`` holds."""
    return workbook.finished(book, uncached)


@pytest.fixture(scope="session")
def sample_cells(finished: bytes) -> computing.Held:
    return computing.held(finished)


@pytest.fixture(scope="session")
def values(sample_cells: computing.Held) -> Values:
    return computing.shown(sample_cells)


@pytest.fixture(scope="session")
def shanghai_book() -> Book:
    return assemble(load(SHANGHAI))


@pytest.fixture(scope="session")
def shanghai_finished(shanghai_book: Book) -> bytes:
    return render(shanghai_book)


@pytest.fixture(scope="session")
def unpublished(sample: Data) -> bytes:
    """The workbook of the sample without its published figures, with few spare rows: to type into."""
    with fewer_rows():
        return computing.written(changeable(sample, "公开数"))


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Input lists with three spare rows instead of twenty and more."""
    _reduce(monkeypatch)


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks calculate a pristine workbook once, however often they need it."""
    checking.remember(monkeypatch)


@pytest.fixture
def content(sample: Data, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A copy of the sample that a test may change, with few spare rows, and without its published figures.

    They take half the time each.
    """
    _reduce(monkeypatch)
    return changeable(sample, "公开数")


@pytest.fixture
def whole(sample: Data, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A copy of the whole sample that a test may change, with few spare rows."""
    _reduce(monkeypatch)
    return changeable(sample)


def changeable(data: Data, *without: str) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(dict(data.content)))
    return {key: value for key, value in changed.items() if key not in without}


@pytest.fixture(scope="session")
def little() -> bytes:
    """The workbook of a little unit, with few spare rows; to be checked under :func:`few_rows`."""
    with fewer_rows():
        return render(assemble(Data(checking.little_unit())))


@pytest.fixture(scope="session")
def little_report(little: bytes, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What a check finds in it as it was built."""
    with fewer_rows():
        return checking.checked(tmp_path_factory.mktemp("little"), little)


@pytest.fixture(scope="session")
def by_libreoffice(little: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, bytes]:
    """The little workbook as built, without values, and both as LibreOffice saves them, in one start of it."""
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "saved").mkdir()
    bare = saved(Light(little))
    (folder / "little.xlsx").write_bytes(little)
    (folder / "bare.xlsx").write_bytes(bare)
    made = libreoffice.convert_all([folder / "little.xlsx", folder / "bare.xlsx"], "xlsx", folder / "saved")
    whole, calculated = (path.read_bytes() for path in made)
    return bare, whole, calculated


@contextmanager
def fewer_rows() -> Iterator[None]:
    """:func:`few_rows` for a fixture of more than one test."""
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch)
        yield


def _reduce(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blocks, "LEAST", 6)
    patch.setattr(blocks, "SPARE", 3)


@pytest.fixture
def minimal(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The smallest data file there is, with few spare rows."""
    _reduce(monkeypatch)
    return oracle.empty_unit()
