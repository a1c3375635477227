"""The whole workbook as a declaration: every sheet of a unit and year, in the order of the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlbudget import __version__
from xlbudget.data import Data
from xlbudget.front import contents, cover
from xlbudget.inputs import code_catalogue_sheet, input_sheets, list_sizes
from xlbudget.layouts import form_of
from xlbudget.names import Names
from xlbudget.rules import checks
from xlbudget.rules.context import Context
from xlbudget.rules.presence import presence_sheet
from xlbudget.rules.published import published_sheet
from xlbudget.rules.sheet import check_sheet
from xlbudget.spec import Sheet
from xlbudget.tables import LIVE, table_sheets
from xlbudget.trees import key_sheet, tree_sheet

DEFINED = {
    "单位名称": "录入/单位/名称",
    "年度": "录入/年度",
    "金额单位": "录入/金额单位",
    "金额换算": "金额换算",
    "半宽": "半宽",
}
"""Names a person may use in a formula of their own."""


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    names: Names
    stamp: dict[str, str]
    """What the file says of itself (custom document properties)."""


def assemble(data: Data, layout: Path | None = None) -> Book:
    """All sheets with their formulas' keys known; an unknown key is an error of the declarations.

    ``layout`` is a layout file from outside the program, for a 模板 it does not have.
    """
    sizes = list_sizes(data)
    form = form_of(data.layout, layout)
    trees = [table.tree(form) for table in LIVE]
    glance, *tables = table_sheets(data, form, sizes)
    inputs = input_sheets(data, form)
    catalogue = code_catalogue_sheet(data)
    hidden = (key_sheet(trees, sizes), tree_sheet(trees, sizes), presence_sheet(inputs))
    names = Names.of((glance, *inputs, *tables, catalogue, *hidden))
    context = Context(data, form, names)
    judged = (check_sheet(names, checks(context)), *((published_sheet(context),) if "公开数" in data.content else ()))
    shown = (glance, *judged, *inputs, *tables, catalogue)
    sheets = (cover(form.caption, form.basis, __version__), contents(shown), *shown, *hidden)
    stamp = {
        "xlbudget程序版本": __version__,
        "xlbudget数据版本": str(data.content["版本"]),
        "xlbudget模板": data.layout,
        "xlbudget键": ",".join(data.content),
    }
    return Book(sheets, Names.of(sheets), stamp)
