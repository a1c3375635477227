"""总览: right for whatever a unit has: losses, nothing, one project and forty, ten billion."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.computing import computed
from xlbudget.sheets.tables.overview import LISTED, SHOWN

pytestmark = pytest.mark.usefixtures("few_rows")


def unit(minimal: dict[str, Any], amount: float, projects: list[tuple[float, float]]) -> dict[str, Any]:
    """Income and expenditure of ``amount`` and projects with these budgets and expenditures."""
    listed = [
        {"名称": f"项目甲{i}", "类别": "部门项目", "预算指标": budget, "支出金额": spent}
        for i, (budget, spent) in enumerate(projects)
    ]
    spent = {"科目": "2010450", "资金来源": "一般公共预算财政拨款", "基本支出": amount, "年初预算数": 2 * amount}
    income = {"科目": "2010450", "一般公共预算财政拨款收入": amount}
    return {**minimal, "收入": [income], "支出": [spent], "项目": listed, "三公经费": triple(3, 4)}


def triple(spent: float, budget: float) -> dict[str, Any]:
    return {"上年决算数": {}, "年初预算数": {"公务接待费": budget}, "决算数": {"公务接待费": spent}}


@pytest.mark.parametrize("amount", [0, -7.25, 1e10])
def test_key_figures(minimal: dict[str, Any], amount: float) -> None:
    cells = computed(unit(minimal, amount, [(10, 9)]))["总览"]
    assert (cells["B4"], cells["E4"], cells["I4"]) == (amount, amount, 0)
    assert cells.get("M4", "") == (0.5 if amount else "")
    assert cells["B5"] == f"本年收入 {amount:.2f}"
    assert cells["D9"] == cells["D14"] == amount
    assert cells.get("E9", "") == (1 if amount else "")
    assert cells["W9"] == max(0, amount)
    assert cells["P8"] == "√　收入总计等于支出总计"
    assert cells["P9"] == "√　“三公”决算 3.00，没有超过全年预算 4.00"
    assert [cells["K12"], cells["L12"], cells["M12"]] == [0, 4, 3]
    assert not [value for value in cells.values() if isinstance(value, str) and value.startswith("#")]


def test_points_say_what_is_not_as_it_should_be(minimal: dict[str, Any]) -> None:
    content = unit(minimal, 5, []) | {"三公经费": triple(5, 4)}
    content["收入"][0]["一般公共预算财政拨款收入"] = 6
    content["支出"][0]["科目"] = "x"
    cells = computed(content)["总览"]
    assert cells["P9"] == "×　“三公”决算 5.00，超过全年预算 4.00"
    assert cells["P10"] == "·　没有项目执行率"


@pytest.mark.parametrize("count", [1, 8, 40])
def test_projects_come_in_the_order_of_their_rates(minimal: dict[str, Any], count: int) -> None:
    spent = [(7 * i) % 41 + 1.0 for i in range(count)]
    spent[-1] = spent[0]
    cells = computed(unit(minimal, 5, [(50, one) for one in spent]))["总览"]
    rows = range(LISTED, LISTED + SHOWN)
    shown = [cells.get(f"F{row}", "") for row in rows]
    assert shown == [*sorted(spent)[:SHOWN], *[""] * (SHOWN - count)]
    assert [cells.get(f"B{row}", "") for row in rows] == [str(n) if n <= count else "" for n in range(1, SHOWN + 1)]
    names = [cells.get(f"C{row}") for row in rows if cells.get(f"C{row}")]
    assert len(set(names)) == min(count, SHOWN)
    assert cells[f"F{LISTED + SHOWN}"] == sum(spent)
    assert str(cells["P10"]).startswith(f"·　执行率最低 {2 * min(spent):.2f}%")


def test_the_worst_five_are_told_with_both_figures(minimal: dict[str, Any]) -> None:
    content = unit(minimal, 5, [])
    content["公开数"] = [{"表": "公开03", "行": "合计", "列": "本年支出合计", "数": "6.50"}]
    cells = computed(content)["总览"]
    told = {cells.get(f"Q{row}"): row for row in range(17, 27, 2)}
    row = told["公开03 合计：本年支出合计"]
    assert cells[f"P{row}"] == "不符"
    below = [cells[f"{col}{row + 1}"] for col in "PQRS"]
    assert below == ["去看 →", "公布 6.50", "算得 5.00", "差 1.50"]
