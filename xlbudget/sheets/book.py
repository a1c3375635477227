"""The whole workbook as a declaration: every sheet of a unit and year, in the order of the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from xlbudget import __version__
from xlbudget.datafile.file import Data
from xlbudget.errors import BadData
from xlbudget.language.form import Form
from xlbudget.language.grid import CellGrid, grid
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Sheet, column_letter
from xlbudget.sheets import choices
from xlbudget.sheets.balanced.adjusted import adjusted, amounts_in
from xlbudget.sheets.balanced.audit import audit_sheets
from xlbudget.sheets.contents import contents, listed
from xlbudget.sheets.cover import cover
from xlbudget.sheets.evaluated import evaluated_sheet
from xlbudget.sheets.explanations import NAMED as OFFERED
from xlbudget.sheets.explanations import explanations_sheet
from xlbudget.sheets.inputs.codes import catalogue_sheet
from xlbudget.sheets.inputs.live_sums import families_sheet
from xlbudget.sheets.inputs.narrative import in_order
from xlbudget.sheets.inputs.tabs import input_sheets, list_sizes
from xlbudget.sheets.inputs.thresholds import thresholds_sheet
from xlbudget.sheets.narrative.draft import draft
from xlbudget.sheets.narrative.reasons import reasons
from xlbudget.sheets.narrative.sheet import document_sheet
from xlbudget.sheets.next_year import next_year_sheet
from xlbudget.sheets.rules import colours, totals
from xlbudget.sheets.rules.check_sheet import CHECKS, check_sheet
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.families import checks
from xlbudget.sheets.rules.filled_cells import presence_sheet
from xlbudget.sheets.rules.published.comparison import Comparison, comparisons, unpublished
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS, published_sheet, sheets_named
from xlbudget.sheets.rules.published.demanded import demanded_sheet
from xlbudget.sheets.rules.published.worked import WorkedOut
from xlbudget.sheets.rules.rule import Check
from xlbudget.sheets.rules.units import UNITS
from xlbudget.sheets.structure import MARK, MARK_NAME, structure_sheet
from xlbudget.sheets.tables.code_tree import key_sheet, tree_sheet
from xlbudget.sheets.tables.department import summary_sheet
from xlbudget.sheets.tables.every import live_tables, table_sheets
from xlbudget.sheets.tables.printed_table import Unit

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
    wanted = DEFINED | colours.NAMED | choices.NAMED | OFFERED | {MARK_NAME: MARK}
    return {name: key for name, key in wanted.items() if key in names.areas}


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
    problems: Mapping[str, str] = field(default_factory=dict)
    """Path of a 式 that comes to nothing → why."""

    def buildable(self) -> Book:
        """The book itself, unless the data file has what cannot be represented: then :class:`BadData`."""
        for path, why in self.problems.items():
            raise BadData(path, why)
        return self

    def with_sheet(self, sheet: Sheet) -> Book:
        """The book with another sheet in place of the one of its name, on which no formula depends."""
        book = replace(self, sheets=tuple(sheet if one.name == sheet.name else one for one in self.sheets))
        vars(book)["grids"] = self.grids | {sheet.name: grid(sheet, self.names)}
        return book

    @cached_property
    def grids(self) -> dict[str, CellGrid]:
        """Sheet → its cells."""
        return {sheet.name: grid(sheet, self.names) for sheet in self.sheets}

    @cached_property
    def formulas(self) -> dict[str, dict[str, str]]:
        """Sheet → A1 address → the formula (with ``=``) that stands there."""
        return {
            name: {f"{column_letter(col)}{row}": formula for (row, col), formula in cells.formulas.items()}
            for name, cells in self.grids.items()
        }

    @cached_property
    def defined(self) -> dict[str, str]:
        """Every defined name and the cells it refers to."""
        return {
            name: self.names.find(key, f"名称 {name}").text(fixed=True) for name, key in defined(self.names).items()
        }


def assemble(data: Data, form: Form, more: Sequence[Sheet] = (), judging: Callable[..., Sheet] = check_sheet) -> Book:
    """All sheets with their formulas' keys known; an unknown key is an error of the declarations.

    ``form``: the printed form of its region. ``more``: sheets beside the unit's own, behind 目录 and last in it.
    ``judging``: what makes 校验, which takes as long as all others together.
    """
    form = form.balanced if data.balanced else form
    sizes = list_sizes(data)
    trees = [table.tree(form, data) for table in live_tables(form)]
    glance, *laid_out = table_sheets(Unit(data, form, sizes))
    tables = [sheet for sheet in laid_out if not sheet.hidden]
    inputs = input_sheets(data, form)
    balanced: tuple[Sheet, ...] = ()
    if data.balanced:
        amounts = tuple(amounts_in(inputs))
        inputs, balanced = adjusted(inputs)
    catalogue = catalogue_sheet(data)
    offered = choices.choices_sheet(data, sizes["项目"])
    behind = (
        *(key_sheet(trees, sizes), tree_sheet(trees, sizes), presence_sheet(inputs), offered),
        structure_sheet(in_order(data, form)),
        thresholds_sheet(form),
        *evaluated_sheet(data, form),
        *balanced,
        *(sheet for sheet in laid_out if sheet.hidden),
    )
    names = Names.of((glance, *inputs, *tables, catalogue, *behind))
    if department := summary_sheet(data, names.areas):
        behind = (*behind, families_sheet(data, names))
        for sheet in (*department, behind[-1]):
            names.take(sheet)
    worked = WorkedOut(Context(data, form, names))
    if any(f"录入/{key}/式" in names.areas for key in ("事实", "绩效指标/评分")):
        behind = (*behind, worked.sheet())
        names.take(behind[-1])
    written = draft(Context(data, form, names), sizes)
    narrative, *report = (document_sheet(written, document, form) for document in written.documents)
    behind = (*behind, written.sheet())
    for sheet in (narrative, *report, behind[-1]):
        names.take(sheet)
    published = "公开数" in data.content
    if published:
        behind = (*behind, demanded_sheet(Context(data, form, names)))
        names.take(behind[-1])
    hidden = (*behind, next_year_sheet(data, names))
    context = Context(data, form, names, worked.figures, reasons(form))
    every, compared = checks(context), comparisons(context)
    judged = [colours.verdict_colours(judging(names, every, published, data.balanced), CHECKS)]
    if published:
        judged.append(colours.verdict_colours(published_sheet(context, compared), COMPARISONS))
    judged.append(explanations_sheet(every, data.balanced))
    if data.balanced:
        audit, distances = audit_sheets(names, form, amounts, tables)
        judged, hidden = [*judged, audit], (*hidden, distances)
    judged = [replace(page, brief=page.brief or str(page.about).partition("：")[0]) for page in judged]
    glance, *pages = (colours.coloured(page, published) for page in (glance, *department, *inputs, *tables))
    above, pages = pages[: len(department)], pages[len(department) :]
    public = sum(page.tab != "附件" for page in pages)
    shown = (glance, *above, *judged, *pages[:public], narrative, *report, *pages[public:], catalogue)
    suspected = next(row for row, check in enumerate(every, 1) if check.rule is UNITS)
    told = set(totals.told(names, every, sheets_named(names, compared) if published else ()))
    listing = listed(shown, published, told, more)
    front = (cover(form, __version__, listing, suspected), contents(listing, totals.sentence()))
    sheets = (*front, *more, *shown, *hidden)
    stamp = {
        "xlbudget程序版本": __version__,
        "xlbudget数据版本": str(data.content["版本"]),
        "xlbudget模板": data.layout,
        "xlbudget键": ",".join(data.content),
    }
    return Book(sheets, Names.of(sheets), stamp, every, compared, tuple(unpublished(context)), worked.problems)
