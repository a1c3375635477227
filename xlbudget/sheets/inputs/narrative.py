"""录入-说明: reasons and other texts that the narrative quotes, by their keys."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

WIDTHS = {"键": 30, "文字": 76}

SHEET = InputSheet(
    "说明",
    groups.TEXTS,
    "说明里引用的原因和文字　填自：各处室写的原因",
    Rows("说明", (), widths=WIDTHS, may_be_empty=True, keyed=("键", "文字")),
    brief="引用的原因和文字",
)
