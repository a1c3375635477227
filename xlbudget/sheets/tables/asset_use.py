"""国有资产使用情况表 (江西, 云南): cars by what they are for, large equipment, fixed assets."""

from __future__ import annotations

from xlbudget.datafile.fields import CAR_KINDS
from xlbudget.language.expressions import Balance, Expr, Money, number_at
from xlbudget.sheets.tables.vertical import VerticalLine, of_lines

KEY, NOW = "国有资产使用情况", "年末数"
CARS, EQUIPMENT = "车辆", "单价100万元以上设备"
WORTH, WORN = Money("录入/资产/固定资产原值"), Money("录入/资产/累计折旧")
WORTHS: dict[str, Expr] = {"固定资产原值": WORTH, "累计折旧": WORN, "固定资产净值": Balance((WORTH,), (WORN,))}


def holdings(column: str) -> tuple[VerticalLine, ...]:
    """What there is of cars and large equipment."""
    return (
        VerticalLine(CARS, {column: number_at("录入/资产/车辆")}, "（一）", "（辆）", counted=True),
        *(
            VerticalLine(kind, {column: number_at(f"录入/资产/车辆/{kind}")}, f"{at}．", "（辆）", counted=True)
            for at, kind in enumerate(CAR_KINDS, 1)
        ),
        VerticalLine(EQUIPMENT, {column: number_at(f"录入/资产/{EQUIPMENT}")}, "（二）", "（台、套）", counted=True),
    )


TABLE = of_lines(KEY, (NOW,), (*holdings(NOW), *(VerticalLine(name, {NOW: of}) for name, of in WORTHS.items())), "资产")
