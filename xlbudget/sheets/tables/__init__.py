"""The printed tables: 公开01 to 公开09, 三公对比, 项目支出, the annexes and 总览; listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlbudget.datafile.classification import catalogue, classes
from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.tables import (
    annex1,
    annex2,
    annex3,
    government_fund,
    live_table,
    overview,
    projects,
    public01,
    public02,
    public03,
    public04,
    public05,
    public06,
    state_capital,
    triple,
    triple_compare,
    two_sided,
)
from xlbudget.sheets.tables.evaluation_form import Form as Paper
from xlbudget.sheets.tables.heading import PUBLISHED, Fixed
from xlbudget.sheets.tables.live_table import Classified

REMARK = "得分=绩效目标实现比例*分值，得分精确到小数点后一位。"

PUBLIC: dict[str, Classified | Fixed] = {
    public01.KEY: public01.TABLE,
    "公开02": public02.TABLE,
    "公开03": public03.TABLE,
    public04.KEY: public04.TABLE,
    "公开05": public05.TABLE,
    public06.KEY: public06.TABLE,
    "政府性基金": government_fund.TABLE,
    "国有资本经营": state_capital.TABLE,
    triple.KEY: triple.TABLE,
}
"""The nine statutory tables by their own names."""

LIVE = tuple(table for table in PUBLIC.values() if isinstance(table, Classified))
"""The tables whose rows are live; each has its tree on 科目树."""


def public_sheets(data: Data, form: Form, sizes: Mapping[str, int]) -> tuple[Sheet, ...]:
    """公开01 … 公开09 in the order of their numbers; ``sizes`` are the rows of the input lists that feed live rows."""
    lines = _classes(data, form)
    sheets = [
        two_sided.sheet(public01.table(lines, form[public01.KEY].spaced), form),
        two_sided.sheet(public04.table(lines, form[public04.KEY].numbered), form),
        public06.sheet(form, form.economic(catalogue("economic", data.year))),
        triple.sheet(form),
        *(live_table.sheet(table, form, sizes) for table in LIVE),
    ]
    return tuple(replace(sheet, paper=PUBLISHED) for sheet in sorted(sheets, key=lambda sheet: sheet.name))


def _classes(data: Data, form: Form) -> dict[str, str]:
    """The 类 with a line in 公开01 and 公开04: those that are rare all of them or, where none is used, none."""
    used = {str(row["科目"]).strip()[:3] for row in data.rows("支出")}
    hidden = form.rare_classes if used.isdisjoint(form.rare_classes) else ()
    return {code: name for code, name in classes(data.year).items() if code not in hidden}


def table_sheets(data: Data, form: Form, sizes: Mapping[str, int]) -> tuple[Sheet, ...]:
    """总览, 公开01 … 公开09, and those of 三公对比, 项目支出 and the annexes whose keys the data file has."""
    keys = data.content.keys()
    compared = "基础数据" in keys or ("三公经费" in keys and form.triple_compared)
    forms = evaluation_forms(data)
    about = [(paper, _subject(paper)) for paper in forms]
    sheets = [
        overview.sheet(keys, compared, len(data.rows("项目")), about),
        *public_sheets(data, form, sizes),
    ]
    if compared:
        sheets.append(triple_compare.sheet())
    if "项目" in keys:
        sheets.append(projects.sheet(sizes["项目"], len(data.rows("项目"))))
    if "基础数据" in keys:
        sheets.append(annex1.sheet(data.rows("项目"), len(data.rows("楼堂馆所")), data.content.get("说明")))
    funding = _funding(data)
    for paper in forms:
        if paper.sheet == annex2.KEY:
            sheets.append(annex2.sheet(paper, "基础数据" in keys))
        else:
            sheets.append(annex3.sheet(paper, funding.get(paper.number, ())))
    return tuple(sheets)


def evaluation_forms(data: Data) -> list[Paper]:
    """附件2 for 整体, then 附件3-1, 附件3-2 … for the others in file order.

    An empty 绩效自评 gives blank forms: 附件2 and one 附件3 a project (at least one), in this order of 录入-绩效自评.
    """
    entries = data.rows("绩效自评")
    if not entries and "绩效自评" in data.content:
        blank = {"年度目标": "", "实际完成情况": "", "指标": []}
        entries = [{"对象": WHOLE, **blank}, *[{"对象": "", **blank}] * max(len(data.rows("项目")), 1)]
    forms: list[Paper] = []
    annex = before = 0
    for number, entry in enumerate(entries, 1):
        whole = entry["对象"] == WHOLE
        annex += not whole
        forms.append(
            Paper(
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
    return sorted(forms, key=lambda paper: paper.sheet != annex2.KEY)


def _subject(paper: Paper) -> str:
    return f'{paper.cell("对象")}&""'


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
