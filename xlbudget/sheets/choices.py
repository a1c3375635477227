"""选项 (hidden): names that a cell may take, one below the other, for the drop-down lists of the input sheets.

A list is offered under its defined name, which data validation may use wherever the names stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import computed, down
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.sheets.inputs.base_data import NON_TAX
from xlbudget.sheets.inputs.evaluation import WHOLE
from xlbudget.sheets.tables import annex1

KEY = "选项"
FIRST = 3
PROJECTS, BASE = f"{KEY}/项目", f"{KEY}/基础数据行"
NAMED = {"项目名单": PROJECTS, "自评对象": "录入/绩效自评/对象", "基础数据行名": BASE}


def choices_sheet(data: Data, projects: int) -> Sheet:
    """``projects``: rows of 录入-项目."""
    items = [Item(1, 1, "下拉列表里的名称（由公式得出，请勿改动）", "input_title")]
    areas: list[tuple[str, Area]] = []
    if "绩效自评" in data.content:
        items += [Item(FIRST, 1, WHOLE, "computed")]
        items += [computed(FIRST + 1, 1, '{录入/项目/名称@1}&""', down=projects)]
        areas.append((PROJECTS, Area(KEY, FIRST, 1, projects + 1)))
    if "基础数据" in data.content:
        lines = list(_lines(data))
        fixed = [line for line in lines if isinstance(line, str)]
        items += down(FIRST, 2, [*fixed, *(line for line in lines if not isinstance(line, str))], "computed")
        areas.append((BASE, Area(KEY, FIRST, 2, len(lines))))
    return Sheet(KEY, tuple(items), (40, 40), tuple(areas), hidden=True)


def _lines(data: Data) -> Iterator[str | Formula]:
    """The rows of 附件1 that ask for an entry, 公共项目 by the name they have now."""
    for number, line in enumerate(annex1.lines(data), 1):
        if line.live_label:
            yield Formula(f'{{附件1/标签@{number}}}&""')
        elif any(isinstance(figure, Formula) and "录入/基础数据" in figure.template for figure in line.figures):
            yield line.label
    yield NON_TAX
