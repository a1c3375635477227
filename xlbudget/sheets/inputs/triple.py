"""录入-三公经费: four items, a column per year or budget; trips, cars, guests and receptions below."""

from xlbudget.datafile.fields import TRIPLE, TRIPLE_YEARS
from xlbudget.language import groups
from xlbudget.language.expressions import Formula, Tally
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.head import Meets
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

SHEET = InputSheet(
    "三公经费",
    groups.FIGURES,
    "财政拨款“三公”经费：全年预算数都空着时按年初预算数；小计、合计是公式　填自：预算批复、机构运行信息表",
    Grid("三公经费", TRIPLE_YEARS, meets=Meets("决算数", "三公/三公经费/决算数/合计")),
    Labels(
        ("三公经费.实物量", "三公经费.公务接待明细"),
        headings=("实物量、公务接待明细", "数"),
        row=HEADER + len(TRIPLE) + 2,
    ),
    brief="上年、预算、决算",
)


def budget(kind: str) -> Formula:
    """全年预算数 of an item in 万元; 年初预算数 where the unit has one budget figure only."""
    first, adjusted = (f"{{录入/三公经费/{column}/{kind}}}" for column in ("年初预算数", "全年预算数"))
    chosen, one = (
        f"IF(COUNT({{录入/三公经费/全年预算数}})=0,{a},{b})"
        for a, b in ((f"SUM({first})", f"SUM({adjusted})"), (non_zero(first), non_zero(adjusted)))
    )
    return Formula(f"{chosen}/金额换算", (Tally(one, "三公经费"),))
