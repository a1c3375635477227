"""公开08 国有资本经营预算财政拨款支出决算表."""

from xlbudget.shape import CAPITAL
from xlbudget.spec import Entries
from xlbudget.tables.classified import Classified, row_sum
from xlbudget.tables.parts import Column
from xlbudget.trees import Feed

TABLE = Classified(
    key="公开08",
    title="国有资本经营预算财政拨款支出决算表",
    basis="部门决算公开格式 公开08表",
    feeds=(Feed("支出", source=CAPITAL),),
    columns=(
        Column("合计", row_sum("基本支出", "项目支出"), group="本年支出"),
        Column("基本支出", Entries("支出", "基本支出", CAPITAL), group="本年支出"),
        Column("项目支出", Entries("支出", "项目支出", CAPITAL), group="本年支出"),
    ),
    note="注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
    empty_note="说明：我单位没有使用国有资本经营预算安排的支出，故本表无数据。",
    landscape=False,
    width=19,
)
