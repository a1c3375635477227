"""录入-项目支出经济分类: 项目支出 by 资金来源 and 款-level economic code, for regions that print it."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints, spending
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Rows, hidden

KEY = "项目支出经济分类"
CODE = "经济分类"
_LISTED = "{录入/经济分类/键}"
NAME = f'IFERROR(INDEX({{录入/经济分类/科目名称}},MATCH([项键],{_LISTED},0)),"(目录里没有，请核对)")'
TWICE = f'AND([项键]<>"",COUNTIFS({{录入/{KEY}/项键}},[项键],{{录入/{KEY}/来源号}},[来源号])>1)'

ROWS = Rows(
    KEY,
    (
        spending.SOURCE_HINT,
        Hint("经济分类应为 5 位数字", f'AND({hints.filled(CODE)},[项键]="")'),
        Hint("没有金额", f"{hints.given('[金额]')}=0"),
        *hints.amounts("金额", may_be_negative=True),
        Hint("同一资金来源、同一经济分类出现了两行，请合并", TWICE),
    ),
    (
        spending.SOURCE,
        Computed("科目名称", f'IF([项键]="","",{NAME})', CODE, width=40),
        hidden("项键", f'IF(LEN(TRIM([{CODE}]))=5,{whole(f"TRIM([{CODE}])", chr(34) * 2)},"")', 10),
    ),
    {"资金来源": 34, CODE: 12, "金额": 16},
    {CODE: "5 位款级代码"},
    may_be_empty=True,
)
SHEET = InputSheet(
    KEY,
    groups.BUDGET,
    "项目支出，一种资金来源、一个款级经济分类一行　填自：项目支出决算明细表（财决08-2表）",
    ROWS,
    brief="项目支出，款级科目",
)
