"""录入-政府采购: what was bought, and how much of it from small and medium enterprises."""

from xlbudget.language import groups
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels

SHEET = InputSheet(
    "政府采购",
    groups.FIGURES,
    "政府采购支出，及授予中小企业、小微企业的合同金额　填自：政府采购信息统计报表、采购合同",
    Labels(("政府采购",)),
    brief="采购与中小企业合同",
)
