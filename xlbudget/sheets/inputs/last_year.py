"""录入-上年: totals of last year's final accounts, and what was left at its end, which this year began with."""

from xlbudget.datafile.fields import LAST_TOTALS
from xlbudget.language import groups
from xlbudget.sheets.inputs import hints, spending
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels
from xlbudget.sheets.inputs.rows import Rows

CLOSING = Rows(
    "上年/年末结转和结余",
    (spending.SOURCE_HINT, hints.Hint("没有金额", f"{hints.given('[金额]')}=0"), *hints.amounts("金额")),
    (spending.SOURCE,),
    {"资金来源": 34, "科目": 24},
    may_be_empty=True,
    row=HEADER + len(LAST_TOTALS) + 3,
    caption="年末结转和结余",
    added_up=False,
)
SHEET = InputSheet(
    "上年",
    groups.BUDGET,
    "上年决算的总数和年末结转和结余，说明中与上年比较、核对年初数时用　填自：上年公布的决算",
    Labels(tuple(f"上年.{name}" for name in LAST_TOTALS)),
    CLOSING,
    brief="上年决算的总数",
)
