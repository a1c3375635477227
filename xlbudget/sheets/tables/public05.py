"""公开05 一般公共预算财政拨款支出决算表."""

from xlbudget.datafile.fields import GENERAL
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.live_table import spent_columns
from xlbudget.sheets.tables.printed_table import of_codes

TABLE = of_codes("公开05", feeds=(Feed("支出", source=GENERAL),), columns=spent_columns(GENERAL), width=19)
