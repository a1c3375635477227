"""“三公”经费、行政参公单位机关运行经费情况表 (云南, 内蒙古): 三公, its counts, 机关运行经费, cars and equipment.

Rows and numbering of 财决附03 机构运行信息表, but for those of which a unit enters nothing (receptions abroad).
"""

from __future__ import annotations

from xlbudget.datafile.fields import LIKE_OFFICE, OFFICE
from xlbudget.language.expressions import Expr, Formula, Money, Tally, number_at, total
from xlbudget.sheets.inputs.find_by_name import non_zero
from xlbudget.sheets.tables.asset_use import holdings
from xlbudget.sheets.tables.triple import ABROAD, CARS, PURCHASE, RECEPTION, RUNNING
from xlbudget.sheets.tables.vertical import VerticalLine, of_lines

KEY = "三公及机关运行"
BUDGET, ACTUAL = "预算数", "统计数"
ENTERED = {BUDGET: "年初预算数", ACTUAL: "决算数"}
WHOLE, OFFICES = "支出合计", "机关运行经费"
COUNTS = (
    ("1．", "因公出国（境）团组数", "（个）", "因公出国（境）团组数"),
    ("2．", "因公出国（境）人次数", "（人）", "因公出国（境）人次"),
    ("3．", "公务用车购置数", "（辆）", "公务用车购置数"),
    ("4．", "公务用车保有量", "（辆）", "公务用车保有量"),
    ("5．", "国内公务接待批次", "（个）", "公务接待批次"),
    ("其中：", "外事接待批次", "（个）", "接待外宾批次"),
    ("6．", "国内公务接待人次", "（人）", "公务接待人次"),
    ("其中：", "外事接待人次", "（人）", "接待外宾人次"),
)
COST, KIND = "{录入/机关运行经费}", "{录入/单位/单位性质}"


def _spent(name: str, before: str) -> VerticalLine:
    return VerticalLine(name, {col: Money(f"录入/三公经费/{year}/{name}") for col, year in ENTERED.items()}, before)


def _sum(name: str, before: str, *parts: str) -> VerticalLine:
    return VerticalLine(name, {col: total(*(f"{KEY}/{part}/{col}" for part in parts)) for col in ENTERED}, before)


def _cost(kind: str = "") -> dict[str, Expr]:
    """机关运行经费, all of it or where the unit is of a kind; a unit that does not say so has no such figure."""
    cost = f"SUM({COST})/金额换算"
    either = f'OR({KIND}="{OFFICE}",{KIND}="{LIKE_OFFICE}")'
    body = f'IF({either},IF({KIND}="{kind}",{cost},0),"")' if kind else cost
    return {ACTUAL: Formula(body, (Tally(non_zero(COST), "单位"),), adds=not kind)}


TABLE = of_lines(
    KEY,
    (BUDGET, ACTUAL),
    (
        VerticalLine("“三公”经费支出", before="一、"),
        _sum(WHOLE, "（一）", ABROAD, CARS, RECEPTION),
        _spent(ABROAD, "1．"),
        _sum(CARS, "2．", PURCHASE, RUNNING),
        _spent(PURCHASE, "（1）"),
        _spent(RUNNING, "（2）"),
        _spent(RECEPTION, "3．"),
        VerticalLine("相关统计数", before="（二）"),
        *(
            VerticalLine(name, {ACTUAL: number_at(f"录入/三公经费/实物量/{key}")}, before, unit, counted=True)
            for before, name, unit, key in COUNTS
        ),
        VerticalLine(OFFICES, _cost(), "二、"),
        VerticalLine("行政单位", _cost(OFFICE), "（一）"),
        VerticalLine("参照公务员法管理事业单位", _cost(LIKE_OFFICE), "（二）"),
        VerticalLine("国有资产占用情况", before="三、"),
        *holdings(ACTUAL),
    ),
    "资产",
)
