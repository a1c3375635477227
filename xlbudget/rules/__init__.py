"""Check rules: all families, listed here and nowhere else."""

from __future__ import annotations

from xlbudget.rules import across, annexes, entries, evaluation, published, shares, within
from xlbudget.rules.context import Context
from xlbudget.rules.files import INSPECTIONS
from xlbudget.rules.rule import Check, Inspection, Rule, unique

FAMILIES = (entries, within, across, annexes, evaluation, shares)


def checks(context: Context) -> tuple[Check, ...]:
    """Every rule at every place of this unit where it applies, in the order of the sheet 校验."""
    return tuple(check for family in FAMILIES for check in family.checks(context))


def rules() -> tuple[Rule, ...]:
    """Every rule that compares two figures, each once."""
    listed = (value for family in FAMILIES for value in vars(family).values() if isinstance(value, Rule))
    return unique((*listed, *published.RULES))


def catalogue() -> tuple[Rule | Inspection, ...]:
    """Every rule that a check applies."""
    return (*rules(), *INSPECTIONS)
