"""录入-绩效自评: the tables of the self-evaluation, a row each; their lists are in funding, weights and indicators."""

from collections.abc import Mapping
from typing import Any

from xlbudget.datafile.fields import RANKS
from xlbudget.language import groups
from xlbudget.sheets.inputs import hints, required
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.find_by_name import compared, name_hints, names_of, position
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden
from xlbudget.sheets.inputs.slips import SLIPS, joined

WHOLE = "整体"
FIRST_LEVEL = ("产出指标", "效益指标", "满意度指标", "成本指标")
SECOND_LEVEL = (
    *("数量指标", "质量指标", "时效指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"),
    *("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标"),
)
"""一级 and 二级 of the usual forms (财预〔2020〕10号, 财预〔2021〕101号); a unit may have others."""
NUMBER = hidden("自评序", position("[对象]", "{录入/绩效自评/对象｜比}"))
"""In the lists of the self-evaluations: whose a row is, as a number."""
RANK = hidden("序键", f'IF([自评序]=0,"",[自评序]*{RANKS}+COUNTIF([^自评序]:[自评序],[自评序]))', 10)
"""By which the row of a table finds the row of a list that it shows: the number of the table, and the rank in it."""
FORMS = "自评表/张数"
"""How many tables the workbook has."""
NO_OWNER = hints.Hint(
    "录入-绩效自评 里没有这个对象", "AND(LEN(TRIM([对象]))>0,[自评序]=0)", names=("对象", "录入/绩效自评/对象")
)
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
        hints.Hint("对象既不是“整体”，也不是 录入-项目 里的项目", STRANGE, names=("对象", "选项/项目")),
        *name_hints("绩效自评", "对象", "同一对象出现了两行"),
        hints.Hint(
            "工作簿里还没有这一行的自评表，请用 xlbudget read 和 build 重新生成",
            f"AND(LEN(TRIM([对象]))>0,ROW([对象])-ROW([^对象])>={{{FORMS}}})",
        ),
        SLIPS,
    ),
    (
        *names_of("绩效自评", "对象"),
        *joined("年度目标", "实际完成情况"),
        hidden("项目行", position("[对象]", "{录入/项目/名称｜比}")),
    ),
    {"对象": 30, "表内名称": 22, "主管部门": 20, "实施单位": 20, "年度目标": 46, "实际完成情况": 46},
    may_be_empty=True,
    placeholders={"对象": required.PROJECT_NAME},
    choices={"对象": "项目名单"},
    further=in_texts({"年度目标": 5, "实际完成情况": 5}),
)
SHEET = InputSheet(
    "绩效自评",
    groups.PROJECTS,
    "每张绩效自评表一行：“整体”是附件2，其余按次序是附件3-1、附件3-2……　填自：绩效目标申报表",
    ROWS,
    needs=("项目",),
    brief="每张自评表一行",
)
