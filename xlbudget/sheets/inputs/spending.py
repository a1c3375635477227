"""录入-支出: one row per 项 code and 资金来源, with its two budgets and the kinds of expenditure."""

from xlbudget.datafile.fields import EXPENDITURE, SOURCES, SPENDING
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_HINTS
from xlbudget.sheets.inputs.hints import Hint, amount_hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Rows, counted, hidden

_SPENT = f"[{SPENDING[0]}]:[{SPENDING[-1]}]"

SOURCE = hidden("来源号", "+".join(f'IF([资金来源]="{source}",{number},0)' for number, source in enumerate(SOURCES, 1)))
"""1 to 4 in the order of ``SOURCES``, 0 for none of them."""
SOURCE_HINT = Hint("资金来源须从下拉列表选择", "[来源号]=0")

SHEET = InputSheet(
    "支出",
    "本年支出：一个项级科目、一种资金来源一行；年初预算数、全年预算数与各类支出的决算数",
    (
        Rows(
            "支出",
            EXPENDITURE,
            (
                *CODE_HINTS,
                SOURCE_HINT,
                Hint("有科目而没有金额", f"COUNTA([年初预算数]:[{SPENDING[-1]}])=0", advice=True),
                *amount_hints("年初预算数", "全年预算数", *SPENDING, may_be_negative=True),
                Hint(
                    "同一科目、同一资金来源出现了两行，请合并",
                    'AND([项键]<>"",COUNTIFS({录入/支出/项键},[项键],{录入/支出/来源号},[来源号])>1)',
                ),
            ),
            (
                *CODE_COLUMNS,
                SOURCE,
                Computed("本年支出", f"SUM({_SPENT})", SPENDING[-1], "computed_amount", 14),
                counted("本年支出", _SPENT),
            ),
        ),
    ),
    always=True,
)
