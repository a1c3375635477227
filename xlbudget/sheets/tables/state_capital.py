"""国有资本经营预算财政拨款（收入）支出决算表: 公开08 in most regions; some print income and balances, too."""

from xlbudget.datafile.fields import CAPITAL
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.live_table import with_balances
from xlbudget.sheets.tables.printed_table import of_codes

FEEDS = (
    Feed("支出", source=CAPITAL),
    Feed("收入", nonzero=f"{CAPITAL}收入", column="本年收入"),
    Feed("结转结余/年初", source=CAPITAL, column="年初结转和结余"),
)
TABLE = of_codes(
    "国有资本经营",
    feeds=FEEDS,
    columns=with_balances(CAPITAL, optional=True),
    about_no_data=True,
    movable=True,
    width=19,
)
