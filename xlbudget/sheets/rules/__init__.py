"""Check rules: all families, listed here and nowhere else."""

from __future__ import annotations

from xlbudget.sheets.rules import annexes, between_tables, entries, evaluation, within_table
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.files import INSPECTIONS
from xlbudget.sheets.rules.published import comparison, shares
from xlbudget.sheets.rules.rule import Check, Inspection, Rule, unique

FAMILIES = (entries, within_table, between_tables, annexes, evaluation, shares)


def checks(context: Context) -> tuple[Check, ...]:
    """Every rule at every place of this unit where it applies, in the order of the sheet 校验."""
    return tuple(check for family in FAMILIES for check in family.checks(context))


def rules() -> tuple[Rule, ...]:
    """Every rule that compares two figures, each once."""
    listed = (value for family in FAMILIES for value in vars(family).values() if isinstance(value, Rule))
    return unique((*listed, *comparison.RULES))


def catalogue() -> tuple[Rule | Inspection, ...]:
    """Every rule that a check applies."""
    return (*rules(), *INSPECTIONS)
