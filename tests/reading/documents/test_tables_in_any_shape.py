"""One table in many shapes: its figures come out the same, each with its place, and what is no figure is said."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.helpers.paper import page, pdf
from xlbudget.reading.documents import coded_table
from xlbudget.reading.documents.figures import FoundTable
from xlbudget.reading.documents.found import Origin
from xlbudget.reading.documents.opening import opened
from xlbudget.reading.documents.sections import sections
from xlbudget.reading.documents.vocabulary import forms, vocabulary

TITLE = "支出决算表"
HEADS = ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = [
    ["合计", "", "1234.50", "1032.26", "202.24"],
    ["201", "一般公共服务支出", "1234.50", "1032.26", "202.24"],
    ["20139", "社会工作事务", "1234.50", "1032.26", "202.24"],
    ["2013901", "行政运行", "1032.26", "1032.26", ""],
    ["2013999", "其他社会工作事务支出", "202.24", "", "202.24"],
]
FIGURES = {
    (line, column): text for line, _, *texts in ROWS for column, text in zip(HEADS[2:], texts, strict=True) if text
}
Rows = list[list[str]]


def read(name: str, content: bytes) -> FoundTable:
    """The one 公开03 in a document."""
    found = [one for one in sections(opened(Path(name), content).parts) if one.table == "公开03"]
    (section,) = found
    words = vocabulary("公开03", forms())
    assert words.table.live
    return coded_table.read(section, words, words.table.live, {"行政运行": "2013901"})


def figures(table: FoundTable) -> dict[tuple[str, str], str]:
    return {(one.line, one.column): one.text for one in table.figures}


def csv(rows: Rows, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)


def table(rows: Rows, heads: list[str] | None = None) -> Rows:
    return [[TITLE], ["单位：万元"], heads or HEADS, *rows]


def each(change: Callable[[list[str]], list[str]]) -> Rows:
    return [[TITLE], ["单位：万元"], *(change(row) for row in [HEADS, *ROWS])]


SPLIT_HEADS = ["类", "款", "项", *HEADS[1:]]


def split(row: list[str]) -> list[str]:
    code = row[0]
    return SPLIT_HEADS if row == HEADS else [code[:3], code[3:5], code[5:], *row[1:]] if code != "合计" else [
        "", "", "", "合计", *row[2:]
    ]  # fmt: skip


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
SHAPES = {
    "照印的": table(ROWS),
    "列的次序": each(lambda row: [row[0], row[1], row[4], row[2], row[3]]),
    "原点挪了": [[], [], *([["", "", *row] for row in table(ROWS)])],
    "代码分三列": each(split),
    "代码分三列，没有类款项": each(lambda row: ["科目编码", "", "", *HEADS[1:]] if row == HEADS else split(row)),
    "没有标题": [["2024年度"], ["单位：万元"], [*HEADS, "经营支出"], *([*row, ""] for row in ROWS)],
    "单位在标题旁边": [[f"{TITLE} 单位：万元"], HEADS, *ROWS],
    "代码和名称一格": each(lambda row: [row[0] + row[1] if row[0].isdigit() else row[0], "", *row[2:]]),
    "全角、千分位、横线": each(
        lambda row: [
            row[0],
            row[1],
            *(f"{float(t):,.2f}".translate(WIDE) if t[:1].isdigit() else t or "—" for t in row[2:]),
        ]
    ),
    "有栏次": table([["", "栏次", "1", "2", "3"], *ROWS]),
    "没有代码": table([row if row[0] != "2013901" else ["", *row[1:]] for row in ROWS]),
    "合计在末行": table([*ROWS[1:], ROWS[0]]),
    "词里有空格": table([[row[0], " ".join(row[1]), *row[2:]] for row in ROWS], [" ".join(head) for head in HEADS]),
    "别的地区的词": table(ROWS, ["支出功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]),
    "编号不同": [["公开05表"], [TITLE], ["单位：万元"], HEADS, *ROWS],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_gives_the_same_figures(shape: str) -> None:
    found = read("表.csv", csv(SHAPES[shape]))
    assert figures(found) == FIGURES
    assert found.names["2013999"] == "其他社会工作事务支出"
    assert found.unit == "万元"
    assert not found.left


def test_an_extra_column_is_said_and_not_taken() -> None:
    found = read("表.csv", csv(each(lambda row: [*row[:3], "上年数" if row == HEADS else "9.99", *row[3:]])))
    assert figures(found) == FIGURES
    assert {one.why for one in found.left} >= {"公开03 合计 的“上年数”一列不在表式里"}
    assert len(found.left) == len(ROWS)


def test_what_is_no_figure_is_said_with_its_place() -> None:
    rows = [list(row) for row in ROWS]
    rows[0][2] = "1,2345.0"
    found = read("表.csv", csv(table(rows)))
    assert figures(found) == {key: text for key, text in FIGURES.items() if key != ("合计", "本年支出合计")}
    (left,) = found.left
    assert str(left) == "表.csv C4：“1,2345.0”公开03 合计 的 本年支出合计：这一格不是一个数"


def test_a_row_of_no_code_is_said() -> None:
    found = read("表.csv", csv(table([*ROWS, ["", "不知道的科目", "1.00", "1.00", ""]])))
    assert figures(found) == FIGURES
    assert found.left[0].text == "不知道的科目 1.00 1.00"


# ---------------------------------------------------------------- kinds of files


def test_csv_in_gbk_and_a_web_page_called_xls() -> None:
    assert figures(read("表.csv", csv(table(ROWS), "gbk"))) == FIGURES
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    heads = (
        "<tr><td colspan=2>项目</td><td rowspan=2>本年支出合计</td><td rowspan=2>基本支出</td>"
        "<td rowspan=2>项目支出</td></tr><tr><td>科目代码</td><td>科目名称</td></tr>"
    )
    page = f"<html><body><h2>{TITLE}</h2><p>单位：万元</p><table>{heads}{cells}</table></body></html>"
    found = read("表.xls", page.encode("gbk"))
    assert figures(found) == FIGURES
    assert found.figures[0].place.cell == "第 3 行第 3 格"


def test_a_word_table_in_the_middle_of_text() -> None:
    file = docx.Document()
    file.add_paragraph("第二部分 部门决算表")
    file.add_paragraph(TITLE)
    file.add_paragraph("单位：万元")
    made = file.add_table(len(ROWS) + 2, 5)
    heads = [["项目", "", *HEADS[2:]], ["科目代码", "科目名称", "", "", ""]]
    for row, cells in enumerate([*heads, *ROWS]):
        for col, text in enumerate(cells):
            made.cell(row, col).text = text
    made.cell(0, 0).merge(made.cell(0, 1))
    for col in (2, 3, 4):
        made.cell(0, col).merge(made.cell(1, col))
    file.add_paragraph("注：本表反映部门本年度各项支出情况。")
    content = BytesIO()
    file.save(content)
    assert figures(read("公开.docx", content.getvalue())) == FIGURES


def test_several_tables_on_one_sheet_above_and_beside_each_other() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    other: list[list[Any]] = [["收入决算表"], [*HEADS[:2], "本年收入合计"], ["合计", "", 5], ["2013901", "行政运行", 5]]
    for row, cells in enumerate(other, 2):
        for col, value in enumerate(cells, 2):
            sheet.cell(row, col, value)
    for row, cells in enumerate(table(ROWS), 10):
        for col, text in enumerate(cells, 3):
            figure = sheet.cell(row, col, float(text) if "." in text else text)
            figure.number_format = "#,##0.00"
    for row, cells in enumerate(other, 10):
        for col, value in enumerate(cells, 12):
            sheet.cell(row, col, value)
    content = BytesIO()
    book.save(content)
    found = read("表.xlsx", content.getvalue())
    assert figures(found) == FIGURES
    assert found.figures[0].place == Origin(Path("表.xlsx"), sheet="Sheet", cell="E13")
    parts = opened(Path("表.xlsx"), content.getvalue()).parts
    assert [section.table for section in sections(parts)] == ["公开02", "公开03", "公开02"]


@pytest.mark.parametrize("again", [True, False], ids=["列名再印", "列名不再印"])
def test_a_table_over_pages(again: bool) -> None:
    more = [HEADS, *ROWS[3:]] if again else ROWS[3:]
    found = read("公开.pdf", pdf(page(TITLE, "单位：万元", [HEADS, *ROWS[:3]]), page(more, "注：本表反映各项支出。")))
    assert figures(found) == FIGURES
    assert {one.place.page for one in found.figures} == {1, 2}


def test_what_is_printed_on_each_page_does_not_end_a_table() -> None:
    head = "某市某局2024年度部门决算"
    pages = page(head, TITLE, "单位：万元", [HEADS, ROWS[0]]), *(page(head, [row]) for row in ROWS[1:])
    assert figures(read("公开.pdf", pdf(*pages))) == FIGURES


def test_bold_that_is_printed_twice() -> None:
    drawn = page(TITLE, "（本表没有数据的也要保留）", "单位：万元", [HEADS, *ROWS], bold=True)
    assert figures(read("公开.pdf", pdf(drawn))) == FIGURES


def test_a_table_that_is_open_at_the_sides() -> None:
    assert figures(read("公开.pdf", pdf(page(TITLE, "单位：万元", [HEADS, *ROWS], sides=False)))) == FIGURES


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side(rotate: int) -> None:
    """Drawn so, or turned by the page: it is read, and its boxes stand where it is upright."""
    drawn = page(TITLE, "单位：万元", [HEADS, *ROWS], sideways=rotate == 90)
    upright = read("公开.pdf", pdf(page(TITLE, "单位：万元", [HEADS, *ROWS])))
    file = pdf(drawn, sideways=rotate == 90).replace(b"/Type/Page/", b"/Type/Page/Rotate %d/" % rotate)
    found = read("公开.pdf", file)
    assert figures(found) == FIGURES
    for one, other in zip(found.figures, upright.figures, strict=True):
        assert one.place.box == pytest.approx(other.place.box, abs=0.1)
