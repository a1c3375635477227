"""All families of rules, in the order of 校验 and of the catalogue: a family is a file and a line here.

A new rule is a declaration in the file of its family, and where it stands on 校验 a line of that file's ``checks``; its
example is its test, and what it shows is in ``example.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import ModuleType

from xlbudget.language.verdicts import ENTERED, EVALUATED, PUBLISHED, TABLES
from xlbudget.sheets.rules import (
    annexes,
    balances,
    between_tables,
    counts,
    department,
    economic,
    entries,
    evaluation,
    files,
    limits,
    listed_tables,
    office_costs,
    plausible,
    plausible_scores,
    together,
    units,
    within_table,
)
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published import comparison, shares, twice, whole
from xlbudget.sheets.rules.rule import Check, Inspection, Rule, unique

FILE = "文件"
"""The group of what no formula sees, but only a look at the file."""


@dataclass(frozen=True)
class Family:
    """``prefixes`` begin the ids of its rules, which are all those that its modules declare; ``group``: how they count.

    A module with rules that stand on 校验 has a function ``checks``: each at every place where it applies.
    """

    chapter: str
    prefixes: tuple[str, ...]
    modules: tuple[ModuleType, ...]
    group: str

    def rules(self) -> tuple[Rule | Inspection, ...]:
        declared = (value for module in self.modules for value in vars(module).values())
        return tuple(value for value in declared if isinstance(value, Rule | Inspection))


FAMILIES = (
    Family("填写质量", ("录入",), (entries, units), ENTERED),
    Family("一张表之内", ("表内",), (within_table,), TABLES),
    Family("表与表之间", ("表间",), (between_tables, listed_tables, economic, balances, office_costs), TABLES),
    Family("附件", ("附件1", "附件2"), (annexes,), TABLES),
    Family("绩效自评", ("自评",), (evaluation, plausible_scores), EVALUATED),
    Family("三公经费和支出的限额", ("三公", "支出"), (limits, counts), TABLES),
    Family("合不合常理", ("合理",), (plausible,), TABLES),
    Family("部门汇总", ("汇总",), (department,), TABLES),
    Family("公布的数", ("公开",), (shares, twice, whole, comparison), PUBLISHED),
    Family("公布的数能不能同时成立", ("公布",), (together,), FILE),
    Family("公式与文件", ("公式", "文件"), (files,), FILE),
)


def checks(context: Context) -> tuple[Check, ...]:
    """Every rule at every place of this unit where it applies, in the order of the sheet 校验."""
    listed = [module.checks for family in FAMILIES for module in family.modules if hasattr(module, "checks")]
    return tuple(check for checks in listed for check in checks(context))


def catalogue() -> tuple[Rule | Inspection, ...]:
    """Every rule that a check applies, each once, a family after the other."""
    return unique(rule for family in FAMILIES for rule in family.rules())


def group_of(rule: str) -> str:
    """How the findings of a rule, by its id, are counted: one of GROUPS, or FILE."""
    return _groups()[rule]


@cache
def _groups() -> dict[str, str]:
    return {
        rule.id: FILE if isinstance(rule, Inspection) else family.group
        for family in FAMILIES
        for rule in family.rules()
    }


def rules() -> tuple[Rule, ...]:
    """Those that compare two figures."""
    return tuple(rule for rule in catalogue() if isinstance(rule, Rule))


def inspections() -> tuple[Inspection, ...]:
    """Those that look at the file itself."""
    return tuple(rule for rule in catalogue() if isinstance(rule, Inspection))
