"""一般公共预算财政拨款收入支出决算表 (云南, 北京, 海南): 公开05 with what was left over, came in and is left."""

from xlbudget.datafile.fields import GENERAL
from xlbudget.sheets.tables.live_table import fund_feeds, with_balances
from xlbudget.sheets.tables.printed_table import of_codes

TABLE = of_codes("一般公共预算收支", feeds=fund_feeds(GENERAL), columns=with_balances(GENERAL), width=17)
