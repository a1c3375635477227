"""政府性基金预算财政拨款收入支出决算表 (公开07, in Shanghai 公开08): income, expenditure and balances by code."""

from xlbudget.datafile.fields import FUND
from xlbudget.sheets.tables.printed_table import of_fund

TABLE = of_fund("政府性基金", FUND, about_no_data=True, width=17)
