"""录入-收入: one row per 项 code, a column per kind of income."""

from xlbudget.datafile.fields import FISCAL_INCOME, INCOME, OTHER_INCOME
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_HINTS
from xlbudget.sheets.inputs.rows import Computed, Hint, Listing, amount_hints, counted

_AMOUNTS = f"[{FISCAL_INCOME[0]}]:[{OTHER_INCOME[-1]}]"

LISTING = Listing(
    key="收入",
    record=INCOME,
    about="本年收入：一个项级科目一行，各种收入填在各自的列里",
    hints=(
        *CODE_HINTS,
        Hint("有科目而没有金额", f"COUNTA({_AMOUNTS})=0", advice=True),
        *amount_hints([f"[{kind}]" for kind in (*FISCAL_INCOME, *OTHER_INCOME)], may_be_negative=True),
        Hint("同一科目出现了两行，请合并", 'AND([项键]<>"",COUNTIF({录入/收入/项键},[项键])>1)'),
    ),
    computed=(
        *CODE_COLUMNS,
        Computed(
            "财政拨款收入",
            f"SUM([{FISCAL_INCOME[0]}]:[{FISCAL_INCOME[-1]}])",
            after=OTHER_INCOME[-1],
            style="computed_amount",
            width=14,
        ),
        Computed("本年收入", f"SUM({_AMOUNTS})", after=OTHER_INCOME[-1], style="computed_amount", width=14),
        counted("财政拨款收入", f"[{FISCAL_INCOME[0]}]:[{FISCAL_INCOME[-1]}]"),
        counted("本年收入", _AMOUNTS),
    ),
)
