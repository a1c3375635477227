"""Where a published figure of 说明, 自评报告 or a text of 附件2 and 附件3 belongs."""

from __future__ import annotations

from dataclasses import replace

from xlbudget.language.expressions import Expr, Ratio
from xlbudget.language.sections import Section
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_evaluation
from xlbudget.sheets.rules.published.columns import DIFFERENCES, column_of
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication
from xlbudget.sheets.rules.published.facts import MONEY
from xlbudget.sheets.rules.published.sources import available
from xlbudget.sheets.rules.published.topics import Topic
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE, REPORT, topic

TEXTS = (NARRATIVE, REPORT)
REPORTED = Section("", REPORT)
"""The sections of the report are no part of a layout."""
RATES = ("完成率", "占比", "增减率")
"""Columns in which a fact may stand that is a quotient."""


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    """The figure that an entry repeats; None when nothing entered gives it."""
    if entry.table not in TEXTS:
        return in_evaluation.counterpart(context, entry)
    section, name = _split(entry)
    spoken = context.form.section(section) if entry.table == NARRATIVE else REPORTED
    if spoken is None:
        return None
    if own := in_evaluation.own_fact(context, entry, name, entry.column):
        return in_evaluation.of_fact(context, own, entry)
    found = topic(context, name, spoken.source)
    figure = _figure(context, found, entry, spoken) if found else None
    if isinstance(figure, Ratio):
        return Counterpart(figure, figure)
    if figure is not None:
        size = entry.column == "增减额" and ("差异" in entry.where or entry.where.startswith("决算比"))
        return Counterpart(
            figure, size=size, scale=in_evaluation.scale("" if entry.column == "数量" else MONEY, entry.unit)
        )
    again = None if found else in_evaluation.of_fact(context, name, entry)
    return again if again and (entry.column in ("金额", "数量") or (again.ratio and entry.column in RATES)) else None


def _split(entry: Publication) -> tuple[str, str]:
    section, _, name = entry.line.partition("/")
    return section.strip(), name.strip()


def _figure(context: Context, found: Topic, entry: Publication, spoken: Section) -> Expr | None:
    """The figure of a topic that a column asks for, as far as the data file has what it is made of."""
    this, number, budget, adjusted, last, whole = (
        expr if available(context, expr) else None
        for expr in (found.actual, found.number, found.budget, found.adjusted, found.last, found.whole)
    )
    there = replace(found, actual=this, number=number, budget=budget, adjusted=adjusted, last=last, whole=whole)
    # 处 may say which budget is meant, whatever the section means by it.
    whole_year = spoken.whole_year and not entry.where.startswith("年初")
    whole_year |= entry.where.startswith(("全年预算", "调整后"))
    return column_of(there, entry.column, _where(entry, found), whole_year)


def _where(entry: Publication, found: Topic) -> str:
    """From what to what a difference is, in the words of :data:`DIFFERENCES`; 处 may say so in the document's own."""
    if entry.column != "增减额":
        return ""
    if said := next((words for words in DIFFERENCES if entry.where.startswith(words)), ""):
        return said
    if "差异" in entry.where:
        return "决算比全年预算"
    # 处 or the report says when two budgets are meant.
    of_budgets = "预算" in entry.where or (entry.table == REPORT and found.last is None)
    return "全年预算比年初预算" if of_budgets else ""


def shares(context: Context) -> list[tuple[str, list[int]]]:
    """The published 占比 that make up one whole: the name of the parts, and their rows in 录入-公开数."""
    groups: dict[str, list[int]] = {}
    for row, published in enumerate(context.data.rows("公开数"), 1):
        entry = Publication.of(row, published)
        section, name = _split(entry)
        if entry.table in TEXTS and entry.column == "占比":
            spoken = context.form.section(section) if entry.table == NARRATIVE else REPORTED
            found = topic(context, name, spoken.source) if spoken else None
            if found and found.partition and counterpart(context, entry):
                groups.setdefault(f"{entry.table} {section} {found.partition}", []).append(row)
    return list(groups.items())
