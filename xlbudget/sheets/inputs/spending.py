"""录入-支出: one row per 项 code and 资金来源, with its two budgets and the kinds of expenditure."""

from xlbudget.datafile.fields import CAPITAL, FISCAL_INCOME, FUND, SOURCES, SPENDING
from xlbudget.language import groups
from xlbudget.sheets.inputs import codes, hints
from xlbudget.sheets.inputs.head import Meets
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.magnitude import beside, decimals
from xlbudget.sheets.inputs.rows import Computed, Rows, counted, hidden

LAST = SPENDING[-1]
SPENT = f"[{SPENDING[0]}]:[{LAST}]"
SOURCE = hidden("来源号", "+".join(f'IF([资金来源]="{source}",{number},0)' for number, source in enumerate(SOURCES, 1)))
"""1 to 4 in the order of ``SOURCES``, 0 for none of them."""
SOURCE_HINT = hints.Hint("资金来源须从下拉列表选择", f"AND({hints.filled('资金来源')},[来源号]=0)")
ELSEWHERE = tuple(
    hints.Hint(
        f"这个科目只有{source}用，资金来源不符",
        f"IF(OR([来源号]=0,[来源号]={number},[来源号]={len(SOURCES)}),FALSE,{codes.kept_for(source)})",
    )
    for number, source in enumerate(SOURCES, 1)
    if source in (FUND, CAPITAL)
)
"""Codes of the classification of one fund; what came from elsewhere may go by any."""
TWICE = 'AND([项键]<>"",COUNTIFS({录入/支出/项键},[项键],{录入/支出/来源号},[来源号])>1)'

OWN_INCOME = (
    "CHOOSE([来源号],"
    + ",".join(f"SUMIFS({{录入/收入/{name}｜元}},{{录入/收入/项键}},[项键])" for name in FISCAL_INCOME)
    + ",SUMIFS({录入/收入/本年收入｜元},{录入/收入/项键},[项键])"
    + "-SUMIFS({录入/收入/财政拨款收入｜元},{录入/收入/项键},[项键]))"
)
"""A template: what was received under the code of a row, in its kind of money."""
OVER = (
    hidden("超收", f'IF(OR([项键]="",[来源号]=0,[本年支出]=0),0,MAX(0,ROUND([本年支出]-{OWN_INCOME},6)))'),
    hidden("超收号", "IF([超收]>0,[来源号],0)"),
)
"""What was spent beyond that, and of which money."""

ROWS = Rows(
    "支出",
    (
        *codes.WRONG,
        SOURCE_HINT,
        *ELSEWHERE,
        hints.Hint("有科目而没有金额", f"{hints.given(f'[年初预算数]:[{LAST}]')}=0", advice=True),
        *hints.amounts("年初预算数", "全年预算数", *SPENDING, may_be_negative=True),
        hints.Hint("同一科目、同一资金来源出现了两行，请合并", TWICE),
    ),
    (
        *codes.COLUMNS,
        SOURCE,
        Computed("本年支出", f"SUM({SPENT})", LAST, "computed_amount", 13),
        counted("本年支出", SPENT),
        decimals(*SPENDING),
        beside("本年支出", "全年预算数", "年初预算数"),
        *OVER,
    ),
    meets=Meets("本年支出", "公开03/合计/本年支出合计"),
)
SHEET = InputSheet(
    "支出",
    groups.BUDGET,
    "本年支出：一个项级科目、一种资金来源一行，预算数和决算数　填自：支出决算表（财决04表）、预算批复和调整",
    ROWS,
    brief="一科目一资金来源一行",
)
