"""What is done to sheets in an office program is named by its cause, once; and a workbook can be rebuilt from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ByHand, fewer_rows
from tests.helpers.checking import checked
from tests.helpers.typing_in import MAIN, Light, opened, saved
from xlbudget import rebuild_workbook
from xlbudget.check.as_text import text
from xlbudget.check.report import Finding, Report
from xlbudget.commands.main import main
from xlbudget.errors import SheetMissing
from xlbudget.language.sheet import place_of
from xlbudget.language.shifting import Lines, Shift, shifted
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package
from xlbudget.reading.shared_formulas import Shared
from xlbudget.workbook.engines import libreoffice

pytestmark = pytest.mark.usefixtures("few_rows")

HEADS = {
    "lines": {
        ("warning", "公式-行列", "录入-支出", "A6", "插入行"),
        ("warning", "公式-行列", "录入-收入", "C1", "插入列"),
        ("error", "公式-缺表", "公开03", "", "改名"),
        ("error", "公式-被改", "公开05", "C7", "公开05 的 C7 原是公式 "),
        ("error", "公式-被改", "录入-支出", "K8", "录入-支出 的 K8 原是公式 "),
    },
    "names": {
        ("error", "公式-缺表", "录入-支出", "", "改名"),
        ("warning", "公式-行列", "公开03", "A8", "插入行"),
        ("warning", "录入-单元格", "录入-收入 (2)", "", "录入-收入 (2)"),
    },
    "pasted": {
        ("error", "公式-被改", "公开03", "C8", "粘贴或排序"),
        ("error", "公式-行列", "录入-支出", "H1", "移动列"),
        ("error", "录入-单元格", "录入-支出", "A4", "录入-支出!A4"),
    },
    "pushed": {("error", "公式-行列", "录入-支出", "F5", "移动")},
    "column": {
        ("error", "公式-行列", "录入-支出", "D1", "删除列"),
        ("error", "录入-单元格", "录入-支出", "A4", "表头缺“年初预算数”"),
    },
    "gone": {
        ("error", "公式-行列", "录入-支出", "A9", "删除行"),
        ("error", "公式-缺表", "公开05", "", "缺少“公开05”表，可能被删除或改了名"),
    },
    "own": {("warning", "公式-行列", "录入-支出", "A5", "插入行")},
}
"""Edit → severity, rule, sheet, cell, and how the message begins."""
LEFT_RIGHT = ("lines", "names", "own")
"""Edits after which every figure is what it was."""


def reports(folder: Path, package: bytes, before: Report) -> tuple[Report, list[Finding]]:
    """The whole report, and what is new in it; a cell that moved is no news."""
    report = checked(folder, package)
    known = {(f.rule, f.message.partition(" ")[2]) for f in before.findings}
    return report, [f for f in report.findings if (f.rule, f.message.partition(" ")[2]) not in known]


@pytest.fixture(scope="module")
def before(by_hand: ByHand, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What is found in the workbook that was edited."""
    with fewer_rows():
        return checked(tmp_path_factory.mktemp("before"), by_hand.book)


@pytest.mark.parametrize("edit", HEADS)
def test_an_edit_is_said_once_and_what_follows_is_behind_it(
    tmp_path: Path, by_hand: ByHand, before: Report, edit: str
) -> None:
    package = by_hand.edited[edit]
    report, found = reports(tmp_path, package, before)
    heads = [one for one in found if one.cause is None]
    said = {
        (f.severity, f.rule, f.sheet, f.cell, begins)
        for f in heads
        for *_, begins in HEADS[edit]
        if begins in f.message
    }
    assert said == HEADS[edit]
    assert len(heads) == len(HEADS[edit])
    assert len(text(report)) < len(text(before)) + 3000
    behind = [one for one in found if one.cause is not None]
    assert all(one.cause in heads for one in behind)
    assert bool(behind) != (edit in LEFT_RIGHT)
    if edit != "column":
        read, was = (read_package(Package.of(tmp_path / "book.xlsx", one)).data for one in (package, by_hand.book))
        assert read == was


def test_what_follows_is_listed_with_its_cause(tmp_path: Path, by_hand: ByHand) -> None:
    listed = checked(tmp_path, by_hand.edited["gone"]).as_json()["findings"]
    cause = next(n for n, one in enumerate(listed) if one["sheet"] == "公开05" and "cause" not in one)
    behind = [one for one in listed if one.get("cause") == cause]
    assert {one["rule"] for one in behind} == {"公式-被改", "公式-未重算"}
    broken = sum(one["rule"] == "公式-被改" for one in behind)
    assert (
        f"由此 {broken} 个公式不再是原来的、{len(behind) - broken} 格存着的数与重算的不同" in listed[cause]["message"]
    )


def test_a_rebuilt_workbook_has_what_was_the_users(
    tmp_path: Path, by_hand: ByHand, before: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    book, new = tmp_path / "乱了.xlsx", tmp_path / "新的.xlsx"
    book.write_bytes(by_hand.edited["own"])
    assert main(["rebuild", str(book), "-o", str(new)]) == 0
    told = capsys.readouterr()
    assert f"已写出 {new}：" in told.out
    assert "带上了自己加的表 1 张、批注 1 条和列宽" in told.out
    assert "不在录入格上的批注没有带过去：公开03!D7（看）" in told.err
    assert "录入格以外自己填的没有带过去：公开03!K3（旁注）" in told.err
    again = checked(tmp_path, new.read_bytes())
    assert [f for f in again.findings if f not in before.findings] == []
    workbook = opened(new.read_bytes())
    assert [workbook["我的底稿"][cell].value for cell in ("A1", "B2")] == ["=底稿", 12.5]
    assert workbook["我的底稿"]["A1"].data_type == "s"
    # 请核 stood on F6, before a row came in above it: the amount of the second entry.
    assert workbook["录入-支出"]["F6"].comment.text == "请核"
    assert workbook["录入-支出"].column_dimensions["A"].width == pytest.approx(28, abs=5)
    assert main(["rebuild", str(book), "-o", str(new)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert main(["read", str(book), "-o", str(tmp_path / "d.json")]) == 0
    told = capsys.readouterr()
    assert "自己加的表没有带过去：我的底稿；要带上的用 xlbudget rebuild" in told.err
    assert "批注没有带过去：录入-支出!F7（请核）、公开03!D7（看）" in told.err


def test_rates_are_not_restored_to_rows_that_have_moved(
    tmp_path: Path, by_hand: ByHand, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(by_hand.edited["names"])
    assert main(["recalc", str(book), "-o", str(tmp_path / "new.xlsx")]) == 0
    assert "处被改掉的公式" not in capsys.readouterr().out


def test_without_an_input_sheet_nothing_is_rebuilt(tmp_path: Path, little: bytes) -> None:
    from tests.check.test_tampering import removed, uncached

    book = tmp_path / "book.xlsx"
    book.write_bytes(uncached(little, removed("录入-收入")))
    with pytest.raises(SheetMissing, match="录入-收入"):
        rebuild_workbook(book)


def test_without_a_column_the_others_are_rebuilt(
    tmp_path: Path, by_hand: ByHand, little: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    book, new = tmp_path / "book.xlsx", tmp_path / "new.xlsx"
    book.write_bytes(by_hand.edited["column"])
    assert main(["read", str(book), "-o", str(tmp_path / "d.json")]) == 2
    assert "录入-支出 认不出来：第 4 行应为表头，缺“年初预算数”" in capsys.readouterr().err
    assert main(["rebuild", str(book), "-o", str(new)]) == 0
    assert "录入-支出!A4：表头缺“年初预算数”，这一列填过的都没有读到；请撤销删除" in capsys.readouterr().err
    was = dict(read_package(Package.of(book, by_hand.book)).data.content)
    was["支出"] = [{key: value for key, value in row.items() if key != "年初预算数"} for row in was["支出"]]
    assert read_package(Package.open(new)).data.content == was
    for gone, told in (("资金来源", 2), ("全年预算数", 0)):
        workbook = Light(little)
        heading = next(cell for cell in workbook["录入-支出"][4] if cell.value == gone)
        heading.value = "别的"
        book.write_bytes(saved(workbook))
        assert main(["rebuild", str(book), "-o", str(new), "--force"]) == told
        assert f"缺“{gone}”" in capsys.readouterr().err


def test_the_journey(
    tmp_path: Path, by_hand: ByHand, little: bytes, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template filled by hand and damaged: checked, rebuilt, exported, rolled into the next year."""
    patch.chdir(tmp_path)
    patch.setattr(libreoffice, "program", lambda: None)
    Path("filled.xlsx").write_bytes(by_hand.filled)
    Path("damaged.xlsx").write_bytes(by_hand.edited["damaged"])
    assert main(["check", "damaged.xlsx"]) == 1
    said = capsys.readouterr().out
    assert "插入行：录入-支出 的第 6 行是后来插入的" in said
    assert "改名：“录入-收入”表现在叫“收入”" in said
    assert main(["rebuild", "damaged.xlsx", "-o", "new.xlsx"]) == 0
    filled, new = (read_package(Package.open(Path(name))).data for name in ("filled.xlsx", "new.xlsx"))
    assert filled == new
    typed = read_package(Package.of(Path("little.xlsx"), little)).data
    for key in ("收入", "支出", "经济分类", "三公经费", "人员"):
        assert filled.content[key] == typed.content[key], key
    capsys.readouterr()
    main(["check", "new.xlsx"])
    said = capsys.readouterr().out
    assert "公式-" not in said
    assert "插入行" not in said
    assert main(["new", "--year", "2024", "--from", "new.xlsx", "-o", "next.xlsx"]) == 0
    assert "2024 年度" in capsys.readouterr().out
    assert main(["read", "next.xlsx", "-o", "next.json"]) == 0
    assert main(["export", "new.xlsx", "--what", "公开表", "-o", "out"]) == 0
    assert list(Path("out").glob("*公开表.xlsx"))


@pytest.fixture(scope="module")
def pushed(little: bytes) -> bytes:
    return pushed_down(little, "公开03", 9)


def pushed_down(package: bytes, sheet: str, row: int) -> bytes:
    """A row inserted into a sheet as an office program does it: what names cells below follows."""
    workbook = Light(package)
    lines = Lines({line: line + (line >= row) for line in range(1, row + 1)}, row, 1)
    for name in workbook.sheetnames:
        shared = Shared()
        for address, element in workbook[name].elements.items():
            if (formula := element.find(f"{MAIN}f")) is not None:
                text = shared.formula(formula, *(place_of(address) or (0, 0)))
                workbook[name][address].value = f"={shifted(text, name, {sheet: Shift(sheet, lines)}).text}"
    page = workbook[sheet]
    for number, element in page.rows.items():
        for cell in element:
            cell.set("r", f"{cell.get('r').rstrip('0123456789')}{number + (number >= row)}")
        element.set("r", str(number + (number >= row)))
    return saved(workbook)


@pytest.mark.parametrize(
    ("typed", "severity", "says"),
    [
        ({"B9": "小计", "C9": 5, "D9": "=C9*2"}, "error", "里面有 3 格不是本程序的"),
        # Beside the table nothing is printed.
        ({"Z9": "旁注"}, "warning", "是后来插入的；"),
    ],
)
def test_what_stands_in_a_row_that_was_inserted_among_our_figures(
    tmp_path: Path, pushed: bytes, little_report: Report, typed: dict[str, Any], severity: str, says: str
) -> None:
    workbook = Light(pushed)
    for cell, value in typed.items():
        workbook["公开03"][cell].value = value
    _, found = reports(tmp_path, saved(workbook), little_report)
    (head,) = (one for one in found if one.cause is None)
    assert (head.severity, head.rule, head.sheet, head.cell) == (severity, "公式-行列", "公开03", "A9")
    assert head.message.startswith("插入行：公开03 的第 9 行是后来插入的")
    assert says in head.message
