"""录入-经济分类: 一般公共预算财政拨款基本支出 by 款-level economic code, the form's codes already listed."""

from xlbudget.datafile.classification import economic
from xlbudget.datafile.file import Data
from xlbudget.language import groups
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Content
from xlbudget.sheets.inputs import hints
from xlbudget.sheets.inputs.codes import name_lookup
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.head import Meets
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.rows import Computed, Printed, Rows, hidden


def listed(form: Form, data: Data) -> dict[str, Content]:
    """类 and 款 of the form in printed order, with their names; those that 录入-科目 gives are looked up there."""
    names = form.economic(economic(data.record("科目")))
    return {code: Formula(name_lookup(code.ljust(7, "0"))) if name is None else name for code, name in names.items()}


def printed(form: Form, data: Data) -> dict[str, Content]:
    """The 款 of the form; it prints 类, too."""
    return {code: name for code, name in listed(form, data).items() if len(code) == 5}


DIGITS = whole("TRIM([科目])", '""')
KNOWN = "COUNTIF({科目/键},[键]*100)>0"
NAME = f'IF({KNOWN},{name_lookup("[键]*100")},"(表内无此科目)")'
CODE = (
    Hint("有数而缺科目代码", hints.blank("科目")),
    Hint("科目代码应为 5 位数字", '[键]=""'),
    Hint("录入-科目 里补充的科目，重新生成工作簿以后 公开06 列出它", KNOWN, advice=True),
    Hint("公开06 表内无此科目，请核对", "TRUE"),
)
TWICE = Hint("同一科目出现了两行，请合并", 'AND([键]<>"",COUNTIF({录入/经济分类/键},[键])>1)')
AMOUNT = hints.amounts("金额", may_be_negative=True)
OWN = f'IF(LEN(TRIM([科目]))+{hints.given("[金额]")}=0,"",{hints.first_said(CODE)}&{hints.said((TWICE, *AMOUNT))})'

ROWS = Rows(
    "经济分类",
    (*CODE, TWICE, *AMOUNT),
    (
        Computed("科目名称", f'IF([键]="","",{NAME})', "科目", width=40),
        hidden("键", f'IF(LEN(TRIM([科目]))=5,{DIGITS},"")', 10),
    ),
    {"科目": 12, "金额": 16},
    {"科目": "表内没有的科目可填在这里，填 5 位款级代码"},
    keyed=("科目", "金额"),
    meets=Meets("金额", "公开05/合计/基本支出", "基本支出"),
    printed=Printed(printed, "科目名称", AMOUNT, OWN),
)
SHEET = InputSheet(
    "经济分类",
    groups.BUDGET,
    "一般公共预算财政拨款基本支出，科目已列好　填自：基本支出明细表（财决08-1表）",
    ROWS,
    brief="基本支出，款级科目",
)
