"""附件1–3 of a document: those that we print come back, and where groups end is decided or said to be open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlbudget.datafile.file import Data
from xlbudget.export.papers import exports, package
from xlbudget.export.word_table import text_of
from xlbudget.language.sheet import Sheet
from xlbudget.reading.documents import annexes
from xlbudget.reading.documents.found import FoundCell, FoundGrid, Origin, Pieces
from xlbudget.reading.documents.imported import TO_DISTRICTS, _to_districts
from xlbudget.reading.documents.indicator_groups import GroupName, divided
from xlbudget.reading.documents.opening import open_document
from xlbudget.reading.documents.sections import Portion, sections
from xlbudget.sheets.book import Book
from xlbudget.workbook.engines.by_file import Values

FILE = Path("自评.docx")
KEYS = ("一级", "二级", "三级", "年度指标值", "实际完成值", "分值", "偏差原因")


def grid_of(sheet: Sheet) -> FoundGrid:
    """A printed sheet as a document has it."""
    cells: dict[tuple[int, int], FoundCell] = {}
    height, width = 0, 0
    for item in sheet.items:
        cells[item.row, item.col] = FoundCell(text_of(item), Origin(FILE), item.rows, item.cols)
        height, width = max(height, item.row + item.rows - 1), max(width, item.col + item.cols - 1)
    rows = tuple(tuple(cells.get((row, col)) for col in range(1, width + 1)) for row in range(1, height + 1))
    return FoundGrid(rows, Origin(FILE))


@pytest.fixture(scope="module")
def printed(book: Book, values: Values, sample: Data) -> dict[str, tuple[FoundGrid, Pieces]]:
    """Annex → its grid, and what is read of it."""
    projects = [one["名称"] for one in sample.rows("项目")]
    found = {}
    for paper in exports(book, values, "绩效自评"):
        for sheet in paper.sheets:
            grid = grid_of(sheet)
            above = [f"附件3：{paper.label}"]
            pieces = annexes.read(Portion(None, tuple(above), (grid,)), sample.year, projects)
            assert pieces is not None
            found[sheet.name] = grid, pieces
    return found


def value(content: Any, *path: str) -> Any:
    """What a data file has at the path of an entry of a self-evaluation."""
    (one,) = [row for row in content["绩效自评"] if row["对象"] == path[0]]
    return one.get(path[1])


def of_evaluations(printed: dict[str, tuple[FoundGrid, Pieces]]) -> Iterator[tuple[str, Any, Pieces]]:
    for _, pieces in printed.values():
        yield from ((entry.path, entry.value, pieces) for entry in pieces.entries if entry.path[0] == "绩效自评")  # type: ignore[misc]


def plain(text: object) -> str:
    return re.sub(r"\s", "", str(text))


def test_every_self_evaluation_comes_back(printed: dict[str, tuple[FoundGrid, Pieces]], sample: Data) -> None:
    content = sample.content
    seen: set[str] = set()
    for path, found, pieces in of_evaluations(printed):
        seen.add(path[1])
        if path[2] in ("年度目标", "实际完成情况", "主管部门", "实施单位", "表内名称"):
            assert plain(found) == plain(value(content, *path[1:])), path
        elif path[2] == "权重":
            assert sorted(map(str, found)) == sorted(map(str, value(content, *path[1:])))
        elif path[2] == "指标":
            own = value(content, *path[1:])
            assert len(found) == len(own)
            open_rows = 0
            for one, its in zip(found, own, strict=True):
                for key in KEYS:
                    if key in ("一级", "二级") and not one[key]:
                        open_rows += 1
                    elif "{" not in str(its.get(key)):
                        # A fact is printed as its number.
                        assert plain(one.get(key, "")) == plain(its.get(key, "")), (path, its["三级"], key)
            assert open_rows == len(pieces.left)
            decided = {"整体": 8, "长株潭一体化发展专项经费": 7}
            assert open_rows == decided.get(path[1], 0), path
    assert seen == {one["对象"] for one in content["绩效自评"]}


def test_every_figure_of_the_annexes_comes_back(printed: dict[str, tuple[FoundGrid, Pieces]], sample: Data) -> None:
    for name, (grid, pieces) in printed.items():
        figures = [one["数"] for one, _ in pieces.published]
        assert {one["表"].partition(":")[0] for one, _ in pieces.published} == {name.partition("-")[0]}
        texts = [plain(cell.text).replace(",", "") for row in grid.rows for cell in row if cell]
        amounts = [text for text in texts if re.fullmatch(r"-?[0-9]+\.[0-9]{2}", text)]
        if name == "附件1":
            assert sorted(one for one in figures if "%" not in one) == sorted(amounts)
        else:
            assert len(figures) >= 9
            assert set(figures) <= {text.rstrip("%") for text in texts} | set(texts)
    entries = {entry.path: entry.value for _, pieces in printed.values() for entry in pieces.entries}
    for row in sample.rows("基础数据"):
        for column in ("上年决算数", "预算数", "决算数"):
            if amount := float(row.get(column) or 0):
                assert float(entries["基础数据", row["行"], column]) == amount
    assert entries["人员", "编制数"] == 18
    assert entries["三公经费", "上年决算数", "公务接待费"] == "0.28"
    assert entries["绩效自评", "长株潭一体化发展专项经费", "资金", "直接下达区县", "全年执行数"] == "400.00"
    assert entries["项目", "长株潭一体化发展专项经费", "直接拨付区县"] == "400.00"
    assert plain(entries["说明", "厉行节约保障措施"]) == plain(sample.record("说明")["厉行节约保障措施"])


def test_an_exported_workbook_reads_as_it_is_printed(
    printed: dict[str, tuple[FoundGrid, Pieces]], book: Book, values: Values, sample: Data, tmp_path: Path
) -> None:
    paper = next(one for one in exports(book, values, "绩效自评") if one.sheets[0].name == "附件3-3")
    file = tmp_path / f"2023年度某单位项目支出绩效自评表-{paper.label}.xlsx"
    file.write_bytes(package(paper))
    (section,) = sections(open_document(file).parts)
    pieces = annexes.read(section, sample.year, [one["名称"] for one in sample.rows("项目")])
    assert pieces is not None
    other = printed["附件3-3"][1]
    assert [(one.path, plain(one.value)) for one in pieces.entries] == [
        (one.path, plain(one.value)) for one in other.entries
    ]
    assert [one for one, _ in pieces.published] == [one for one, _ in other.published]
    assert pieces.entries[0].place.sheet == "附件3-3"
    assert pieces.entries[0].place.cell == "D3"


def part(*rows: str) -> Portion:
    cells = tuple(tuple(FoundCell(text.strip(), Origin(FILE)) for text in row.split("|")) for row in rows)
    return Portion(None, (), (FoundGrid(cells, Origin(FILE)),))


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    head = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析"
    top = part(
        "项目支出名称 | | | 甲项目 | | | | | ",
        "项目资金 | | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        "| 年度资金总额 | | 10.00 | 10.00 | 9.00 | 10 | 90.00% | 9.00",
        "年度总体目标 | 年度目标 | | | | 实际完成情况 | | | ",
        "| 做好 | | | | 做好了 | | | ",
    )
    first = part(head, "| 产出指标（45分） | 数量指标（45分） | 甲 | 1 | 1 | 45 | 45 | ")
    second = part(
        head,
        "| 效益指标（45分） | 社会效益指标（45分） | 乙 | 2 | 2 | 45 | 40 | 晚了",
        "总分 | | | | | | 100 | 94.0 | ",
    )
    (whole,) = annexes.together([top, first, second])
    pieces = annexes.read(whole, 2023, ["甲项目"])
    assert pieces is not None
    entries = {entry.path[1:]: entry.value for entry in pieces.entries}
    assert [one["一级"] for one in entries["甲项目", "指标"]] == ["产出指标", "效益指标"]
    assert entries["甲项目", "指标"][1]["得分"] == 40
    assert [one["数"] for one, _ in pieces.published if one["行"] == "总分"] == ["100", "94.0"]
    other = part("年度 | 数", "2023 | 5.00")
    assert len(list(annexes.together([top, first, other]))) == 2
    assert annexes.read(other, 2023) is None


def test_what_went_to_districts_is_known_of_each_only_where_it_adds_up() -> None:
    """A report says it of all projects together, 附件3 of some."""

    def lost(total: str) -> list[str]:
        printed = {"表": "自评报告", "行": "二（二）/公共项目直接拨付区县", "列": "金额", "数": total}
        return list(_to_districts(Data({"项目": [{"直接拨付区县": "400.00"}, {}], "公开数": [printed]})))

    assert lost("400.00") == []
    assert lost("2310.00") == [TO_DISTRICTS]
    assert list(_to_districts(Data({"项目": [{}], "公开数": []}))) == []


# ---------------------------------------------------------------- where groups end


def names(text: str) -> tuple[GroupName | None, ...]:
    """甲15 is a name with a weight, 甲×3 one over three rows, . nothing."""
    found: list[GroupName | None] = []
    for word in text.split():
        match = re.fullmatch(r"(\D+?)(\d+)?(?:×(\d+))?", word)
        assert match
        weight = float(match[2]) if match[2] else None
        found.append(None if word == "." else GroupName(match[1], weight, int(match[3] or 1)))
    return tuple(found)


@pytest.mark.parametrize(
    ("first", "second", "scores", "expected"),
    [
        ("甲×3 . . 乙", "子×2 . 丑 寅", (1, 1, 1, 1), "甲子 甲子 甲丑 乙寅"),  # merged
        (". 甲3 . 乙1", "子2 . 丑1 寅1", (1, 1, 1, 1), "甲子 甲子 甲丑 乙寅"),  # in the middle
        ("甲3 . . 乙1", "子2 . 丑1 寅1", (1, 1, 1, 1), "甲子 甲子 甲丑 乙寅"),  # in the first row
        (". . 甲 . . .", ". 子 . . 丑 .", (1,) * 6, "甲子 甲子 甲子 甲? 甲丑 甲丑"),  # 子 over three rows, or over four
        (". 甲 . .", ". 子 丑 .", (1,) * 4, "?? ?? ?? ??"),  # nothing of all this
        ("甲9 .", "子9 .", (1, 1), "甲子 甲子"),  # weights that do not add up say nothing
    ],
)
def test_where_groups_end(first: str, second: str, scores: tuple[float, ...], expected: str) -> None:
    found = divided(names(first), names(second), scores)
    assert [f"{one or '?'}{other or '?'}" for one, other in found.rows] == expected.split()
