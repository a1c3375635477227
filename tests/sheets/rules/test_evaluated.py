"""绩效情况: what follows from the self-evaluations, what is entered without them, and both against each other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.helpers.building import assemble
from tests.helpers.computing import computed
from tests.sheets.rules.test_published import lines
from xlbudget.datafile.file import Data
from xlbudget.sheets.examples import UNIT
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.verdict_list import FIRST

MANAGED: dict[str, Any] = {
    "绩效跟踪评价": {"数量": 2, "金额": 120},
    "绩效自评": {"数量": 5, "金额": 80},
    "绩效自评平均得分": 90.5,
    "绩效评级": {"良": 1},
    "发现问题": 3,
}


def published(content: dict[str, Any], **printed: str) -> dict[str, Any]:
    content["公开数"] = [
        {"表": "说明", "行": f"十/{name.rpartition('_')[0]}", "列": name.rpartition("_")[2], "数": figure}
        for name, figure in printed.items()
    ]
    return content


@pytest.fixture
def example() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(UNIT.read_text(encoding="utf-8"))
    return content


@pytest.mark.usefixtures("few_rows")
def test_of_the_self_evaluations_it_follows(example: dict[str, Any]) -> None:
    """90 and 10 × 70/80, 90 and 10 × 30/40; what is entered all the same is compared, and does not stand in for it."""
    example["绩效情况"] = MANAGED
    content = published(
        example,
        **{"绩效自评_数量": "2", "绩效自评_金额": "120.00", "绩效自评平均得分_数量": "98.13", "绩效评级“优”_数量": "2"},
        **{"绩效评级“良”_数量": "0", "绩效跟踪评价_数量": "2", "发现问题_数量": "4"},
    )
    values = computed(content)
    assert [line["判定"] for line in lines(values, 7)] == ["通过"] * 6 + ["不符"]
    checks = assemble(Data(content)).checks
    cells = values[CHECKS.sheet]
    said = {
        check.subject: cells[CHECKS.cell("判定", row)]
        for row, check in enumerate(checks, FIRST)
        if check.rule.id == "自评-绩效情况"
    }
    assert {subject: verdict for subject, verdict in said.items() if verdict != "不适用"} == {
        "绩效自评 数量": "不符",
        "绩效自评 金额": "不符",
        "绩效自评平均得分": "不符",
        "绩效评级 良": "不符",
    }


@pytest.mark.usefixtures("few_rows")
def test_without_any_it_is_entered(minimal: dict[str, Any]) -> None:
    minimal["绩效情况"] = MANAGED
    content = published(
        minimal,
        **{"绩效自评_数量": "5", "绩效自评_金额": "80.00", "绩效自评平均得分_数量": "90.5", "绩效评级“良”_数量": "1"},
        **{"绩效评级“优”_数量": "1", "编报绩效目标_数量": "2"},
    )
    assert [line["判定"] for line in lines(computed(content), 6)] == ["通过"] * 4 + ["无法核对"] * 2
