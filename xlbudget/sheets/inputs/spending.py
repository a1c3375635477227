"""录入-支出: one row per 项 code and 资金来源, with its two budgets and the kinds of expenditure."""

from xlbudget.datafile.fields import EXPENDITURE, SOURCES, SPENDING
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_HINTS
from xlbudget.sheets.inputs.rows import Computed, Hint, Listing, amount_hints, counted

_AMOUNTS = f"[年初预算数]:[{SPENDING[-1]}]"
_SPENT = f"[{SPENDING[0]}]:[{SPENDING[-1]}]"

SOURCE = Computed(
    "来源号",
    "+".join(f'IF([资金来源]="{source}",{number},0)' for number, source in enumerate(SOURCES, 1)),
    hidden=True,
    width=8,
)
"""1 to 4 in the order of ``SOURCES``, 0 for none of them."""
SOURCE_HINT = Hint("资金来源须从下拉列表选择", "[来源号]=0")

LISTING = Listing(
    key="支出",
    record=EXPENDITURE,
    about="本年支出：一个项级科目、一种资金来源一行；年初预算数、全年预算数与各类支出的决算数",
    hints=(
        *CODE_HINTS,
        SOURCE_HINT,
        Hint("有科目而没有金额", f"COUNTA({_AMOUNTS})=0", advice=True),
        *amount_hints([f"[{kind}]" for kind in ("年初预算数", "全年预算数", *SPENDING)], may_be_negative=True),
        Hint(
            "同一科目、同一资金来源出现了两行，请合并",
            'AND([项键]<>"",COUNTIFS({录入/支出/项键},[项键],{录入/支出/来源号},[来源号])>1)',
        ),
    ),
    computed=(
        *CODE_COLUMNS,
        SOURCE,
        Computed("本年支出", f"SUM({_SPENT})", after=SPENDING[-1], style="computed_amount", width=14),
        counted("本年支出", _SPENT),
    ),
)
