"""录入-绩效资金: where the money of a project came from, as its self-evaluation says."""

from xlbudget.sheets.inputs import evaluation, hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

BUDGETS = ("年初预算数", "全年预算数", "全年执行数")

ROWS = Rows(
    "绩效资金",
    (evaluation.NO_OWNER, *hints.amounts(*BUDGETS)),
    (evaluation.NUMBER,),
    {"对象": 40, "行": 24},
    may_be_empty=True,
    nested="资金",
)
SHEET = InputSheet("绩效资金", "项目的资金来源；当年财政拨款空着时，等于项目的数减去其他各行", ROWS)
