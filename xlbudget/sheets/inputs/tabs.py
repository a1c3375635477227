"""The list of the input sheets, in the order of the tabs, and what follows from all of them."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import ListOf
from xlbudget.language.form import Form
from xlbudget.language.sheet import Link, Sheet
from xlbudget.sheets.inputs import (
    assets,
    balances,
    base_data,
    basic_budget,
    buildings,
    codes,
    economic,
    evaluation,
    explanations,
    facts,
    funding,
    income,
    indicators,
    last_year,
    management,
    meetings,
    narrative,
    procurement,
    project_economic,
    projects,
    published_figures,
    spending,
    staff,
    triple,
    triple_by_source,
    unit,
    unit_details,
    weights,
)
from xlbudget.sheets.inputs.hints import Hint
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.live_sums import with_sums
from xlbudget.sheets.inputs.rows import EVALUATIONS, Rows

STATUTORY = (unit.SHEET, codes.SHEET, income.SHEET, spending.SHEET, balances.SHEET, economic.SHEET, triple.SHEET)
ALWAYS = (*STATUTORY, explanations.SHEET)
"""The public tables are a statutory form, so what feeds them is in every workbook, and where reasons are given."""
SHEETS = (
    *STATUTORY,
    *(project_economic.SHEET, triple_by_source.SHEET, meetings.SHEET),
    *(basic_budget.SHEET, staff.SHEET, projects.SHEET, base_data.SHEET, buildings.SHEET, last_year.SHEET),
    *(procurement.SHEET, assets.SHEET, management.SHEET, facts.SHEET, narrative.SHEET, explanations.SHEET),
    published_figures.SHEET,
    *(evaluation.SHEET, funding.SHEET, weights.SHEET, indicators.SHEET),
    unit_details.SHEET,
)
"""Any other is there when the data file has its key, even an empty one; three more with 绩效自评."""
LISTS = tuple((sheet, part) for sheet in SHEETS for part in sheet.parts if isinstance(part, Rows))


def sheets_for(keys: Collection[str]) -> tuple[InputSheet, ...]:
    """The input sheets of a workbook whose data file has these keys."""
    nested = {sheet.key for sheet, part in LISTS if part.nested and EVALUATIONS in keys}
    return tuple(sheet for sheet in SHEETS if sheet in ALWAYS or sheet.key in keys or sheet.key in nested)


def with_needs(content: Mapping[str, Any], more: Iterable[str] = ()) -> dict[str, Any]:
    """The data file's content with an empty value for each key that another key's sheet draws on, or is in ``more``."""
    needed = [key for sheet in SHEETS if sheet.key in content for key in sheet.needs]
    return {key: [] if isinstance(FILE[key].kind, ListOf) else {} for key in (*needed, *more)} | dict(content)


def input_sheets(data: Data, form: Form) -> tuple[Sheet, ...]:
    whole = Data(with_needs(data.content, form.needs))
    sheets = sheets_for(whole.content)
    before = [None, *(Link(f"← {sheet.key}", sheet.name) for sheet in sheets[:-1])]
    behind = [*(Link(f"{sheet.key} →", sheet.name) for sheet in sheets[1:]), None]
    ways = [tuple(filter(None, pair)) for pair in zip(before, behind, strict=True)]
    return with_sums([sheet.sheet(whole, form, to) for sheet, to in zip(sheets, ways, strict=True)], whole)


def list_sizes(data: Data) -> dict[str, int]:
    """Rows of the input lists (``收入``, ``结转结余/年初``) that feed live rows elsewhere."""
    return {part.key: part.size(data.content) for _, part in LISTS}


@cache
def sentences() -> dict[tuple[str, str], Hint]:
    """(sheet, sentence as shown, without its 。 or ；) → the hint of a list: for the catalogue of rules, and to tell a
    shown sentence's figures."""
    return {
        (sheet.name, hint.sentence.rstrip("；")): hint for sheet, part in LISTS for hint in part.sentences if hint.say
    }
