"""公开05 一般公共预算财政拨款支出决算表."""

from xlbudget.datafile.fields import GENERAL
from xlbudget.language.expressions import Entries
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import Classified, row_sum

TABLE = Classified(
    key="公开05",
    feeds=(Feed("支出", source=GENERAL),),
    columns=(
        Column("小计", row_sum("基本支出", "项目支出"), group="本年支出"),
        Column("基本支出", Entries("支出", "基本支出", GENERAL), group="本年支出"),
        Column("项目支出", Entries("支出", "项目支出", GENERAL), group="本年支出"),
    ),
    width=19,
)
