"""录入-单位: the unit, the year, the unit of amounts; and the texts about the unit that the narrative needs."""

from xlbudget.language.expressions import Formula
from xlbudget.sheets.inputs.cells import HINT
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels, Line, WorkedOut

NO_YEAR = 'IF(ISNUMBER([值]),IF(AND([值]>=1900,[值]<=9999),"","年度应为四位数；"),"须填年度，如 2023；")'

SHEET = InputSheet(
    "单位",
    "单位、年度和金额单位；改这里，各表的抬头随之改变",
    (
        Labels(
            (
                Line("单位.名称", 'IF(LEN(TRIM([值]))=0,"须填单位名称；","")'),
                Line("年度", NO_YEAR),
                Line("金额单位", 'IF(OR([值]="万元",[值]="元"),"","只能是 万元 或 元；")'),
                Line("单位.主管部门"),
                Line("单位.预算代码"),
                Line("机关运行经费"),
                *(Line(f"单位.{key}") for key in ("决算单位构成", "主要职责", "内设机构")),
            ),
            (
                WorkedOut("模板（地区版式）", "录入/单位/模板", "单位.模板"),
                WorkedOut("金额换算（录入数÷此数＝万元）", "金额换算", Formula('IF({录入/金额单位}="元",10000,1)')),
                WorkedOut(
                    "半宽（万元；录入数四舍五入到 0.01 万元，各差不过此数）",
                    "半宽",
                    Formula('IF({录入/金额单位}="元",0,0.005)'),
                ),
            ),
            ("项目", "内容", HINT),
            widths=(30, 80, 40),
        ),
    ),
    always=True,
)
