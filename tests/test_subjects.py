"""Code tables: official ones read by what stands in them, two compared; the catalogue that is built in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import SAMPLE, SHANGHAI
from tests.test_cli import refused
from xlbudget.cli import main
from xlbudget.data import load
from xlbudget.subjects import catalogue, classes

CODES = {
    "201": "一般公共服务支出",
    "20101": "人大事务",
    "2010101": "行政运行",
    "2010102": "一般行政管理事务",
    "20102": "政协事务",
    "2010201": "行政运行",
    "202": "外交支出",
}


def table(path: Path, rows: list[list[object]], title: str = "2024年政府收支分类科目") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def written(path: Path) -> dict[str, str]:
    return {row["code"]: row["name"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize("kind", [str, int])
def test_one_column_of_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: type) -> None:
    rows: list[list[object]] = [["序号", "科目编码", "备注", "科目名称"]]
    rows += [[i, kind(code), None, f" {name} "] for i, (code, name) in enumerate(reversed(CODES.items()), 1)]
    out = tmp_path / "codes.csv"
    source = table(tmp_path / "t.xlsx", rows)
    assert main(["subjects", "import", str(source), "--year", "2024", "-o", str(out)]) == 0
    assert list(written(out).items()) == list(CODES.items())
    assert "7 个科目，比程序里的目录多" in capsys.readouterr().out


def test_three_columns_of_codes(tmp_path: Path) -> None:
    rows: list[list[object]] = [["类", "款", "项", "科目名称"]]
    for code, name in CODES.items():
        here = [code[:3] if len(code) == 3 else "", code[3:5] if len(code) == 5 else "", code[5:7]]
        rows.append([*here, name])
    out = tmp_path / "codes.csv"
    many = rows + [["", f"{i:02}", "", f"其他事务{i}"] for i in range(10, 16)]
    assert main(["subjects", "import", str(table(tmp_path / "t.xlsx", many)), "--year", "2024", "-o", str(out)]) == 0
    found = written(out)
    assert {code: found[code] for code in CODES} == CODES
    assert found["20215"] == "其他事务15"


def test_the_file_is_a_catalogue_for_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("code,name\n201,甲\n20101,乙\n2010101,丙\n", encoding="utf-8")
    new.write_text("code,name\n201,甲\n20101,丁\n2010102,戊\n", encoding="utf-8")
    assert main(["subjects", "diff", str(old), str(new)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "改名 20101 乙 → 丁",
        "取消 2010101 丙",
        "新增 2010102 戊",
        "新增 1，取消 1，改名 1",
    ]
    assert main(["subjects", "diff", "2023", "functional-2023"]) == 0
    assert capsys.readouterr().out == "新增 0，取消 0，改名 0\n"


def test_bad_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(rows: list[list[object]], *more: str) -> str:
        source = table(tmp_path / "t.xlsx", rows)
        return refused(capsys, "subjects", "import", source, "--year", "2024", "-o", tmp_path / "x.csv", *more)

    assert "找不到科目代码和名称" in said([["甲", "乙"], ["1", "2"]])
    good: list[list[object]] = [[code, name] for code, name in CODES.items()]
    assert "第 9 行的代码 20102 前面叫“政协事务”，这里叫“别的”" in said([*good, ["20102", "别的"]])
    assert "第 9 行的代码 2010299 没有名称" in said([*good, ["2010299", ""]])
    assert "既不全是支出功能分类" in said([*good, ["30101", "基本工资"]])
    assert refused(capsys, "subjects", "import", tmp_path / "no.xlsx", "--year", "2024").count("找不到文件") == 1
    assert "年度 24 不对" in refused(capsys, "subjects", "import", tmp_path / "t.xlsx", "--year", "24")
    assert "程序里没有 1999 年" in refused(capsys, "subjects", "diff", "1999", "2023")
    (tmp_path / "bad.csv").write_text("a,b\n", encoding="utf-8")
    assert "第 1 行应为 code,name" in refused(capsys, "subjects", "diff", "2023", tmp_path / "bad.csv")
    (tmp_path / "bad.csv").write_text("code,name\n2010,甲\n", encoding="utf-8")
    assert "第 2 行应为 3、5 或 7 位代码" in refused(capsys, "subjects", "diff", "2023", tmp_path / "bad.csv")
    assert not (tmp_path / "x.csv").exists()


def test_every_code_of_the_real_documents_is_in_the_catalogue() -> None:
    for path in (SAMPLE, SHANGHAI):
        data = load(path)
        known = catalogue("functional", data.year)
        for code in {row["科目"] for row in (*data.rows("收入"), *data.rows("支出"))}:
            assert {code[:3], code[:5], code} <= known.keys()
    assert len(classes(2023)) == 26
