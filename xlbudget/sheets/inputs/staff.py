"""录入-人员: posts and people."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

MORE_THAN_POSTS = 'IF(SUM([值])>SUM({录入/人员/编制数}),"注意：在职人数多于编制数，请核对；","")'

PART = Labels(("人员",), {"人员.在职人数": MORE_THAN_POSTS})
SHEET = InputSheet(
    "人员", groups.FIGURES, "编制与实有人数　填自：编制批复、部门决算报表的基本数字表", PART, brief="编制与实有人数"
)
