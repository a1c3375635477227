"""录入-收入: one row per 项 code, a column per kind of income."""

from xlbudget.datafile.fields import FISCAL_INCOME, INCOME, OTHER_INCOME
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_HINTS
from xlbudget.sheets.inputs.hints import Hint, amount_hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Rows, counted

_AMOUNTS = f"[{FISCAL_INCOME[0]}]:[{OTHER_INCOME[-1]}]"
_SUMS = {"财政拨款收入": f"[{FISCAL_INCOME[0]}]:[{FISCAL_INCOME[-1]}]", "本年收入": _AMOUNTS}

SHEET = InputSheet(
    "收入",
    "本年收入：一个项级科目一行，各种收入填在各自的列里",
    (
        Rows(
            "收入",
            INCOME,
            (
                *CODE_HINTS,
                Hint("有科目而没有金额", f"COUNTA({_AMOUNTS})=0", advice=True),
                *amount_hints(*FISCAL_INCOME, *OTHER_INCOME, may_be_negative=True),
                Hint("同一科目出现了两行，请合并", 'AND([项键]<>"",COUNTIF({录入/收入/项键},[项键])>1)'),
            ),
            (
                *CODE_COLUMNS,
                *(
                    Computed(label, f"SUM({cells})", OTHER_INCOME[-1], "computed_amount", 14)
                    for label, cells in _SUMS.items()
                ),
                *(counted(label, cells) for label, cells in _SUMS.items()),
            ),
        ),
    ),
    always=True,
)
