"""Where a published figure of 说明, 自评报告 or a text of 附件2 and 附件3 belongs."""

from __future__ import annotations

from xlbudget.language.expressions import Balance, Expr, Ratio
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import in_evaluation
from xlbudget.sheets.rules.published.counterpart import Counterpart, Publication
from xlbudget.sheets.rules.published.facts import MONEY
from xlbudget.sheets.rules.published.sources import available
from xlbudget.sheets.rules.published.topics import Topic
from xlbudget.sheets.rules.published.topics_by_pattern import NARRATIVE, REPORT, topic

TEXTS = (NARRATIVE, REPORT)
RATES = ("完成率", "占比", "增减率")
"""Columns in which a fact may stand that is a quotient."""


def counterpart(context: Context, entry: Publication) -> Counterpart | None:
    """The figure that an entry repeats; None when nothing entered gives it."""
    if entry.table not in TEXTS:
        return in_evaluation.counterpart(context, entry)
    section, name = _split(entry)
    if own := in_evaluation.own_fact(context, entry, name, entry.column):
        return in_evaluation.of_fact(context, own, entry)
    found = topic(context, entry.table, section, name)
    figure = _figure(context, found, entry, section) if found else None
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


def _figure(context: Context, found: Topic, entry: Publication, section: str) -> Expr | None:
    """The figure of a topic that a column asks for."""
    this, number, budget, adjusted, last, whole = (
        expr if available(context, expr) else None
        for expr in (found.actual, found.number, found.budget, found.adjusted, found.last, found.whole)
    )
    whole_year = section.startswith("七") and entry.table == NARRATIVE
    match entry.column:
        case "金额":
            return this
        case "数量":
            return number
        case "预算数":
            of_whole_year = whole_year and not entry.where.startswith("年初")
            return adjusted if of_whole_year or entry.where.startswith("调整后") else budget
        case "全年预算数":
            return adjusted
        case "增减额":
            # 处 or the report says when it is not this year less the last.
            named = {"全年预算比年初预算": (adjusted, budget), "决算比全年预算": (this, adjusted)}
            named["决算比年初预算"] = (this, budget)
            plus, minus = next((pair for words, pair in named.items() if entry.where.startswith(words)), (this, last))
            if (plus, minus) == (this, last):
                if "差异" in entry.where:
                    plus, minus = this, adjusted
                elif "预算" in entry.where or (entry.table == REPORT and last is None):
                    plus, minus = adjusted, budget
            return Balance((plus,), (minus,)) if plus and minus else None
        case "增减率":
            return Ratio(Balance((this,), (last,)), last) if this and last else None
        case "占比":
            return Ratio(this, whole) if this and whole else None
        case "完成率":
            base = adjusted if found.executed or whole_year else budget
            done = this or number
            return Ratio(done, base) if done and base else None
    return None


def shares(context: Context) -> list[tuple[str, list[int]]]:
    """The published 占比 that make up one whole: the name of the parts, and their rows in 录入-公开数."""
    groups: dict[str, list[int]] = {}
    for row, published in enumerate(context.data.rows("公开数"), 1):
        entry = Publication.of(row, published)
        section, name = _split(entry)
        if entry.table in TEXTS and entry.column == "占比":
            found = topic(context, entry.table, section, name)
            if found and found.partition and counterpart(context, entry):
                groups.setdefault(f"{entry.table} {section} {found.partition}", []).append(row)
    return list(groups.items())
