"""录入-基础数据: figures of 附件1 that stand nowhere else, by the row of 附件1 they are for."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of, position
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows, hidden

NON_TAX = "纳入专户管理的非税收入拨款"
"""A row of 基础数据 for 附件2, not for 附件1."""
NON_TAX_ROW = -1

ANNEX_ROW = hidden(
    "附件1行",
    'IF([行首行]<>ROW([行])-ROW([^行])+1,"",'
    f'IF(TRIM([行])="{NON_TAX}",{NON_TAX_ROW},{position("[行]", "{附件1/标签｜比}")}))',
)
"""Which row of 附件1 an entry is for, 0 for none; empty for a second one of the same name: it counts nowhere."""

ROWS = Rows(
    "基础数据",
    (
        hints.Hint("附件1 没有这一行", f"AND({hints.filled('行')},[附件1行]=0)", names=("行", "选项/基础数据行")),
        *name_hints("基础数据", "行", "同一行出现了两行，只计第一行，请合并"),
        *hints.amounts("上年决算数", "预算数", "决算数"),
    ),
    (*names_of("基础数据", "行"), ANNEX_ROW),
    {"行": 40},
    added_up=False,
    choices={"行": "基础数据行名"},
    may_be_empty=True,
)
SHEET = InputSheet(
    "基础数据",
    groups.FIGURES,
    "附件1 中别处没有的数：上年决算数、预算数、决算数　填自：预算批复、上年和本年的支出明细账",
    ROWS,
    needs=("人员", "项目", "楼堂馆所", "政府采购"),
    brief="附件1 另用的数",
)
