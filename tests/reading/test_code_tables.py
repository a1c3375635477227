"""Code tables: official ones read by what stands in them, two compared; the catalogue that is built in."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.commands.test_command_line import refused
from tests.conftest import SAMPLE, SHANGHAI
from xlbudget.commands.main import main
from xlbudget.datafile.classification import catalogue, printed_classes, subjects, years
from xlbudget.datafile.file import load

CODES = {
    "201": "一般公共服务支出",
    "20101": "人大事务",
    "2010101": "行政运行",
    "2010102": "一般行政管理事务",
    "20102": "政协事务",
    "2010201": "行政运行",
    "202": "外交支出",
}


Rows = list[list[object]]


def table(path: Path, rows: Rows, title: str = "2024年政府收支分类科目") -> Path:
    return tables(path, {"表": [[title], *rows]})


def tables(path: Path, sheets: Mapping[str, Rows], formats: Mapping[str, str] | None = None) -> Path:
    """``formats``: column letter → number format."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for letter, code in (formats or {}).items():
            for cell in sheet[letter]:
                cell.number_format = code
    del book[book.sheetnames[0]]
    book.save(path)
    return path


def imported(folder: Path, source: Path, *more: str) -> dict[str, str]:
    out = folder / "codes.csv"
    assert main(["subjects", "import", str(source), "--year", "2024", "-o", str(out), "--force", *more]) == 0
    return written(out)


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


@pytest.mark.parametrize("heading", ["科目编码", "科目代码", "功能分类科目编码"])
def test_a_short_table_is_one_where_its_heading_says_so(tmp_path: Path, heading: str) -> None:
    three = dict([*CODES.items()][:3])
    rows: Rows = [[heading, "科目名称"]]
    rows += [[*item] for item in three.items()]
    assert imported(tmp_path, table(tmp_path / "t.xlsx", rows)) == three
    parts: Rows = [["类", "款", "项", "科目名称"], ["201", "01", "01", "行政运行"]]
    assert imported(tmp_path, table(tmp_path / "t.xlsx", parts)) == {"2010101": "行政运行"}


def test_what_is_built_in_bears_the_years_in_which_it_was_seen() -> None:
    lengths = [len(one.code) for one in subjects("functional")]
    assert [lengths.count(length) for length in (3, 5, 7)] == [27, 83, 115]
    assert (years("functional"), years("economic")) == ((2023, 2024, 2025, 2026), (2023,))
    seen = {one.code: one.years for one in subjects("functional")}
    assert (seen["2010301"], seen["20104"][0], seen["233"]) == ((2025,), 2023, ())
    assert catalogue("functional", 2024).keys() < catalogue("functional").keys()


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


BLANKS = [chr(n) for n in range(0x3100) if unicodedata.category(chr(n)) in ("Zs", "Cf") and n != 0x20] + ["\ufeff"]
"""Blanks of every width but the plain one, and characters that nobody sees."""


def test_codes_with_blanks_and_unseen_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every one of them behind, before or within a code, or within its name: read, and said which row."""
    wanted = CODES | {f"20103{i:02}": f"事务{i}" for i in range(1, len(BLANKS) + 1)}
    rows: Rows = [[*item] for item in CODES.items()]
    for place, (blank, code) in enumerate(zip(BLANKS, list(wanted)[len(CODES) :], strict=True)):
        cut = (7, 0, 3)[place % 3]
        rows.append([code[:cut] + blank + code[cut:], blank + wanted[code]])
    rows.append(["２０１０４", "全角"])
    found = imported(tmp_path, table(tmp_path / "t.xlsx", rows))
    assert found == wanted | {"20104": "全角"}
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(BLANKS) + 1
    assert said[0] == "提示：“表”表第 9 行的“2010301\\xa0”读作 2010301"
    assert said[-1] == f"提示：“表”表第 {len(rows) + 1} 行的“２０１０４”读作 20104"


@pytest.mark.parametrize(
    "odd", ["2010105*", "2010105－1", "2010", "201010507", "0201", "²⁰¹", "二〇一", "见2010101", "#N/A", 20.5]
)
@pytest.mark.parametrize("parts", [False, True])
def test_rows_passed_over_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], odd: object, parts: bool
) -> None:
    rows: Rows = [["201", "01", f"{i:02}", f"事务{i}"] if parts else [f"20101{i:02}", f"事务{i}"] for i in range(1, 8)]
    rows[3:3] = [[odd, "", "", "人大立法"] if parts else [odd, "人大立法"]]
    rows.append(["", "", "", "没有代码"] if parts else ["", "没有代码"])
    found = imported(tmp_path, table(tmp_path / "t.xlsx", rows))
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"提示：“表”表第 5 行没有读：“{odd}”，“人大立法”",
        f"提示：“表”表第 {len(rows) + 1} 行没有读：“没有代码”",
    ]
    assert found == {f"20101{i:02}": f"事务{i}" for i in range(1, 8)}


def test_nothing_is_read_below_an_unreadable_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good: Rows = [["201", "", "", "甲"]]
    good += [["", f"{i:02}", "", f"款{i}"] for i in range(1, 6)]
    bad: Rows = [["202*", "", "", "乙"], ["", "01", "", "丙"], ["", "", "01", "丁"]]
    found = imported(
        tmp_path,
        table(tmp_path / "t.xlsx", [*good, *bad, ["203", "", "", "戊"], ["", "x", "", "己"], ["", "", "01", "庚"]]),
    )
    assert list(found) == ["201", *(f"2010{i}" for i in range(1, 6)), "203"]
    passed = [line.partition("没有读：")[2] for line in capsys.readouterr().err.splitlines()]
    assert passed == ["“202*”，“乙”", "“01”，“丙”", "“01”，“丁”", "“x”，“己”", "“01”，“庚”"]


@pytest.mark.parametrize("kind", [str, int])
@pytest.mark.parametrize(("filled", "none"), [(False, None), (True, None), (True, 0)])
@pytest.mark.parametrize("formats", [{}, {"A": "000", "B": "00", "C": "00"}, {"A": "0.0", "B": '"款"00', "C": "#,##0"}])
def test_parts_as_numbers(tmp_path: Path, kind: type, filled: bool, formats: dict[str, str], none: object) -> None:
    """201, 1, 2 in three columns, shown as 01 and 02 or not, given on every row or where they change; 00 for none."""
    codes = CODES | {f"203{i:02}": f"款{i}" for i in range(1, 6)}
    rows: Rows = [["类", "款", "项", "科目名称"]]
    last = ["", "", ""]
    for code, name in codes.items():
        here = [code[:3], code[3:5], code[5:7]]
        shown = [part if filled or part != before else "" for part, before in zip(here, last, strict=True)]
        if here[2]:
            shown[2] = here[2]
        rows.append([*(kind(part) if part else none for part in shown), name])
        last = here
    assert imported(tmp_path, tables(tmp_path / "t.xlsx", {"表": rows}, formats)) == dict(
        sorted(codes.items(), key=lambda item: item[0].ljust(7, "0") + item[0])
    )


@pytest.mark.parametrize("filled", [False, True])
def test_a_column_a_level_with_whole_codes(tmp_path: Path, filled: bool) -> None:
    rows: Rows = [["类", "款", "项", "名称"]]
    for code, name in CODES.items():
        levels = [code[:end] if len(code) >= end and (filled or len(code) == end) else None for end in (3, 5, 7)]
        rows.append([*levels, name])
    assert imported(tmp_path, table(tmp_path / "t.xlsx", rows)) == CODES


def test_a_second_column_of_codes_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside = [str(int(code) + 1) for code in CODES]
    rows: Rows = [[code, name, other, name] for (code, name), other in zip(CODES.items(), beside, strict=True)]
    assert imported(tmp_path, table(tmp_path / "t.xlsx", rows)) == CODES
    assert capsys.readouterr().err == "提示：“表”表 C 列也有 7 个代码，没有读；请把它移到单独的一张表里\n"


INCOME = {"101": "税收收入", **{f"1010{i}": f"税{i}" for i in range(1, 6)}}
ECONOMIC = {"301": "工资福利支出", **{f"3010{i}": f"工资{i}" for i in range(1, 6)}}


@pytest.mark.parametrize("order", list(permutations(["收入", "功能", "经济"])), ids="".join)
def test_the_sheet_is_picked_by_its_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], order: tuple[str, ...]
) -> None:
    content = {"收入": INCOME, "功能": CODES, "经济": ECONOMIC}
    source = tables(tmp_path / "t.xlsx", {name: [[*item] for item in content[name].items()] for name in order})
    assert imported(tmp_path, source) == CODES
    others = "、".join(f"“{name}”" for name in order if name != "功能")
    assert capsys.readouterr().err == f"提示：读的是“功能”表；{others} 也有代码，要读哪一张请写 --sheet\n"
    assert imported(tmp_path, source, "--sheet", "经济") == ECONOMIC
    assert capsys.readouterr().err == ""

    def said(*more: str) -> str:
        return refused(capsys, "subjects", "import", source, "--year", "2024", "-o", tmp_path / "x.csv", *more)

    assert "是收入分类" in said("--sheet", "收入")
    assert f"没有“别的”表，有 {'、'.join(f'“{name}”' for name in order)}" in said("--sheet", "别的")


def test_the_sheet_is_asked_for_where_two_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: Rows = [[*item] for item in CODES.items()]
    source = tables(tmp_path / "t.xlsx", {"一般公共预算": rows, "封面": [["甲"]], "政府性基金": rows[:-1]})
    message = refused(capsys, "subjects", "import", source, "--year", "2024", "-o", tmp_path / "x.csv")
    assert "“一般公共预算”、“政府性基金” 都像是要读的表" in message
    assert len(imported(tmp_path, source, "--sheet", "政府性基金")) == len(CODES) - 1
    capsys.readouterr()
    assert "“封面”表里找不到科目代码" in refused(
        capsys, "subjects", "import", source, "--year", "2024", "--sheet", "封面", "-o", tmp_path / "x.csv"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_catalogue_as_offices_keep_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, separator: str, end: str
) -> None:
    behind = "\t " if separator != "\t" else ""
    lines = [("科目编码", "科目名称"), ("201", "甲"), (f"20101{behind}", "乙"), ("201", "甲")]
    blank = ["", separator, separator * 5, f" {separator}　"]
    path = tmp_path / "codes.csv"
    path.write_bytes(end.join([*map(separator.join, lines), *blank]).encode(encoding))
    assert main(["subjects", "diff", str(path), str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == "新增 0，取消 0，改名 0\n"
    assert err.count(f"{path} 第 4 行的代码 201 与第 2 行相同，只取一次") == 2
    assert err.count("第 3 行的“20101\\t ”读作 20101") == (2 if behind else 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("201,乙", "第 4 行的代码 201 在第 2 行叫“甲”，这里叫“乙”"),
        ("2010102*,乙", "第 4 行应为 3、5 或 7 位代码和名称，现为“2010102*，乙”"),
        ("²⁰¹,乙", "第 4 行应为 3、5 或 7 位代码和名称"),
        ("202,", "第 4 行应为 3、5 或 7 位代码和名称"),
        ("202", "第 4 行应为 3、5 或 7 位代码和名称"),
        ("202," + "长" * 131_073, "第 4 行读不了"),
        ('202,"甲' + "长" * 131_073, "第 4 行读不了"),
    ],
)
def test_a_line_of_a_catalogue_that_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(f"code,name\n201,甲\n\n{line}\n", encoding="utf-8")
    assert f"科目表 {path} 有误：{said}" in refused(capsys, "subjects", "diff", "2023", path)


@pytest.mark.parametrize(
    "source", ["²", "２０２３", "economic-²", "functional-٢٠٢٣", "9" * 5000, "-2023", "", "长" * 100]
)
def test_what_names_no_catalogue(capsys: pytest.CaptureFixture[str], source: str) -> None:
    assert "xlbudget：" in refused(capsys, "subjects", "diff", "2023", source)


def test_every_code_of_the_real_documents_is_in_the_catalogue() -> None:
    for path in (SAMPLE, SHANGHAI):
        data = load(path)
        known = catalogue("functional")
        for code in {row["科目"] for row in (*data.rows("收入"), *data.rows("支出"))}:
            assert {code[:3], code[:5], code} <= known.keys()
    assert len(printed_classes()) == 26
