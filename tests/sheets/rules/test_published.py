"""公开数核对: every published figure of the two samples, its verdict, its n and its interval."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import EXPECTED, SHANGHAI, needs_shared
from tests.helpers.building import assemble
from tests.helpers.checking import checked, little_unit
from tests.helpers.computing import cached, computed, written
from xlbudget.datafile.file import Data, load
from xlbudget.regions.forms import form_of
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_narrative
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import FIRST
from xlbudget.workbook.engines.by_file import Values

Line = dict[str, Any]
COLUMNS = {"数": "公布的数", "算得": "算得的数"} | {
    name: name for name in ("表", "行", "列", "处", "下限", "上限", "判定")
}
COUNTS = ("分子个数", "分母个数")
VERDICTS = {"confirmed": "通过", "rounding": "尾差", "error": "不符", "warning": "提示", "underivable": "无法核对"}


def lines(values: Values, published: int) -> list[Line]:
    """The lines of the sheet that repeat an entry of 公开数, in file order."""
    cells: dict[str, Any] = dict(values[COMPARISONS.sheet])
    found = []
    for row in range(FIRST, FIRST + published):
        line: Line = {name: cells.get(COMPARISONS.cell(column, row)) for name, column in COLUMNS.items()}
        line["n"] = sum(cells.get(COMPARISONS.cell(column, row)) or 0 for column in COUNTS)
        found.append(line)
    return found


@pytest.fixture(scope="module")
def shanghai() -> Data:
    return load(SHANGHAI)


@pytest.fixture(scope="module")
def shanghai_lines(shanghai: Data, shanghai_finished: bytes) -> list[Line]:
    return lines(cached(shanghai_finished), len(shanghai.rows("公开数")))


@pytest.fixture(scope="module")
def changsha_lines(sample: Data, values: Values) -> list[Line]:
    return lines(values, len(sample.rows("公开数")))


@needs_shared
def test_shanghai_agrees_with_the_expected_file(shanghai_lines: list[Line]) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))["statuses"]
    assert len(expected) == len(shanghai_lines) == 687
    wrong = []
    for line, expect in zip(shanghai_lines, expected, strict=True):
        assert [line[key] for key in "表行列数"] == [expect[key] for key in "表行列数"]
        found = [line["判定"], line["n"], *(line[key] for key in ("算得", "下限", "上限"))]
        if (difference := differs(found, expect)) is not None:
            wrong.append((expect["表"], expect["行"], expect["列"], difference, found, expect))
    assert not wrong


def test_a_place_may_say_which_budget_is_meant() -> None:
    """A document that gives both budgets of a 项: 预算数 and 完成率 at the 处 全年预算数 are of that one."""
    content = little_unit()
    said = {"表": "说明", "行": "五（三）/2010406", "数": "300.00"}
    content["公开数"] = [
        said | {"列": column, "处": where} for column in ("预算数", "完成率") for where in ("", "全年预算数")
    ]
    content["支出"][0]["全年预算数"] = 310
    first, *others = (repr(one.counterpart) for one in assemble(Data(content)).published[:4])
    assert "年初预算数" in first
    assert ["全年预算数" in one for one in others] == [True, False, True]


def differs(found: list[Any], expect: Line) -> str | None:
    verdict, n, computed, low, high = found
    if expect["status"] == "underivable":
        # The file is older than 绩效情况, 公务接待明细 and 预留: today they are entered, and all agree.
        return None if verdict == "通过" else "判定"
    if verdict != VERDICTS[expect["status"]]:
        return "判定"
    if expect["computed"] is None:
        return None if computed in (None, "") else "算得"
    if n != expect["n"]:
        return "n"
    if abs(computed - float(expect["computed"].rstrip("%"))) > 0.00005001:
        return "算得"
    bound = expect["bound"]
    if isinstance(bound, list):
        near = all(abs(a - float(b)) < 0.0000501 for a, b in zip((low, high), bound, strict=True))
    else:
        near = all(abs(abs(a - computed) - float(bound)) < 1e-7 for a in (low, high))
    return None if near else "界"


def test_shanghai_by_verdict(shanghai_lines: list[Line]) -> None:
    counts = Counter(line["判定"] for line in shanghai_lines)
    assert counts == {"通过": 657, "尾差": 29, "提示": 1}


def test_changsha_by_table_and_verdict(changsha_lines: list[Line]) -> None:
    counts = Counter((line["表"].split(":")[0][:2], line["判定"]) for line in changsha_lines)
    assert counts == {
        ("公开", "通过"): 319,
        ("公开", "尾差"): 5,
        ("三公", "通过"): 16,
        ("三公", "尾差"): 2,
        ("项目", "通过"): 27,
        ("附件", "通过"): 108,
        ("附件", "尾差"): 2,
        ("附件", "不符"): 16,
        ("说明", "通过"): 117,
        ("说明", "尾差"): 8,
        ("说明", "提示"): 3,
        ("说明", "不符"): 2,
        ("自评", "通过"): 81,
        ("自评", "尾差"): 6,
        ("自评", "不符"): 4,
    }


DEVIATIONS: dict[str, dict[tuple[str, str, str], tuple[str, Any]]] = {
    "不符": {
        # 表、行、列 → 印的数、算得的数；为什么，见 samples/README.md 的矛盾表。
        ("附件2", "年度净化治理任务", "实际完成值/2023年净化治理户数"): ("1.06", 0.58),
        ("附件2", "宣传活动次数", "实际完成值/宣传活动次数"): ("97", 10),
        ("附件2", "绿心地区资金支持项目有序推进", "实际完成值/绿心补偿开工项目数"): ("3", 4),
        ("附件3:绿心地区生态补偿专项资金", "资金支持项目有序推进", "实际完成值/绿心补偿开工项目数"): ("3", 4),
        ("附件3:绿心地区生态补偿专项资金", "资金支持项目有序推进", "实际完成值/绿心补偿未开工项目数"): ("5", 4),
        ("附件2", "“三公经费”控制率", "实际完成值/控制率"): ("11.81%", 8.0302),
        ("附件2", "“三公经费”控制率", "实际完成值/2023年决算数"): ("5", 3.4),
        ("附件2", "“三公经费”控制率", "实际完成值/增减"): ("0.95", -0.65),
        ("附件2", "行政运行成本控制", "实际完成值/2022年决算数"): ("562.55", 562.56),
        ("附件2", "行政运行成本控制", "实际完成值/2023年人数"): ("25", 20),
        ("附件2", "行政运行成本控制", "实际完成值/2023年人均"): ("23.01", 28.766),
        ("附件2", "行政运行成本控制", "实际完成值/上升率"): ("2.27%", 27.8353),
        ("附件3:长株潭一体化发展改革经费", "公务用车费用成本", "实际完成值"): ("4", 3.24),
        ("附件3:长株潭一体化发展改革经费", "公务接待严格按照相关标准执行", "实际完成值"): ("1", 0.16),
        ("附件3:长株潭一体化发展改革经费", "强化绿心保护", "实际完成值/林相改造完成亩数"): ("198", 1650),
        ("附件3:餐饮油烟净化治理项目资金", "老旧小区外墙清洗减少", "实际完成值/预计节约"): ("1060", 106),
        ("说明", "十二/货物采购授予中小企业合同金额", "占比"): ("100%", None),
        ("说明", "十二/服务采购授予中小企业合同金额", "占比"): ("0%", 100),
        ("自评报告", "三（二）/工作月报期数", "数量"): ("10", 8),
        ("自评报告", "三（二）/蓝天保卫战交办问题数", "数量"): ("8", 14),
        # What was left of the budgets is no closing balance: 公开04 has none.
        ("自评报告", "一（二）2/基本支出年末财政拨款结转结余", "金额"): ("40.64", None),
        ("自评报告", "一（二）2/部门项目年末财政拨款结转结余", "金额"): ("30.65", None),
    },
    "提示": {
        ("说明", "七（一）/因公出国（境）费", "完成率"): ("0.00%", None),
        ("说明", "七（一）/公务用车购置费", "完成率"): ("0.00%", None),
        ("说明", "十二/工程采购授予中小企业合同金额", "占比"): ("0%", None),
    },
    "尾差": {
        ("公开06", "301", "决算数"): ("495.78", 495.79),
        ("公开06", "302", "决算数"): ("33.61", 33.59),
        ("公开06", "人员经费合计", "决算数"): ("538.77", 538.78),
        ("公开06", "公用经费合计", "决算数"): ("36.56", 36.54),
        ("公开09", "三公经费", "决算数/合计"): ("3.41", 3.4),
        ("三公对比", "合计", "2023年决算"): ("3.41", 3.4),
        ("三公对比", "合计", "控制率"): ("8.06%", 8.0302),
        ("附件1", "三公经费", "2023年决算数"): ("3.41", 3.4),
        ("附件1", "公用经费", "2023年决算数"): ("36.56", 36.54),
        ("说明", "六/人员经费", "金额"): ("538.77", 538.78),
        ("说明", "六/公用经费", "金额"): ("36.56", 36.54),
        ("说明", "七（一）/三公经费", "金额"): ("3.41", 3.4),
        ("说明", "七（一）/三公经费", "完成率"): ("68.20%", 68),
        ("说明", "七（一）/三公经费", "增减额"): ("-0.64", -0.65),
        ("说明", "七（一）/三公经费", "增减率"): ("-15.80%", -16.0494),
        ("说明", "七（二）/公务接待费", "占比"): ("4.69%", 4.7059),
        ("说明", "七（二）/公务用车购置及运行维护费", "占比"): ("95.01%", 95.2941),
        ("自评报告", "一（二）2/301", "金额"): ("495.78", 495.79),
        ("自评报告", "一（二）2/302", "金额"): ("33.61", 33.59),
        ("自评报告", "二（一）5/三公经费", "金额"): ("3.41", 3.4),
        ("自评报告", "二（一）5/三公经费", "完成率"): ("8.06%", 8.0302),
        ("自评报告", "四/固定资产净值", "金额"): ("48.33", 48.34),
        ("自评报告", "四/固定资产净值", "增减率"): ("-13.74%", -13.7248),
    },
}


@pytest.mark.parametrize("verdict", DEVIATIONS)
def test_changsha_deviates_only_where_the_document_does(changsha_lines: list[Line], verdict: str) -> None:
    found = {
        (line["表"], line["行"], line["列"]): (line["数"], round(line["算得"], 4) if line["算得"] else None)
        for line in changsha_lines
        if line["判定"] == verdict
    }
    assert found == DEVIATIONS[verdict]


def test_shares_of_one_whole_belong_together(sample: Data, shanghai: Data) -> None:
    assert {name: [printed(sample, row) for row in rows] for name, rows in shares(sample).items()} == {
        "说明 二 收入各项": ["100.00%", "0.00%", "0.00%", "0.00%", "0.00%", "0.00%"],
        "说明 三 支出各项": ["57.18%", "42.82%", "0.00%", "0.00%", "0.00%"],
        "说明 五（二） 功能分类各类": ["85.53%", "14.47%"],
        "说明 六 基本支出各项": ["93.65%", "6.35%"],
        "说明 七（二） 三公各项": ["4.69%", "0.00%", "95.01%"],
    }
    assert {name: len(rows) for name, rows in shares(shanghai).items()} == {
        "说明 二 收入各项": 1,
        "说明 三 支出各项": 2,
        "说明 五（二） 功能分类各类": 4,
        "说明 七（二） 三公各项": 3,
    }


def printed(data: Data, row: int) -> str:
    return str(data.rows("公开数")[row - 1]["数"])


def shares(data: Data) -> dict[str, list[int]]:
    return dict(in_narrative.shares(Context(data, form_of(data.layout), assemble(data).names)))


ODD = (
    ("说明", "", "", ""),
    ("说明", "没有节次", "金额", ""),
    ("说明", "五（三）/２０１", "金额", ""),
    ("说明", "五（三）/2019999", "占比", ""),
    ("说明", "八/没有这一项", "金额", ""),
    ("说明", "十一（三）/车辆", "金额", '“引号”"{括号}'),
    ("自评报告", "一（二）1/301", "全年预算数", ""),
    ("自评报告", '一（二）1/{"甲}项目', "完成率", "调整后"),
    ("自评报告", '一（二）2/{"甲}项目拨付本单位', "金额", ""),
    ("附件2", "某事", "实际完成值", ""),
    ("附件2", "某事#7", "实际完成值/扣分", ""),
    ("附件2", "行政运行成本控制", "实际完成值/上升率", ""),
    ("附件3:没有这个项目", "某事", "实际完成值/下降", ""),
)


def test_any_entry_is_listed_and_none_is_refused(content: dict[str, Any]) -> None:
    content["项目"].append({"名称": '{"甲}项目', "类别": "公共项目", "预算指标": 2, "支出金额": 1})
    content["公开数"] = [
        {"表": table, "行": line, "列": column, "数": "1", "处": f"{where}{i}"}
        for i, (table, line, column, where) in enumerate(ODD)
    ]
    found = lines(computed(content), len(ODD))
    assert {line["判定"] for line in found} <= set(VERDICTS.values())


def test_a_file_without_the_other_keys_lists_them_as_not_to_be_judged(
    minimal: dict[str, Any], whole: dict[str, Any]
) -> None:
    minimal["公开数"] = [e for e in whole["公开数"] if e["表"] in ("说明", "自评报告") or e["表"].startswith("附件")]
    found = lines(computed(minimal), len(minimal["公开数"]))
    assert {line["判定"] for line in found} <= set(VERDICTS.values())
    assert {line["判定"] for line in found if line["列"].endswith(("分值", "得分", "次数", "期数"))} == {"无法核对"}


OPTIONAL = (
    "项目",
    "基础数据",
    "绩效自评",
    "事实",
    "资产",
    "人员",
    "上年",
    "政府采购",
    "三公经费",
    "经济分类",
    "结转结余",
)


@pytest.mark.parametrize("gone", OPTIONAL)
def test_no_key_is_missed_so_much_that_the_book_is_refused(few_rows: None, gone: str) -> None:
    del few_rows
    content = {key: value for key, value in little_unit().items() if key != gone}
    assert COMPARISONS.sheet in [sheet.name for sheet in assemble(Data(content)).sheets]


def test_what_the_file_leaves_out_cannot_be_judged(whole: dict[str, Any]) -> None:
    """Nothing is compared with a last year, a budget or a fact that nobody entered."""
    for key in ("上年", "机关运行经费", "三公经费", "基本支出年初预算", "政府采购", "资产", "人员", "事实"):
        del whole[key]
    whole["公开数"] = [e for e in whole["公开数"] if e["表"] in ("说明", "自评报告")]
    found = lines(computed(whole), len(whole["公开数"]))
    # Without the fact that says what 总体资金执行率 is, 处 names a place, and 完成率 is the project's.
    wrong = {(line["行"].partition("/")[2], line["处"]) for line in found if line["判定"] in ("不符", "提示")}
    balances = {(f"{part}年末财政拨款结转结余", None) for part in ("基本支出", "部门项目")}
    assert wrong == {("绿心地区生态补偿专项资金", "总体资金执行率"), *balances}


def test_units_are_brought_together(minimal: dict[str, Any]) -> None:
    minimal["事实"] = [{"键": "户数", "数": 10600, "单位": "户"}, {"键": "投资", "数": 1.5, "单位": "亿元"}]
    minimal["机关运行经费"] = 1.23
    minimal["公开数"] = [
        {"表": "说明", "行": "十/户数", "列": "数量", "数": "1.06", "单位": "万户"},
        {"表": "说明", "行": "十/投资", "列": "金额", "数": "15000", "单位": "万元"},
        {"表": "说明", "行": "十/机关运行经费", "列": "金额", "数": "12300", "单位": "元"},
        {"表": "说明", "行": "十一/机关运行经费", "列": "金额", "数": "12400", "单位": "元"},
    ]
    found = lines(computed(minimal), 4)
    assert [line["判定"] for line in found] == ["通过", "通过", "通过", "不符"]


def test_a_fact_printed_again_is_named_with_its_source(minimal: dict[str, Any], tmp_path: Path) -> None:
    """By the row that it was built from, whatever else is on the sheet."""
    minimal["事实"] = [{"键": "户数", "数": 1}, {"键": "期数", "数": 8, "单位": "期", "出处": "甲处月报。"}]
    minimal["公开数"] = [{"表": "说明", "行": "十/期数", "列": "数量", "数": "10", "单位": "期"}]
    report = checked(tmp_path, written(minimal))
    (found,) = [finding for finding in report.findings if finding.rule == "公开-核对"]
    assert "公布 10 期，算得 8 期（录入-事实，出处：甲处月报），" in found.message
