"""录入-公开数: figures as they were published, text by text, to be compared."""

from xlbudget.datafile.fields import PUBLISHED
from xlbudget.sheets.inputs.hints import all_missing
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

SHEET = InputSheet(
    "公开数",
    "已经公布的数，照公布的样子逐个填（文本），用来核对；没有公布就空着",
    (
        Rows(
            "公开数",
            PUBLISHED,
            (all_missing("表", "行", "列", "数"),),
            widths={"表": 16, "行": 44, "列": 36, "数": 16},
            may_be_empty=True,
        ),
    ),
)
