"""录入-项目: one row per project; feeds 项目支出, 附件1 and 附件3."""

from xlbudget.language import groups
from xlbudget.sheets.inputs import hints, required
from xlbudget.sheets.inputs.codes import without_name
from xlbudget.sheets.inputs.digits import whole
from xlbudget.sheets.inputs.find_by_name import name_hints, names_of
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.magnitude import beside
from xlbudget.sheets.inputs.rows import Computed, Further, Rows, hidden
from xlbudget.sheets.inputs.slips import SLIPS, joined
from xlbudget.sheets.inputs.thresholds import at

GROUP = hidden("组", 'IF(LEN(TRIM([名称]))=0,0,IF([类别]="公共项目",1,IF([类别]="部门项目",2,0)))')
"""1 公共项目, 2 部门项目, 0 neither."""
ORDER = hidden("序键", 'IF([组]=0,"",[组]*1000+COUNTIF([^组]:[组],[组]))')
"""1001, 1002 … the 公共项目 in file order, 2001 … the 部门项目."""
NO_KIND = "OR(LEN([代码])<>7,MOD([科目值],100)=0,COUNTIF({科目/键},INT([科目值]/100)*100)=0)"
"""A code that is malformed, ends in 00, or is of a 款 that is not in 科目."""
NO_ITEM = f"IF({NO_KIND},FALSE,COUNTIF({{科目/键}},[科目值])=0)"
CODED = 'IF([代码]="",FALSE,{})'
EVALUATED = 'IF(LEN(TRIM([名称]))=0,"",COUNTIF({录入/绩效自评/项目行},ROW([名称])-ROW([^名称])+1))'
RATE = 'IF(SUM([预算指标])=0,"",SUM([支出金额])/SUM([预算指标]))'
LOW = (
    f'IF(OR([预算执行率]="",COUNT([支出金额])=0,LEN(TRIM([偏差原因]))>0),0,IF([预算执行率]*100<{at("项目执行率")},1,0))'
)
"""Whether little was spent, and nobody says why."""


def above(column: str, limit: str, say: str, advice: bool = False) -> Hint:
    return Hint(say, f"SUM([{column}])>SUM([{limit}])", advice, (column, limit, "0"))


ROWS = Rows(
    "项目",
    (
        Hint("类别须选 公共项目 或 部门项目，否则只计入合计", "AND(LEN(TRIM([名称]))>0,LEN(TRIM([类别]))>0,[组]=0)"),
        *name_hints("项目", "名称", "项目重名，请改成不同的名称"),
        *hints.amounts("年初预算", "预算指标", "支出金额", "直接拨付区县"),
        Hint("科目不是目录中的 7 位项级科目，请核对或在 录入-科目 补上", CODED.format(NO_KIND)),
        Hint("目录里有这个款、没有这个项，请核对代码", CODED.format(NO_ITEM), advice=True),
        above("支出金额", "预算指标", "支出金额大于预算指标，请核对", advice=True),
        above("直接拨付区县", "支出金额", "直接拨付区县大于支出金额"),
        SLIPS,
    ),
    (
        Computed("预算执行率", RATE, "备注", "computed_rate", 10),
        GROUP,
        ORDER,
        *names_of("项目", "名称"),
        hidden("代码", without_name("TRIM([科目])"), 10),
        hidden("科目值", whole("[代码]", "0"), 10),
        beside("支出金额", "预算指标", "年初预算"),
        hidden("低执行", LOW),
        *joined("偏差原因", "备注"),
    ),
    {"名称": 36, "类别": 12, "科目": 11, "偏差原因": 28, "备注": 22},
    may_be_empty=True,
    placeholders={"名称": required.PROJECT_NAME},
    further=Further("绩效自评", (hidden("自评张数", EVALUATED),), ()),
)
SHEET = InputSheet(
    "项目",
    groups.PROJECTS,
    "项目支出：一个项目一行；项目支出表、附件1、附件3都取自这里　填自：项目预算批复、项目支出明细账",
    ROWS,
    brief="一个项目一行",
)
