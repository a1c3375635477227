"""One reading, the office program's: what programs may read differently is refused, named, or read as LibreOffice does.

A seeded sample of the variants; ``python -m tests.mutation.read_otherwise`` takes them all.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers.imitations import PROGRAMS, imitated
from tests.helpers.once import made_once
from tests.helpers.typing_in import Light, saved
from tests.mutation import read_otherwise
from tests.mutation.read_otherwise import ALIKE, NAMED, REFUSED, Judge, Judged
from tests.mutation.readings import Variant, variants
from xlbudget.check.rebuild import cells_of
from xlbudget.commands.main import main
from xlbudget.reading.package import Package
from xlbudget.units.years.roll_forward import rolled_from
from xlbudget.workbook.engines import libreoffice

pytestmark = pytest.mark.usefixtures("few_rows")
STEP, OPENED = 14, 1
"""Every how manieth variant is judged, and in how many workbooks LibreOffice opens those that pass."""


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(made_once(tmp_path_factory, "read_otherwise", read_otherwise.built))


@pytest.fixture(scope="module")
def every(judge: Judge) -> dict[str, Variant]:
    return {variant.name: variant for variant in variants(judge.base)}


@pytest.fixture(scope="module")
def sample(judge: Judge, every: dict[str, Variant]) -> list[Judged]:
    some = list(every.values())
    Random(26).shuffle(some)
    return [judge.judged(variant) for variant in some[::STEP]]


def test_nothing_is_wrong_with_the_workbook_itself(judge: Judge) -> None:
    assert not judge.examined.report.failed


def test_libreoffice_shows_what_was_judged(judge: Judge, sample: list[Judged]) -> None:
    passed = [one for one in sample if one.verdict == ALIKE]
    books = sorted(judge.together(passed), key=lambda book: -len(book[0]))[:OPENED]
    assert sum(len(names) for names, *_ in books) >= 4
    assert judge.opened(books) == []


def test_refusals_and_findings_say_where(sample: list[Judged]) -> None:
    refused = [one.said for one in sample if one.verdict == REFUSED]
    assert len(refused) > 20
    assert all("book.xlsx" in said and re.search("部件|表|压缩|名称|里面|关系", said) for said in refused)


KNOWN = {
    "数，录入的数：数里的下划线": REFUSED,
    "数，录入的数：全角数字": REFUSED,
    "数，录入的数：别的命名空间的 v": REFUSED,
    "数，录入的数：类型 x": REFUSED,
    # Read as 7,500, which the office program shows too, and more than 公用经费.
    "数，单位的数：注释在末尾": NAMED,
    "文字，录入的科目：段里的两次": REFUSED,
    "公式，公开03：后有别的命名空间的 f": REFUSED,
    "公式，公开03：类型 x": REFUSED,
    "共享公式，公开03：照常": ALIKE,
    "共享公式，公开03：主人的范围不含它": NAMED,
    "共享公式，公开03：编号用了两次": REFUSED,
    "格，录入的数：小写的地址": REFUSED,
    "格，录入的数：有零的地址": REFUSED,
    "格，录入的数：再一次空着": REFUSED,
    "行，录入：别的命名空间的行": REFUSED,
    "行，公式：次序倒着": REFUSED,
    "行，公式：在另一份表格数据里": REFUSED,
    "表，录入：别的命名空间的表": REFUSED,
    "标签，公开03：多一个空格": NAMED,
    "标签，公开03：同名": REFUSED,
    "标签，公开03：别的命名空间": NAMED,
    "共享文字，单子：别的命名空间的一个": REFUSED,
    "共享文字，录入的科目：负的编号": REFUSED,
    "关系，公开03：类型只是像": REFUSED,
    "关系，公开03：别的命名空间": REFUSED,
    "工作簿，关系：另一个": REFUSED,
    "工作簿，关系：另一个，只是像": ALIKE,
    "工作簿，内容类型：另一个": REFUSED,
    "文档类型，主题：声明": REFUSED,
    "编码，录入：gbk": REFUSED,
    "压缩包，前面：另一个压缩包": REFUSED,
    "压缩包，部件：同名的两个": REFUSED,
}
"""What the issue names."""


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_each_trick_comes_to(judge: Judge, every: dict[str, Variant]) -> None:
    found = {name: judge.judged(every[name]) for name in KNOWN}
    assert {name: one.verdict for name, one in found.items()} == KNOWN


COMMANDS: dict[str, tuple[str, ...]] = {
    "check": (),
    "read": ("-o", "data.json"),
    "new": ("--year", "2024", "-o", "new.xlsx", "--from"),
    "export": ("--what", "公开表", "-o", "out"),
    "recalc": ("-o", "again.xlsx"),
}


def run_on_book(command: str) -> int:
    first, *rest = command, *COMMANDS[command]
    return main([first, *rest, "book.xlsx"] if command == "new" else [first, "book.xlsx", *rest])


@pytest.fixture(scope="module")
def made(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the commands make of the workbook itself."""
    with pytest.MonkeyPatch.context() as patch, fewer_rows():
        return made_by_all(judge, judge.base.package, tmp_path_factory.mktemp("made"), patch)


def made_by_all(judge: Judge, package: bytes, folder: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Command → what it makes, but the exit status of ``check``; its pristine double is calculated once."""
    patch.setattr("xlbudget.check.workbook_check.rebuilt_from", judge._rebuilt)
    patch.setattr(libreoffice, "program", lambda: None)
    patch.chdir(folder)
    Path("book.xlsx").write_bytes(package)
    found: dict[str, Any] = {command: run_on_book(command) for command in COMMANDS if command != "new"}
    assert {found.pop(command) for command in ("read", "export", "recalc")} == {0}
    found["new"] = rolled_from(Package.open(Path("book.xlsx")), 2024).data
    found["read"] = Path("data.json").read_text(encoding="utf-8")
    found["export"] = [path.read_bytes() for path in Path("out").iterdir() if path.suffix == ".xlsx"]
    found["recalc"] = cells_of(Path("again.xlsx").read_bytes())["公开01"]
    return found


REFUSED_BY_ALL = [name for name, verdict in KNOWN.items() if verdict == REFUSED]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("trick", [*REFUSED_BY_ALL, "文档类型，图：声明"])
def test_no_command_reads_it(
    judge: Judge,
    every: dict[str, Variant],
    made: dict[str, Any],
    trick: str,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``read`` looks at the input sheets only: where it takes a file, it reads what was entered."""
    patch.setattr("xlbudget.check.workbook_check.rebuilt_from", judge._rebuilt)
    patch.chdir(tmp_path)
    Path("book.xlsx").write_bytes(every[trick].package)
    refused = {command: run_on_book(command) for command in COMMANDS}
    _, err = capsys.readouterr()
    if refused["read"] == 0:
        assert trick.partition("：")[0] in ("公式，公开03", "共享公式，公开03", "行，公式")
        assert Path("data.json").read_text(encoding="utf-8") == made["read"]
        Path("data.json").unlink()
        del refused["read"]
    assert set(refused.values()) == {2}
    assert len(set(err.splitlines())) == 1
    assert re.fullmatch("(xlbudget：.*book.xlsx.*\n)+", err)
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.parametrize("trick", ["共享公式，公开03：主人的范围不含它", "标签，公开03：多一个空格"])
def test_all_commands_make_the_same_of_what_is_read(
    judge: Judge,
    every: dict[str, Variant],
    made: dict[str, Any],
    trick: str,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
) -> None:
    found = made_by_all(judge, every[trick].package, tmp_path, patch)
    assert found == made | {"check": int(KNOWN[trick] == NAMED)}


# ---------------------------------------------------------------- entries where no formula looks


def dragged(package: bytes, row: int) -> bytes:
    """The last row of the list, whose hints and columns are formulas, once more below it."""
    book = Light(package)
    page = book["录入-支出"]
    for cell in page[row]:
        value = cell.value
        if isinstance(value, str) and value.startswith("="):
            value = re.sub(rf"(?<=[A-Z]){row}\b", str(row + 1), value)
        page[f"{cell.column_letter}{row + 1}"] = value
    for column, value in {"A": "2010450", "C": "其他资金", "G": 100}.items():
        page[f"{column}{row + 1}"] = value
    return saved(book)


def typed(package: bytes, **cells: float | str) -> bytes:
    book = Light(package)
    for cell, value in cells.items():
        book["录入-支出"][cell] = value
    return saved(book)


def run(folder: Path, package: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str], int]:
    """Exit status of check, what its errors say by cell, and how many entries read reads."""
    book, data = folder / "book.xlsx", folder / "data.json"
    book.write_bytes(package)
    code = main(["check", str(book), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert main(["read", str(book), "-o", str(data), "--force"]) == 0
    errors = {f"{f['sheet']}!{f['cell']}": f["message"] for f in found if f["severity"] == "error"}
    return code, errors, len(json.loads(data.read_text(encoding="utf-8"))["支出"])


def test_a_row_dragged_below_the_last(judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, errors, entries = run(tmp_path, dragged(judge.base.package, 10), capsys)
    assert (code, entries) == (1, 2)
    assert "录入区到第 10 行为止，这一行公式算不到" in errors["录入-支出!A11"]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"G11": 100}, "G11"),
        ({"G4000": "100"}, "G4000"),
        ({"AM6": 100}, "AM6"),
        ({"A11": "2010450", "G12": 7}, "A11"),
    ],
)
def test_an_entry_below_or_beside(
    judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str], cells: dict[str, float | str], named: str
) -> None:
    code, errors, entries = run(tmp_path, typed(judge.base.package, **cells), capsys)
    assert (code, entries) == (1, 2)
    assert "公式算不到" in errors[f"录入-支出!{named}"]


def test_an_entry_between_the_parts(judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Light(judge.base.package)
    book["录入-单位"]["B40"] = 12
    code, errors, _ = run(tmp_path, saved(book), capsys)
    assert code == 1
    assert "公式算不到" in errors["录入-单位!B40"]


def test_notes_beside_are_the_users(judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, typed(judge.base.package, AM6="待核", AM3=12, AM7="=SUM(G5:G10)"), capsys) == (0, {}, 2)


def test_every_spare_row_may_be_used(judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, errors, entries = run(tmp_path, typed(judge.base.package, A10="2010450", C10="其他资金", G10=100), capsys)
    assert [message for message in errors.values() if "公式算不到" in message] == []
    assert (code, entries) == (1, 3)


# ---------------------------------------------------------------- what other programs write, imitated


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_others_write_is_read(judge: Judge, program: str) -> None:
    """No such program ran: the files are imitations. Every entry comes back, and nothing is found that was not."""
    found = judge.judged(Variant("文件", program, "模仿", imitated(judge.base.package, program)))
    assert (found.verdict, found.said, found.new) == (ALIKE, "", ())
    assert found.values == judge.examined.rebuilt.verdicts
