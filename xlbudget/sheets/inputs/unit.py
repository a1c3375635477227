"""录入-单位: the unit, the year, the unit of amounts; and the texts about the unit that the narrative needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.kinds import Amount, Choice, Field, Text, Whole
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Item, Sheet
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.rows import (
    HEADER,
    HINT,
    Line,
    input_page,
    label_items,
    numbered,
    row_heights,
    sheet_name,
    title_items,
)

KEY = "单位"
ABOUT = "单位、年度和金额单位；改这里，各表的抬头随之改变"
LISTS = ("决算单位构成", "主要职责", "内设机构")
SPARE_LINES = 3
WIDTHS = (30, 80, 40)


def sheet(content: Mapping[str, Any]) -> Sheet:
    unit = content["单位"]
    lines = [
        Line(
            "名称",
            Field("单位名称", Text(), True),
            unit.get("名称"),
            "录入/单位/名称",
            'IF(LEN(TRIM([值]))=0,"须填单位名称；","")',
        ),
        Line(
            "年度",
            Field("年度", Whole(), True),
            content.get("年度"),
            "录入/年度",
            'IF(ISNUMBER([值]),IF(AND([值]>=1900,[值]<=9999),"","年度应为四位数；"),"须填年度，如 2023；")',
        ),
        Line(
            "金额单位",
            Field("金额单位", Choice(("万元", "元")), True),
            content.get("金额单位"),
            "录入/金额单位",
            'IF(OR([值]="万元",[值]="元"),"","只能是 万元 或 元；")',
        ),
        Line("主管部门", Field("主管部门", Text()), unit.get("主管部门"), "录入/单位/主管部门"),
        Line("预算代码", Field("预算代码", Text()), unit.get("预算代码"), "录入/单位/预算代码"),
        Line("机关运行经费", Field("机关运行经费", Amount()), content.get("机关运行经费"), "录入/机关运行经费"),
    ]
    for key in LISTS:
        texts = unit.get(key, [])
        for index in range(len(texts) + SPARE_LINES):
            text = texts[index] if index < len(texts) else None
            lines.append(Line(numbered(key, index), Field(key, Text()), text, f"录入/单位/{key}/{index + 1}"))
    labels, guards = label_items(lines, HEADER + 1)
    row = HEADER + 1 + len(lines)
    return Sheet(
        name=sheet_name(KEY),
        items=(
            *title_items(KEY, ABOUT, 3),
            *(Item(HEADER, col, label, "head") for col, label in enumerate(("项目", "内容", HINT), 1)),
            *labels,
            Item(row, 1, "模板（地区版式）", "label"),
            Item(row, 2, unit["模板"], "computed", key="录入/单位/模板"),
            Item(row + 1, 1, "金额换算（录入数÷此数＝万元）", "label"),
            Item(row + 1, 2, Formula('IF({录入/金额单位}="元",10000,1)'), "computed", key="金额换算"),
            Item(row + 2, 1, "半宽（万元；录入数四舍五入到 0.01 万元，各差不过此数）", "label"),
            Item(row + 2, 2, Formula('IF({录入/金额单位}="元",0,0.005)'), "computed", key="半宽"),
        ),
        widths=WIDTHS,
        heights=((1, 26), (2, 30), *row_heights(labels, WIDTHS, HEADER + 1)),
        colours=required.of_lines((line.field for line in lines), HEADER + 1),
        guards=guards,
        freeze=(HEADER + 1, 2),
        page=input_page(3),
        about=ABOUT,
    )
