"""政府性基金预算财政拨款收入支出决算表 (公开07, in Shanghai 公开08): income, expenditure and balances by code."""

from xlbudget.datafile.fields import FUND
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.live_table import with_balances
from xlbudget.sheets.tables.printed_table import of_codes

# A code with income or an opening balance only has a row of its own, too.
FEEDS = (Feed("支出", source=FUND), Feed("收入", nonzero=f"{FUND}收入"), Feed("结转结余/年初", source=FUND))
TABLE = of_codes(
    "政府性基金",
    feeds=FEEDS,
    columns=with_balances(FUND),
    about_no_data=True,
    movable=True,
    width=17,
)
