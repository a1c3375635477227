"""Packages that are damaged anyhow: judged, or refused in one Chinese sentence; never a traceback, never a false 1."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.__main__ import run as fuzzed
from tests.fuzz.spoil import data_file, package
from tests.helpers.checking import little_unit
from tests.helpers.damage import EDITS, damaged, packed, parts_of
from xlbudget.commands.main import main

CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
pytestmark = [
    pytest.mark.usefixtures("few_rows"),
    # 名称重复的压缩包。
    pytest.mark.filterwarnings("ignore:Duplicate name"),
]


def run(capsys: pytest.CaptureFixture[str], folder: Path, package: bytes, *command: str) -> int:
    """Run a command on a package: what it says is whole, and fits its exit status."""
    book, state = folder / "book.xlsx", folder / "state"
    book.write_bytes(package)
    before = sorted(path.name for path in folder.iterdir())
    code = main([part.replace("BOOK", str(book)).replace("OUT", str(folder / "out")) for part in command])
    out, err = capsys.readouterr()
    assert "意外" not in err, (state / "xlbudget" / "xlbudget.log").read_text(encoding="utf-8")
    assert all(CHINESE.search(line) for line in err.splitlines())
    if code == 2:
        assert err.count("\n") == 1
        assert err.startswith("xlbudget：")
        assert str(book) in err
        assert (out, sorted(path.name for path in folder.iterdir())) == ("", before)
    elif command[0] == "check":
        assert code == bool(json.loads(out)["findings"] and json.loads(out)["counts"]["error"])
    else:
        assert code == 0
        next(folder.glob("out.*")).unlink()
    return code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


READ, CHECK = ("read", "BOOK", "-o", "OUT.json"), ("check", "BOOK", "--format", "json")
IMPORT = ("subjects", "import", "BOOK", "--year", "2024", "-o", "OUT.csv")


@pytest.mark.parametrize("kind", EDITS)
def test_one_part_is_not_as_it_should_be(
    folder: Path, capsys: pytest.CaptureFixture[str], little: bytes, kind: str
) -> None:
    """Read, and once searched for codes; what is left of a sheet in two of the ways is judged, which takes longer."""
    for seed in range(3):
        run(capsys, folder, damaged(little, kind, seed), *READ)
    run(capsys, folder, damaged(little, kind, 3), *(CHECK if kind in list(EDITS)[:2] else IMPORT))


def test_a_part_is_missing(folder: Path, capsys: pytest.CaptureFixture[str], little: bytes) -> None:
    """Any one of them; a sheet that the workbook lists and that is not there is no finding, but a damaged file."""
    parts = parts_of(little)
    for name in parts:
        left = packed({other: content for other, content in parts.items() if other != name})
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            assert run(capsys, folder, left, *CHECK) == 2
        else:
            run(capsys, folder, left, *READ)


def test_the_package_is_cut_or_holds_a_part_twice(
    folder: Path, capsys: pytest.CaptureFixture[str], little: bytes
) -> None:
    random = Random(8)
    parts = parts_of(little)
    for name in ("xl/workbook.xml", "[Content_Types].xml", "xl/worksheets/sheet3.xml", "docProps/custom.xml"):
        run(capsys, folder, packed(parts, name), *READ)
    for _ in range(10):
        assert run(capsys, folder, little[: random.randrange(len(little))], *CHECK) == 2


def test_parts_take_each_others_place(folder: Path, capsys: pytest.CaptureFixture[str], little: bytes) -> None:
    random = Random(9)
    parts = parts_of(little)
    for _ in range(10):
        one, other = random.sample(sorted(parts), 2)
        run(capsys, folder, packed(parts | {one: parts[other], other: parts[one]}), *READ)


def test_a_sheet_is_listed_twice(folder: Path, capsys: pytest.CaptureFixture[str], little: bytes) -> None:
    parts = parts_of(little)
    book = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = book.replace('name="录入-支出"', 'name="录入-收入"').encode()
    assert parts["xl/workbook.xml"] != book.encode()
    for command in (READ, CHECK):
        assert run(capsys, folder, packed(parts), *command) == 2


def test_a_sample_of_what_is_fuzzed_by_command(little: bytes) -> None:
    """``python -m tests.fuzz`` takes hundreds."""
    content = little_unit()
    build = ("build", "data.json", "-o", "book.xlsx", "--force")
    for lines in (
        fuzzed(lambda seed: data_file(content, seed), 8, "data.json", *build),
        fuzzed(lambda seed: package(little, seed), 4, "book.xlsx", "check", "book.xlsx"),
    ):
        assert lines[0].endswith("说得不对的 0"), lines
