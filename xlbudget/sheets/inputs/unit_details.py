"""录入-单位明细: the amounts of a department's units, each with the figure of the department that it is a part of.

A figure is found by one number, its 格键 (``datafile/adding.py``): the texts of a row are compared once, in 列号.
"""

from xlbudget.datafile.adding import DETAILS, SHIFT
from xlbudget.language import groups
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.find_by_name import position
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden
from xlbudget.sheets.inputs.spending import SOURCE

FAMILIES, UNITS = "明细键/比", "汇总/单位｜比"
"""The keys of the families, and of the units, as they are compared."""
COLUMN_NUMBER, UNIT_NUMBER, CELL_KEY, CODE, SHARE = "列号", "单位号", "格键", "项键", "份"
_WORDS = '[键]&"｜"&[行]&"｜"&[列]'
_CODE = (
    "IF(LEN(TRIM([科目]))=0,0,IF(OR(LEN(TRIM([科目]))=3,LEN(TRIM([科目]))=5,AND(LEN(TRIM([科目]))=7,"
    f'RIGHT(TRIM([科目]),2)<>"00")),{whole("TRIM([科目])", "-1")},-1))'
)
ROWS = Rows(
    DETAILS,
    (
        Hint("没有这样的键、行、列，加不到部门的数里", f"AND({hints.filled('键')},[列号]=0)"),
        Hint("科目代码不对，加不到部门的数里", "[项键]<0"),
        Hint("汇总 里没有这个单位，请照那里的名称填", f"AND({hints.filled('单位')},[单位号]=0)"),
        hints.no_figure("金额"),
    ),
    (
        hidden(COLUMN_NUMBER, position(_WORDS, f"{{{FAMILIES}}}")),
        hidden(CODE, _CODE),
        SOURCE,
        hidden(CELL_KEY, f"IF(OR([列号]=0,[项键]<0),0,[列号]*{SHIFT}+[项键]*10+[来源号])", 16),
        hidden(SHARE, 'IF(SUM([金额])=0,0,IF(金额单位="元",SUM([半宽])/50,IF(COUNT([半宽])=0,1,[半宽]/0.005)))'),
        hidden(UNIT_NUMBER, position("[单位]", f"{{{UNITS}}}")),
    ),
    {"单位": 34, "键": 18, "资金来源": 26, "行": 22, "列": 30, "金额": 18, "半宽": 8},
    may_be_empty=True,
    added_up=False,
)
"""份: how many half-widths an amount may be off."""
SHEET = InputSheet(
    DETAILS,
    groups.UNIT,
    "各单位的数：部门的录入数都由这里相加，改一格，各表随之改变；用筛选找单位、键和科目",
    ROWS,
    brief="各单位的数，部门由它相加",
    filtered=True,
)
