"""公布-不能成立: sets of published figures that no true amounts have, found without any entry; none where there are."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import ROOT, SHANGHAI
from tests.helpers.building import assemble
from tests.helpers.checking import little_unit, tables_unit
from tests.helpers.computing import written
from xlbudget import check_workbook
from xlbudget.check.document_check import judge as judge_document
from xlbudget.check.equations import Statement, statements
from xlbudget.check.together import Contradiction, contradictions, judge
from xlbudget.check.workbook_check import _with_together
from xlbudget.datafile.file import Data, load
from xlbudget.errors import BadUsage
from xlbudget.reading.documents.found import FoundCell, FoundGrid, Line, Origin, SourceDocument
from xlbudget.reading.documents.imported import taken_together
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.families import FILE, group_of
from xlbudget.sheets.rules.published.comparison import Comparison
from xlbudget.sheets.rules.together import TOGETHER

pytest.importorskip("scipy")
EXAMPLE = ROOT / "xlbudget" / "sheets" / "example.json"
Place3 = tuple[str, str, str]


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    return load(SHANGHAI).rows("公开数")


def said(book: Book, rows: Sequence[Mapping[str, Any]], changed: Mapping[Place3, str] | None = None) -> list[Statement]:
    changes = dict(changed or {})
    printed = {}
    for row, one in enumerate(rows, 1):
        place = one["表"], one["行"], one["列"]
        printed[row] = changes.pop(place, str(one["数"]))
    assert not changes
    return statements(book, printed)


def members(one: Contradiction) -> set[Place3]:
    entries = [member.of.entry for member in one.members if isinstance(member.of, Comparison)]
    return {(entry.table, entry.line, entry.column) for entry in entries}


# ---------------------------------------------------------------- a real unit's tables


def test_figures_of_a_sound_publication_hold_together(shanghai_book: Book, entries: list[dict[str, Any]]) -> None:
    figures = said(shanghai_book, entries)
    assert len(figures) > 500
    assert list(contradictions(figures)) == []


CASES: dict[str, tuple[dict[Place3, str], set[Place3]]] = {
    "one code of another table": (
        {("公开05", "208", "基本支出"): "1.00"},
        {("公开05", "208", "基本支出")},
    ),
    "a line of the economic table": (
        {("公开06", "303", "决算数"): "999.00"},
        {("公开06", "303", "决算数")},
    ),
    "a subtotal": (
        {("公开07", "三公经费", "决算数/公务用车购置及运行维护费小计"): "99.00"},
        {("公开07", "三公经费", "决算数/公务用车购置及运行维护费小计")},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_figure_that_is_wrong_is_in_a_set_of_which_none_can_be_left_out(
    case: str, shanghai_book: Book, entries: list[dict[str, Any]]
) -> None:
    changed, expected = CASES[case]
    figures = said(shanghai_book, entries, changed)
    found = list(contradictions(figures))
    assert found
    assert expected <= set().union(*map(members, found))
    for one in found:
        assert one.gap > 0.01
        assert not feasible(one.members)
        for of in {id(member.of) for member in one.members}:
            assert feasible([member for member in one.members if id(member.of) != of])
    assert [members(one) for one in contradictions(figures)] == [members(one) for one in found]


def feasible(figures: Sequence[Statement]) -> bool:
    """Whether there are amounts for all of them: asked without giving way."""
    from scipy.optimize import linprog

    amounts = list(dict.fromkeys(amount for one in figures for amount in one.form))
    rows, limits = [], []
    for one in figures:
        for sign, limit in ((1, one.high), (-1, -one.low)):
            if limit != inf:
                rows.append([sign * one.form.get(amount, 0.0) for amount in amounts])
                limits.append(limit)
    if not amounts:
        return all(limit >= 0 for limit in limits)
    return bool(linprog([0.0] * len(amounts), rows, limits, bounds=(None, None)).status == 0)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_rounded_from_true_amounts_always_holds_together(
    seed: int, shanghai_book: Book, entries: list[dict[str, Any]]
) -> None:
    """Any amounts at all: each figure as it would be printed of them; then one that is off by more than rounding."""
    random = Random(seed)
    figures = [one for one in said(shanghai_book, entries) if isinstance(one.of, Comparison)]
    true = {amount: random.uniform(-50, 900) for one in figures for amount in one.form}
    printed = []
    for one in figures:
        number = round(sum(times * true[amount] for amount, times in one.form.items()), 2)
        printed.append(Statement(one.of, str(number), one.form, number - 0.005, number + 0.005))
    assert list(contradictions(printed)) == []
    again = [one for one in printed if sum(other.form == one.form for other in printed) > 1]
    wrong = random.choice(again)
    moved = Statement(wrong.of, "?", wrong.form, wrong.low + 0.03, wrong.high + 0.03)
    found = list(contradictions([moved if one is wrong else one for one in printed]))
    assert any(member is moved for one in found for member in one.members)


# ---------------------------------------------------------------- what people are told


def test_what_people_are_told(few_rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del few_rows
    content = little_unit()
    content["公开数"] = [
        {"表": "公开03", "行": "合计", "列": column, "数": number}
        for column, number in (("本年支出合计", "9.00"), ("基本支出", "5.00"), ("项目支出", "3.00"))
    ] + [{"表": "公开03", "行": "合计", "列": column, "数": "0.00"} for column in ("上缴上级支出", "经营支出")]
    content["公开数"].append({"表": "公开03", "行": "合计", "列": "对附属单位补助支出", "数": "0.00"})
    book = assemble(Data(content))
    decided = judge(book, content["公开数"])
    (found,) = decided.findings
    assert (decided.passed, found.rule, found.severity) == (0, TOGETHER.id, "error")
    assert found.message.startswith(
        "这 6 个公布的数不能同时成立，至少差 0.97 万元：公开03 合计 本年支出合计 9.00，公开03 合计 基本"
    )
    assert found.about["行"] == "合计"
    assert found.sheet == "录入-公开数"
    assert group_of(found.rule) == FILE
    content["公开数"][0]["数"] = "8.02"
    assert judge(book, content["公开数"]).passed == 1
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    decided = judge(book, content["公开数"])
    assert (decided.passed, decided.idle[:10]) == (0, "缺少 scipy.optimize"[:10])
    assert decided.idle.endswith("pip install -c constraints.txt '.[import]'")
    there: Any = SimpleNamespace(
        report=SimpleNamespace(workbook="book.xlsx"),
        rebuilt=SimpleNamespace(judged=book, data=Data(content)),
    )
    with pytest.raises(BadUsage, match=r"book\.xlsx 的公布-不能成立没有判：缺少 scipy"):
        _with_together(there)


def test_the_example_of_the_catalogue() -> None:
    def told(reception: str) -> list[str]:
        content = dict(load(EXAMPLE).content)
        more = (("因公出国（境）费", "2.00"), ("公务接待费", reception))
        rows = [{"表": "公开09", "行": "三公经费", "列": f"预算数/{item}", "数": number} for item, number in more]
        content["公开数"] = [*content["公开数"], *rows]
        return [one.message for one in judge(assemble(Data(content)), content["公开数"]).findings]

    assert told("4.01") == []
    (message,) = told("3.00")
    assert TOGETHER.finds in message


def test_a_workbook_is_judged_by_it_on_request(tmp_path: Path, few_rows: None) -> None:
    del few_rows
    content = tables_unit()
    content["公开数"] = [{"表": "公开03", "行": "合计", "列": "基本支出", "数": "575.32"}]
    content["公开数"].append({"表": "说明", "行": "三/基本支出", "列": "金额", "数": "575.42"})
    file = tmp_path / "book.xlsx"
    file.write_bytes(written(content))
    report = check_workbook(file, together=True)
    (one,) = [one for one in report.findings if one.rule == TOGETHER.id]
    assert (one.sheet, one.cell[0]) == ("录入-公开数", "D")
    assert report.failed


def test_a_document_without_the_table_that_gives_the_entries(few_rows: None) -> None:
    """公开03 alone does not say which money was spent; it is judged all the same."""
    del few_rows
    said = """
    项目 | 项目 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
    合计 | 合计 | 9.00 | 5.00 | 4.00 | 0.00 | 0.00 | 0.00
    201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00 | 0.00 | 0.00 | 0.00
    20101 | 人大事务 | 9.00 | 5.00 | 4.00 | 0.00 | 0.00 | 0.00
    2010101 | 行政运行 | 5.00 | 5.00 | 0.00 | 0.00 | 0.00 | 0.00
    2010102 | 一般行政管理事务 | 3.00 | 0.00 | 3.00 | 0.00 | 0.00 | 0.00
    """
    file = Path("公开.pdf")

    def at(page: int) -> Origin:
        return Origin(file, page=page, box=(0, 0, 10, 10))

    rows = [[text.strip() for text in line.split("|")] for line in said.strip().splitlines()]
    grid = FoundGrid(tuple(tuple(FoundCell(text, at(3)) for text in row) for row in rows), at(3))
    lines = [Line(text, at(3)) for text in ("某局2023年度部门决算", "部门：某局", "支出决算表", "单位：万元")]
    found = taken_together([SourceDocument(file, (*lines, grid))], built_in("湖南长沙"))
    assert found.lost
    report = judge_document(found, "formualizer", [str(file)]).report
    told = [one for one in report.findings if one.rule == TOGETHER.id]
    assert told
    assert {one.about["页"] for one in told} == {3}
    assert "（第 3 页）" in told[0].message
    assert "公开03" in told[0].message
