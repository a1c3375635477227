"""录入-公开数: figures as they were published, text by text, to be compared."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Rows

WIDTHS = {"表": 16, "行": 40, "列": 32, "数": 14}

SHEET = InputSheet(
    "公开数",
    groups.PUBLISHED,
    "已经公布的数，照样逐个填（文本），用来核对；没有就空着　填自：公布的决算文件",
    Rows("公开数", (), widths=WIDTHS, may_be_empty=True),
    brief="没有公布就空着",
)
