"""公开02 收入决算表."""

from xlbudget.datafile.fields import OTHER_INCOME
from xlbudget.language.expressions import Entries
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import row_sum
from xlbudget.sheets.tables.printed_table import of_codes

TABLE = of_codes(
    "公开02",
    feeds=(Feed("收入"),),
    columns=(
        Column("本年收入合计", row_sum("财政拨款收入", *OTHER_INCOME)),
        Column("财政拨款收入", Entries("收入", "财政拨款收入")),
        *(Column(kind, Entries("收入", kind)) for kind in OTHER_INCOME),
    ),
)
