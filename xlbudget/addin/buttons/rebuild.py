"""重新生成: a fresh workbook from the entries of this one, when its rows, sheets or formulas were damaged."""

from pathlib import Path

from xlbudget.addin.buttons.new_year import put_down
from xlbudget.addin.desk import Desk
from xlbudget.units.years.rebuild import rebuilt


def fresh_workbook(desk: Desk) -> str:
    """Rebuild the workbook as it stands into a folder of the user's choice, and open the new one."""
    desk.progress("读录入格")
    package = desk.package()
    folder = desk.choose_folder("重新生成的工作簿存在哪里")
    if folder is None:
        return "没有选文件夹，什么也没有做。"
    desk.progress("排表、写公式、计算")
    new = rebuilt(package, desk.form)
    return put_down(desk, new, folder / f"{Path(desk.name).stem}-重新生成.xlsx")
