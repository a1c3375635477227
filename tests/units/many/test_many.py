"""Many files in one call: which files, one bad one among them, what is written, going on after an interruption."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from tests.conftest import fewer_rows
from tests.helpers.building import assemble
from tests.helpers.checking import in_this_process, little_unit
from tests.helpers.damage import EDITS, damaged
from tests.helpers.known import afresh
from tests.helpers.once import made_once
from tests.helpers.published import published
from xlbudget.check.workbook_check import check, examine_package
from xlbudget.commands.main import main
from xlbudget.datafile.file import Data
from xlbudget.disk.output_files import put
from xlbudget.errors import TargetUnwritable, XlbudgetError
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book
from xlbudget.sheets.book import assemble as assembled
from xlbudget.sheets.fingerprint import formulas_mark
from xlbudget.units.many import processes
from xlbudget.units.many import shared as many_shared
from xlbudget.units.many.journal import NAME
from xlbudget.units.many.run import BOOKS
from xlbudget.units.many.shared import SharedBooks
from xlbudget.units.many.sources import SourceFile, sources
from xlbudget.units.many.summary import _as_csv
from xlbudget.units.many.work import UNJUDGED, Outcome, Task, Work, done
from xlbudget.workbook import calculate
from xlbudget.workbook.calculate import calculation
from xlbudget.workbook.engines.by_file import Values
from xlbudget.workbook.listing import ListColumn, ListSheet, write_listings
from xlbudget.workbook.render import render

KEPT = ("版本", "年度", "金额单位", "单位", "科目", "收入", "支出", "结转结余", "经济分类", "三公经费")
"""What the nine tables need."""


def unit(number: int, **more: Any) -> dict[str, Any]:
    content = {key: value for key, value in little_unit().items() if key in KEPT}
    content["单位"] = content["单位"] | {"名称": f"单位{number}", "预算代码": f"00{number}"}
    return content | more


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Two units that are right, and one that is not and has other sheets."""
    wrong = unit(3, 人员={"编制数": 9, "在职人数": 9}, 经济分类={"30101": 1})
    with fewer_rows():
        contents = (unit(1), unit(2), wrong)
        return made_once(tmp_path_factory, "many", lambda: [render(assemble(Data(one))) for one in contents])


@pytest.fixture
def folder(tmp_path: Path, books: list[bytes], few_rows: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The units, a file that is none, and what is no file of a unit; no other process is started."""
    del few_rows
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(processes, "outcomes", in_this_process)
    there = tmp_path / "各单位"
    there.mkdir()
    for number, book in enumerate(books, 1):
        (there / f"u{number}.xlsx").write_bytes(book)
    (there / "坏.xlsx").write_bytes(b"no workbook")
    (there / "~$u1.xlsx").write_bytes(b"open")
    (there / "说明.txt").write_text("x", encoding="utf-8")
    return there


def run(*words: object) -> int:
    return main([str(word) for word in words])


def without_seconds(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in told.items() if key != "seconds"}


def table(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_is_judged_as_each_of_its_files_is(
    folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    words = ("check", folder, "--format", "json", "-o", "out", "--summary", "out/s.xlsx", "--summary", "out/s.csv")
    assert run(*words, "--summary", "out/s.html") == UNJUDGED
    said = capsys.readouterr().out
    assert "[4/4" in said
    assert "坏.xlsx 不是能读的 .xlsx 工作簿" in said
    out = Path("out")
    assert {path.name for path in out.iterdir()} == {
        *("u1.json", "u2.json", "u3.json", "s.xlsx", "s.csv", "s-发现.csv", "s.html", NAME),
    }
    for number in (1, 2, 3):
        alone = check(folder / f"u{number}.xlsx").as_json()
        alone = {key: value for key, value in json.loads(json.dumps(alone)).items() if key != "seconds"}
        assert without_seconds(out / f"u{number}.json") == alone

    rows = table("out/s.csv")
    assert [row["文件"].rpartition("/")[2] for row in rows] == ["u1.xlsx", "u2.xlsx", "u3.xlsx", "坏.xlsx"]
    assert rows[3]["结论"] == "判不了"
    assert [row["预算代码"] for row in rows[:3]] == ["001", "002", "003"]
    found = table("out/s-发现.csv")
    for row in rows[:3]:
        there = without_seconds(out / f"{Path(row['文件']).stem}.json")["findings"]
        assert [(one["rule"], one["message"]) for one in there] == [
            (one["规则"], one["说明"]) for one in found if one["文件"] == row["文件"]
        ]
    book = load_workbook(out / "s.xlsx", read_only=True)
    assert book.sheetnames == ["单位", "发现"]
    assert [row[2] for row in book["单位"].iter_rows(min_row=2, values_only=True)] == ["单位1", "单位2", "单位3", None]
    page = (out / "s.html").read_text(encoding="utf-8")
    assert page.count("<tr data-verdict=") == 4
    assert "src=" not in page
    assert "http" not in page
    assert 'href="u1.json"' in page

    # Nothing has changed but one file: only that one is done again, and the summaries are of all.
    (folder / "u2.xlsx").write_bytes((folder / "u1.xlsx").read_bytes())
    did: list[str] = []

    def noted(files: Sequence[SourceFile], work: Work, jobs: int) -> Any:
        did.extend(source.path.name for source in files)
        return in_this_process(files, work, jobs)

    patch.setattr(processes, "outcomes", noted)
    assert run(*words) == UNJUDGED
    assert "已经存在" in capsys.readouterr().err or did == []
    assert run(*words, "--resume") == UNJUDGED
    assert did == ["u2.xlsx"]
    assert "上次做过、没有改动的 3 个，不再做" in capsys.readouterr().out
    assert without_seconds(out / "u2.json")["unit"] == "单位1"
    assert run("check", folder, "--format", "html", "-o", "out", "--resume") == UNJUDGED
    assert "记的是另一次" in capsys.readouterr().err


def test_what_was_done_before_it_was_killed_stands(
    folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    (folder / "坏.xlsx").unlink()

    def killed(files: Sequence[SourceFile], work: Work, jobs: int) -> Any:
        for number, one in enumerate(in_this_process(files, work, jobs)):
            if number == 1:
                raise KeyboardInterrupt
            yield one

    words = ("check", folder, "--format", "json", "-o", "out", "--summary", "s.csv")
    with patch.context() as once:
        once.setattr(processes, "outcomes", killed)
        assert run(*words) == 130
    assert "加上 --resume 接着做" in capsys.readouterr().err
    assert not Path("s.csv").exists()
    # The last line was being written.
    with Path("out", NAME).open("ab") as file:
        file.write(b'{"source": "')
    assert run(*words, "--resume") == 1
    assert "没有改动的 1 个" in capsys.readouterr().out
    assert len(Path("s.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert len(list(Path("out").glob("*.json"))) == 3


def test_units_of_the_list_that_are_missing_or_late_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("名单.csv").write_text(
        "单位名称,预算代码,批复日期,公开日期\n单位1,001,2024-08-01,2024-09-01\n单位2,002,2024-08-01,\n单位9,009,,\n",
        encoding="utf-8",
    )
    assert run("check", folder / "u1.xlsx", folder / "u2.xlsx", "--units", "名单.csv", "--summary", "s.csv") == 1
    said = capsys.readouterr().out
    assert "名单上 3 个单位，有文件的 2 个，没有文件的 1 个，名单上没有的文件 0 个" in said
    assert "没有文件：单位9（009）（名单第 4 行）" in said
    assert "公开晚了：单位1（001），2024-08-01 批复，2024-09-01 公开，隔了 31 天" in said
    listed = table("s-名单.csv")
    assert [row["情况"] for row in listed] == ["公开晚了", "有文件", "没有文件"]


def test_data_files_are_built_into_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = folder.parent / "数据"
    data.mkdir()
    for number in (1, 2):
        (data / f"u{number}.json").write_text(json.dumps(unit(number), ensure_ascii=False), encoding="utf-8")
    (data / "坏.json").write_text("{", encoding="utf-8")
    (data / "report.json").write_text('{\n "workbook": "x"}', encoding="utf-8")
    assert run("build", data, "-o", "books") == UNJUDGED
    assert "3 个文件：已生成 2，判不了 1" in capsys.readouterr().out
    assert (Path("books") / "u1.xlsx").read_bytes() == (folder / "u1.xlsx").read_bytes()
    assert {path.name for path in Path("books").iterdir()} == {"u1.xlsx", "u2.xlsx", NAME}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "空"), "文件夹 空 里没有 .xlsm、.xlsx 文件"),
        (("check", "各单位", "--format", "json"), "请加 -o FOLDER"),
        (("check", "各单位", "-o", "各单位/说明.txt"), "它不是文件夹"),
        (("check", "各单位", "--summary", "s.docx"), "不能是 s.docx"),
        (("check", "各单位", "--resume"), "没有 -o 和 --summary"),
        (("check", "各单位", "--jobs", "0"), "应为 1 到 256 的整数"),
        (("check", "各单位", "--units", "没有.csv"), "找不到文件 没有.csv"),
        (("check", "各单位", "-o", "无/有"), "文件夹 无 不存在"),
        (("check", "各单位", "--summary", "各单位/u1.xlsx"), "就是输入文件"),
        (("check", "各单位", "--scheduler", "tcp://127.0.0.1:1"), "连不上 Dask 的调度器"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    (folder.parent / "空").mkdir()
    monkeypatch.setattr(processes, "outcomes", None)
    monkeypatch.setattr("xlbudget.units.many.cluster.PATIENCE", 0.1)
    before = sorted(folder.parent.rglob("*"))
    assert run(*words) == 2
    assert said in capsys.readouterr().err
    assert sorted(folder.parent.rglob("*")) == before


def test_two_files_of_one_name_get_two(folder: Path) -> None:
    other = folder.parent / "又"
    other.mkdir()
    (other / "u1.xlsx").write_bytes(b"")
    found, notes = sources([folder, other, folder / "u1.xlsx"], (".xlsx",))
    assert [source.name for source in found] == ["u1", "u2", "u3", "坏", "u1-2"]
    assert notes == [f"{other / 'u1.xlsx'} 与别的文件同名，写成“u1-2”"]
    assert found[0].alike == found[1].alike != ""


def test_a_process_goes_on_with_what_it_knows() -> None:
    kinds = ("甲/键/2", "乙/键/3", "乙/键/3", "乙/键/3", "甲/键/1", "甲/键/1", "")
    files = [SourceFile(Path(f"{number}.xlsx"), str(number), kind) for number, kind in enumerate(kinds)]
    waiting, done_by = processes._Waiting(files), dict.fromkeys((1, 2), "")
    taken: dict[int, list[str]] = {1: [], 2: []}
    for who in (1, 2) * 4:
        if (source := waiting.next(done_by[who])) is not None:
            done_by[who] = source.alike
            taken[who].append(source.alike)
    assert taken == {1: ["", "甲/键/1", "甲/键/1", "甲/键/2"], 2: ["乙/键/3"] * 3}


def test_two_runs_do_not_write_into_one_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from xlbudget.units.many.journal import journal

    with journal(Path("out")):
        assert run("check", folder, "--format", "json", "-o", "out") == 2
    assert "另一个 xlbudget 正在往 out 里写" in capsys.readouterr().err


def test_nothing_of_a_unit_is_carried_over_to_the_next(folder: Path) -> None:
    """In any order, files damaged among them, what is shared gives what each gives alone."""
    for seed, kind in enumerate(list(EDITS)[:2], 33):
        (folder / f"{kind}.xlsx").write_bytes(damaged((folder / "u1.xlsx").read_bytes(), kind, seed))
    files = [*sorted(folder.glob("*.xlsx"))[1:]] * 2
    random.Random(33).shuffle(files)
    shared = SharedBooks()
    with afresh():
        alone = {path: told(path, None) for path in set(files)}
        assert [told(path, shared) for path in files] == [alone[path] for path in files]


def test_an_engine_gets_the_formulas_in_which_units_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """There and back: formulas come where there were none, go, and change; it is loaded once."""
    loads: list[Book] = []

    def loading(book: Book) -> Any:
        loads.append(book)
        return calculation(book)

    monkeypatch.setattr(many_shared, "calculation", loading)
    fund = {"科目": "2120801", "资金来源": "政府性基金预算财政拨款", "项目支出": 5}
    longer = [{"科目": f"20104{n:02}", "资金来源": "其他资金", "项目支出": n} for n in range(2, 12)]
    few = unit(1)
    contents = (few, unit(2, 支出=[*few["支出"], fund]), unit(3, 支出=[*few["支出"], *longer]))
    shared, form = SharedBooks(), form_of("湖南长沙")
    with fewer_rows():
        for content in (*contents, few):
            data = Data(content)
            book, alone = shared.assemble(data, form), assembled(data, form)
            assert book.formulas == alone.formulas
            assert book.grids == alone.grids
            assert shared.formulas_mark(book) == formulas_mark(alone)
            assert list(map(repr, shared.values(book).items())) == list(map(repr, by_address(alone).items()))
    assert len(loads) == 1


def by_address(book: Book) -> Values:
    return calculate.by_address(book, calculation(book))


def told(path: Path, shared: SharedBooks | None) -> Any:
    try:
        found = examine_package(Package.open(path), means=shared).report.as_json()
    except XlbudgetError as error:
        return str(error)
    return json.dumps(found | {"seconds": 0})


def test_a_process_that_dies_takes_one_file_with_it(tmp_path: Path) -> None:
    """Two real processes; a file's name says what is to happen to it."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsx").write_bytes(b"")
    files = [SourceFile(tmp_path / f"{name}.xlsx", name) for name in ("a", "b", "没有")]
    found = dict(processes.outcomes(files, Work("text", writes=False), 2))
    assert [found[source].status for source in files] == [UNJUDGED] * 3
    waiting = processes._Waiting([SourceFile(Path(str(n)), "", kind) for n, kind in enumerate("aabab")])
    assert [waiting.next("a").path.name for _ in range(2)] == ["0", "1"]  # type: ignore[union-attr]
    worker = processes._started()
    worker.process.kill()
    worker.source = files[0]
    assert processes._answer(worker) is None
    assert "进程中途没了（信号 9）" in processes._died(worker)


def test_an_outcome_that_nobody_foresaw_is_said_of_its_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("xlbudget.units.many.work.examine_package", fails)
    outcome: Outcome = done(Task(folder / "u1.xlsx", Work("json")))
    assert outcome.status == UNJUDGED
    assert "程序里出了意外（ZeroDivisionError）" in outcome.said
    assert "ZeroDivisionError: x" in outcome.trace


def test_a_full_disk_stops_the_run_and_what_was_written_stands(
    folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
) -> None:
    real = put
    words = ("check", folder / "u1.xlsx", folder / "u2.xlsx", "--format", "json", "-o", "out")

    def full(path: Path, *given: Any, **named: Any) -> None:
        if path.name == "u2.json":
            raise TargetUnwritable(path, "磁盘空间不足")
        real(path, *given, **named)

    with patch.context() as once:
        once.setattr("xlbudget.units.many.run.put", full)
        assert run(*words) == 2
    assert "无法写入 out/u2.json：磁盘空间不足" in capsys.readouterr().err
    # Gone meanwhile.
    (folder / "u2.xlsx").unlink()
    assert run(*words, "--resume") == 2
    said = capsys.readouterr().out
    assert "没有改动的 1 个" in said
    assert f"找不到文件 {folder / 'u2.xlsx'}" in said


def test_a_name_that_looks_like_a_formula_is_none_in_the_lists(tmp_path: Path) -> None:
    rows = [("=1+1", 1.5), ("@x\x07", None)]
    write_listings(tmp_path / "a.xlsx", [ListSheet("表", (ListColumn("名"), ListColumn("数")), rows)], "x")
    cells = list(load_workbook(tmp_path / "a.xlsx")["表"].iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in cells] == [["=1+1", 1.5], ["@x", None]]
    assert cells[0][0].data_type == "s"
    _as_csv(("名", "数"), rows)(tmp_path / "a.csv")  # type: ignore[operator]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "'=1+1,1.5"


def test_published_documents_among_many_are_judged_as_each_alone(tmp_path: Path, few_rows: None) -> None:
    del few_rows
    there, out = tmp_path / "公开", tmp_path / "结果"
    there.mkdir()
    (there / "公开表.xlsx").write_bytes(published(little_unit()))
    assert done(Task(there / "公开表.xlsx", Work("json"))).figures["收入总计"]
    with patch.object(processes, "outcomes", in_this_process):
        many = run("check", there, "--format", "json", "-o", out)
    assert run("check", there / "公开表.xlsx", "--format", "json", "-o", tmp_path / "一个.json") == many
    assert without_seconds(out / "公开表.json") == without_seconds(tmp_path / "一个.json")


def test_a_folder_without_workbooks_is_one_of_documents(tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.docx", "丙.csv"):
        (tmp_path / name).write_bytes(b"x")
    assert [one.name for one in sources([tmp_path], *BOOKS)[0]] == ["乙", "甲"]
    (tmp_path / "丁.xlsx").write_bytes(b"x")
    assert [one.name for one in sources([tmp_path], *BOOKS)[0]] == ["丁"]
