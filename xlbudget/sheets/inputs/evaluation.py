"""录入-绩效自评: the tables of the self-evaluation, a row each; their lists are in funding, weights and indicators."""

from collections.abc import Mapping
from typing import Any

from xlbudget.sheets.inputs import hints, required
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.find_by_name import compared, name_hints, names_of, position
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

WHOLE = "整体"
NUMBER = hidden("自评序", position("[对象]", "{录入/绩效自评/对象｜比}"))
"""In the lists of the self-evaluations: whose a row is, as a number."""
NO_OWNER = hints.Hint("录入-绩效自评 里没有这个对象", "AND(LEN(TRIM([对象]))>0,[自评序]=0)")
"""What can be wrong with it."""
WHOLE_COMPARED = compared(f'"{WHOLE}"')
STRANGE = f"AND(LEN(TRIM([对象]))>0,{compared('[对象]')}<>{WHOLE_COMPARED},[项目行]=0)"


def is_whole(entry: Mapping[str, Any]) -> bool:
    """Whether a self-evaluation is that of 整体."""
    return str(entry.get("对象", "")).strip() == WHOLE


NO_INDICATOR = "AND(LEN(TRIM([对象]))>0,COUNTIF({录入/绩效指标/自评序},ROW([对象])-ROW([^对象])+1)=0)"

ROWS = Rows(
    "绩效自评",
    (
        hints.Hint("指标（录入-绩效指标 里这个对象一行也没有）", NO_INDICATOR, unfilled=True),
        hints.Hint("对象既不是“整体”，也不是 录入-项目 里的项目", STRANGE),
        *name_hints("绩效自评", "对象", "同一对象出现了两行"),
    ),
    (*names_of("绩效自评", "对象"), hidden("项目行", position("[对象]", "{录入/项目/名称｜比}"))),
    {"对象": 40, "表内名称": 30, "主管部门": 30, "实施单位": 30, "年度目标": 60, "实际完成情况": 60},
    may_be_empty=True,
    placeholders={"对象": required.PROJECT_NAME},
    further=in_texts({"年度目标": 5, "实际完成情况": 5}),
)
SHEET = InputSheet(
    "绩效自评", "每张绩效自评表一行：“整体”是附件2，其余按次序是附件3-1、附件3-2……", ROWS, needs=("项目",)
)
