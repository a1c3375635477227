"""The list of units that a bureau expects: dates as they are typed, what does not fit, who is missing or late."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from xlbudget.errors import BadUnitList
from xlbudget.units.unit_list import HEADINGS, Submitted, read_unit_list


def of_text(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "名单.csv"
    path.write_bytes("\r\n".join((",".join(HEADINGS), *rows)).encode(encoding))
    return path


def of_cells(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book, path = Workbook(), folder / "名单.xlsx"
    sheet = book.worksheets[0]
    for row in (["2023 年度部门名单"], list(HEADINGS), *map(list, rows)):
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "typed",
    [
        date(2024, 8, 15),
        datetime(2024, 8, 15, 9, 30),
        45519,
        20240815,
        "2024-08-15",
        "2024/8/15",
        "2024.8.15",
        "2024年8月15日",
        "２０２４－０８－１５",
        " 20240815 ",
    ],
)
def test_a_date_is_one_however_it_is_typed(tmp_path: Path, typed: Any) -> None:
    (unit,) = read_unit_list(of_cells(tmp_path, ("甲局", "007", typed, None))).units
    assert (unit.name, unit.code, unit.approved, unit.published) == ("甲局", "007", date(2024, 8, 15), None)
    if isinstance(typed, str):
        assert read_unit_list(of_text(tmp_path, f"甲局,007,{typed},")).units[0].approved == unit.approved


def test_who_is_missing_not_expected_or_late(tmp_path: Path) -> None:
    listed = read_unit_list(
        of_text(
            tmp_path,
            "甲局,001,2024-08-01,2024-08-21",
            "乙局,002,2024-08-01,2024-08-22",
            "丙 局,,2024-08-01,",
            "",
            "丁局,004,2024-08-10,2024-08-01",
            "戊局,005,,2024-12-31",
            encoding="gb18030",
        )
    )
    files = [
        Submitted("a.xlsx", "甲局", "001"),
        Submitted("b.xlsx", "乙局新名", "002"),
        Submitted("c.xlsx", "丙局"),
        Submitted("c2.xlsx", "丙局", "009"),
        Submitted("d.xlsx", "丁局", "044"),
        Submitted("x.xlsx", "别局", ""),
    ]
    found = listed.against(files)
    assert [unit.name for unit in found.missing] == ["戊局"]
    assert [file.file for file in found.unlisted] == ["x.xlsx"]
    assert [unit.name for unit in found.late] == ["乙局"]
    assert not found.complete
    assert {file: unit.row for file, unit in found.files.items()} == {
        "a.xlsx": 2,
        "b.xlsx": 3,
        "c.xlsx": 4,
        "c2.xlsx": 4,
        "d.xlsx": 6,
    }
    assert found.sentences() == [
        "名单上 5 个单位，有文件的 4 个，没有文件的 1 个，名单上没有的文件 1 个",
        "没有文件：戊局（005）（名单第 7 行）",
        "不在名单上：别局，x.xlsx",
        "公开晚了：乙局（002），2024-08-01 批复，2024-08-22 公开，隔了 21 天，应当在 20 天以内",
        "名称不同：预算代码 002 在 b.xlsx 里是 乙局新名，名单里是 乙局（名单第 3 行）",
        "预算代码不同：d.xlsx 里 丁局 是 044，名单里是 004（名单第 6 行）",
        "有 2 个文件：丙 局：c.xlsx、c2.xlsx",
        "公开日期早于批复日期：丁局（004），2024-08-10 批复，2024-08-01 公开（名单第 6 行）",
    ]


def test_two_units_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    listed = read_unit_list(of_text(tmp_path, "实验小学,001,,", "实验小学,002,,"))
    found = listed.against([Submitted("a", "实验小学", "002"), Submitted("b", "实验小学")])
    assert found.files["a"].code == "002"
    assert [file.file for file in found.unlisted] == ["b"]
    assert found.remarks[0].startswith("分不清：名单上有几个 实验小学（名单第 2 行、名单第 3 行），b 里")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("甲局,1,去年八月,",), "C2 的批复日期“去年八月”不是日期"),
        (("甲局,1,2024-13-01,",), "C2 的批复日期“2024-13-01”不是日期"),
        (("甲局,1,2024-08-01,2024-02-30",), "D2 的公开日期“2024-02-30”不是日期"),
        ((",1,2024-08-01,",), "A2 没有单位名称"),
        (("甲局,1,,", "乙局,1,,"), "第 3 行的 乙局（1） 在第 2 行已经有了"),
        (("甲局,,,", "甲 局,,,"), "第 3 行的 甲 局 在第 2 行已经有了"),
        (('"甲局,1,,',), "引号没有成对"),
        ((), "表头下面没有一个单位"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadUnitList) as refused:
        read_unit_list(of_text(tmp_path, *rows))
    assert said in str(refused.value)
    assert "名单.csv" in str(refused.value)


def test_other_files_and_headings_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "名单.txt"
    other.write_text("甲", encoding="utf-8")
    with pytest.raises(BadUnitList, match=r"不是 \.txt"):
        read_unit_list(other)
    bare = tmp_path / "a.csv"
    bare.write_text("单位,代码\n甲,1\n", encoding="utf-8")
    with pytest.raises(BadUnitList, match="找不到表头，应有一行写着 单位名称、预算代码"):
        read_unit_list(bare)
    bare.write_text("单位名称,单位名称\n甲,1\n", encoding="utf-8")
    with pytest.raises(BadUnitList, match="B1 又是一列“单位名称”"):
        read_unit_list(bare)
