"""项目支出决算表: 项目支出 by code, a column for each 资金来源 that pays for it."""

from xlbudget.datafile.fields import SOURCES
from xlbudget.language.expressions import Entries
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import row_sum
from xlbudget.sheets.tables.printed_table import of_codes

TABLE = of_codes(
    "项目支出决算表",
    feeds=(Feed("支出", nonzero="项目支出"),),
    columns=(
        Column("项目支出合计", row_sum(*SOURCES)),
        *(Column(source, Entries("支出", "项目支出", source), group="资金来源") for source in SOURCES),
    ),
    width=19,
)
