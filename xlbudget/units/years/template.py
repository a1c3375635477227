"""An empty workbook, and its data file: every key of the region, with nothing in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlbudget.datafile.fields import PLAIN, VERSION
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.datafile.placeholders import MOST_PROJECTS, UNIT, project
from xlbudget.errors import BadUsage
from xlbudget.language.form import Form
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.regions.forms import built_in
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.inputs.funding import SOURCES
from xlbudget.sheets.tables.heading import UNIT_NAME
from xlbudget.workbook.render import WorkbookFile, file_name, finished

YEARS = (2000, 2100)
PROJECTS = 3
LAYOUT = "湖南长沙"


@dataclass(frozen=True)
class NewWorkbook:
    """A workbook of another year as it was declared, and what to tell the user about it."""

    book: Book
    data: Data
    about: str
    notes: tuple[str, ...] = ()

    @property
    def file_name(self) -> Path:
        """Where it is written unless the user says otherwise: here, called after the unit and the year."""
        return Path(file_name(self.data.unit, self.data.year))

    def finished(self) -> WorkbookFile:
        """The workbook itself."""
        return finished(self.book, self.data, self.about, self.notes)


def template(
    year: int,
    unit: str = UNIT,
    form: Form | None = None,
    projects: int = PROJECTS,
    own: OwnSubjects = NO_SUBJECTS,
) -> NewWorkbook:
    """An empty workbook: the region's sheets (湖南长沙 unless ``form`` says otherwise), every input cell blank.

    But for 录入-科目, which has the names of the catalogues ``own``.
    """
    form = built_in(LAYOUT) if form is None else form
    data = own.added_to(blank_data(year, unit, form, projects))
    return NewWorkbook(assemble(data, form), data, "空的模板，照 封面 的步骤填")


def blank_data(year: int, unit: str, form: Form, projects: int) -> Data:
    """Every key of the region, empty; 人员 and 机关运行经费 cannot be empty, but the sheets have their cells."""
    check_year(year)
    check_unit(unit)
    if not 0 <= projects <= MOST_PROJECTS:
        raise BadUsage(f"命令写法有误：--projects 应为 0 至 {MOST_PROJECTS}，现为 {projects}。")
    content: dict[str, Any] = {"版本": VERSION, "年度": year, "金额单位": "万元"}
    content |= {"单位": {"名称": unit, "模板": form.name, "舍位": PLAIN}, "科目": {}, "收入": [], "支出": []}
    content |= {"结转结余": {"年初": []}, "经济分类": {}, "基本支出年初预算": {}}
    content |= {"三公经费": {"上年决算数": {}, "年初预算数": {}, "决算数": {}}}
    # Where 三公对比 is printed, the self-evaluation and 附件1, 附件2, 附件3 are one set of papers with it.
    annexes = form.has("三公对比")
    if annexes:
        names = [project(number) for number in range(1, projects + 1)]
        evaluations: list[dict[str, Any]] = [{"对象": WHOLE}]
        evaluations += [{"对象": name, "资金": [{"行": source} for source in SOURCES]} for name in names]
        content["项目"] = [{"名称": name, "类别": "部门项目"} for name in names]
        content |= {"基础数据": [], "楼堂馆所": []}
        content["绩效自评"] = [{**one, "年度目标": "", "实际完成情况": "", "指标": []} for one in evaluations]
    content |= {"上年": {}, "政府采购": {}, "资产": {}, **({"事实": []} if annexes else {"绩效情况": {}})}
    content |= {"说明": {}, "核实": [], "公开数": []}
    return Data(content)


def check_year(year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadUsage(f"命令写法有误：--year 应为 {YEARS[0]} 至 {YEARS[1]} 的年度，现为 {year}。")


def check_unit(unit: str) -> None:
    """Refuse a name that no table can print."""
    if not unit.strip():
        raise BadUsage("命令写法有误：--unit 单位名称不能是空的。")
    if bad := re.search(f"{ILLEGAL.pattern}|[\\t\\r\\n]", unit):
        which = f"第 {bad.start() + 1} 个字符是控制字符（U+{ord(bad.group()):04X}）"
        raise BadUsage(f"命令写法有误：--unit 单位名称的{which}，请删去。")
    if len(unit) > UNIT_NAME:
        raise BadUsage(f"命令写法有误：--unit 单位名称有 {len(unit)} 个字符，最多 {UNIT_NAME} 个。")
