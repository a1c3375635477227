"""The data file of an empty template: every key of the region, with nothing in it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from xlbudget.datafile.fields import VERSION
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.errors import BadUsage
from xlbudget.inputs.evaluation import WHOLE
from xlbudget.language.form import Form
from xlbudget.regions import BUILT_IN, form_of, name_in

YEARS = (2000, 2100)
LONGEST = 100
"""字符数：单位名称印在每张表上。"""
PROJECTS = 3
MOST_PROJECTS = 30
UNIT = "单位名称"
LAYOUT = "湖南长沙"
SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
"""项目资金 as every project's table prints them."""


def template(year: int, unit: str, layout: str, projects: int) -> tuple[Data, Path | None]:
    """The data of a template, and its layout file where it is not one of the program's own.

    ``layout`` is the name of a built-in layout or the path of a layout file.
    """
    check_year(year)
    check_unit(unit)
    if not 0 <= projects <= MOST_PROJECTS:
        raise BadUsage(f"命令写法有误：--projects 应为 0 至 {MOST_PROJECTS}，现为 {projects}。")
    name, outside = layout_of(layout)
    form = form_of(name, outside)
    return Data(content(year, unit, form, projects)), outside


def layout_of(layout: str) -> tuple[str, Path | None]:
    """The 模板 that ``--layout`` means, and its file where it is not one of the program's own."""
    if layout in BUILT_IN:
        return layout, None
    path = Path(layout)
    if not os.path.lexists(path) and not path.suffix:
        known = "、".join(BUILT_IN)
        raise BadUsage(f"没有叫“{layout}”的版式；--layout 可以是 {known}，或一个版式文件的路径。")
    return name_in(path), path


def content(year: int, unit: str, form: Form, projects: int) -> dict[str, Any]:
    """Every key of the region, empty; 人员 and 机关运行经费 cannot be empty, but the sheets have their cells."""
    made: dict[str, Any] = {
        "版本": VERSION,
        "年度": year,
        "金额单位": "万元",
        "单位": {"名称": unit, "模板": form.name},
        "科目": {},
        "收入": [],
        "支出": [],
        "结转结余": {"年初": []},
        "经济分类": {},
        "基本支出年初预算": {},
        "三公经费": {"上年决算数": {}, "年初预算数": {}, "决算数": {}},
    }
    # 印三公对比表的地区，自评报告和附件1、附件2、附件3 是同一套材料。
    annexes = form.triple_compared
    if annexes:
        names = [f"项目{number}" for number in range(1, projects + 1)]
        made["项目"] = [{"名称": name, "类别": "部门项目"} for name in names]
        made |= {"基础数据": [], "楼堂馆所": []}
        blank = {"年度目标": "", "实际完成情况": "", "指标": []}
        money = [{"行": source} for source in SOURCES]
        made["绩效自评"] = [
            {"对象": WHOLE, **blank},
            *({"对象": name, "资金": [dict(line) for line in money], **blank} for name in names),
        ]
    made |= {"上年": {}, "政府采购": {}, "资产": {}}
    if annexes:
        made["事实"] = []
    return made | {"说明": {}, "公开数": []}


def check_year(year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadUsage(f"命令写法有误：--year 应为 {YEARS[0]} 至 {YEARS[1]} 的年度，现为 {year}。")


def check_unit(unit: str) -> None:
    """Refuse a name that no table can print."""
    if not unit.strip():
        raise BadUsage("命令写法有误：--unit 单位名称不能是空的。")
    if bad := re.search(f"{ILLEGAL.pattern}|[\\t\\r\\n]", unit):
        which = f"第 {bad.start() + 1} 个字符是控制字符（U+{ord(bad.group()):04X}）"
        raise BadUsage(f"命令写法有误：--unit 单位名称的{which}，请删去。")
    if len(unit) > LONGEST:
        raise BadUsage(f"命令写法有误：--unit 单位名称有 {len(unit)} 个字符，最多 {LONGEST} 个。")
