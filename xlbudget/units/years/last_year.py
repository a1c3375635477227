"""The figures of last year that begin the next: they become 上年, or 年初, wherever a key asks for them.

Every figure comes from :class:`NextYearFigures`; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlbudget.datafile.fields import GENERAL, OTHER, SOURCES, TRIPLE
from xlbudget.sheets.next_year import REST
from xlbudget.units.years.changes_sheet import Log, Row
from xlbudget.units.years.next_year_figures import NextYearFigures

CLOSING = "年末结转和结余"


def balances(old: Row, figures: NextYearFigures, log: Log) -> dict[str, Any]:
    """结转结余: what was left at the end, by 资金来源, and by 科目 where the form asks for it."""
    for index, row in enumerate(old.get("年初", [])):
        name = "，".join(str(row[key]) for key in ("资金来源", "科目") if row.get(key))
        log.add(f"结转结余.年初[{index}]", "清空", row.get("金额", ""), "", f"{name}：由上年的年末数代替")
    log.all_gone("结转结余", old, but=("年初",))
    new = closing(figures)
    for index, row in enumerate(new):
        about = " ".join(filter(None, (row["资金来源"], row.get("科目", "")))) + " 上年的年末结转和结余"
        log.add(f"结转结余.年初[{index}].金额", "结转", row["金额"], row["金额"], about)
    return {"年初": new}


def closing(figures: NextYearFigures) -> list[dict[str, Any]]:
    """What was left at the end of the year, by 资金来源, and by 科目 where the form asks for it."""
    found: list[dict[str, Any]] = []
    for source in SOURCES:
        for key in [f"年初/{source}"] if source in (GENERAL, OTHER) else figures.below(f"年初/{source}"):
            code = figures.name(key) if key.count("/") > 1 else REST
            if amount := figures.at(key):
                found.append({"资金来源": source} | ({} if code == REST else {"科目": code}) | {"金额": amount})
    return found


def triple(old: Row, figures: NextYearFigures, log: Log) -> dict[str, Any]:
    """三公经费: 决算数 becomes 上年决算数."""
    last = {}
    for kind in TRIPLE:
        before, amount = old.get("上年决算数", {}).get(kind, ""), figures.at(f"三公经费/{kind}")
        if amount is not None:
            last[kind] = amount
        if amount is not None or before != "":
            log.add(f"三公经费.上年决算数.{kind}", "移到上年", before, amount, "取自上年的决算数")
    for column in ("年初预算数", "全年预算数", "决算数", "实物量", "公务接待明细"):
        log.all_gone(f"三公经费.{column}", old.get(column, {}))
    return {"上年决算数": last, "年初预算数": {}, "决算数": {}}


def staff(old: Row, figures: NextYearFigures, log: Log) -> dict[str, Any]:
    """人员: kept, with 上年人数."""
    new = {key: value for key, value in old.items() if key != "上年人数"}
    for key, value in new.items():
        log.add(f"人员.{key}", "沿用", value, value, "上年的人数，请核")
    if (count := figures.at("人员/上年人数")) is not None:
        log.add("人员.上年人数", "移到上年", old.get("上年人数", ""), count, "取自上年的年末实有人数，没有的取在职人数")
        new["上年人数"] = count
    return new


def base(old: Sequence[Row], figures: NextYearFigures, log: Log) -> list[dict[str, Any]]:
    """The lines of 附件1: the final figures become 上年决算数, wherever the line asks for one."""
    moved = {figures.name(key): amount for key in figures.below("基础数据") if (amount := figures.at(key))}
    before: dict[str, Any] = {}
    for index, row in enumerate(old):
        name = str(row.get("行", "")).strip()
        before[name] = row.get("上年决算数", "")
        for column in ("上年决算数", "预算数", "决算数"):
            if column in row and not (column == "上年决算数" and name in moved):
                log.gone(f"基础数据[{index}].{column}", row[column])
    new: list[dict[str, Any]] = []
    for index, name in enumerate(name for name in dict.fromkeys([*before, *moved]) if name):
        if name in moved:
            new.append({"行": name, "上年决算数": moved[name]})
            about = f"{name}：取自附件1 上年的决算数"
            log.add(f"基础数据[{index}].上年决算数", "移到上年", before.get(name, ""), moved[name], about)
        else:
            new.append({"行": name})
            log.add(f"基础数据[{index}].行", "沿用", name)
    return new


def totals(old: Row, figures: NextYearFigures, log: Log) -> dict[str, Any]:
    """上年: the totals that the narrative compares with."""
    found = {key.removeprefix("上年/"): figures.at(key) for key in figures.below("上年")}
    new: dict[str, Any] = {name: amount for name, amount in found.items() if amount is not None}
    for name, amount in new.items():
        log.add(f"上年.{name}", "移到上年", old.get(name, ""), amount, "取自上年工作簿")
    log.all_gone("上年", {key: value for key, value in old.items() if key != CLOSING}, but=new)
    for index, row in enumerate(old.get(CLOSING, [])):
        log.gone(f"上年.{CLOSING}[{index}].金额", row.get("金额", ""))
    if left := closing(figures):
        log.add(f"上年.{CLOSING}", "移到上年", "", f"{len(left)} 行", "与 结转结余.年初 相同，年初数以后改了就看得出")
        new[CLOSING] = left
    return new
