"""录入-基本支出年初预算: the opening budget of 基本支出 by 类 of the economic classification (公开06)."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

CLASSES = ("301", "302", "303", "307", "310", "399")
OTHER = ",".join(f'TRIM([科目])<>"{code}"' for code in CLASSES)
NO_CLASS = hints.Hint(f"科目应为 {'、'.join(CLASSES)} 之一", f"AND({hints.filled('科目')},{OTHER})")

ROWS = Rows(
    "基本支出年初预算",
    (NO_CLASS, *hints.amounts("金额")),
    (hidden("键", whole("TRIM([科目])", '""')),),
    {"科目": 30, "金额": 16},
    may_be_empty=True,
    keyed=("科目", "金额"),
)
SHEET = InputSheet(
    "基本支出年初预算",
    groups.BUDGET,
    "基本支出的年初预算数，按经济分类类级科目　填自：部门预算批复的基本支出",
    ROWS,
    brief="按经济分类的类",
)
