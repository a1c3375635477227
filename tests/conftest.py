"""Fixtures shared by all tests: the sample, its workbook, and that workbook as each engine computes it."""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import checking, computing, known, office, oracle
from tests.helpers.building import assemble
from tests.helpers.filling import Typed, what_to_type
from tests.helpers.office import EDITS, JOURNEY, Shown
from tests.helpers.once import made_once
from tests.helpers.typing_in import Light, saved
from xlbudget.check.report import Report
from xlbudget.check.workbook_check import check
from xlbudget.datafile.file import Data, load
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs import rows
from xlbudget.units.years.template import template
from xlbudget.workbook.engines import libreoffice
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.render import render
from xlbudget.workbook.write import write

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "changsha-2023.json"
SHANGHAI = ROOT / "samples" / "putuo-2025.json"
SHARED = ROOT.parent / "shared"
EXPECTED = SHARED / "layouts" / "上海-普陀区生态环境局-2025.expected.json"

# 一本工作簿有十几万个对象；回收得太勤，测试一半的时间都花在上面。
gc.set_threshold(2_000_000, 20, 50)

# Started in the background, or by nohup, a process ignores these, and so would all that the tests start and stop.
for stopping, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(stopping) is signal.SIG_IGN:
        signal.signal(stopping, usual)

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="只在有 ../shared 的机器上比对原件")


LONG = (
    "check",
    "test_mutation.py",
    "test_roll_forward.py",
    "test_engines.py",
    "test_one_reading.py",
    "test_quality.py",
)
"""Folders and files with the longest tests: begun last, one would keep a process busy when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not {item.path.name, item.path.parent.name}.intersection(LONG))


@pytest.fixture(scope="session", autouse=True)
def remembering() -> Iterator[None]:
    """What depends on nothing but its input is worked out once."""
    with known.remembering():
        yield


@pytest.fixture
def afresh() -> Iterator[None]:
    """But everything is done afresh: for tests in which the same work is to be done twice."""
    with known.afresh():
        yield


@pytest.fixture
def patch(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """To patch what has no part in that work: the folder one is in, other programs, what a user is told."""
    return monkeypatch


@pytest.fixture(autouse=True)
def _patched_is_afresh(request: pytest.FixtureRequest) -> None:
    """So it is where a test patches the program."""
    if "monkeypatch" in signature(request.function).parameters:
        request.getfixturevalue("afresh")


@pytest.fixture(scope="session")
def sample() -> Data:
    return load(SAMPLE)


@pytest.fixture(scope="session")
def book(sample: Data) -> Book:
    return assemble(sample)


@pytest.fixture(scope="session")
def finished(book: Book, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What ``build`` writes, which ``tests/test_docs.py`` holds."""
    return made_once(tmp_path_factory, "finished", lambda: render(book))


@pytest.fixture(scope="session")
def sample_report(finished: bytes, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What a check finds in it."""

    def made() -> Report:
        path = tmp_path_factory.mktemp("sample") / "changsha-2023.xlsx"
        path.write_bytes(finished)
        return check(path)

    return made_once(tmp_path_factory, "sample_report", made)


@pytest.fixture(scope="session")
def sample_cells(finished: bytes, tmp_path_factory: pytest.TempPathFactory) -> computing.Held:
    return made_once(tmp_path_factory, "sample_cells", lambda: computing.held(finished))


@pytest.fixture(scope="session")
def values(sample_cells: computing.Held) -> Values:
    return computing.shown(sample_cells)


@pytest.fixture(scope="session")
def shanghai_book() -> Book:
    return assemble(load(SHANGHAI))


@pytest.fixture(scope="session")
def shanghai_finished(shanghai_book: Book, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made_once(tmp_path_factory, "shanghai", lambda: render(shanghai_book))


@pytest.fixture(scope="session")
def unpublished(sample: Data, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the sample without its published figures, with few spare rows: to type into."""
    with fewer_rows():
        return made_once(tmp_path_factory, "unpublished", lambda: computing.written(changeable(sample, "公开数")))


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Input lists with three spare rows instead of twenty and more."""
    _reduce(monkeypatch)


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
def little(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of a little unit, with few spare rows; to be checked under :func:`few_rows`."""
    with fewer_rows():
        return made_once(tmp_path_factory, "little", lambda: render(assemble(Data(checking.little_unit()))))


@pytest.fixture(scope="session")
def little_report(little: bytes, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What a check finds in it as it was built."""
    with fewer_rows():
        folder = tmp_path_factory.mktemp("little")
        return made_once(tmp_path_factory, "little_report", lambda: checking.checked(folder, little))


@pytest.fixture(scope="session")
def odd_uncached(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of a unit all of whose names are odd, with few spare rows, without values."""
    from tests.sheets.inputs.test_names_as_text import odd_unit

    with fewer_rows():
        return made_once(tmp_path_factory, "odd", lambda: computing.written(odd_unit()))


@pytest.fixture(scope="session")
def little_bare(little: bytes) -> bytes:
    """The little workbook without values."""
    return saved(Light(little))


@pytest.fixture(scope="session")
def balanced_uncached(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of a little department with 舍位平衡, with few spare rows, without values."""
    from tests.units.department.test_balanced_department import balanced_department

    with fewer_rows(3):
        return made_once(tmp_path_factory, "balanced", lambda: computing.written(balanced_department()))


@pytest.fixture(scope="session")
def by_libreoffice(
    little_bare: bytes,
    odd_uncached: bytes,
    balanced_uncached: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, bytes]:
    """Workbooks as LibreOffice calculates and saves them, in one start of it."""
    books = {
        "little": computing.untitled(little_bare),
        "odd": computing.bare(odd_uncached),
        "balanced": computing.bare(balanced_uncached),
    }

    def made() -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("libreoffice")
        (folder / "saved").mkdir()
        sources = [folder / f"{name}.xlsx" for name in books]
        for source, content in zip(sources, books.values(), strict=True):
            source.write_bytes(content)
        paths = libreoffice.convert_all(sources, "xlsx", folder / "saved")
        return {path.stem: path.read_bytes() for path in paths}

    return made_once(tmp_path_factory, "by_libreoffice", made)


@pytest.fixture(scope="session")
def finished_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty template as ``new`` writes it."""
    return made_once(tmp_path_factory, "template", lambda: render(template(2024).book))


@pytest.fixture(scope="session")
def typed(finished_template: bytes, sample: Data) -> Typed:
    """What a person types into it who has the figures of the sample."""
    return what_to_type(Light(finished_template), dict(sample.content))


@dataclass(frozen=True)
class ByHand:
    """What was done by hand in LibreOffice."""

    shown: Shown
    """The tables of the template with the figures of the sample typed into it."""
    book: bytes
    """The workbook of :func:`checking.tables_unit`."""
    filled: bytes
    """A template with the figures of the little unit, as it was before it was damaged; not by hand."""
    edited: dict[str, bytes]
    """It with each of ``EDITS`` made; and that template, filled and ``damaged``."""


@pytest.fixture(scope="session")
def by_hand(sample: Data, tmp_path_factory: pytest.TempPathFactory) -> ByHand:
    """All that is done by hand, in one start of LibreOffice."""
    if not office.has_uno():
        pytest.skip("没有 LibreOffice 或 python3-uno（tests/run 会装）")

    def made() -> ByHand:
        folder = tmp_path_factory.mktemp("by_hand")
        with fewer_rows(30):
            empty = write(template(2024).book)
        with fewer_rows():
            content = checking.little_unit()
            small = render(template(2023, projects=0).book)
            tables = render(assemble(Data(checking.tables_unit())))
        books = {
            "template": computing.bare(empty),
            "small": computing.untitled(small),
            "tables": computing.untitled(tables),
        }
        for name, package in books.items():
            (folder / f"{name}.xlsx").write_bytes(package)
        cells = [["type", *one] for one in what_to_type(Light(empty), dict(sample.content))]
        jobs = [{"book": str(folder / "template.xlsx"), "steps": cells, "show": "公开0"}]
        filled = what_to_type(by_itself := Light(small), content)
        for sheet, cell, value in filled:
            by_itself[sheet][cell].value = value
        damaged = [*(["type", *one] for one in filled), *JOURNEY]
        jobs += office.saved(folder, "small", {"damaged": damaged}, undo=False)
        jobs += office.saved(folder, "tables", EDITS, undo=True)
        shown, *_ = office.worked(jobs, folder)
        edited = {name: (folder / f"{name}.xlsx").read_bytes() for name in ("damaged", *EDITS)}
        return ByHand(shown, tables, saved(by_itself), edited)

    return made_once(tmp_path_factory, "by_hand", made)


@contextmanager
def fewer_rows(least: int = 6) -> Iterator[None]:
    """:func:`few_rows` for a fixture of more than one test."""
    with pytest.MonkeyPatch.context() as patch:
        _reduce(patch, least)
        yield


def _reduce(patch: pytest.MonkeyPatch, least: int = 6) -> None:
    patch.setattr(rows, "LEAST", least)
    patch.setattr(rows, "SPARE", 3)


@pytest.fixture
def minimal(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The smallest data file there is, with few spare rows."""
    _reduce(monkeypatch)
    return oracle.empty_unit()
