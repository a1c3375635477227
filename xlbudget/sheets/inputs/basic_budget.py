"""录入-基本支出年初预算: the opening budget of 基本支出 by 类 of the economic classification (公开06)."""

from xlbudget.datafile.kinds import Amount, Field, Record, Text
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.hints import Hint, amount_hints, missing
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

CLASSES = ("301", "302", "303", "307", "310", "399")
_NONE_OF_THEM = ",".join(f'TRIM([科目])<>"{code}"' for code in CLASSES)

SHEET = InputSheet(
    "基本支出年初预算",
    "基本支出的年初预算数，按经济分类类级科目",
    (
        Rows(
            "基本支出年初预算",
            Record((Field("科目", Text(), True), Field("金额", Amount(), True))),
            (
                missing("科目"),
                Hint(f"科目应为 {'、'.join(CLASSES)} 之一", f"AND({_NONE_OF_THEM})"),
                *amount_hints("金额"),
            ),
            (hidden("键", whole("TRIM([科目])", '""')),),
            {"科目": 30, "金额": 16},
            may_be_empty=True,
            keyed=True,
        ),
    ),
)
