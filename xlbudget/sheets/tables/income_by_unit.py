"""收入决算表（按单位）: what each unit of the department received."""

from xlbudget.datafile.fields import FISCAL_INCOME, OTHER_INCOME
from xlbudget.sheets.tables.by_unit import of_units

OF = "公开02"
COLUMNS = {
    "本年收入合计": (*FISCAL_INCOME, *OTHER_INCOME),
    "财政拨款收入": FISCAL_INCOME,
    **{name: (name,) for name in OTHER_INCOME},
}
TABLE = of_units("收入决算表（按单位）", OF, COLUMNS)
