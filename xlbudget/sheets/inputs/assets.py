"""录入-资产: cars by what they are for, large equipment, fixed assets."""

from xlbudget.datafile.fields import CAR_KINDS
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels, Line

OTHERS = ("单价100万元以上设备", "固定资产原值", "累计折旧")

SHEET = InputSheet(
    "资产",
    "车辆、大型设备与固定资产",
    (Labels((Line("资产.车辆", names=CAR_KINDS), *(Line(f"资产.{key}") for key in OTHERS))),),
)
