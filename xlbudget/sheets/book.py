"""The whole workbook as a declaration: every sheet of a unit and year, in the order of the tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget import __version__
from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Sheet
from xlbudget.sheets.contents import contents
from xlbudget.sheets.cover import cover
from xlbudget.sheets.inputs import code_catalogue_sheet, input_sheets, list_sizes
from xlbudget.sheets.next_year import next_year_sheet
from xlbudget.sheets.rules import colours
from xlbudget.sheets.rules.check_sheet import CHECKS, check_sheet
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.families import checks
from xlbudget.sheets.rules.filled_cells import filled, presence_sheet
from xlbudget.sheets.rules.published.comparison import Comparison, comparisons, unpublished
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS, published_sheet
from xlbudget.sheets.rules.rule import Check
from xlbudget.sheets.structure import skeleton_sheet
from xlbudget.sheets.tables import LIVE, table_sheets
from xlbudget.sheets.tables.code_tree import key_sheet, tree_sheet

DEFINED = {
    "单位名称": "录入/单位/名称",
    "年度": "录入/年度",
    "金额单位": "录入/金额单位",
    "金额换算": "金额换算",
    "半宽": "半宽",
}
"""Names a person may use in a formula of their own."""


def defined(names: Names) -> dict[str, str]:
    """Every defined name of the workbook and the key it stands for."""
    return {name: key for name, key in (DEFINED | colours.NAMED).items() if key in names.areas}


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    names: Names
    stamp: dict[str, str]
    """What the file says of itself (custom document properties)."""
    checks: tuple[Check, ...] = ()
    """The rows of 校验, in order."""
    published: tuple[Comparison, ...] = ()
    """The rows of 公开数核对, in order."""
    unpublished: tuple[str, ...] = ()
    """The tables of which no figure was published."""


def assemble(data: Data, form: Form, more: Sequence[Sheet] = ()) -> Book:
    """All sheets with their formulas' keys known; an unknown key is an error of the declarations.

    ``form``: the printed form of its region. ``more``: sheets beside the unit's own, behind 目录 and last in it.
    """
    sizes = list_sizes(data)
    trees = [table.tree(form) for table in LIVE]
    glance, *tables = table_sheets(data, form, sizes)
    inputs = input_sheets(data, form)
    catalogue = code_catalogue_sheet(data)
    behind = (key_sheet(trees, sizes), tree_sheet(trees, sizes), presence_sheet(inputs), skeleton_sheet(data))
    names = Names.of((glance, *inputs, *tables, catalogue, *behind))
    hidden = (*behind, next_year_sheet(data, names))
    context = Context(data, form, names)
    every, compared = checks(context), tuple(comparisons(context))
    judged = [colours.verdict_colours(check_sheet(names, every), CHECKS)]
    if "公开数" in data.content:
        judged.append(colours.verdict_colours(published_sheet(context, compared), COMPARISONS))
    published = len(judged) > 1
    glance, *pages = (colours.coloured(page, published) for page in (glance, *inputs, *tables))
    shown = (glance, *judged, *pages, catalogue)
    status = {page.name: colours.status(page.name, published) for page in (glance, *pages)}
    progress = {page.name: filled(page.name) for page in inputs}
    front = (cover(form.caption, form.basis, form.year, __version__), contents((*shown, *more), status, progress))
    sheets = (*front, *more, *shown, *hidden)
    stamp = {
        "xlbudget程序版本": __version__,
        "xlbudget数据版本": str(data.content["版本"]),
        "xlbudget模板": data.layout,
        "xlbudget键": ",".join(data.content),
    }
    return Book(sheets, Names.of(sheets), stamp, every, compared, tuple(unpublished(context)))
