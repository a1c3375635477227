"""录入-结转结余: opening balances by source, and the two amounts of 公开01 that stand beside them."""

from xlbudget.datafile.fields import CAPITAL, FUND, OPENING
from xlbudget.sheets.inputs.cells import HEADER
from xlbudget.sheets.inputs.codes import CODE_COLUMNS, CODE_WRONG
from xlbudget.sheets.inputs.hints import Hint, amount_hints
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels, Line
from xlbudget.sheets.inputs.rows import Rows
from xlbudget.sheets.inputs.spending import SOURCE, SOURCE_HINT

AMOUNTS = ("使用非财政拨款结余和专用结余", "结余分配")

SHEET = InputSheet(
    "结转结余",
    "年初结转和结余，按资金来源逐项填；年末数由公式得出",
    (
        Labels(tuple(Line(f"结转结余.{key}") for key in AMOUNTS), headings=()),
        Rows(
            "结转结余/年初",
            OPENING,
            (
                SOURCE_HINT,
                Hint(
                    "这种资金须填 7 位项级科目，否则只计入合计，进不了本表的行",
                    f'AND(LEN(TRIM([科目]))=0,OR([资金来源]="{FUND}",[资金来源]="{CAPITAL}"))',
                ),
                *CODE_WRONG,
                Hint("没有金额", "COUNTA([金额])=0"),
                *amount_hints("金额"),
                Hint(
                    "同一资金来源、同一科目出现了两行，请合并",
                    'IF([项键]="",FALSE,COUNTIFS({录入/结转结余/年初/来源号},[来源号],{录入/结转结余/年初/项键},[项键])>1)',
                ),
            ),
            (*CODE_COLUMNS, SOURCE),
            {"资金来源": 34, "科目": 24},
            may_be_empty=True,
            row=HEADER + len(AMOUNTS) + 1,
            caption="年初结转和结余",
        ),
    ),
    always=True,
)
