"""录入-结转结余: opening balances by source, and the two amounts of 公开01 that stand beside them."""

from dataclasses import replace

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL
from xlbudget.language import groups
from xlbudget.language.form import Form
from xlbudget.sheets.inputs import codes, hints, spending
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.head import Meets
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels
from xlbudget.sheets.inputs.rows import Rows

AMOUNTS = ("结转结余.使用非财政拨款结余和专用结余", "结转结余.结余分配")
NO_CODE = f'AND({hints.blank("科目")},OR([资金来源]="{FUND}",[资金来源]="{CAPITAL}"))'
BY_CODE = hints.Hint("这种资金须填 7 位项级科目，否则只计入合计，进不了本表的行", NO_CODE)
TWICE = 'IF([项键]="",FALSE,COUNTIFS({录入/结转结余/年初/来源号},[来源号],{录入/结转结余/年初/项键},[项键])>1)'


def _by_code(form: Form) -> tuple[hints.Hint, ...]:
    """Where the opening balance of 一般公共预算 is printed by code, it needs one as those of the funds do."""
    printed = any(
        "年初结转和结余" in table.columns for name, table in form.tables.items() if "公开05" in (name, table.of)
    )
    when = f'AND({hints.blank("科目")},[资金来源]="{GENERAL}")'
    return (replace(BY_CODE, when=when),) if printed else ()


ROWS = Rows(
    "结转结余/年初",
    (
        spending.SOURCE_HINT,
        BY_CODE,
        *codes.WRONG,
        hints.Hint("没有金额", f"{hints.given('[金额]')}=0"),
        *hints.amounts("金额"),
        hints.Hint("同一资金来源、同一科目出现了两行，请合并", TWICE),
    ),
    (*codes.COLUMNS, spending.SOURCE),
    {"资金来源": 34, "科目": 24},
    may_be_empty=True,
    row=HEADER + len(AMOUNTS) + 1,
    caption="年初结转和结余",
    of_form=_by_code,
    meets=Meets("金额", "公开01/年初结转和结余/收入/金额", "年初结转和结余"),
)
SHEET = InputSheet(
    "结转结余",
    groups.BUDGET,
    "年初结转和结余，按资金来源逐项填；年末数由公式得出　填自：上年部门决算报表的年末结转和结余",
    Labels(AMOUNTS, headings=()),
    ROWS,
    brief="年初数，按资金来源",
)
