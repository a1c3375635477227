"""式: what a fact or a score is worked out from, its interval, and every way in which it can come to nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit
from tests.helpers.computing import computed, written
from tests.helpers.typing_in import Light, saved
from tests.sheets.rules.test_published import lines
from xlbudget import build_workbook
from xlbudget.datafile.file import Data
from xlbudget.errors import BadData
from xlbudget.language.arithmetic import Literal, Misread, Operation, Reference, parsed
from xlbudget.reading.package import Package
from xlbudget.reading.reader import read_package


def fact(key: str, formula: str = "", unit: str = "", **more: Any) -> dict[str, Any]:
    return {"键": key, **more} | ({"单位": unit} if unit else {}) | ({"式": formula} if formula else {})


def told(table: str, line: str, column: str, figure: str, **more: str) -> dict[str, str]:
    return {"表": table, "行": line, "列": column, "数": figure, **more}


def test_what_a_formula_says() -> None:
    a, b, two = Reference("甲/乙"), Reference("丙"), Literal("2")
    assert parsed(" {甲/乙}-{ 丙 } *2 ") == Operation("-", (a, Operation("*", (b, two))))
    assert parsed("({甲/乙}-{丙})/-2") == Operation("/", (Operation("-", (a, b)), Operation("-", (two,))))
    assert parsed("{甲/乙}-{丙}-2") == Operation("-", (Operation("-", (a, b)), two))
    assert parsed("min(2,{丙})", functions=True) == Operation("MIN", (two, b))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "第 1 个字符附近写法不对"),
        ("1+", "写法不对"),
        ("(1", "第 1 个字符附近写法不对"),
        ("1)", "第 2 个字符附近写法不对"),
        ("{甲", "第 1 个字符“{”看不懂"),
        ("{ }", "没有名称"),
        ("{}", "没有名称"),
        ("（1）", "第 1 个字符“（”看不懂"),
        ("{甲乙} ÷ 2", "第 6 个字符“÷”看不懂"),
        ("MIN(1)", "这里不能用函数"),
        ("{甲}{乙}", "“{甲}{乙}”看不懂"),
        ("{甲}({乙})", "看不懂"),
        ("2{甲}", "“2{甲}”看不懂"),
        ("{甲}2", "写法不对"),
        ("1**2", "“1**2”看不懂"),
        ("1//2", "看不懂"),
        ("0x1", "第 2 个字符“x”看不懂"),
        ("1e5", "看不懂"),
        ("1.", "看不懂"),
        ("007", "写法不对"),
        ("{甲},{乙}", "看不懂"),
        ("1if 2 else 3", "看不懂"),
        ("1+" * 1200 + "1", "最多 100 个"),
    ],
)
def test_what_says_nothing(text: str, why: str) -> None:
    with pytest.raises(Misread, match=re.escape(why)):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("SUM(1)", "可以用 MIN"), ("ROUND(1)", "ROUND 要有 2 个数"), ("MAX", "“MAX”看不懂"), ("MIN{甲}", "看不懂")],
)
def test_functions_of_a_score(text: str, why: str) -> None:
    with pytest.raises(Misread, match=why):
        parsed(text, functions=True)


@pytest.mark.usefixtures("few_rows")
def test_facts_worked_out_from_facts_and_tables() -> None:
    """Sums, differences, products and quotients, over facts, tables and texts; printed where a text names them."""
    unit = little_unit()
    unit["事实"] = [
        fact("户数", 数=10600, unit="户"),
        fact("每户", 数=100, unit="元/户"),
        fact("拨付", 数=209.46, unit="万元"),
        fact("节约", "{户数}*{每户}/10000", "万元"),
        fact("拨付率", "({拨付}+{节约})/{项目支出/甲项目/支出金额}", "%"),
        fact("再说一遍", "{拨付率}", "%"),
        fact("甲项目/完成率/总体", "{拨付}/{公开03/合计/项目支出}", "%"),
        fact("某指标/节约", "{节约}-{三公对比/合计/2023年预算}", "万元"),
        fact("零", "1/{没有}"),
        fact("没有", 数=0),
    ]
    unit["绩效自评"][1]["实际完成情况"] = "节约{节约}万元，拨付率{拨付率}%，{零}"
    unit["公开数"] = [
        told("说明", "十四/节约", "金额", "106", 单位="万元"),
        told("说明", "十四/拨付率", "完成率", "110.61%"),
        told("自评报告", "八/再说一遍", "占比", "110.60%"),
        told("说明", "十四/甲项目", "完成率", "73.18%", 处="总体"),
        told("说明", "十四/甲项目", "完成率", "95.07%"),
        told("附件2", "某指标", "实际完成值/节约", "104", 单位="万元"),
        told("说明", "十四/零", "数量", "1"),
    ]
    values = computed(unit)
    found = lines(values, 7)
    assert [line["判定"] for line in found] == ["通过", "通过", "尾差", "通过", "通过", "通过", "不符"]
    # 209.46 and 285.21 are each off by 0.005 at most: no sum of half-widths, but a quotient's own interval.
    low, high = ((315.46 - 0.005) / 285.215 * 100 - 0.005, (315.46 + 0.005) / 285.205 * 100 + 0.005)
    assert (found[2]["下限"], found[2]["上限"]) == pytest.approx((low, high))
    assert "节约106.00万元，拨付率110.61%，｛零｝" in values["附件3-1"].values()
    hints = [text for text in values["录入-事实"].values() if isinstance(text, str) and "除以了零" in text]
    assert hints == ["式算不出数，大概是除以了零；"]


@pytest.mark.usefixtures("few_rows")
def test_what_is_missing_is_no_zero_and_a_long_chain_is_refused() -> None:
    unit = little_unit() | {"公开数": []}
    unit["事实"] = [fact("空"), fact("加一", "{空}+1"), fact("率", 数=50, unit="%"), fact("半", "{率}*3")]
    unit["事实"] += [fact(f"链{n}", f"{{链{n + 1}}}+1") for n in range(200)] + [fact("链200", 数=1)]
    book = assemble(Data(unit))
    values = computed(unit)["录入-事实"]
    assert [values.get(f"C{row}") for row in (6, 8)] == [None, 1.5]
    assert {why for path, why in book.problems.items()} == {"一个用一个，超过 50 层"}
    assert 100 < len(book.problems) < 200


@pytest.mark.usefixtures("few_rows")
def test_a_score_by_formula() -> None:
    unit = little_unit()
    unit["事实"] = [fact("月报", 数=8), fact("应报", 数=12)]
    indicators = unit["绩效自评"][1]["指标"]
    for text in ("MIN(1,ROUND({月报}/{应报},2))*10", "{月报}*2"):
        one = indicators[0] | {"三级": text, "分值": 10, "评分": {"方式": "公式", "式": text}}
        one.pop("得分", None)
        indicators.append(one)
    values = computed(unit)["录入-绩效指标"]
    heading = {text: cell[:-1] for cell, text in values.items() if cell.endswith("4") and len(cell) < 4}
    rows = {text: cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell, text in values.items() if text in {*_texts(unit)}}
    scores = [values[heading["计算得分"] + rows[text]] for text in _texts(unit)]
    assert scores == pytest.approx([6.7, 16])
    said = [str(values.get(heading["填写提示"] + rows[text], "")) for text in _texts(unit)]
    assert ["不在 0 和分值之间" in text for text in said] == [False, True]


SCORES = {
    "在职人员控制率": 5,
    "三公经费变动率": 0,
    # 3 of 3 + 961 are left: one step of 5%.
    "预算完成率": 3,
    # 161 of 800 more.
    "预算控制率": 2,
    "资金结余": 2,
    # 108 of 100 square metres: two steps of 5%.
    "楼堂馆所面积控制率": 1,
}
MANUAL = ROOT / "docs" / "manual" / "fill.md"


@pytest.mark.usefixtures("few_rows")
def test_scores_that_follow_from_the_tables() -> None:
    """The formulas of the manual, for the sheet of a province: computed, and a typed score is compared."""
    unit = little_unit()
    for row, whole in zip(unit["支出"], (360, 600, 1), strict=True):
        row["全年预算数"] = whole
    unit["楼堂馆所"] = [{"名称": "综合楼", "批复规模": 100, "实际规模": 108, "预算投资": 50, "实际投资": 50}]
    told_ = dict(re.findall(r"^\| (\S+) \| [^|]+ \| `(.+)` \|$", MANUAL.read_text(encoding="utf-8"), re.M))
    indicators = unit["绩效自评"][0]["指标"]
    for name in SCORES:
        indicators.append(indicators[0] | {"三级": name, "分值": 5, "评分": {"方式": "公式", "式": told_[name]}})
        indicators[-1].pop("得分", None)
    indicators[-1]["得分"] = 4
    values = computed(unit)["录入-绩效指标"]
    heading = {text: cell[:-1] for cell, text in values.items() if cell.endswith("4") and len(cell) < 4}
    rows = {text: cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell, text in values.items() if text in SCORES}
    assert {name: values[heading["计算得分"] + row] for name, row in rows.items()} == pytest.approx(SCORES)
    hint = str(values[heading["填写提示"] + rows["楼堂馆所面积控制率"]])
    assert "得分与评分规则算得的不符" in hint


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize(
    ("score", "total"),
    [("{附件2/总分/得分}/10", ""), ("{总}/10", "{附件3:甲项目/总分/得分}"), ("{附件3:甲项目/总分/得分}", "")],
)
def test_no_score_follows_from_the_total(score: str, total: str) -> None:
    """A fact may be made of it, and is no circle."""
    unit = little_unit()
    unit["事实"].append(fact("旁", "{附件2/年度资金总额/全年执行数}-{附件2/总分/得分}"))
    unit["事实"] += [fact("总", total)] if total else []
    assert assemble(Data(unit)).problems == {}
    one = unit["绩效自评"][0]["指标"][0] | {"三级": "总的", "评分": {"方式": "公式", "式": score}}
    unit["绩效自评"][0]["指标"].append(one)
    assert set(assemble(Data(unit)).problems.values()) == {"绕了圈，总分要先用到它自己"}


def _texts(unit: dict[str, Any]) -> list[str]:
    return [one["三级"] for one in unit["绩效自评"][1]["指标"][-2:]]


REFUSED = {
    "1 2": "附近写法不对",
    "{没有的}": "没有叫“没有的”的事实",
    "{公开03/没有/基本支出}": "没有叫“公开03/没有/基本支出”的事实，也没有",
    "{自己}+1": "绕了圈",
    "{圈}": "绕了圈",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_represented_is_refused(minimal: dict[str, Any], text: str) -> None:
    minimal["事实"] = [fact("甲", 数=1), fact("圈", "{自己}"), fact("自己", text)]
    if text == "{自己}+1":
        minimal["事实"].pop(1)
    with pytest.raises(BadData, match=re.escape(REFUSED[text])) as refused:
        build_workbook(minimal)
    assert refused.value.path in ("事实[1].式", "事实[2].式")


@pytest.mark.usefixtures("few_rows")
def test_typed_later_or_typed_badly_is_a_finding(tmp_path: Path) -> None:
    """In the workbook, where it is typed; and a check takes the file as it stands."""
    unit = little_unit() | {"公开数": []}
    unit["事实"] = [fact("次数", 数=3), fact("两倍", "{次数}*2")]
    package = written(unit)
    assert dict(read_package(Package.of(Path("book.xlsx"), package)).data.content)["事实"] == unit["事实"]
    page = Light(package)
    page["录入-事实"]["A7"].value, page["录入-事实"]["F7"].value = "三倍", "{次数}*3"
    page["录入-事实"]["A8"].value, page["录入-事实"]["F8"].value = "坏的", "{次数}*"
    found = {one.cell: one for one in checked(tmp_path, saved(page)).findings if one.sheet == "录入-事实"}
    assert "待重新生成" in found["F7"].message
    assert found["F7"].severity == "warning"
    assert any("式读不懂" in one.message and one.severity == "error" for one in found.values())


WORDS = ROOT / "samples"
COMMON = re.compile(r"[一-鿿]{4,}")


def _own_words() -> set[str]:
    """Names that the units of the samples gave: projects, facts, indicators, the units themselves."""
    found: set[str] = set()
    for path in sorted(WORDS.glob("*.json")):
        data = Data(json.loads(path.read_text(encoding="utf-8")))
        found |= {data.unit, *(row["名称"] for row in data.rows("项目"))}
        found |= {part for row in data.rows("事实") for part in row["键"].split("/")}
        found |= {one["三级"] for entry in data.rows("绩效自评") for one in entry["指标"]}
    return {word for word in found if len(word) >= 4}


def test_no_word_of_a_unit_is_in_the_program() -> None:
    words = _own_words() - STANDARD
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "xlbudget").rglob("*") if path.suffix in READ}
    assert len(words) > 200
    assert {(path.name, word) for path, text in texts.items() for word in words if word in text} == set()


READ = {".py", ".json", ".yaml", ".csv", ".xml"}
STANDARD = {"成本控制", "实际完成值"}
"""Words of the forms that a unit's indicator is called by, too."""


def test_the_sample_builds() -> None:
    data = Data(json.loads((WORDS / "changsha-2023.json").read_text(encoding="utf-8")))
    assert assemble(data).problems == {}
