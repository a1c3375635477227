"""公开03 支出决算表."""

from xlbudget.shape import SPENDING
from xlbudget.spec import Entries
from xlbudget.tables.classified import Classified, row_sum
from xlbudget.tables.parts import Column
from xlbudget.trees import Feed

TABLE = Classified(
    key="公开03",
    title="支出决算表",
    basis="部门决算公开格式 公开03表",
    feeds=(Feed("支出"),),
    columns=(
        Column("本年支出合计", row_sum(*SPENDING)),
        *(Column(kind, Entries("支出", kind)) for kind in SPENDING),
    ),
    note="注：本表反映部门本年度各项支出情况。",
    width=17,
)
