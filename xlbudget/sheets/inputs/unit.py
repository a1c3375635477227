"""录入-单位: the unit, the year, the unit of amounts; and the texts about the unit that the narrative needs."""

from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.fields import BALANCED, YUAN
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.expressions import Formula
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import HINT
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import ComputedLabel, Labels
from xlbudget.sheets.inputs.paths import entry_key

ROUNDING = "单位.舍位"
HINTS = {
    "年度": 'IF(LEN(TRIM([值]))=0,"",IF(AND(ISNUMBER([值]),SUM([值])>=1900,SUM([值])<=9999),"","年度应为四位数；"))',
    "金额单位": 'IF(OR(LEN(TRIM([值]))=0,[值]="万元",[值]="元"),"","只能是 万元 或 元；")',
    ROUNDING: f'IF(AND([值]="{BALANCED}",{{录入/金额单位}}<>"{YUAN}"),"{BALANCED} 只用于金额单位是 元 的；","")',
}
NOT_YET = "选了舍位平衡，还没有重新生成（xlbudget rebuild）：各表照四舍五入印；"
NO_MORE = "改成了四舍五入，还没有重新生成（xlbudget rebuild）：表下的注还说舍位平衡；"
WORDED = ("单位.决算单位构成", "单位.主要职责", "单位.内设机构")
PATHS = (
    "单位.名称",
    "年度",
    "金额单位",
    "单位.主管部门",
    "单位.预算代码",
    "单位.单位性质",
    ROUNDING,
    "机关运行经费",
    *WORDED,
)
HALF = "半宽（万元；录入数四舍五入到 0.01 万元，各差不过此数）"
WORKED_OUT = (
    ComputedLabel("模板（地区版式）", "录入/单位/模板", "单位.模板"),
    ComputedLabel("金额换算（录入数÷此数＝万元）", "金额换算", Formula('IF({录入/金额单位}="元",10000,1)')),
    ComputedLabel(HALF, "半宽", Formula('IF({录入/金额单位}="元",0,0.005)')),
)


def asks_for_rounding(content: Mapping[str, Any]) -> bool:
    """Whether there is a cell to choose 舍位 in: amounts are in 元, or one was chosen."""
    return content.get("金额单位") == YUAN or ROUNDING.partition(".")[2] in content.get("单位", {})


def chosen_otherwise(data: Data) -> str:
    """A template: what is said where 舍位 is no longer as the workbook was built; "" where it has no such cell."""
    if not asks_for_rounding(data.content):
        return ""
    chosen = f'AND({{{entry_key(ROUNDING)}}}="{BALANCED}",{{录入/金额单位}}="{YUAN}")'
    return f'IF({chosen},"","{NO_MORE}")' if data.balanced else f'IF({chosen},"{NOT_YET}","")'


SHEET = InputSheet(
    "单位",
    groups.UNIT,
    "单位、年度和金额单位；改这里，各表的抬头随之改变　填自：部门预算批复、三定方案",
    Labels(
        PATHS,
        HINTS,
        worked_out=WORKED_OUT,
        placeholders={"单位.名称": required.UNIT_NAME},
        worded=WORDED,
        only_where={ROUNDING: asks_for_rounding},
        headings=("项目", "内容", HINT),
        widths=(30, 64, 36),
    ),
    brief="单位、年度、金额单位",
)
