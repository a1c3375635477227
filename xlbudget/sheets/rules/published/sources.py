"""Whether the data file has what an expression is computed from.

An amount left out is zero, but last year's total left out is unknown: nothing can be compared with it.
"""

from __future__ import annotations

import re
from typing import Any

from xlbudget.language import expressions as ex
from xlbudget.language.keys import key_word
from xlbudget.sheets.rules.bounds import groups, leaves
from xlbudget.sheets.rules.context import Context

BUDGETS = ("年初预算数", "全年预算数")
"""Columns of 支出 that many files leave out altogether."""
LIST_OF = {"绩效资金": "绩效自评", "绩效指标": "绩效自评"}
"""Input sheets that hold a part of another key."""
_PLACE = re.compile(r"\{([^{}@]+)(?:@\d+)?\}")


def available(context: Context, expr: ex.Expr | None) -> bool:
    """Whether the workbook can compute an expression from what the data file gives."""
    match expr:
        case None:
            return False
        case ex.Ref(key):
            behind = groups(leaves(context.names, expr)) if _shown(context, key) else ()
            return any(LIST_OF.get(own, own) in context.data.content for own in behind)
        case ex.Money(key):
            return _has_entry(context, key)
        case ex.Sum(terms):
            return all(_exists(context, term) for term in terms) and any(available(context, term) for term in terms)
        case ex.Balance(plus, minus):
            return all(available(context, term) for term in (*plus, *minus))
        case ex.Ratio(numerator, denominator):
            return available(context, numerator) and available(context, denominator)
        case ex.Within(inner, _):
            return available(context, inner)
        case ex.Typed(inner):
            return available(context, inner)
        case ex.Entries(listing, column, _):
            rows = context.data.rows(listing) if column in BUDGETS else ()
            return column not in BUDGETS or any(column in row for row in rows)
        case ex.Economic():
            return "经济分类" in context.data.content
        case ex.Formula(template, of):
            return _computable(context, template) and (not of or any(available(context, part) for part in of))
        case ex.Tally(_, group):
            return LIST_OF.get(group, group) in context.data.content


def _shown(context: Context, key: str) -> bool:
    item = context.names.figures.get(key)
    return item is not None and item.content is not None and not isinstance(item.content, str)


def _exists(context: Context, expr: ex.Expr) -> bool:
    match expr:
        case ex.Money(key) | ex.Ref(key):
            return context.has(key)
        case ex.Formula(template, _):
            return all(context.has(key) for key in _PLACE.findall(template))
    return True


def _computable(context: Context, template: str) -> bool:
    """Whether every key of a template stands somewhere, and if they are single input cells, one was filled."""
    keys = _PLACE.findall(template)
    if not all(context.has(key) for key in keys):
        return False
    entered = [key for key in keys if context.names.entered(key) is not None]
    return not entered or any(_has_entry(context, key) for key in entered)


def _has_entry(context: Context, key: str) -> bool:
    """Whether the data file fills an input cell; what 三公经费 leaves out of a year is zero."""
    if not context.has(key):
        return False
    found: Any = context.data.content
    path = key.split("/")[1:]
    if path[0] == "三公经费" and path[1] != "实物量":
        path = path[:2]
    for part in path:
        name = (
            next((name for name in found if part in (name, key_word(name))), None) if isinstance(found, dict) else None
        )
        if name is None:
            return False
        found = found[name]
    return True
