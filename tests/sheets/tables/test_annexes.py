"""三公对比, 项目支出, 附件1–3 of the real document: every published figure, links, live rows, bad input."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.conftest import fewer_rows
from tests.helpers import annexes, oracle, reading
from tests.helpers.annexes import D, Expected
from tests.helpers.building import assemble
from tests.helpers.computing import computed, recalculate
from tests.helpers.typing_in import Light, opened, saved, type_row
from xlbudget.datafile.file import Data
from xlbudget.workbook.engines.by_file import Values

SOUTH = "附件3:南部片区建设工作协调领导小组办公室办公经费"
GREEN = "附件3:绿心地区生态补偿专项资金"
PUBLICITY = "附件3:长株潭一体化发展宣传经费"
REFORM = "附件3:长株潭一体化发展改革经费"
SMOKE = "附件3:餐饮油烟净化治理项目资金"
CONTROL = "“三公经费”控制率"
COST = "行政运行成本控制"
PUBLICITY_ROW = "通过主题活动、湖南日报、官网官微等形式，对重点内容和成果进行宣传次数"
GREEN_ROW = "启动绿心地区新一轮高标准林相改造，逐步形成“一屏一带一圈”森林景观格局"

QUOTED: dict[tuple[str, str, str], Any] = {
    ("附件2", CONTROL, "2022年决算数"): lambda c: triple(c, "上年决算数"),
    ("附件2", CONTROL, "2023年决算数"): lambda c: triple(c, "决算数"),
    ("附件2", CONTROL, "增减"): lambda c: triple(c, "决算数") - triple(c, "上年决算数"),
    ("附件2", CONTROL, "控制率"): lambda c: triple(c, "决算数") / triple(c, "年初预算数") * 100,
    ("附件2", "全年任务完成率", "完成率"): lambda c: invested(c),
    (SOUTH, "全年任务完成率", "完成率"): lambda c: invested(c),
    ("附件2", "宣传活动次数", "宣传活动次数"): lambda c: fact(c, "宣传活动次数"),
    (PUBLICITY, PUBLICITY_ROW, "宣传活动次数"): lambda c: fact(c, "宣传活动次数"),
    ("附件2", "年度净化治理任务", "2023年净化治理户数"): lambda c: fact(c, "2023年净化治理户数") / 10000,
    ("附件2", "成本控制", "预算执行率"): lambda _: D("1006.09") / D("1077.38") * 100,
    ("附件2", "落实蓝天保卫战工作部署", "蓝天保卫战交办问题数"): lambda c: fact(c, "蓝天保卫战交办问题数"),
    (SMOKE, "宣传环保及问题整改", "蓝天保卫战交办问题数"): lambda c: fact(c, "蓝天保卫战交办问题数"),
    ("附件2", COST, "2022年人数"): lambda c: D(c["人员"]["上年人数"]),
    ("附件2", COST, "2023年人数"): lambda c: D(c["人员"]["年末实有人数"]),
    ("附件2", COST, "2022年决算数"): lambda c: last_year_basic(c),
    ("附件2", COST, "2023年决算数"): lambda _: D("575.32"),
    ("附件2", COST, "2022年人均"): lambda c: last_year_basic(c) / D(c["人员"]["上年人数"]),
    ("附件2", COST, "2023年人均"): lambda c: D("575.32") / D(c["人员"]["年末实有人数"]),
    ("附件2", COST, "上升率"): lambda c: (
        (D("575.32") / D(c["人员"]["年末实有人数"])) / (last_year_basic(c) / D(c["人员"]["上年人数"])) - 1
    ) * 100,
    (SOUTH, "优化运行机制，并确保有序运行", "工作月报期数"): lambda c: fact(c, "工作月报期数"),
    (SOUTH, "南部片区建设工作满意度", "下降"): lambda c: rated(c, SOUTH, "南部片区建设工作满意度", "下降"),
    (SOUTH, "南部片区建设工作满意度", "扣分"): lambda c: rated(c, SOUTH, "南部片区建设工作满意度", "扣分"),
    (GREEN, GREEN_ROW, "林相改造完成亩数"): lambda c: fact(c, "林相改造完成亩数"),
    (REFORM, "强化绿心保护", "林相改造完成亩数"): lambda c: fact(c, "林相改造完成亩数"),
    (REFORM, "公务接待严格按照相关标准执行", ""): lambda c: D(str(c["三公经费"]["决算数"]["公务接待费"])),
    (REFORM, "公务用车费用成本", ""): lambda c: D(str(c["三公经费"]["决算数"]["公务用车运行维护费"])),
    (SMOKE, "市民满意度", "下降"): lambda c: rated(c, SMOKE, "市民满意度", "下降"),
    ("附件2", "绿心地区资金支持项目有序推进", "绿心补偿支持项目数"): lambda c: fact(c, "绿心补偿支持项目数"),
    ("附件2", "绿心地区资金支持项目有序推进", "绿心补偿开工项目数"): lambda c: fact(c, "绿心补偿开工项目数"),
    (GREEN, "资金支持项目有序推进", "绿心补偿支持项目数"): lambda c: fact(c, "绿心补偿支持项目数"),
    (GREEN, "资金支持项目有序推进", "绿心补偿开工项目数"): lambda c: fact(c, "绿心补偿开工项目数"),
    (GREEN, "资金支持项目有序推进", "绿心补偿未开工项目数"): lambda c: fact(c, "绿心补偿未开工项目数"),
    (SMOKE, "市民满意度", "扣分"): lambda c: rated(c, SMOKE, "市民满意度", "扣分"),
    (SMOKE, "治理面源污染", "合计"): lambda c: sum(
        fact(c, name) for name in ("2016-2021年净化治理户数", "2022年净化治理户数", "2023年净化治理户数")
    ) / 10000,
    (SMOKE, "老旧小区外墙清洗减少", "预计节约"): lambda c: (
        fact(c, "2022年净化治理户数") * fact(c, "每户外墙清洗成本") / 10000
    ),
}  # fmt: skip
"""Figures quoted in the texts of 附件2 and 附件3: how each is worked out from the entered figures."""

# 原件自身的矛盾：表、行、列 → 印的数、为什么。
CONTRADICTIONS = {
    ("附件2", CONTROL, "实际完成值/2023年决算数"): ("5", "公开09 三公经费决算数 3.41（两项相加 3.40）"),
    ("附件2", CONTROL, "实际完成值/增减"): ("0.95", "3.40 − 4.05 = −0.65，是减少"),
    ("附件2", CONTROL, "实际完成值/控制率"): ("11.81%", "5 ÷ 42.34；决算数应为 3.40"),
    ("附件2", "绿心地区资金支持项目有序推进", "实际完成值/绿心补偿开工项目数"): ("3", "天心区开工 3、浏阳市开工 1"),
    (GREEN, "资金支持项目有序推进", "实际完成值/绿心补偿开工项目数"): ("3", "天心区开工 3、浏阳市开工 1"),
    (GREEN, "资金支持项目有序推进", "实际完成值/绿心补偿未开工项目数"): ("5", "天心区、雨花区各 2 个未开工"),
    ("附件2", "宣传活动次数", "实际完成值/宣传活动次数"): ("97", "附件3宣传经费同一指标印 10 次"),
    ("附件2", "年度净化治理任务", "实际完成值/2023年净化治理户数"): (
        "1.06",
        "2023 年净化治理 5800 户；1.06 万户是 2022 年的",
    ),
    ("附件2", COST, "实际完成值/2022年决算数"): ("562.55", "附件1 印 562.56"),
    ("附件2", COST, "实际完成值/2023年人数"): ("25", "自评报告一（一）年末实有 20 人"),
    ("附件2", COST, "实际完成值/2023年人均"): ("23.01", "575.32 ÷ 20 = 28.77"),
    ("附件2", COST, "实际完成值/上升率"): ("2.27%", "人均由 22.50 到 28.77"),
    (REFORM, "公务用车费用成本", "实际完成值"): ("4", "公开09 公务用车运行维护费 3.24"),
    (REFORM, "公务接待严格按照相关标准执行", "实际完成值"): ("1", "公开09 公务接待费 0.16"),
    (REFORM, "强化绿心保护", "实际完成值/林相改造完成亩数"): ("198", "附件3绿心印已完成 1650 亩"),
    (SMOKE, "老旧小区外墙清洗减少", "实际完成值/预计节约"): ("1060", "1.06 万户 × 100 元 = 106 万元"),
}

# 只差尾差的：表、行、列 → 印的数。
ROUNDING = {
    ("三公对比", "合计", "2023年决算"): "3.41",
    ("三公对比", "合计", "控制率"): "8.06%",
    ("附件1", "三公经费", "2023年决算数"): "3.41",
    ("附件1", "公用经费", "2023年决算数"): "36.56",
}


def triple(content: dict[str, Any], year: str) -> Decimal:
    return sum((D(str(v)) for v in content["三公经费"][year].values()), D(0))


def fact(content: dict[str, Any], name: str) -> Decimal:
    return next(D(str(row["数"])) for row in content["事实"] if row["键"] == name)


def invested(content: dict[str, Any]) -> Decimal:
    return fact(content, "南部融城片区累计完成投资") / fact(content, "南部融城片区年度预估投资") * 100


def last_year_basic(content: dict[str, Any]) -> Decimal:
    return next(D(str(r["上年决算数"])) for r in content["基础数据"] if r["行"] == "部门基本支出预算调整")


def rated(content: dict[str, Any], table: str, label: str, what: str) -> Decimal:
    entry = next(e for e in content["绩效自评"] if f"附件3:{e['对象']}" == table)
    rule = next(i["评分"] for i in entry["指标"] if i["三级"] == label)
    fallen = D(str(rule["目标"])) - D(str(rule["实际"]))
    return fallen if what == "下降" else fallen.to_integral_value("ROUND_CEILING") * D(str(rule["每低1扣"]))


def printed(text: str) -> tuple[Decimal, Decimal, Decimal]:
    """A printed figure, its last digit's unit, and half of that."""
    figure = text.rstrip("%")
    unit = D(1).scaleb(-len(figure.partition(".")[2]))
    return D(figure), unit, unit / 2


def test_every_published_figure_is_confirmed_rounding_or_a_listed_contradiction(sample: Data, values: Values) -> None:
    content = dict(sample.content)
    found, expected = annexes.read(content, values), annexes.calculate(content)
    published = [p for p in sample.rows("公开数") if not p["表"].startswith(("公开", "说明", "自评报告"))]
    assert len(published) == 171
    contradictions, off = set(), {}
    for entry in published:
        key = (entry["表"], entry["行"], entry["列"])
        figure, unit, half = printed(entry["数"])
        if key[2].startswith("实际完成值"):
            quantity = key[2].removeprefix("实际完成值").lstrip("/")
            value = QUOTED[key[0], key[1], quantity](content)
            expect = Expected(value, value, value)
            text = str(found[key[0], key[1], "实际完成值"])
            assert entry["数"].lstrip("-") in text.replace(",", ""), key
        else:
            expect = expected[key]
            shown = D(repr(round(float(found[key]) * (100 if entry["数"].endswith("%") else 1), 9)))
            assert abs(shown - expect.value) < D("0.0000001"), key
        if expect.value.quantize(unit, ROUND_HALF_UP) == figure:
            continue
        if not expect.same and expect.low - half <= figure <= expect.high + half:
            off[key] = entry["数"]
        else:
            contradictions.add((key, entry["数"]))
    assert off.items() >= ROUNDING.items()
    assert contradictions == {(key, figure) for key, (figure, _) in CONTRADICTIONS.items()}
    assert off == ROUNDING


def test_every_calculated_figure_stands_in_its_cell(sample: Data, values: Values) -> None:
    content = dict(sample.content)
    found = annexes.read(content, values)
    wrong = {}
    for key, expect in annexes.calculate(content).items():
        value = found.get(key, 0)
        times = 100 if key[2] in ("控制率", "预算执行率", "执行率") else 1
        if abs(D(repr(round(float(value) * times, 9))) - expect.value) > D("0.0000001"):
            wrong[key] = (value, expect.value)
    assert not wrong


def test_every_indicator_is_there_in_order(sample: Data, values: Values) -> None:
    assert sum(len(e["指标"]) for e in sample.rows("绩效自评")) == 210
    found = annexes.read(dict(sample.content), values)
    for entry in sample.rows("绩效自评"):
        table = "附件2" if entry["对象"] == "整体" else f"附件3:{entry['对象']}"
        rows = list(dict.fromkeys(row for t, row, column in found if t == table and column == "年度指标值"))
        assert [re.sub(r"#\d+$", "", row) for row in rows] == [i["三级"] for i in entry["指标"]]
        for row, indicator in zip(rows, entry["指标"], strict=True):
            for column in ("年度指标值", "实际完成值", "分值", "得分", "偏差原因"):
                expected = indicator.get(column, "")
                if isinstance(expected, str):
                    expected = re.sub(r"\{(.+?)\}", lambda m: str(fact(dict(sample.content), m[1])), expected)
                assert found[table, row, column] == expected, (table, row, column)


def test_weights_are_printed_in_brackets(sample: Data, values: Values) -> None:
    annex = 0
    for entry in sample.rows("绩效自评"):
        annex += entry["对象"] != "整体"
        sheet = "附件2" if entry["对象"] == "整体" else f"附件3-{annex}"
        shown = [
            str(v) for a, v in values[sheet].items() if a[0] in "BC" and "（" in str(v) and str(v).endswith("分）")
        ]
        assert sorted(shown) == sorted(f"{w.get('二级') or w['一级']}\n（{w['分值']}分）" for w in entry["权重"]), sheet


def test_the_hints_name_what_is_wrong_with_the_documents_own_scores(values: Values) -> None:
    said = {a: v for a, v in values["录入-绩效指标"].items() if isinstance(v, str) and v.endswith("；") and a[0] == "T"}
    wrong, why = "得分与评分规则算得的不符；", "注意：得分小于分值，须填偏差原因；"
    assert sorted(said.values()) == sorted([wrong] * 4 + [why] * 2 + [wrong + why])


def test_a_seventh_project_typed_into_the_file_counts_at_once(unpublished: bytes, content: dict[str, Any]) -> None:
    workbook = Light(unpublished)
    new = {"名称": "新*项目?", "类别": "公共项目", "年初预算": 10, "预算指标": 20, "支出金额": 5, "备注": "新增"}
    type_row(workbook, "录入-项目", 6, new)
    type_row(workbook, "录入-基础数据", len(content["基础数据"]), {"行": "新*项目?", "上年决算数": 3})
    values = recalculate(saved(workbook))
    content["项目"].append(new)
    content["基础数据"].append({"行": "新*项目?", "上年决算数": 3})
    found = annexes.rows_by_label("项目支出", reading.grid(values["项目支出"]), 4, 2, {})
    assert found["项目支出", "新*项目?", "预算执行率"] == pytest.approx(0.25)
    assert found["项目支出", "公共项目小计", "预算指标"] == pytest.approx(2475.56)
    assert found["项目支出", "合计", "资金结余"] == pytest.approx(45.65)
    annex = annexes.rows_by_label("附件1", reading.grid(values["附件1"]), 5, 1, {})
    assert annex["附件1", "新*项目?", "2022年决算数"] == 3
    assert annex["附件1", "3、公共专项资金", "2022年决算数"] == pytest.approx(2313.52)
    order = [v for a, v in values["项目支出"].items() if a.startswith("B") and v]
    assert order.index("新*项目?") < order.index("公共项目小计") < order.index("部门项目小计")


def test_a_further_indicator_typed_at_the_end_finds_its_table(unpublished: bytes, content: dict[str, Any]) -> None:
    workbook = Light(unpublished)
    name = content["绩效自评"][1]["对象"]
    indicators = [row for entry in content["绩效自评"] for row in entry["指标"]]
    new = {"对象": name, "一级": "满意度指标", "二级": "公众", "三级": "新增指标", "年度指标值": "1", "实际完成值": "2"}
    new |= {"分值": 5, "评分/方式": "正向", "评分/目标": 10, "评分/实际": 4}
    type_row(workbook, "录入-绩效指标", len(indicators) + 2, new)
    values = recalculate(saved(workbook))
    found = annexes.evaluation("t", reading.grid(values["附件3-1"]))
    assert found["t", "新增指标", "得分"] == 2
    assert found["t", "总分", "分值"] == 105
    assert found["t", "总分", "得分"] == pytest.approx(99)


def test_below_an_emptied_indicator_the_others_move_up(unpublished: bytes, content: dict[str, Any]) -> None:
    before = recalculate(unpublished)["附件2"]
    workbook = Light(unpublished)
    gone = content["绩效自评"][0]["指标"][1]
    blank = dict.fromkeys(key for key in ("对象", *gone) if key != "评分")
    type_row(workbook, "录入-绩效指标", 1, blank)
    after = recalculate(saved(workbook))["附件2"]
    rows = [[[cells.get(f"{col}{row}", "") for col in "ADEFGHI"] for row in range(14, 60)] for cells in (before, after)]
    gone_at = next(at for at, row in enumerate(rows[0]) if row[1] == gone["三级"])
    total = next(at for at, row in enumerate(rows[0]) if row[0] == "总分")
    left = rows[0][:gone_at] + rows[0][gone_at + 1 :]
    assert [row for at, row in enumerate(rows[1][:-1]) if row != left[at]] == [rows[1][total - 1]]
    assert rows[1][total - 1][0] == "总分"


def test_without_its_project_a_form_has_no_grade(unpublished: bytes) -> None:
    workbook = Light(unpublished)
    type_row(workbook, "录入-项目", 1, {"名称": "改了名字"})
    found = annexes.evaluation("t", reading.grid(recalculate(saved(workbook))["附件3-6"]))
    assert found["t", "总分", "分值"] == 100
    assert ("t", "年度资金总额", "得分") not in found
    assert found["t", "总分", "评级"] == "评级："


def test_a_data_file_with_a_seventh_project_has_its_annex(content: dict[str, Any]) -> None:
    content["项目"].append({"名称": "第七个", "类别": "部门项目", "预算指标": 8, "支出金额": 6})
    content["绩效自评"].append(
        {"对象": "第七个", "年度目标": "目标", "实际完成情况": "完成", "指标": [_indicator(90, 得分=88)]}
    )
    values = computed(content)
    found = annexes.evaluation("t", reading.grid(values["附件3-7"]))
    assert found["t", "年度资金总额", "执行率"] == pytest.approx(0.75)
    assert found["t", "当年财政拨款", "全年执行数"] == 6
    assert found["t", "总分", "得分"] == pytest.approx(95.5)
    assert found["t", "总分", "评级"] == "评级：优"


def _indicator(weight: float, **more: Any) -> dict[str, Any]:
    return {
        "一级": "产出指标",
        "二级": "数量指标",
        "三级": "某事",
        "年度指标值": "1",
        "实际完成值": "1",
        "分值": weight,
        **more,
    }


RULES: list[tuple[dict[str, Any], Any]] = [
    ({"方式": "正向", "目标": 10, "实际": 8}, 8),
    ({"方式": "正向", "目标": 10, "实际": 18}, 10),
    ({"方式": "正向", "目标": 0, "实际": 1}, ""),
    ({"方式": "反向", "目标": 10, "实际": 12}, 8),
    ({"方式": "反向", "目标": 10, "实际": 5}, 10),
    ({"方式": "反向", "目标": 10, "实际": 40}, 0),
    ({"方式": "反向", "目标": 0, "实际": 0}, 10),
    ({"方式": "反向", "目标": 0, "实际": 1}, 0),
    ({"方式": "达标", "方向": "≥", "目标": 5, "实际": 5}, 10),
    ({"方式": "达标", "方向": "≤", "目标": 5, "实际": 5.01}, 0),
    ({"方式": "扣分", "目标": 95, "实际": 93.01, "每低1扣": 0.5}, 9),
    ({"方式": "扣分", "目标": 95.3, "实际": 94.3, "每低1扣": 0.5}, 9.5),
    ({"方式": "扣分", "目标": 95, "实际": 96.4, "每低1扣": 0.5}, 10),
    ({"方式": "扣分", "目标": 95, "实际": 10, "每低1扣": 0.5}, 0),
    ({"方式": "扣分", "目标": 95, "实际": 80}, ""),
    ({"方式": "定性", "档": "达成"}, ""),
]


@pytest.fixture(scope="module")
def scored() -> dict[reading.Key, Any]:
    """An indicator for each rule, all in one workbook."""
    content = oracle.empty_unit()
    indicators = [_indicator(10, 三级=f"某事{number}", 评分=rule) for number, (rule, _) in enumerate(RULES)]
    content["绩效自评"] = [{"对象": "整体", "年度目标": "", "实际完成情况": "", "指标": indicators}]
    with fewer_rows():
        return annexes.evaluation("附件2", reading.grid(computed(content)["附件2"]))


@pytest.mark.parametrize("number", range(len(RULES)))
def test_a_score_by_its_rule(scored: dict[reading.Key, Any], number: int) -> None:
    rule, score = RULES[number]
    assert scored["附件2", f"某事{number}", "得分"] == (pytest.approx(score) if score != "" else ""), rule


def test_facts_are_told_in_texts(content: dict[str, Any]) -> None:
    first = content["绩效自评"][0]["指标"][0]
    first["实际完成值"] = "月报{工作月报期数}期、周报{工作周报期数}期，{没有这个}，{宣传活动次数}"
    content["绩效自评"][0]["年度目标"] = "{工作月报期数}期"
    values = computed(content)
    found = annexes.evaluation("附件2", reading.grid(values["附件2"]))
    assert found["附件2", first["三级"], "实际完成值"] == "月报8期、周报20期，｛没有这个｝，10"
    assert "8期" in values["附件2"].values()


def test_bad_and_odd_input_builds_and_says_so(minimal: dict[str, Any]) -> None:
    """A name no sheet title could bear, a formula for a text, 3,000 characters, no indicator, 200 of them."""
    odd = r"项目/\?*[]:" + "长" * 60
    long = "第一行\n" + "很长的文字" * 600
    minimal["项目"] = [
        {"名称": odd, "类别": "公共项目", "预算指标": 4, "支出金额": 3},
        {"名称": "=1+1", "类别": "部门项目"},
    ]
    minimal["绩效自评"] = [
        {"对象": "整体", "年度目标": "", "实际完成情况": "", "指标": []},
        {"对象": odd, "年度目标": long, "实际完成情况": "=2+2", "指标": [_indicator(1, 得分=2, 偏差原因=long)] * 1},
        {"对象": "=1+1", "年度目标": "", "实际完成情况": "", "指标": [_indicator(0.45) for _ in range(200)]},
        {"对象": "没有这个项目", "年度目标": "", "实际完成情况": "", "指标": [_indicator(1, 得分=1)]},
    ]
    values = computed(minimal)
    assert not [v for cells in values.values() for v in cells.values() if isinstance(v, str) and v.startswith("#")]
    odd_form = annexes.evaluation("t", reading.grid(values["附件3-1"]))
    assert odd_form["t", "年度资金总额", "执行率"] == pytest.approx(0.75)
    assert odd_form["t", "某事", "偏差原因"] == long
    assert "=2+2" in values["附件3-1"].values()
    assert values["附件3-2"]["D3"] == "=1+1"
    hints = [
        v
        for cells in (values["录入-绩效自评"], values["录入-绩效指标"])
        for v in cells.values()
        if str(v).endswith("；")
    ]
    assert any("；对象既不是“整体”，也不是 录入-项目 里的项目；" in str(hint) for hint in hints)
    assert "得分大于分值；" in hints


def test_weights_typed_as_text_are_named(unpublished: bytes) -> None:
    workbook = Light(unpublished)
    type_row(workbook, "录入-绩效指标", 0, {"分值": "三分"})
    values = recalculate(saved(workbook))
    assert values["录入-绩效指标"]["T5"] == "分值须为数字；"
    assert not [v for cells in values.values() for v in cells.values() if isinstance(v, str) and v.startswith("#")]


def test_sheets_come_with_their_keys(minimal: dict[str, Any]) -> None:
    bare = {sheet.name for sheet in assemble(Data(minimal)).sheets}
    assert not bare & {"三公对比", "项目支出", "附件1", "附件2", "录入-项目", "录入-绩效指标"}
    assert "总览" in bare
    for key, sheet in (("项目", "项目支出"), ("基础数据", "附件1")):
        assert sheet in {s.name for s in assemble(Data({**minimal, key: []})).sheets}
    blank = {s.name for s in assemble(Data({**minimal, "绩效自评": []})).sheets}
    assert {"录入-绩效指标", "附件2", "附件3-1"} <= blank


def test_the_overview_has_its_charts(unpublished: bytes) -> None:
    overview: Any = opened(unpublished)["总览"]
    assert len(overview._charts) == 4


LABELS = {"甲": "{没有}", "乙": "年度资金总额", "丙": "总分", "丁": "丁@2", "戊": "戊/乙", "己": '"'}
"""A project and what it calls its second source of money."""


@pytest.fixture(scope="module")
def funded() -> Values:
    """A workbook with all of them."""
    content = oracle.empty_unit()
    content["项目"] = [{"名称": name, "类别": "部门项目", "预算指标": 5, "支出金额": 5} for name in LABELS]
    content["绩效自评"] = [
        {
            "对象": name,
            "资金": [{"行": label, "全年预算数": 2, "全年执行数": 2}],
            "年度目标": "",
            "实际完成情况": "",
            "指标": [],
        }
        for name, label in LABELS.items()
    ]
    with fewer_rows():
        return computed(content)


@pytest.mark.parametrize("name", LABELS)
def test_a_source_of_money_may_be_called_anything(funded: Values, name: str) -> None:
    values = funded[f"附件3-{1 + list(LABELS).index(name)}"]
    assert [values[f"E{row}"] for row in (6, 7, 8)] == [5, 3, 2]
    assert values["B8"] == LABELS[name]
