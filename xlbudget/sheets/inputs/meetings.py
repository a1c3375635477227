"""录入-会议培训: 会议费 and 培训费, whether 基本支出 or 项目支出, for regions that print them beside “三公”经费."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

KEY = "会议培训"
SHEET = InputSheet(
    KEY,
    groups.FIGURES,
    "一般公共预算财政拨款的会议费、培训费，基本支出和项目支出合在一起　填自：预算批复、机构运行信息表",
    Labels((KEY,)),
    brief="会议费、培训费",
)
