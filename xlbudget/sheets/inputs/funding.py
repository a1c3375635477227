"""录入-绩效资金: where the money of a project came from, as its self-evaluation says."""

from xlbudget.datafile.kinds import Record
from xlbudget.sheets.inputs.evaluation import NO_OBJECT, NUMBER, OBJECT
from xlbudget.sheets.inputs.hints import amount_hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.paths import record_at
from xlbudget.sheets.inputs.rows import EVALUATIONS, OWNER, Rows

BUDGETS = ("年初预算数", "全年预算数", "全年执行数")

SHEET = InputSheet(
    "绩效资金",
    "项目的资金来源；当年财政拨款空着时，等于项目的数减去其他各行",
    (
        Rows(
            "绩效资金",
            Record((OBJECT, *record_at("绩效自评.资金").fields)),
            (*NO_OBJECT, *amount_hints(*BUDGETS)),
            (NUMBER,),
            {OWNER: 40, "行": 24},
            may_be_empty=True,
            nested="资金",
        ),
    ),
    asked_by=EVALUATIONS,
)
