"""国有资本经营预算财政拨款（收入）支出决算表: 公开08 in most regions; some print income and balances, too."""

from xlbudget.datafile.fields import CAPITAL
from xlbudget.language.expressions import Balance, Entries, Ref
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.heading import Column
from xlbudget.sheets.tables.live_table import spent_columns
from xlbudget.sheets.tables.printed_table import of_codes

FEEDS = (
    Feed("支出", source=CAPITAL),
    Feed("收入", nonzero=f"{CAPITAL}收入", column="本年收入"),
    Feed("结转结余/年初", source=CAPITAL, column="年初结转和结余"),
)
TABLE = of_codes(
    "国有资本经营",
    feeds=FEEDS,
    columns=(
        Column("年初结转和结余", Entries("结转结余/年初", "金额", CAPITAL), optional=True),
        Column("本年收入", Entries("收入", f"{CAPITAL}收入"), optional=True),
        *spent_columns(CAPITAL),
        Column("年末结转和结余", Balance((Ref("年初结转和结余"), Ref("本年收入")), (Ref("小计"),)), optional=True),
    ),
    about_no_data=True,
    movable=True,
    width=19,
)
