"""录入-资产: cars by what they are for, large equipment, fixed assets."""

from xlbudget.datafile.fields import CAR_KINDS
from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

SHEET = InputSheet(
    "资产",
    groups.FIGURES,
    "车辆、大型设备与固定资产　填自：资产台账、部门决算报表的资产信息表",
    Labels(("资产",), names={"资产.车辆": CAR_KINDS}),
    brief="车辆、设备、固定资产",
)
