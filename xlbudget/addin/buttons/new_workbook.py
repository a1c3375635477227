"""新年度模板, 重新生成: next year's workbook, or a fresh one, from this one, unsaved entries included."""

from __future__ import annotations

import os
from pathlib import Path

from xlbudget.addin.desk import Desk
from xlbudget.errors import BadUsage
from xlbudget.reading.reader import read_package
from xlbudget.units.years.rebuild import rebuilt
from xlbudget.units.years.roll_forward import rolled_from
from xlbudget.workbook.render import WorkbookFile


def next_workbook(desk: Desk) -> str:
    """Roll the workbook forward by one year into a folder of the user's choice, and open the new one."""
    desk.progress("读录入格")
    package = desk.package()
    year = read_package(package, desk.form, lenient=True).data.content.get("年度")
    if not isinstance(year, int):
        raise BadUsage(f"{desk.name} 没有填年度（录入-单位），不知道下一年是哪一年；请先填上。")
    folder = desk.choose_folder(f"{year + 1} 年度的工作簿存在哪里")
    if folder is None:
        return "没有选文件夹，什么也没有做。"
    desk.progress(f"重算，结转到 {year + 1} 年度")
    made = rolled_from(package, year + 1, form=desk.form)
    return put_down(desk, made.finished(), folder / made.file_name, "请先看“变动”表。")


def fresh_workbook(desk: Desk) -> str:
    """Rebuild the workbook, which was damaged, into a folder of the user's choice, and open the new one."""
    desk.progress("读录入格")
    package = desk.package()
    folder = desk.choose_folder("重新生成的工作簿存在哪里")
    if folder is None:
        return "没有选文件夹，什么也没有做。"
    desk.progress("排表、写公式、计算")
    new = rebuilt(package, desk.form)
    return put_down(desk, new, folder / f"{Path(desk.name).stem}-重新生成.xlsx")


def put_down(desk: Desk, new: WorkbookFile, target: Path, *more: str) -> str:
    """Write a new workbook, unless the user wants to keep the one that is there, and open it; what to say."""
    there = os.path.lexists(target)
    if there and not desk.may_replace([target]):
        return "没有覆盖，什么也没有做。"
    new.save(target, force=there)
    opened = () if desk.show(target) else ("没有能自动打开，请自己打开。",)
    return "\n".join((f"已写出 {target}", new.said, *new.notes, *opened, *more))
