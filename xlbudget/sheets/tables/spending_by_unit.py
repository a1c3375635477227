"""支出决算表（按单位）: what each unit of the department spent."""

from xlbudget.datafile.fields import SPENDING
from xlbudget.sheets.tables.by_unit import of_units

OF = "公开03"
COLUMNS = {"本年支出合计": SPENDING, **{name: (name,) for name in SPENDING}}
TABLE = of_units("支出决算表（按单位）", OF, COLUMNS)
