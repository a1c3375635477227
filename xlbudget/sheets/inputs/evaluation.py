"""录入-绩效自评: the tables of the self-evaluation, a row each; their lists are in funding, weights and indicators."""

from xlbudget.datafile.fields import EVALUATION
from xlbudget.datafile.kinds import Field, Record, Text
from xlbudget.sheets.inputs.facts import in_texts
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of, position
from xlbudget.sheets.inputs.hints import Hint, missing
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import EVALUATIONS, OWNER, Rows, hidden

WHOLE = "整体"

OBJECT = Field(OWNER, Text(), True, "“整体”，或 录入-项目 里的项目名称")
NUMBER = hidden("自评序", position("[对象]", "{录入/绩效自评/对象｜比}"))
NO_OBJECT = (missing(OWNER), Hint("录入-绩效自评 里没有这个对象", "AND(LEN(TRIM([对象]))>0,[自评序]=0)"))
"""What the lists of the self-evaluations have in common: whose a row is, as a number, and its hints."""

SHEET = InputSheet(
    EVALUATIONS,
    "每张绩效自评表一行：“整体”是附件2，其余按次序是附件3-1、附件3-2……",
    (
        Rows(
            EVALUATIONS,
            Record(tuple(field for field in EVALUATION.fields if isinstance(field.kind, Text))),
            (
                missing(OWNER),
                Hint(
                    "对象既不是“整体”，也不是 录入-项目 里的项目",
                    f'AND(LEN(TRIM([对象]))>0,[对象]<>"{WHOLE}",[项目行]=0)',
                ),
                *name_hints(EVALUATIONS, OWNER, "同一对象出现了两行"),
            ),
            (*names_of(EVALUATIONS, OWNER), hidden("项目行", position("[对象]", "{录入/项目/名称｜比}"))),
            {OWNER: 40, "表内名称": 30, "主管部门": 30, "实施单位": 30, "年度目标": 60, "实际完成情况": 60},
            further=in_texts({"年度目标": 5, "实际完成情况": 5}),
        ),
    ),
    needs=("项目",),
)
