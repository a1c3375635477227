"""公开05 一般公共预算财政拨款支出决算表; some regions print income and balances, too."""

from xlbudget.datafile.fields import GENERAL
from xlbudget.sheets.tables.printed_table import of_fund

TABLE = of_fund("公开05", GENERAL, width=19)
