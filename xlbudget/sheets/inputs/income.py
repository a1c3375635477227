"""录入-收入: one row per 项 code, a column per kind of income."""

from xlbudget.datafile.fields import CAPITAL, FISCAL_INCOME, FUND, OTHER_INCOME
from xlbudget.language import groups
from xlbudget.sheets.inputs import codes, hints
from xlbudget.sheets.inputs.head import Meets
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.magnitude import decimals
from xlbudget.sheets.inputs.rows import Computed, Rows, counted, hidden

LAST = OTHER_INCOME[-1]
FISCAL, ALL = f"[{FISCAL_INCOME[0]}]:[{FISCAL_INCOME[-1]}]", f"[{FISCAL_INCOME[0]}]:[{LAST}]"

ELSEWHERE = tuple(
    hints.Hint(
        f"这个科目只有{source}用，收入填到了别的拨款里",
        "IF(SUM({})=0,FALSE,{})".format(
            ",".join(f"[{name}]" for name in FISCAL_INCOME if name != f"{source}收入"), codes.kept_for(source)
        ),
    )
    for source in (FUND, CAPITAL)
)
OTHERS = f"[{OTHER_INCOME[0]}]:[{LAST}]"
UNSPENT = "0"
for number, received in reversed([*enumerate((*(f"[{name}]" for name in FISCAL_INCOME), OTHERS), 1)]):
    spent = f"COUNTIFS({{录入/支出/项键}},[项键],{{录入/支出/来源号}},{number})"
    UNSPENT = f"IF(IF(SUM({received})=0,FALSE,{spent}=0),{number},{UNSPENT})"
"""A template: the number of the first kind of money received under the code of a row of which nothing was spent."""

ROWS = Rows(
    "收入",
    (
        *codes.WRONG,
        hints.Hint("有科目而没有金额", f"{hints.given(ALL)}=0", advice=True),
        *hints.amounts(*FISCAL_INCOME, *OTHER_INCOME, may_be_negative=True),
        *ELSEWHERE,
        hints.Hint("同一科目出现了两行，请合并", 'AND([项键]<>"",COUNTIF({录入/收入/项键},[项键])>1)'),
    ),
    (
        *codes.COLUMNS,
        Computed("财政拨款收入", f"SUM({FISCAL})", LAST, "computed_amount", 13),
        Computed("本年收入", f"SUM({ALL})", LAST, "computed_amount", 13),
        counted("财政拨款收入", FISCAL),
        counted("本年收入", ALL),
        decimals(*FISCAL_INCOME, *OTHER_INCOME),
        hidden("无支号", f'IF([项键]="",0,{UNSPENT})'),
    ),
    meets=Meets("本年收入", "公开02/合计/本年收入合计"),
)
SHEET = InputSheet(
    "收入",
    groups.BUDGET,
    "本年收入：一个项级科目一行，各种收入填在各自的列里　填自：收入决算表（财决03表）",
    ROWS,
    brief="一个项级科目一行",
)
