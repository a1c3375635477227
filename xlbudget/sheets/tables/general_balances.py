"""一般公共预算财政拨款收入支出决算表 (云南, 北京, 海南): 公开05 with what was left over, came in and is left."""

from xlbudget.datafile.fields import GENERAL
from xlbudget.sheets.tables.code_tree import Feed
from xlbudget.sheets.tables.live_table import with_balances
from xlbudget.sheets.tables.printed_table import of_codes

# A code with income or an opening balance only has a row of its own, too.
FEEDS = (Feed("支出", source=GENERAL), Feed("收入", nonzero=f"{GENERAL}收入"), Feed("结转结余/年初", source=GENERAL))
TABLE = of_codes("一般公共预算收支", feeds=FEEDS, columns=with_balances(GENERAL), movable=True, width=17)
