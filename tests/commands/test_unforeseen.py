"""No traceback: whatever goes wrong ends in one Chinese sentence and exit status 2."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import refused
from xlbudget.datafile import file
from xlbudget.disk.output_files import put
from xlbudget.disk.system import reason
from xlbudget.errors import EngineFailed
from xlbudget.language.grid import CellGrid
from xlbudget.workbook.engines import formualizer
from xlbudget.workbook.sheet_data import ErrorValue


class Panic(BaseException):
    """As the exception of a Rust engine that panics: no ``Exception``."""


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the log goes."""
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


ERRORS = [KeyError("键"), AssertionError(), ZeroDivisionError("x"), RecursionError(), MemoryError(), Panic("boom")]


@pytest.mark.parametrize("error", [*ERRORS, OSError(errno.EIO, "Input/output error")], ids=lambda e: type(e).__name__)
def test_an_error_nobody_foresaw(
    tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr(file, "load", fail)
    before = sorted(os.listdir(tmp_path))
    for times in (1, 2):
        said = refused(capsys, "build", tmp_path / "甲.json", "-o", tmp_path / "x.xlsx")
        assert "Error" not in said.replace(type(error).__name__, "")
        assert f"运行 xlbudget build {tmp_path / '甲.json'}" in said
        log = state / "xlbudget" / "xlbudget.log"
        assert f"细节记在 {log}" in said
        noted = log.read_text(encoding="utf-8")
        assert noted.count("Traceback (most recent call last)") == times
        assert "in fail\n" in noted
    assert "内存不够" in said or not isinstance(error, MemoryError)
    assert sorted(os.listdir(tmp_path)) == sorted([*before, "state"])


def test_where_no_log_can_be_written(
    tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise KeyError

    monkeypatch.setattr(file, "load", fail)
    state.write_text("a file where the folder should be")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    said = refused(capsys, "build", "a.json", "-o", tmp_path / "x.xlsx")
    assert str(tmp_path / "temporary" / "xlbudget" / "xlbudget.log") in said
    monkeypatch.setattr("tempfile.tempdir", str(state))
    assert "细节没有能记下来" in refused(capsys, "build", "a.json", "-o", tmp_path / "x.xlsx")


def test_what_the_system_says_is_said_in_chinese() -> None:
    """Every error number there is, read or written, and one that no table has."""
    for number in (*errno.errorcode, 9999):
        error = OSError(number, os.strerror(number))
        for said in (reason(error), reason(error, writing=True)):
            assert re.search(r"[\u4e00-\u9fff]{3}", said)
            assert not re.search(r"[A-Za-z]{2}", said.replace("xlsx", "")), said
    assert reason(OSError(9999, "磁盘坏了")) == "系统报告 磁盘坏了"
    assert reason(OSError("no number")) == "系统没有说明原因"


LONG = "长" * 100
"""300 bytes: a name that no file system takes."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "--year", "2024", "--layout", LONG),
        ("new", "--year", "2024", "--layout", f"{LONG}.yaml"),
        ("new", "--year", "2024", "--from", LONG),
        ("new", "--year", "2024", "-o", LONG),
        ("build", LONG, "-o", "x.xlsx"),
        ("check", LONG),
        ("read", LONG, "-o", "x.json"),
        ("recalc", LONG, "-o", "x.xlsx"),
        ("export", LONG, "-o", "x"),
        ("subjects", "import", LONG, "--year", "2024"),
        ("subjects", "diff", LONG, "2023"),
        ("addin", "build", "-o", LONG),
    ],
    ids=" ".join,
)
def test_names_too_long(capsys: pytest.CaptureFixture[str], state: Path, arguments: tuple[str, ...]) -> None:
    said = refused(capsys, *arguments)
    assert "文件名太长" in said or "没有叫" in said
    assert not state.exists()


def test_a_long_ending_is_written(tmp_path: Path) -> None:
    """The name under which a file is written at first is no longer than its own."""
    target = tmp_path / f"a.{'x' * 248}"
    put(target, b"content")
    assert target.read_bytes() == b"content"


def test_what_the_engine_says_is_said_in_chinese() -> None:
    with pytest.raises(EngineFailed) as refused:
        formualizer.loaded({"表": CellGrid({(5, 4): "=[1]x!A1"})}, {}).values()
    assert "引用了没有的名称，或别的工作簿（[1]x!A1）" in str(refused.value)
    assert not re.search("[A-Za-z]{2}", str(refused.value).replace("formualizer", ""))
    assert refused.value.__cause__ is not None


def test_a_formula_that_has_no_value_has_an_error_for_one() -> None:
    wrong = ["=SUM((A1", "=A2", "=1/0", "=NOPE(1)", "=名称"]
    values = formualizer.loaded(
        {"表": CellGrid({(row, 1): formula for row, formula in enumerate(wrong, 1)})}, {}
    ).values()
    found = list(values["表"].values())
    assert found == ["#VALUE!", "#VALUE!", "#DIV/0!", "#NAME?", "#NAME?"]
    assert all(isinstance(value, ErrorValue) for value in found)


def test_no_other_words_of_an_engine_are_shown() -> None:
    for words in ("", "recalculate XLSX failed", "Calamine error: I/O error", "panic in sheet"):
        assert not re.search("[A-Za-z]{2}", formualizer.said(words))


def test_an_engine_that_fails_is_told_of_with_the_file(
    tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, little: bytes
) -> None:
    """Its own words are in the log."""

    def fail(*_: object) -> None:
        raise EngineFailed("formualizer", "公式太多") from OSError("Too many cells")

    monkeypatch.setattr("xlbudget.check.workbook_check.rebuilt_from", fail)
    book = tmp_path / "book.xlsx"
    book.write_bytes(little)
    message = refused(capsys, "check", book)
    assert f"{book} 用 formualizer 重算失败：公式太多；请用 --engine libreoffice 换一个引擎再试" in message
    assert "Too many cells" in (state / "xlbudget" / "xlbudget.log").read_text(encoding="utf-8")
