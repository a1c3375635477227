"""录入-绩效资金: where the money of a project came from, as its self-evaluation says."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import evaluation, hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

THIS_YEAR = "当年财政拨款"
DISTRICTS = "直接下达区县"
SOURCES = (THIS_YEAR, "上年结转资金", "其他资金")
"""What the form prints where nothing is listed."""
BUDGETS = ("年初预算数", "全年预算数", "全年执行数")

ROWS = Rows(
    "绩效资金",
    (evaluation.NO_OWNER, *hints.amounts(*BUDGETS)),
    (
        evaluation.NUMBER,
        evaluation.RANK,
        hidden("当年", f'IF(TRIM([行])="{THIS_YEAR}",1,0)'),
        hidden("区县", f'IF(TRIM([行])="{DISTRICTS}",1,0)'),
    ),
    {"对象": 40, "行": 24},
    may_be_empty=True,
    choices={"对象": "自评对象", "行": SOURCES},
    nested="资金",
    each=4,
)
SHEET = InputSheet(
    "绩效资金",
    groups.PROJECTS,
    "项目的资金来源；当年财政拨款空着时，等于项目的数减去其他各行　填自：项目预算批复、项目支出明细账",
    ROWS,
    brief="项目的资金来源",
)
