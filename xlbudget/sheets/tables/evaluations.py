"""The self-evaluations of a unit: which tables there are, in which order, with how many rows each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlbudget.datafile.file import Data
from xlbudget.sheets.inputs.evaluation import WHOLE, is_whole
from xlbudget.sheets.inputs.indicators import EACH

WHOLE_SHEET = "附件2"
SPARE = 3


@dataclass(frozen=True)
class EvaluationForm:
    """One self-evaluation table: ``number`` is its row (from 1) in 录入-绩效自评.

    ``before``: how many indicators of the data file stand before its own in 录入-绩效指标. ``forms``: of the first
    table, how many there are.
    """

    sheet: str
    number: int
    entry: Mapping[str, Any]
    facts: bool
    before: int
    forms: int = 0

    @property
    def indicators(self) -> Sequence[dict[str, Any]]:
        listed: Sequence[dict[str, Any]] = self.entry["指标"]
        return listed

    @property
    def whole(self) -> bool:
        """Of 整体支出, not of a project."""
        return self.sheet == WHOLE_SHEET

    def cell(self, column: str) -> str:
        """A template for a cell of the table's own row in 录入-绩效自评."""
        return f"{{录入/绩效自评/{column}@{self.number}}}"

    @property
    def rows(self) -> int:
        """Indicator rows, spare ones included."""
        return len(self.indicators) + SPARE if self.indicators else EACH

    @property
    def count(self) -> str:
        """A template for the cell that says how many indicators it has."""
        return f"{{{self.key('指标个数')}}}"

    def key(self, name: str) -> str:
        return f"{self.sheet}/{name}"


def evaluation_forms(data: Data) -> list[EvaluationForm]:
    """附件2 for 整体, then 附件3-1, 附件3-2 … for the others in file order.

    An empty 绩效自评 gives blank forms: 附件2 and one 附件3 a project (at least one), in this order of 录入-绩效自评.
    """
    entries = data.rows("绩效自评")
    if not entries and "绩效自评" in data.content:
        blank = {"年度目标": "", "实际完成情况": "", "指标": []}
        entries = [{"对象": WHOLE, **blank}, *[{"对象": "", **blank}] * max(len(data.rows("项目")), 1)]
    facts = "事实" in data.content
    forms: list[EvaluationForm] = []
    annex = before = 0
    for number, entry in enumerate(entries, 1):
        annex += not is_whole(entry)
        sheet_name = WHOLE_SHEET if is_whole(entry) else f"附件3-{annex}"
        forms.append(EvaluationForm(sheet_name, number, entry, facts, before))
        before += len(entry["指标"])
    forms.sort(key=lambda form: not form.whole)
    return [replace(form, forms=len(forms)) if at == 0 else form for at, form in enumerate(forms)]
