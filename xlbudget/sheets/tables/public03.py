"""公开03 支出决算表."""

from xlbudget.datafile.fields import SPENDING
from xlbudget.language.expressions import Entries
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import row_sum
from xlbudget.sheets.tables.printed_table import of_codes

TABLE = of_codes(
    "公开03",
    feeds=(Feed("支出"),),
    columns=(Column("本年支出合计", row_sum(*SPENDING)), *(Column(kind, Entries("支出", kind)) for kind in SPENDING)),
    width=17,
)
