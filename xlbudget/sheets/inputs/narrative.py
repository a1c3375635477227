"""录入-说明: reasons and other texts that the narrative quotes, by their keys."""

from xlbudget.datafile.kinds import Field, Record, Text
from xlbudget.sheets.inputs.hints import missing
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

SHEET = InputSheet(
    "说明",
    "说明里引用的原因和文字",
    (
        Rows(
            "说明",
            Record((Field("键", Text(), True), Field("文字", Text(), True))),
            (missing("键"),),
            widths={"键": 30, "文字": 90},
            may_be_empty=True,
            keyed=True,
        ),
    ),
)
