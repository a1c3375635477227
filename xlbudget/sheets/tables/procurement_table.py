"""政府采购情况表 (北京): what was bought, and the contracts that went to medium and small enterprises."""

from xlbudget.language.expressions import Money, total
from xlbudget.sheets.tables.vertical import VerticalLine, of_lines

KEY, COLUMN = "政府采购情况", "金额"
KINDS = {"政府采购货物支出": "货物", "政府采购工程支出": "工程", "政府采购服务支出": "服务"}
AWARDS = {"授予中小企业合同金额": "授予中小企业", "授予小微企业合同金额": "授予小微企业"}

TABLE = of_lines(
    KEY,
    (COLUMN,),
    (
        VerticalLine("政府采购支出总额", {COLUMN: total(*(f"{KEY}/{name}/{COLUMN}" for name in KINDS))}, "一、"),
        *(
            VerticalLine(name, {COLUMN: Money(f"录入/政府采购/{key}")}, f"（{number}）")
            for number, (name, key) in zip("一二三", KINDS.items(), strict=True)
        ),
        *(
            VerticalLine(name, {COLUMN: Money(f"录入/政府采购/{key}")}, before)
            for before, (name, key) in zip(("二、", "其中："), AWARDS.items(), strict=True)
        ),
    ),
    "政府采购",
)
