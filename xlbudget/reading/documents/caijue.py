"""The software's own forms as entries: what they print by subject, and whose money it is.

财决03 and 财决04 don't say the 资金来源: what 财决07, 09 and 11 have of a subject is theirs, the rest is 其他资金. A
rest below zero is entered as it is, for a check to find; where a form that would settle it is missing, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xlbudget.datafile.fields import CAPITAL, FUND, GENERAL, OTHER
from xlbudget.reading.documents.caijue_forms import head_of
from xlbudget.reading.documents.caijue_sheet import Software, read_sheet
from xlbudget.reading.documents.found import FoundGrid

FORMS = {GENERAL: "Z07", FUND: "Z09", CAPITAL: "Z11"}
"""资金来源 → the form that prints what is its."""
NEGATIVE = "财决04 减去 财决07、09、11 是负数，照录为其他资金，请核对"
NONE = Decimal()


def is_one(grid: FoundGrid) -> bool:
    return head_of(grid) is not None


def read(grids: Iterable[FoundGrid]) -> Software:
    """What all sheets of the software give together."""
    found = Software()
    for grid in grids:
        if head := head_of(grid):
            read_sheet(found, grid, head)
    _income(found)
    _spending(found)
    _rest(found)
    return found


def _missing(found: Software) -> list[str]:
    return [form for form in FORMS.values() if form not in found.forms]


def _income(found: Software) -> None:
    for path, (amount, place) in found.amounts.items():
        if path[0] != "收入":
            continue
        if path[-1] != "财政拨款收入":
            if amount:
                found.enter(str(amount), place, *path)
            continue
        known = sum((found.amounts.get((*path[:2], f"{source}收入"), (NONE, place))[0] for source in FORMS), Decimal())
        if amount != known:
            missing = _missing(found)
            why = (
                f"缺少 {'、'.join(missing)}，看不出是哪种资金" if missing else f"财决07、09、11 合起来是 {known}，不同"
            )
            found.leave(str(amount), place, f"财决03 {path[1]} 的财政拨款收入：{why}")
    if "Z03" in found.forms:
        found.settled |= {"收入"} | (set() if _missing(found) else {"财政拨款收入"})


def _spending(found: Software) -> None:
    missing = _missing(found)
    for path, (amount, place) in found.amounts.items():
        if path[0] == "收入" or not amount or path[:3] == ("结转结余", "年初", "*"):
            continue
        if path[2] != "*":
            found.enter(str(amount), place, *path)
        else:
            known = [found.amounts.get((*path[:2], source, path[3]), (NONE, place))[0] for source in FORMS]
            rest = amount - sum(known, NONE)
            if rest and missing:
                why = f"财决04 {path[1]} 的{path[3]}：缺少 {'、'.join(missing)}，其余 {rest} 看不出是哪种资金，没有录入"
                found.leave(str(amount), place, why)
            elif rest:
                found.enter(str(rest), place, *path[:2], OTHER, path[3])
                if rest < 0:
                    found.leave(str(amount), place, f"{path[1]} {path[3]}：{NEGATIVE}")
    found.settled |= {f"支出/{source}" for source, form in FORMS.items() if form in found.forms}
    if "Z04" in found.forms and not missing:
        found.settled.add("支出/其他资金")


def _rest(found: Software) -> None:
    """年初结转和结余 of 财决01, less that of 财政拨款."""
    whole = found.amounts.get(("结转结余", "年初", "*"))
    if not _missing(found):
        found.settled.add("结转结余")
    if whole and not _missing(found):
        fiscal = sum(
            (amount for path, (amount, _) in found.amounts.items() if path[0] == "结转结余" and path[2] != "*"),
            Decimal(),
        )
        found.settled.add("结转结余/其他资金")
        if rest := whole[0] - fiscal:
            found.enter(str(rest), whole[1], "结转结余", "年初", OTHER, "", "金额")
