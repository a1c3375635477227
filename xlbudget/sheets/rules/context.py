"""What rules are declared from: the unit's data keys, its form, and the figures that its tables have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from xlbudget.datafile.classification import classes
from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Expr, Money
from xlbudget.language.form import Form
from xlbudget.language.keys import Names
from xlbudget.sheets.inputs.tabs import with_needs
from xlbudget.sheets.rules.rule import Side, side


@dataclass(frozen=True, eq=False)
class Context:
    """``names`` knows every key of the tables and inputs; rules exist for what is there."""

    data: Data
    form: Form
    names: Names
    worked: Mapping[str, Expr] = field(default_factory=dict)
    """The text of a 式, in small letters → what it comes to."""
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Line of the narrative and which difference of it (处) → the key of 说明 with its reason."""

    @property
    def content(self) -> Mapping[str, Any]:
        """The data file's content, with the empty keys that others need."""
        return with_needs(self.data.content, self.form.needs)

    @cached_property
    def facts(self) -> dict[str, int]:
        """The rows (from 1) of 录入-事实 by the names of the facts, each where it stands first."""
        rows: dict[str, int] = {}
        for row, fact in enumerate(self.data.rows("事实"), 1):
            rows.setdefault(fact["键"].strip(), row)
        return rows

    def has(self, key: str) -> bool:
        return key in self.names.areas

    def printed(self, key: str) -> str:
        """A key as the reader finds it: sheet, row, column in printed words."""
        table, *parts = key.split("/")
        if table not in self.form.tables:
            return key.replace("/", " ")
        shape = self.form[table]
        return " ".join([shape.sheet, *(shape.word(part) for part in parts if part not in ("收入", "支出", "金额"))])

    def side(self, key: str, name: str = "") -> Side:
        """The figure at a key; that of a table that is not printed is told at the entry that it repeats, if any."""
        figure = side(key, name or self.printed(key))
        if key.partition("/")[0] not in self.form.unprinted:
            return figure
        stands = self.names.figures[key].content
        return replace(figure, cell=stands.key if isinstance(stands, Money) else "")

    def figure(self, name: str, expr: Expr, cell: str = "") -> Side:
        return Side(name, expr, cell)

    def listed_classes(self) -> dict[str, str]:
        """The 类 with a line in 公开01 and 公开04."""
        known = classes(self.data.record("科目"))
        return {code: name for code, name in known.items() if self.has(f"公开01/{name}/支出/金额")}
