"""录入-经济分类: 一般公共预算财政拨款基本支出 by 款-level economic code, the form's codes already listed."""

from xlbudget.datafile.classification import catalogue
from xlbudget.language.form import Form
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Printed, Rows, hidden


def printed(form: Form, year: int) -> dict[str, str]:
    """The 款 of the form in printed order; it prints 类, too."""
    return {code: name for code, name in form.economic(catalogue("economic", year)).items() if len(code) == 5}


DIGITS = whole("TRIM([科目])", '""')
CODE = (
    Hint("有数而缺科目代码", hints.blank("科目")),
    Hint("科目代码应为 5 位数字", '[键]=""'),
    Hint("公开06 表内无此科目，请核对", "TRUE"),
)
TWICE = Hint("同一科目出现了两行，请合并", 'AND([键]<>"",COUNTIF({录入/经济分类/键},[键])>1)')
AMOUNT = hints.amounts("金额", may_be_negative=True)
OWN = f'IF(COUNTA([科目],[金额])=0,"",{hints.first_said(CODE)}&{hints.said((TWICE, *AMOUNT))})'

ROWS = Rows(
    "经济分类",
    (*CODE, TWICE, *AMOUNT),
    (
        Computed("科目名称", 'IF([键]="","","(表内无此科目)")', "科目", width=40),
        hidden("键", f'IF(LEN(TRIM([科目]))=5,{DIGITS},"")', 10),
    ),
    {"科目": 12, "金额": 16},
    {"科目": "表内没有的科目可填在这里，填 5 位款级代码"},
    keyed=("科目", "金额"),
    printed=Printed(printed, "科目名称", AMOUNT, OWN),
)
SHEET = InputSheet(
    "经济分类", "一般公共预算财政拨款基本支出，按部门预算支出经济分类款级科目填列；表内科目已列好，只填金额", ROWS
)
