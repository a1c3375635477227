"""The nine tables of the real document: every published figure, and an independent calculation of every cell."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.helpers import oracle, reading
from tests.helpers.computing import computed
from xlbudget.datafile.file import Data
from xlbudget.workbook.engines.by_file import Values

# 原件自身的矛盾：表、行、列、印的数、算得的数、为什么。九张表里没有超出尾差的。
CONTRADICTIONS: dict[tuple[str, str, str], str] = {}

# 印的数与算得的数只差尾差：表、行、列 → 印的数。列在这里，是为了多一条、少一条都看得见。
ROUNDING = {
    ("公开06", "301", "决算数"): "495.78",
    ("公开06", "302", "决算数"): "33.61",
    ("公开06", "人员经费合计", "决算数"): "538.77",
    ("公开06", "公用经费合计", "决算数"): "36.56",
    ("三公", "三公经费", "决算数/合计"): "3.41",
}


def rounded(value: Any) -> Decimal:
    return Decimal(repr(round(float(value), 9))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def figures(content: dict[str, Any]) -> dict[reading.Key, Any]:
    return reading.tables(computed(content))


def agree(found: dict[reading.Key, Any], expected: dict[reading.Key, oracle.Figure]) -> None:
    """Every expected figure is printed with its value; nothing is printed that is not expected, but zeros."""
    wrong = {
        key: (found.get(key), float(figure.value))
        for key, figure in expected.items()
        if (figure.value or key in found) and abs(float(found.get(key, "nan")) - float(figure.value)) > 1e-7
    }
    assert not wrong
    extra = {key: value for key, value in found.items() if key not in expected and value != 0}
    assert not extra


def off_by_rounding(content: dict[str, Any], found: dict[reading.Key, Any]) -> tuple[int, dict[reading.Key, str]]:
    """How many figures of 公开01–09 were published, and those that differ from ``found`` by rounding only.

    Anything else than equal or within the contract's bound must be a listed contradiction.
    """
    counts = oracle.calculate(content)
    published = [p for p in content["公开数"] if p["表"].startswith("公开")]
    off = {}
    for entry in published:
        key = reading.names(entry, content["单位"]["模板"])
        printed = Decimal(entry["数"])
        if rounded(found[key]) == printed:
            continue
        n = counts[key].n
        bound = Decimal("0.005") + n * Decimal("0.005")
        assert n > 1, f"{key}: one entered figure printed again must be equal"
        if abs(Decimal(repr(round(found[key], 9))) - printed) <= bound:
            off[key] = entry["数"]
        else:
            assert key in CONTRADICTIONS, f"{key}: 印 {printed}，算得 {found[key]}，界 {bound}"
    return len(published), off


def test_every_published_figure_is_confirmed_or_within_its_bound(sample: Data, values: Values) -> None:
    assert off_by_rounding(dict(sample.content), reading.tables(values)) == (324, ROUNDING)


def test_every_cell_agrees_with_the_independent_calculation(sample: Data, values: Values) -> None:
    agree(reading.tables(values), oracle.calculate(dict(sample.content)))


def test_an_empty_unit_has_zero_everywhere_and_says_there_is_no_data(minimal: dict[str, Any]) -> None:
    values = computed(minimal)
    found = reading.tables(values)
    assert found
    assert set(found.values()) == {0}
    for table, words in (("公开07", "没有政府性基金收入"), ("公开08", "没有使用国有资本经营预算")):
        assert words in "".join(str(v) for v in values[table].values())


def test_the_no_data_statement_goes_when_there_is_data(minimal: dict[str, Any]) -> None:
    minimal["支出"] = [{"科目": "2082201", "资金来源": oracle.FUND, "项目支出": 1}]
    values = computed(minimal)
    assert "本表无数据" not in "".join(str(v) for v in values["公开07"].values())
    assert "本表无数据" in "".join(str(v) for v in values["公开08"].values())


def test_all_zeros(content: dict[str, Any]) -> None:
    for row in (*content["收入"], *content["支出"]):
        for key in row:
            if key not in ("科目", "资金来源"):
                row[key] = 0
    content["经济分类"] = dict.fromkeys(content["经济分类"], 0)
    for half in content["三公经费"].values():
        half.update(dict.fromkeys(half, 0))
    found = figures(content)
    assert set(found.values()) == {0}
    agree(found, oracle.calculate(content))


def test_a_negative_adjustment(content: dict[str, Any]) -> None:
    content["收入"][0]["事业收入"] = -12.34
    content["支出"].append({"科目": "2010406", "资金来源": "其他资金", "项目支出": -12.34})
    agree(figures(content), oracle.calculate(content))


def test_data_in_yuan_show_as_ten_thousands(content: dict[str, Any]) -> None:
    content["金额单位"] = "元"
    for row in (*content["收入"], *content["支出"]):
        for key, amount in row.items():
            if key not in ("科目", "资金来源"):
                row[key] = str((Decimal(str(amount)) * 10000 + Decimal("3.21")).quantize(Decimal("0.01")))
    content["经济分类"] = {code: f"{amount * 10000:.2f}" for code, amount in content["经济分类"].items()}
    for half in content["三公经费"].values():
        half.update({key: f"{amount * 10000:.2f}" for key, amount in half.items()})
    agree(figures(content), oracle.calculate(content))


def test_balances_by_fund(content: dict[str, Any]) -> None:
    content["结转结余"] = {
        "年初": [
            {"资金来源": oracle.GENERAL, "金额": 3.5},
            {"资金来源": oracle.FUND, "科目": "2082201", "金额": 7.25},
            {"资金来源": oracle.CAPITAL, "金额": 1},
            {"资金来源": "其他资金", "金额": 0.75},
        ],
        "使用非财政拨款结余和专用结余": 2.2,
        "结余分配": 1.1,
    }
    content["收入"].append({"科目": "2120801", "政府性基金预算财政拨款收入": 40})
    content["支出"].append({"科目": "2120899", "资金来源": oracle.FUND, "基本支出": 5, "项目支出": 30.01})
    found = figures(content)
    agree(found, oracle.calculate(content))
    assert ("政府性基金", "2082201", "年初结转和结余") in found
    assert ("政府性基金", "2120801", "本年收入") in found


@pytest.mark.parametrize("unknown", ["公开03/合计/没有的列"])
def test_an_unknown_reference_names_who_asked(book: Any, unknown: str) -> None:
    from xlbudget.errors import UnknownReference

    with pytest.raises(UnknownReference, match=r"公开99!A1 引用的 公开03/合计/没有的列 不存在"):
        book.names.find(unknown, "公开99!A1")
