"""A little unit with a bit of everything, built with few spare rows, and what a check finds in copies of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.helpers import oracle
from xlbudget.check.report import Finding, Report
from xlbudget.check.workbook_check import check
from xlbudget.disk.file_names import told_apart
from xlbudget.units.many.processes import Doing, Done
from xlbudget.units.many.sources import SourceFile

Found = set[tuple[str, str, str, str]]

UNIT = "甲<script>单位"
WHOSE = f"2023年度{told_apart(UNIT, 30)}"
"""What the names of the little unit's exported files begin with."""


def indicator(first: str, second: str, third: str, **more: Any) -> dict[str, Any]:
    return {
        "一级": first, "二级": second, "三级": third, "年度指标值": "1", "实际完成值": "1", "分值": 45,
    } | more  # fmt: skip


def evaluation(of: str) -> dict[str, Any]:
    return {
        "对象": of,
        "年度目标": "目标",
        "实际完成情况": "情况",
        "权重": [{"一级": "产出指标", "分值": 45}, {"一级": "效益指标", "分值": 45}],
        "指标": [
            indicator("产出指标", "数量指标", "数", 得分=45),
            indicator("效益指标", "社会效益指标", "效", 评分={"方式": "达标", "目标": 1, "实际": 1, "方向": "≥"}),
        ],
    }


def little_unit() -> dict[str, Any]:
    content = oracle.empty_unit()
    content["单位"] |= {"名称": UNIT, "主要职责": ["一", "二"], "内设机构": ["科"]}
    content["科目"] = {"2010406": "社会事业发展规划"}
    content["收入"] = [
        {"科目": "2010406", "一般公共预算财政拨款收入": 285.21},
        {"科目": "2010450", "一般公共预算财政拨款收入": 575.32, "事业收入": 1},
    ]
    content["支出"] = [
        {"科目": "2010406", "资金来源": oracle.GENERAL, "年初预算数": 300, "项目支出": 285.21},
        {"科目": "2010450", "资金来源": oracle.GENERAL, "年初预算数": 500, "基本支出": 575.32},
        {"科目": "2010450", "资金来源": "其他资金", "项目支出": 1},
    ]
    content["结转结余"] = {"年初": [{"资金来源": "其他资金", "金额": 3}]}
    content["经济分类"] = {"30101": 300, "30102": 200.33, "30201": 75}
    triple = {"公务接待费": 1.5}
    content["三公经费"] = {"上年决算数": {"公务接待费": 1}, "年初预算数": {"公务接待费": 2}, "决算数": triple}
    content["人员"] = {"编制数": 10, "在职人数": 9}
    content["项目"] = [
        {"名称": "甲项目", "类别": "部门项目", "年初预算": 300, "预算指标": 300, "支出金额": 285.21},
        {"名称": "乙项目", "类别": "公共项目", "支出金额": 1},
    ]
    content["基础数据"] = [{"行": "公用经费", "预算数": 80}]
    content["楼堂馆所"] = [{"名称": "楼", "批复规模": 3}]
    content["绩效自评"] = [evaluation("整体"), evaluation("甲项目")]
    funds = {"行": "当年财政拨款", "年初预算数": 300, "全年预算数": 300, "全年执行数": 285.21}
    content["绩效自评"][1]["资金"] = [funds]
    content["上年"] = {"收支总计": 800}
    content["机关运行经费"] = 75
    content["政府采购"] = {"货物": 1, "授予中小企业": 1}
    content["资产"] = {"车辆": {"其他用车": 1}, "固定资产原值": 5, "累计折旧": 1}
    content["事实"] = [{"键": "次数", "数": 3, "单位": "次"}]
    content["说明"] = {"a": "文字"}
    content["核实"] = [{"规则": "三公-超上年", "对象": "合计", "数": "1.50", "说明": "来访增加"}]
    content["公开数"] = [
        {"表": "公开03", "行": "合计", "列": "基本支出", "数": "575.32"},
        {"表": "公开03", "行": "合计", "列": "项目支出", "数": "286.22", "处": "二"},
        {"表": "公开06", "行": "301", "列": "决算数", "数": "500.34"},
        {"表": "三公对比", "行": "合计", "列": "控制率", "数": "75.00%"},
        {"表": "说明", "行": "没有这一节", "列": "金额", "数": "1"},
    ]
    return content


def tables_unit() -> dict[str, Any]:
    """What it takes of the little unit to print the public tables: a third less to calculate, for office programs."""
    keys = ("科目", "收入", "支出", "结转结余", "经济分类", "三公经费", "项目")
    return {key: value for key, value in little_unit().items() if key in keys or key in oracle.empty_unit()}


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """A pure function that is not computed twice for the same arguments; each caller gets a copy of its own."""
    known: dict[bytes, bytes] = {}

    def called(*arguments: Any) -> Any:
        key = sha256(pickle.dumps(arguments)).digest()
        if key not in known:
            known[key] = pickle.dumps(function(*arguments))
        return pickle.loads(known[key])

    return called


def checked(folder: Path, package: bytes, **how: Any) -> Report:
    path = folder / "book.xlsx"
    path.write_bytes(package)
    return check(path, **how)


def found(report: Report) -> Found:
    return {(f.rule, f.sheet, f.cell, f.message) for f in report.findings}


def new(report: Report, before: Report) -> list[Finding]:
    """What was not found before."""
    known = found(before)
    return [f for f in report.findings if (f.rule, f.sheet, f.cell, f.message) not in known]


def brief(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {(f.rule, f.severity, f.sheet, f.cell) for f in findings}


def in_this_process(files: Sequence[SourceFile], work: Doing[Done], jobs: int) -> Iterator[tuple[SourceFile, Done]]:
    """The work on many files, without starting a process for it."""
    del jobs
    return ((source, work.done(source.path)) for source in files)
