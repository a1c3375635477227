"""录入-楼堂馆所: buildings approved and built, for 附件1."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

SIZE = hints.Hint("规模须为数字", hints.not_figures("[批复规模]:[实际规模]"))

SHEET = InputSheet(
    "楼堂馆所",
    groups.FIGURES,
    "附件1 楼堂馆所控制情况：规模以平方米计，投资以金额单位计　填自：基建项目的批复和竣工决算",
    Rows("楼堂馆所", (SIZE, *hints.amounts("预算投资", "实际投资")), widths={"名称": 30}, may_be_empty=True),
    brief="没有的可以不填",
)
