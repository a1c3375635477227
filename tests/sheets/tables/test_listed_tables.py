"""The tables that only some regions print, in the example unit: their figures, and those that were published."""

from __future__ import annotations

import json

import pytest

from tests.mutation.judge import Live
from xlbudget.datafile.file import Data
from xlbudget.regions.forms import with_every_table
from xlbudget.sheets.book import assemble
from xlbudget.sheets.examples import UNIT

pytestmark = pytest.mark.usefixtures("few_rows")

# 表, 行 and 列 as printed → the figure.
FIGURES = {
    ("公开10", "合计", "本年收入"): 280,
    ("公开10", "2010102", "项目支出"): 60,
    ("公开10", "201", "年末结转和结余"): 0,
    ("公开11", "合计", "项目支出合计"): 100,
    ("公开11", "2010102", "其他资金"): 10,
    ("公开11", "212", "政府性基金预算财政拨款"): 30,
    ("公开12", "（一）支出合计", "预算数"): 7,
    ("公开12", "3．公务接待费", "统计数"): 5,
    ("公开12", "2．公务用车购置及运行维护费", "预算数"): 1,
    ("公开12", "5．国内公务接待批次（个）", "统计数"): 20,
    ("公开12", "二、机关运行经费", "统计数"): 45,
    ("公开12", "（一）行政单位", "统计数"): 45,
    ("公开12", "（二）参照公务员法管理事业单位", "统计数"): 0,
    ("公开13", "（一）车辆（辆）", "年末数"): 1,
    ("公开13", "4．应急保障用车（辆）", "年末数"): 1,
    ("公开13", "固定资产净值", "年末数"): 2,
    ("公开14", "一、政府采购支出总额", "金额"): 50,
    ("公开14", "其中：授予小微企业合同金额", "金额"): 25,
}
WRONG = {"公开10 201 本年收入": "261.00", "公开12 机关运行经费 统计数": "46.00", "公开14 政府采购工程支出 金额": "3.00"}


def test_what_was_published_of_them_is_found_and_judged() -> None:
    content = json.loads(UNIT.read_text(encoding="utf-8"))
    content["单位"]["单位性质"] = "行政"
    content["资产"] |= {"固定资产原值": 3, "累计折旧": 1}
    right = [{"表": t, "行": line, "列": column, "数": f"{n:.2f}"} for (t, line, column), n in FIGURES.items()]
    wrong = [dict(zip(("表", "行", "列", "数"), (*place.split(), n), strict=True)) for place, n in WRONG.items()]
    content["公开数"] = [*right, *wrong]
    unit = Live(content, assemble(Data(content), with_every_table("湖南长沙")))
    published = {
        (one.entry.table, one.entry.line, one.entry.column): one for one in unit.book.published if one.entry.row
    }
    assert [place for place, one in published.items() if one.counterpart is None] == []
    shown = {
        (f["about"]["表"], f["about"]["行"], f["about"]["列"]): f["computed"]
        for f in map(vars, unit.state.found)
        if f.get("about") and f["severity"] == "error"
    }
    assert shown == {
        ("公开10", "201", "本年收入"): 260,
        ("公开12", "机关运行经费", "统计数"): 45,
        ("公开14", "政府采购工程支出", "金额"): 0,
    }
