"""What was read, made fit to be laid out: a check never refuses a workbook for a cell that is blank."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Record, blank, mapped

EVALUATIONS, FUNDS = "绩效自评", "资金"
YEAR, UNIT = 2023, "万元"
"""When neither the workbook nor its 结构 says."""


def complete(data: Data, kept: Data | None) -> Data:
    """The data with every required key: 年度 and 金额单位 as the workbook was built with, other texts empty.

    What is missing has its finding already.
    """
    content = dict(data.content)
    built_with = kept.content if kept else {}
    content.setdefault("年度", built_with.get("年度", YEAR))
    if content.get("金额单位") not in ("万元", "元"):
        content["金额单位"] = built_with.get("金额单位", UNIT)
    filled = mapped(content, FILE, _filled)
    if EVALUATIONS in filled:
        laid_out = [filled[EVALUATIONS][index] for index in distinct(filled[EVALUATIONS])]
        filled[EVALUATIONS] = [one | {FUNDS: _told_apart(one[FUNDS])} if FUNDS in one else one for one in laid_out]
    return Data(filled)


def _filled(made: dict[str, Any], record: Record) -> dict[str, Any]:
    lacking = {field.key: blank(field.kind, "") for field in record.fields if field.required}
    return made | {key: value for key, value in lacking.items() if key not in made and value is not None}


def _told_apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one name have one key on the annex; the later ones get another, and stay where they are."""
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        name = str(row.get("行", "")).strip()
        seen[name] += 1
        made.append(row if seen[name] == 1 else row | {"行": f"{name}#{seen[name]}"})
    return made


def distinct(evaluations: list[dict[str, Any]]) -> list[int]:
    """Which self-evaluations are laid out: of two of one 对象 the first, to which the rows of both belong."""
    first: dict[str, int] = {}
    for index, evaluation in enumerate(evaluations):
        first.setdefault(str(evaluation.get("对象", "")).strip(), index)
    return sorted(first.values())
