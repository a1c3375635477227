"""录入-上年: totals of last year's final accounts."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

SHEET = InputSheet(
    "上年",
    groups.BUDGET,
    "上年决算的总数，说明中与上年比较时用　填自：上年公布的决算",
    Labels(("上年",)),
    brief="上年决算的总数",
)
