"""国有资本经营预算财政拨款“三公”经费支出决算表."""

from xlbudget.datafile.fields import CAPITAL
from xlbudget.sheets.tables.triple_lines import of_source

TABLE = of_source(CAPITAL)
