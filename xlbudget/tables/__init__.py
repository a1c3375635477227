"""The printed tables: 公开01 to 公开09, 三公对比, 项目支出, the annexes and 总览; listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.data import Data
from xlbudget.inputs.evaluation import WHOLE
from xlbudget.spec import Sheet
from xlbudget.subjects import catalogue, classes
from xlbudget.tables import (
    annex1,
    annex2,
    annex3,
    classified,
    overview,
    projects,
    public01,
    public02,
    public03,
    public04,
    public05,
    public06,
    public07,
    public08,
    public09,
    triple_compare,
    two_sided,
)
from xlbudget.tables.evaluation_form import Form

REMARK = "得分=绩效目标实现比例*分值，得分精确到小数点后一位。"

LIVE = (public02.TABLE, public03.TABLE, public05.TABLE, public07.TABLE, public08.TABLE)
"""The tables whose rows are live; each has its tree on 科目树."""


def table_sheets(data: Data, sizes: Mapping[str, int]) -> tuple[Sheet, ...]:
    """总览, 公开01 … 公开09, and those of 三公对比, 项目支出 and the annexes whose keys the data file has.

    ``sizes`` are the rows of the input lists that feed live rows.
    """
    year, keys = data.year, data.content.keys()
    live = {table.key: classified.sheet(table, sizes) for table in LIVE}
    forms = evaluation_forms(data)
    about = [(form, _subject(form)) for form in forms]
    sheets = [
        overview.sheet(keys, len(data.rows("项目")), about),
        two_sided.sheet(public01.table(classes(year))),
        live["公开02"],
        live["公开03"],
        two_sided.sheet(public04.table(classes(year))),
        live["公开05"],
        public06.sheet(catalogue("economic", year)),
        live["公开07"],
        live["公开08"],
        public09.sheet(),
    ]
    if {"三公经费", "基础数据"} & keys:
        sheets.append(triple_compare.sheet())
    if "项目" in keys:
        sheets.append(projects.sheet(sizes["项目"]))
    if "基础数据" in keys:
        sheets.append(annex1.sheet(data.rows("项目"), len(data.rows("楼堂馆所")), data.content.get("说明")))
    funding = _funding(data)
    for form in forms:
        if form.sheet == annex2.KEY:
            sheets.append(annex2.sheet(form, "基础数据" in keys))
        else:
            sheets.append(annex3.sheet(form, funding.get(form.number, ())))
    return tuple(sheets)


def evaluation_forms(data: Data) -> list[Form]:
    """附件2 for 整体, then 附件3-1, 附件3-2 … for the others in file order.

    An empty 绩效自评 gives blank forms: 附件2 and one 附件3 a project (at least one), in this order of 录入-绩效自评.
    """
    entries = data.rows("绩效自评")
    if not entries and "绩效自评" in data.content:
        blank = {"年度目标": "", "实际完成情况": "", "指标": []}
        entries = [{"对象": WHOLE, **blank}, *[{"对象": "", **blank}] * max(len(data.rows("项目")), 1)]
    forms: list[Form] = []
    annex = before = 0
    for number, entry in enumerate(entries, 1):
        whole = entry["对象"] == WHOLE
        annex += not whole
        forms.append(
            Form(
                sheet=annex2.KEY if whole else f"附件3-{annex}",
                number=number,
                indicators=entry["指标"],
                goal=entry["年度目标"],
                outcome=entry["实际完成情况"],
                facts="事实" in data.content,
                remark=f"备注：{'' if whole else '一个项目支出一张表。'}{REMARK}",
                before=before,
                listed=sum(len(e["指标"]) for e in entries),
            )
        )
        before += len(entry["指标"])
    return sorted(forms, key=lambda form: form.sheet != annex2.KEY)


def _subject(form: Form) -> str:
    return f'{form.cell("对象")}&""'


def _funding(data: Data) -> dict[int, tuple[tuple[str, int], ...]]:
    """Evaluation number → its sources of money with their rows in 录入-绩效资金."""
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    row = 0
    for number, entry in enumerate(data.rows("绩效自评"), 1):
        lines = []
        for source in entry.get("资金", []):
            row += 1
            lines.append((source["行"], row))
        found[number] = tuple(lines)
    return found
