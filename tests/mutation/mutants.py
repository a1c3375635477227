"""The mistakes: one wrong figure, two figures swapped, a row forgotten, an amount under the next code; in a workbook in
which everything unusual is explained, a slip in a text, and a reason that is none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from xlbudget.datafile.kinds import number
from xlbudget.reading.input_sheets import Steps, path_of
from xlbudget.reading.remarks import Place
from xlbudget.sheets.inputs.wording import WORDINGS

PLUS, SWAP, DROP, MOVE, OVERWRITE = "plus", "swap", "drop", "move", "overwrite"
SLIP, REASON = "slip", "reason"
KINDS = {
    PLUS: "一个数多 1.00",
    SWAP: "上下相邻的两个数对调",
    DROP: "漏一行",
    MOVE: "金额记到下一个科目",
    SLIP: "文字里有一句站不住的话",
    REASON: "理由不成理由",
    OVERWRITE: "在公式上填死一个数",
}

NOT_TYPED = ("版本", "年度", "公开数", "科目", "说明", "单位")
"""Keys whose figures are no amounts or counts that a unit enters, and lists of texts."""
CODED = ("收入", "支出", "经济分类", "基本支出年初预算")
"""Lists by code, in which an amount can slip to the next one."""
MAPPINGS = ("经济分类", "基本支出年初预算")
"""Objects that a sheet shows as a list."""
STRUCTURAL = ("收入", "支出", "项目", "绩效自评")
"""Lists of which an entry decides which rows and tables there are."""
NESTED = ("资金", "权重", "指标")
REASONS = "核实"
NO_PROSE = ("公开数", "科目", "版本", "金额单位")
"""Keys without texts that a person words."""
NAMES = (
    *(
        "名称",
        "模板",
        "键",
        "行",
        "对象",
        "规则",
        "数",
        "单位",
        "式",
        "科目",
        "资金来源",
        "类别",
        "一级",
        "二级",
        "三级",
    ),
    *("主管部门", "实施单位", "表内名称", "评分", "预算代码", "单位性质", "舍位"),
)
"""Fields that hold names and choices, which are no texts either."""

Content: TypeAlias = dict[str, Any]
Edit: TypeAlias = tuple[Steps, float | str | None]


@dataclass(frozen=True)
class Mutant:
    """One mistake: figures set anew, or an entry (the place in the data file) left out."""

    kind: str
    path: str
    edits: tuple[Edit, ...] = ()
    drop: Steps = ()
    fresh: bool = False
    """Whether the workbook must be built anew: the data file has other keys than before."""

    @property
    def group(self) -> str:
        """What kind of figure it is: its path without indexes, codes and names."""
        steps = self.edits[0][0] if self.edits else self.drop
        return ".".join(str(step) for step in steps if not isinstance(step, int) and not str(step).isdigit())

    def applied(self, content: Mapping[str, Any]) -> Content:
        """A copy of the data file with the mistake."""
        changed: Content = json.loads(json.dumps(dict(content)))
        for steps, value in self.edits:
            _owner(changed, steps)[steps[-1]] = value
        if self.drop:
            del _owner(changed, self.drop)[self.drop[-1]]
        return changed


def _owner(content: Any, steps: Steps) -> Any:
    for step in steps[:-1]:
        content = content[step]
    return content


def figures(content: Mapping[str, Any]) -> Iterator[tuple[Steps, float]]:
    """Every figure that is entered, and where."""
    for key, value in content.items():
        if key not in NOT_TYPED:
            yield from _figures((key,), value)


def _figures(steps: Steps, value: Any) -> Iterator[tuple[Steps, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _figures((*steps, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _figures((*steps, index), inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield steps, float(number(value) or 0)


def mutants(content: Mapping[str, Any], places: Mapping[str, Place]) -> list[Mutant]:
    """Every mistake of the four kinds; those that would change nothing are left out."""
    entered = dict(figures(content))
    at = {(p.sheet, p.row, p.col): steps for steps in entered if (p := places.get(path_of(steps)))}
    return [*_plus(entered), *_swapped(entered, at), *_dropped(content), *_moved(content, entered)]


def worded(content: Mapping[str, Any]) -> Iterator[Mutant]:
    """In a workbook with reasons: every kind of slip in the first text of each kind, and every reason spoilt."""
    first: dict[str, tuple[Steps, str]] = {}
    for steps, text in _texts((), {key: value for key, value in content.items() if key not in NO_PROSE}):
        first.setdefault(Mutant(SLIP, "", ((steps, text),)).group if steps[0] != "说明" else "说明", (steps, text))
    for steps, text in first.values():
        for one in WORDINGS:
            yield Mutant(SLIP, f"{path_of(steps)}（{one.name}）", ((steps, f"{text}。{one.fails[0]}"),))
    for index, entry in enumerate(content[REASONS]):
        other = f"{float(entry['数']) + 1:.2f}"
        for key, value in (("数", other), ("说明", None), ("说明", "因XX增加"), ("对象", f"{entry['对象']}别的")):
            yield Mutant(REASON, f"{REASONS}[{index}].{key}（{value}）", (((REASONS, index, key), value),))
        yield Mutant(REASON, f"{REASONS}[{index}]", drop=(REASONS, index))


def _texts(steps: Steps, value: Any) -> Iterator[tuple[Steps, str]]:
    """Every text that is entered, and where."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NAMES or not steps:
                yield from _texts((*steps, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts((*steps, index), inner)
    elif isinstance(value, str) and value:
        yield steps, value


def _plus(entered: Mapping[Steps, float]) -> Iterator[Mutant]:
    for steps, value in entered.items():
        yield Mutant(PLUS, path_of(steps), ((steps, round(value + 1, 6)),))


def _swapped(entered: Mapping[Steps, float], at: Mapping[tuple[str, int, int], Steps]) -> Iterator[Mutant]:
    for (sheet, row, col), upper in at.items():
        lower = at.get((sheet, row + 1, col))
        if lower is not None and entered[upper] != entered[lower]:
            edits = ((upper, entered[lower]), (lower, entered[upper]))
            yield Mutant(SWAP, f"{path_of(upper)} ⇄ {path_of(lower)}", edits)


def _dropped(content: Mapping[str, Any]) -> Iterator[Mutant]:
    for steps, entry in _entries(content):
        if any(value for _, value in _figures(steps, entry)):
            label = (
                next((str(entry[key]) for key in ("三级", "名称", "键", "行", "科目") if key in entry), "")
                if (isinstance(entry, dict))
                else ""
            )
            yield Mutant(
                DROP,
                f"{path_of(steps)}{f'（{label}）' if label else ''}",
                drop=steps,
                fresh=len(steps) == 2 and steps[0] in STRUCTURAL,
            )


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[Steps, Any]]:
    for key, value in content.items():
        if key in NOT_TYPED:
            continue
        if key in MAPPINGS:
            yield from (((key, code), amount) for code, amount in value.items())
        if isinstance(value, list):
            yield from (((key, index), entry) for index, entry in enumerate(value))
        if key == "结转结余":
            yield from (((key, "年初", index), entry) for index, entry in enumerate(value.get("年初", [])))
        if key == "绩效自评":
            for index, evaluation in enumerate(value):
                for nested in NESTED:
                    rows = enumerate(evaluation.get(nested, []))
                    yield from (((key, index, nested, row), entry) for row, entry in rows)


def _moved(content: Mapping[str, Any], entered: Mapping[Steps, float]) -> Iterator[Mutant]:
    for steps, value in entered.items():
        if steps[0] not in CODED or not value:
            continue
        rows = content[steps[0]]
        if isinstance(rows, dict):
            codes = list(rows)
            rank = codes.index(str(steps[1])) + 1
            below: Steps = (steps[0], codes[rank]) if rank < len(codes) else ()
        else:
            rank = int(steps[1]) + 1
            below = (steps[0], rank, steps[2]) if rank < len(rows) else ()
        if below:
            edits = ((steps, 0.0), (below, round(entered.get(below, 0) + value, 6)))
            yield Mutant(MOVE, f"{path_of(steps)} → {path_of(below)}", edits, fresh=below not in entered)
