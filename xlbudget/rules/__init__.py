"""Check rules: all families, listed here and nowhere else."""

from __future__ import annotations

from xlbudget.rules import across, annexes, entries, evaluation, shares, within
from xlbudget.rules.context import Context
from xlbudget.rules.rule import Check, Rule, unique

FAMILIES = (entries, within, across, annexes, evaluation, shares)


def checks(context: Context) -> tuple[Check, ...]:
    """Every rule at every place of this unit where it applies, in the order of the sheet 校验."""
    return tuple(check for family in FAMILIES for check in family.checks(context))


def rules() -> tuple[Rule, ...]:
    """The catalogue: every rule there is, each once."""
    return unique(value for family in FAMILIES for value in vars(family).values() if isinstance(value, Rule))
