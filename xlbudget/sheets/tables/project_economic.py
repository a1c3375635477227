"""一般公共预算财政拨款项目支出决算明细表 (财决08-2表): 项目支出 by economic code, in blocks like 公开06."""

from __future__ import annotations

from xlbudget.datafile.classification import economic
from xlbudget.datafile.fields import GENERAL
from xlbudget.language.expressions import Codes, Entries, Expr, Formula, Within
from xlbudget.language.sheet import Content, Sheet
from xlbudget.sheets.inputs import project_economic
from xlbudget.sheets.inputs.codes import name_lookup
from xlbudget.sheets.tables.printed_table import PrintedTable, Unit
from xlbudget.sheets.tables.public06 import HEADINGS, block_sheet

KEY = "一般公共预算财政拨款项目支出决算明细表"
TOTAL = "合计"
LEFT, MIDDLE = ("301", "303"), ("302",)
"""The economic 类 of the first two blocks; every other is in the third."""


def spent(code: str = "", source: str = GENERAL) -> Expr:
    """What was entered under a 款 (5 digits), under a whole 类 (3 digits), or under all of them."""
    whole = Entries(project_economic.KEY, "金额", source)
    if not code:
        return whole
    return Within(whole, Codes(int(code), int(code)) if len(code) == 5 else Codes(int(f"{code}00"), int(f"{code}99")))


def _sheets(unit: Unit) -> list[Sheet]:
    names: dict[str, Content] = {
        code: Formula(name_lookup(code.ljust(7, "0"))) if name is None else name
        for code, name in economic(unit.data.record("科目")).items()
    }
    place = {kind: at for at, kinds in enumerate((LEFT, MIDDLE)) for kind in kinds}
    codes = [[code for code in names if place.get(code[:3], 2) == at] for at in range(3)]
    return [block_sheet(unit.form, KEY, codes, names, spent, ((TOTAL, 1, 3 * len(codes), spent()),))]


TABLE = PrintedTable(KEY, _sheets, words=(*HEADINGS, TOTAL), needs=(project_economic.KEY,))
