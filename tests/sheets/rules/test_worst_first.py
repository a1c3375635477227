"""校验 and 公开数核对 open with what is wrong: the worst ten rows of any list, found by the sheet's own formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import held
from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.language.grid import Value, grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Content, Item, Link, Sheet
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import FIRST, GO, HEADER, HEADINGS, TOLD, TOP, WORST, VerdictList, VerdictRow
from xlbudget.sheets.rules.verdict_order import VERDICT
from xlbudget.workbook.engines.formualizer import loaded

BOTH = pytest.mark.parametrize("columns", [CHECKS, COMPARISONS], ids=lambda columns: columns.sheet)
BROKEN = Formula("1/0")
"""A verdict that cannot be calculated."""
BADNESS = ("不符", "未填", "提示", "公布为空", "待重新生成", "尾差")
WIDEST = 1455
"""Pixels that 1366 × 768 shows at 85 %, with room for LibreOffice's wider columns."""


@dataclass(frozen=True)
class Shown:
    """What the head of a sheet shows: rows of verdict, place and link; the line below; how many are to be looked at."""

    rows: list[tuple[object, object]]
    told: str
    open: object


def page(columns: VerdictList, verdicts: Sequence[str | Formula]) -> Sheet:
    place, (sheet, cell) = columns.printed[1].name, columns.leads
    rows = [
        VerdictRow({VERDICT: verdict, place: f"第 {number} 处", sheet: "录入-支出", cell: f"A{number}"})
        for number, verdict in enumerate(verdicts, 1)
    ]
    return columns.page(("", ""), (), (), rows)


def shown(columns: VerdictList, verdicts: Sequence[str | Formula]) -> Shown:
    sheet = page(columns, verdicts)
    names = Names.of((sheet,))
    values = loaded({sheet.name: grid(sheet, names)}, {}).values()[sheet.name]
    place = columns.col(columns.printed[1].name)
    rows = [(values[row, columns.col(VERDICT)], values[row, place]) for row in range(TOP, TOLD)]
    area = names.find(columns.key("要看"), "test")
    return Shown([row for row in rows if row[1] != ""], str(values[TOLD, 1]), values[area.row, area.col])


def worst(columns: VerdictList, sheet: Sheet) -> list[dict[str, Value]]:
    """The worst rows of a page, by the names of the columns."""
    values = loaded({sheet.name: grid(sheet, Names.of((sheet,)))}, {}).values()[sheet.name]
    rows = [{one.name: values.get((row, columns.col(one.name))) for one in columns.printed} for row in range(TOP, TOLD)]
    return [row for row in rows if row[VERDICT]]


@BOTH
def test_nothing_wrong_shows_no_row_and_says_so(columns: VerdictList) -> None:
    for verdicts in ([], ["通过"] * 30, ["不适用", "通过", "无法核对"]):
        there = shown(columns, verdicts)
        assert (there.rows, there.open) == ([], 0)
        assert there.told == "没有要看的：每一行都是通过、不适用，或没有可比的数"


@BOTH
def test_the_worst_come_first_and_those_alike_in_their_order(columns: VerdictList) -> None:
    verdicts = ["通过", "尾差", "提示", "不符", "不适用", "未填", "公布为空", "不符", "待重新生成"]
    there = shown(columns, verdicts)
    by_badness = sorted((v for v in verdicts if v in BADNESS), key=BADNESS.index)
    assert [verdict for verdict, _ in there.rows] == by_badness
    assert [place for _, place in there.rows[:2]] == ["第 4 处", "第 8 处"]
    assert there.told == "要看的 7 行（其中尾差 1 行，不用改）都在上面，不符在前；改好一行，它自己从这里消失"


@BOTH
def test_of_one_verdict_the_gap_of_most_bounds_comes_first(columns: VerdictList) -> None:
    bound: dict[str, Content] = (
        {"界": Formula("2")} if columns is CHECKS else {"下限": Formula("8"), "上限": Formula("12")}
    )
    place = columns.printed[1].name
    rows = [
        VerdictRow({VERDICT: verdict, place: f"{number}", "差": Formula(gap), **bound})
        for number, (verdict, gap) in enumerate((("提示", "900"), ("不符", "-3"), ("不符", "7"), ("不符", "3")))
    ]
    shown = worst(columns, columns.page(("", ""), (), (), rows))
    assert [row[place] for row in shown] == ["2", "1", "3", "0"]


def test_what_is_no_amount_is_shown_as_in_the_list() -> None:
    cells: dict[str, Content] = {VERDICT: "不符", "位置": "甲", "左边的数": Formula("5"), "差": Formula("0.3")}
    page = CHECKS.page(("", ""), (), (), [VerdictRow(cells), VerdictRow({**cells, "单位": "行"})])
    shown = worst(CHECKS, page)
    assert [(row["左边的数"], row["差"]) for row in shown] == [(5, 0.3), ("5", "0.3")]
    list_ = {item.row: item.style for item in page.items if item.col == CHECKS.col("左边的数") and item.row >= FIRST}
    assert list_ == {FIRST: "list_exact", FIRST + 1: "list_plain"}


def test_what_a_reason_clears_is_a_row_of_each_rule_the_largest_first() -> None:
    """The rows of a rule need not be neighbours; what is explained or cannot be calculated stands for none."""
    listed: list[tuple[str, Content, int]] = [
        *(("甲", "需说明", 3), ("乙", "需说明", 1), ("甲", "已说明", 9), ("丙", BROKEN, 8), ("甲", "需说明", 5)),
        *(("乙", "需说明", 2), ("丙", "需说明", 1), ("丙", "需说明", 4), ("", "提示", 9)),
    ]
    rows = []
    for row, (kind, verdict, gap) in enumerate(listed):
        cells: dict[str, Content] = {VERDICT: verdict, "位置": str(row), "差": Formula(str(gap)), "界": Formula("1")}
        rows.append(VerdictRow(cells, kind=kind))
    page = CHECKS.page(("", ""), (), (), rows)
    places = [row["位置"] for row in worst(CHECKS, page)]
    assert places == ["3", "4（同一规则共 2 处）", "7（同一规则共 2 处）", "5（同一规则共 2 处）", "8"]
    values = loaded({page.name: grid(page, Names.of((page,)))}, {}).values()[page.name]
    assert values[TOLD, 1] == "要看的 5 行（需说明一条规则算一行）都在上面，不符在前；改好一行，它自己从这里消失"
    names = Names.of((page,))
    every = [Item(1, 1, Formula(CHECKS.nth("需说明", str(nth))), "computed", f"例/{nth}") for nth in range(1, 7)]
    assert [names.formula(one, "例") for one in every]


@BOTH
def test_a_verdict_that_cannot_be_calculated_is_the_worst(columns: VerdictList) -> None:
    there = shown(columns, ["不符", "通过", BROKEN])
    assert [place for _, place in there.rows] == ["第 3 处", "第 1 处"]
    assert there.open == 2


@BOTH
@pytest.mark.parametrize("many", [WORST, WORST + 1, 1000])
def test_of_many_the_first_ten_are_shown_and_the_rest_counted(columns: VerdictList, many: int) -> None:
    there = shown(columns, ["通过", *["不符"] * many, "通过"])
    assert there.rows == [("不符", f"第 {number} 处") for number in range(2, WORST + 2)]
    assert there.open == many
    assert ("都在上面" in there.told) == (many == WORST)
    assert many == WORST or f"里最要紧的 {WORST} 行在上面，还有 {many - WORST} 行" in there.told


@BOTH
def test_heads_stay_in_view_the_list_is_filtered_and_only_the_first_part_printed(columns: VerdictList) -> None:
    sheet = page(columns, ["通过", "不符"])
    heads = [column.name for column in columns.printed]
    for row in (HEADINGS, HEADER):
        assert [item.content for item in sheet.items if item.row == row and item.col <= len(heads)] == heads
    assert heads[0] == VERDICT
    assert sheet.freeze == (TOP, 2)
    assert sheet.filter is not None
    assert (sheet.filter.row, sheet.filter.rows, sheet.filter.cols) == (HEADER, 3, len(heads))
    assert all((item.rows, item.cols) == (1, 1) for item in sheet.items if item.row >= HEADER)
    assert sheet.page is not None
    assert (sheet.page.rows, sheet.page.cols, sheet.page.tall) == (TOLD, len(heads), False)
    assert sum(7 * column.width + 5 for column in columns.printed) <= WIDEST


@pytest.mark.usefixtures("few_rows")
def test_the_link_leads_to_the_row_with_the_hint(little: bytes) -> None:
    """Formulas of links in the ten rows, fixed links in the list."""
    there, made = held(little), assemble(Data(little_unit()))
    sheet = next(sheet for sheet in made.sheets if sheet.name == CHECKS.sheet)
    cells = there[CHECKS.sheet]
    for row in range(TOP, TOLD):
        assert str(cells[CHECKS.cell(GO, row)][0]).count("HYPERLINK(") == 1
    linked = {item.row for item in sheet.items if item.col == CHECKS.col(GO) and isinstance(item.content, Link)}
    told = 0
    for row, check in enumerate(made.checks, FIRST):
        assert (row in linked) == bool(check.place)
        if check.at and cells[CHECKS.cell("左边的数", row)][1]:
            hint = there[str(cells[CHECKS.cell("处表", row)][1])][str(cells[CHECKS.cell("处格", row)][1])]
            assert hint[1], check.subject
            told += 1
    assert told


def test_more_rows_of_a_rule_than_a_function_takes_stand_each_for_itself() -> None:
    """Each of so many projects has a row of two rules, and Excel takes 255 cells that are no neighbours."""
    rows = [
        VerdictRow({VERDICT: "需说明", "位置": str(row), "差": Formula("1"), "界": Formula("1")}, kind="甲乙"[row % 2])
        for row in range(600)
    ]
    page = CHECKS.page(("", ""), (), (), rows)
    assert [row["位置"] for row in worst(CHECKS, page)] == [str(row) for row in range(10)]
    values = loaded({page.name: grid(page, Names.of((page,)))}, {}).values()[page.name]
    assert str(values[TOLD, 1]).startswith("要看的 600 行")
