"""What is plausible and what is not: counts beside amounts, balances by 项, scores beside their texts, thresholds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import formualizer
import pytest

from tests.helpers.building import assemble
from tests.helpers.checking import little_unit
from tests.helpers.computing import computed, written
from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.datafile.classification import subjects
from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL
from xlbudget.datafile.file import Data
from xlbudget.errors import BadLayout
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package
from xlbudget.regions.forms import form_in
from xlbudget.sheets.examples import UNIT
from xlbudget.sheets.inputs.digits import marked, missing
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.sheets.rules.verdict_order import VERDICT

Verdicts = dict[tuple[str, str], str]

pytestmark = pytest.mark.usefixtures("few_rows")


@pytest.fixture
def example() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(UNIT.read_text(encoding="utf-8"))
    return content


def verdicts(content: dict[str, Any]) -> Verdicts:
    """Rule and subject → verdict, of what does apply."""
    cells, found = computed(content)[CHECKS.sheet], {}
    for row, check in enumerate(assemble(Data(content)).checks, FIRST):
        verdict = str(cells.get(CHECKS.cell(VERDICT, row)))
        if verdict != "不适用":
            found[check.rule.id, check.subject] = verdict
    return found


def wrong(content: dict[str, Any]) -> Verdicts:
    return {key: verdict for key, verdict in verdicts(content).items() if verdict not in ("通过", "尾差")}


def said(content: dict[str, Any], rule: str) -> list[str]:
    found = findings(assemble(Data(content)), computed(content), Positions())
    return [one.message for one in found if one.rule == rule]


STANDS = {
    95: ("95%", "95.0%", "95.00", "满意度95以上", "≥95", "195、95"),
    1650: ("1650亩", "1,650 亩", "改造1,650.0亩"),
    33.8: ("≤33.8万", "≤33.80万元", "33.8，33.85"),
    1: ("2023年12月完成1场", "1—2 条", "3项、1项"),
    3: ("完成三次", "2023年完成三次"),
    0: ("投诉率为0", "未发生", "0 次"),
    0.5: ("扣0.5分",),
}
STANDS_NOT = {
    95: ("195%", "950", "95.5%", "9.95", "95.05", "0.95"),
    1650: ("1,6500", "16 50"),
    33.8: ("33.85", "133.8", "3.8"),
    1: ("2021年12月", "100%", "1.06万户", "11"),
    3: ("2023年完成四次", "0.3"),
    0: ("100%", "10 次", "0.5"),
    0.5: ("10.5", "0.55", "5"),
}


def test_a_number_stands_in_a_text_or_it_does_not() -> None:
    """As a number of its own, with its percent sign, decimals and separators; one engine works out all of them."""
    cases = [(n, text, False) for n, texts in STANDS.items() for text in texts]
    cases += [(n, text, True) for n, texts in STANDS_NOT.items() for text in texts]
    engine: Any = formualizer.Workbook()
    engine.add_sheet("例")
    for row, (number, text, _) in enumerate(cases, 1):
        engine.set_value("例", row, 1, number)
        engine.set_value("例", row, 2, text)
        engine.set_formula("例", row, 3, "=" + marked(f"A{row}", f"B{row}"))
        engine.set_formula("例", row, 4, "=" + missing(f"A{row}", f"B{row}", f"C{row}"))
    engine.evaluate_all()
    told = [(number, text, engine.get_value("例", row, 4)) for row, (number, text, _) in enumerate(cases, 1)]
    assert told == cases


def test_scores_beside_their_texts() -> None:
    """The text as it is printed, facts put in; a text without a figure says nothing."""
    unit = little_unit()
    first, second = unit["绩效自评"][1]["指标"]
    first |= {
        "年度指标值": "不少于6次",
        "实际完成值": "巡查{次数}次",
        "评分": {"方式": "达标", "方向": "≥", "目标": 6, "实际": 4},
    }
    second |= {"年度指标值": "改善", "实际完成值": "2023年已改善"}
    third = {
        **first,
        "三级": "扣",
        "评分": {"方式": "扣分", "目标": 6, "实际": 3, "每低1扣": 0.5},
        "实际完成值": "3次，每次扣1分",
    }
    unit["绩效自评"][1]["指标"].append(third)
    told = [message for message in said(unit, "录入-请核对") if "找不到" in message]
    assert [message.partition("：")[2].partition("；")[0] for message in told] == [
        "评分的实际在实际完成值里找不到",
        "评分的实际在实际完成值里找不到",
        "评分的每低1扣在年度指标值、实际完成值里找不到",
    ]
    unit.pop("事实")
    first["实际完成值"] = "巡查4次"
    assert not any("甲项目 数" in one and "找不到" in one for one in said(unit, "录入-请核对"))


def test_what_was_not_counted_is_no_zero(minimal: dict[str, Any]) -> None:
    minimal["三公经费"] = {
        "上年决算数": {},
        "年初预算数": {"公务接待费": 2},
        "决算数": {"公务接待费": 1, "公务用车运行维护费": 0},
    }
    assert not {rule for rule, _ in verdicts(minimal) if rule in ("三公-有数量", "三公-有金额", "三公-数量")}
    minimal["三公经费"]["实物量"] = {
        "公务接待批次": 3,
        "公务接待人次": 2,
        "因公出国（境）团组数": 1,
        "公务用车购置数": 0,
    }
    assert {key: verdict for key, verdict in wrong(minimal).items() if key[0].startswith("三公-")} == {
        ("三公-数量", "公务接待人次"): "不符",
        ("三公-有金额", "因公出国（境）团组数"): "需说明",
    }


def test_foreign_guests_within_or_beside(example: dict[str, Any]) -> None:
    parts = example["三公经费"]["公务接待明细"]
    for home, foreign, verdict in ((5, 2, "通过"), (3, 2, "通过"), (4, 2, "不符"), (2, 2, "不符")):
        parts |= {"国内公务接待支出": home, "外宾接待支出": foreign}
        assert verdicts(example)["三公-接待明细", "公务接待明细"] == verdict


def test_a_code_typed_otherwise_is_seen_and_named(example: dict[str, Any]) -> None:
    """The total agrees; by 项 it does not, and the message names both codes."""
    example["收入"][2]["科目"] = "2080506"
    (message,) = said(example, "表间-结转项")
    assert message.startswith("一般公共预算财政拨款：支出多于收入的各项 20.00，应不大于 年初结转和结余 0.00，差 20.00")
    assert "没有或不够收入的 2080505（多 20.00 万元），有收入而没有支出的 2080506；" in message
    # What was there at the beginning of the year may be spent.
    example["结转结余"]["年初"].append({"资金来源": GENERAL, "金额": 20})
    assert not said(example, "表间-结转项")
    # A code that is no 项 is told where it stands, and once.
    example["收入"][2]["科目"] = "20805"
    example["结转结余"]["年初"].pop()
    assert not said(example, "表间-结转项")


def test_used_balances_of_other_money_count_as_there(minimal: dict[str, Any]) -> None:
    minimal["收入"] = [{"科目": "2010101", "其他收入": 10}, {"科目": "2010102", "事业收入": 4}]
    minimal["支出"] = [{"科目": "2010101", "资金来源": "其他资金", "基本支出": 15}]
    minimal["结转结余"] = {"年初": [{"资金来源": "其他资金", "金额": 3}], "使用非财政拨款结余和专用结余": 2}
    assert not said(minimal, "表间-结转项")
    minimal["结转结余"]["使用非财政拨款结余和专用结余"] = 1.9
    (message,) = said(minimal, "表间-结转项")
    assert "有收入而没有支出的 2010102" in message


def test_opening_balances_are_last_years_closing_ones(example: dict[str, Any]) -> None:
    example["上年"]["年末结转和结余"] += [{"资金来源": GENERAL, "金额": 1}]
    assert wrong(example) == {("表间-年初", GENERAL): "需说明"}
    example["上年"].pop("年末结转和结余")
    assert not [key for key in verdicts(example) if key[0] == "表间-年初"]


@pytest.mark.parametrize(
    ("kind", "figure", "expected"),
    [
        (None, 45, {}),
        (None, 50.03, {}),
        (None, 51, {("表间-机关运行", "机关运行经费"): "不符"}),
        ("汇总", 45, {}),
        ("行政", 50.01, {}),
        ("参公", 45, {("表间-机关运行性质", "单位性质"): "需说明"}),
        ("事业", 0, {}),
        ("事业", 45, {("表间-机关运行性质", "单位性质"): "需说明"}),
    ],
)
def test_office_costs_by_the_kind_of_unit(
    example: dict[str, Any], kind: str | None, figure: float, expected: Verdicts
) -> None:
    example["机关运行经费"] = figure
    if kind:
        example["单位"]["单位性质"] = kind
    assert wrong(example) == expected


def test_a_code_of_one_fund_is_for_its_money(example: dict[str, Any]) -> None:
    kept = {one.code: one.money for one in subjects("functional") if one.money}
    assert (kept["21208"], kept["223"]) == (FUND, CAPITAL)
    example["支出"][3]["资金来源"] = GENERAL
    example["支出"][4]["科目"] = "2230105"
    example["收入"][3] = {"科目": "2120899", "一般公共预算财政拨款收入": 30}
    told = [one.partition("：")[2].partition("；")[0] for one in said(example, "录入-填写")]
    assert told == [f"这个科目只有{FUND}用，收入填到了别的拨款里", f"这个科目只有{FUND}用，资金来源不符"]


def test_thresholds_are_the_layouts(tmp_path: Path, example: dict[str, Any]) -> None:
    path = tmp_path / "省.yaml"
    said_ = "名称: 省\n说明: 省\n依据: 省\n界限:\n  其他占比: {数: 45, 依据: 省里的规定}\n"
    path.write_text(said_, encoding="utf-8")
    assert form_in(path).thresholds["其他占比"] == ("45", "省里的规定")
    assert form_in(path).thresholds["量级"][0] == "10"
    example["经济分类"] |= {"30101": 110, "30199": 40}
    assert wrong(example) == {("合理-其他占比", "30199"): "需说明"}
    example["单位"]["模板"] = "省"
    book = assemble(Data(example), path)
    cell = book.names.cell("界限/其他占比", "测试")
    assert book.formulas[cell.sheet][cell.text(cell.sheet)] == "=45"
    path.write_text(said_.replace("45", "45%"), encoding="utf-8")
    with pytest.raises(BadLayout, match="应为不带单位的数，现为“45%”"):
        form_in(path)


UNUSUAL: dict[str, Any] = {
    "自评-超额完成": ("绩效自评", 1, "指标", 0, {"评分": {"方式": "正向", "目标": 1, "实际": 1.3}}),
    "合理-年末结余": ("收入", 0, {"一般公共预算财政拨款收入": 230}),
    "合理-负数": ("支出", 0, {"基本支出": 210, "对附属单位补助支出": -10}),
    "合理-人数": ("人员", {"在职人数": 7}),
    "合理-项目执行率": ("项目", 1, {"偏差原因": ""}),
    "合理-量级": ("人员", {"在职人数": 1, "上年人数": 1}),
}


@pytest.mark.parametrize("rule", UNUSUAL)
def test_what_is_unusual_is_to_be_explained(example: dict[str, Any], rule: str) -> None:
    """And never more than that; a reason where the figure stands clears it."""
    *steps, change = UNUSUAL[rule]
    place: Any = example
    for step in steps:
        place = place[step]
    place |= change
    found = wrong(example)
    assert {verdict for (id_, _), verdict in found.items() if id_ == rule} == {"需说明"}
    if rule == "自评-超额完成":
        place["偏差原因"] = "目标偏低"
        assert rule not in {id_ for id_, _ in wrong(example)}


def test_weights_of_another_form_are_left_in_peace(example: dict[str, Any]) -> None:
    """With 成本指标 as a first level the three are no longer 50, 30 and 10."""
    whole = example["绩效自评"][0]
    whole["指标"][1]["一级"] = "成本指标"
    assert ("自评-通常权重", "附件2 整体") not in verdicts(example)


def test_what_is_new_is_read_back(example: dict[str, Any]) -> None:
    example["单位"]["单位性质"] = "汇总"
    read = read_package(Package.of(Path("例.xlsx"), written(example))).data.content
    for key in ("单位", "上年", "三公经费"):
        assert read[key] == example[key]


def test_people_alone_need_an_amount_and_a_table_without_figures_its_note_where_others_have_theirs(
    example: dict[str, Any],
) -> None:
    counts = example["三公经费"]["实物量"]
    del counts["因公出国（境）团组数"]
    counts["因公出国（境）人次"] = 4
    for listed in (example["收入"], example["支出"], example["结转结余"]["年初"], example["上年"]["年末结转和结余"]):
        listed[:] = [entry for entry in listed if entry.get("科目") != "2120899"]
    found = wrong(example)
    assert found["三公-有金额", "因公出国（境）人次"] == "需说明"
    assert found["公开-无数据说明", "公开07"] == "需说明"
    assert ("公开-无数据说明", "公开08") not in found
