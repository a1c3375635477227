"""录入-三公按资金: “三公”经费 by 资金来源, for regions that print a table for each."""

from xlbudget.datafile.fields import FISCAL, TRIPLE
from xlbudget.language import groups
from xlbudget.sheets.inputs import hints, spending
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

KEY = "三公按资金"
COLUMNS = tuple(f"{item}{half}" for half in ("预算数", "决算数") for item in TRIPLE)
ROWS = Rows(
    KEY,
    (
        spending.SOURCE_HINT,
        *hints.amounts(*COLUMNS),
        hints.Hint("同一资金来源出现了两行，请合并", f"AND([来源号]>0,COUNTIF({{录入/{KEY}/来源号}},[来源号])>1)"),
    ),
    (spending.SOURCE,),
    {"资金来源": 34},
    {"资金来源": f"{'、'.join(FISCAL)} 里的一种"},
    may_be_empty=True,
)
SHEET = InputSheet(
    KEY,
    groups.FIGURES,
    "财政拨款“三公”经费用的是哪一种资金，一种一行；合起来等于 录入-三公经费　填自：预算批复、机构运行信息表",
    ROWS,
    brief="三公经费，按资金来源",
)
