"""录入-绩效权重: the scores that a self-evaluation prints in brackets behind a 一级 or 二级."""

from xlbudget.datafile.fields import RANKS
from xlbudget.language import groups
from xlbudget.sheets.inputs import evaluation, hints
from xlbudget.sheets.inputs.find_by_name import position, searched
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

LEVELS = ("一级", "二级")
LEVEL_NUMBERS = tuple(hidden(f"{one}号", position(f"[{one}]", f"{{录入/绩效权重/{one}｜比}}")) for one in LEVELS)
"""The first row of 录入-绩效权重 that has this 一级 or 二级, whoever its 对象 is; 0 when none has."""


def weight_key(number: str, first: str, second: str = "") -> str:
    """A template: the numeric key of a bracket, from the numbers of its 对象, its 一级 and, where it has one, its 二级.

    Of a 一级 alone it is below RANKS², of both above.
    """
    of_first = f"{number}*{RANKS}+{first}"
    return f"({of_first})*{RANKS}+{second}" if second else of_first


KEYS = (weight_key("[自评序]", "[一级号]"), weight_key("[自评序]", "[一级号]", "[二级号]"))
INDICATORS = "{录入/绩效指标/自评序},[自评序],{录入/绩效指标/一级号},[一级号],{录入/绩效指标/二级号},[二级号]"

ROWS = Rows(
    "绩效权重",
    (
        evaluation.NO_OWNER,
        Hint("名称太长，对不上指标，请缩短到 250 个字以内", "AND(LEN(TRIM([一级]))>0,[层级]=0)"),
        Hint("同一对象的这一级出现了两行", 'IF([权键]="",FALSE,COUNTIF({录入/绩效权重/权键},[权键])>1)'),
        hints.no_figure("分值"),
    ),
    (
        evaluation.NUMBER,
        *(hidden(f"{level}｜比", searched(f"[{level}]"), 10) for level in LEVELS),
        *LEVEL_NUMBERS,
        hidden("层级", "IF([一级号]=0,0,IF(LEN(TRIM([二级]))=0,1,IF([二级号]=0,0,2)))"),
        hidden("权键", f'IF(OR([自评序]=0,[层级]=0),"",IF([层级]=1,{KEYS[0]},{KEYS[1]}))', 10),
        hidden("指标数", f"IF([层级]=0,0,COUNTIFS({INDICATORS}))"),
    ),
    {"对象": 40, "一级": 24, "二级": 24},
    may_be_empty=True,
    choices={"对象": "自评对象", "一级": evaluation.FIRST_LEVEL, "二级": evaluation.SECOND_LEVEL},
    nested="权重",
    each=15,
)
SHEET = InputSheet(
    "绩效权重",
    groups.PROJECTS,
    "表上印在括号里的分值，如 产出指标（50分）　填自：绩效目标申报表",
    ROWS,
    brief="括号里的分值",
)
