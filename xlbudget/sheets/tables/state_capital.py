"""国有资本经营预算财政拨款（收入）支出决算表: 公开08 in most regions; some print income and balances, too."""

from xlbudget.datafile.fields import CAPITAL
from xlbudget.sheets.tables.printed_table import of_fund

TABLE = of_fund("国有资本经营", CAPITAL, about_no_data=True, width=19)
