"""How many findings there are, by verdict and group: told alike by 校验, 总览, 目录, 封面 and ``check``.

A row of 校验 is as many findings as its 处 says (each sentence of a hint is one), a row of 公开数核对 is one. What only
a look at the file can find (公式-, 文件-, 录入-单元格) is not among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.language.expressions import Formula
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Item, Link
from xlbudget.language.verdicts import (
    ADVICE,
    ENTERED,
    FAILED,
    FOUND,
    GROUPS,
    MISSING,
    NOT_APPLICABLE,
    PASSED,
    PUBLISHED,
    ROUNDING,
    number,
)
from xlbudget.sheets.inputs.required import LOOK as TO_FILL
from xlbudget.sheets.rules.families import group_of
from xlbudget.sheets.rules.rule import COUNTED_AS, LOOKS, UNPLACED, Check
from xlbudget.sheets.rules.verdict_list import VERDICT, Tile

ON_CHECKS = (*FOUND, PASSED, NOT_APPLICABLE)
ON_COMPARISONS = (FAILED, *COUNTED_AS[ADVICE], ROUNDING, PASSED, NOT_APPLICABLE, UNPLACED)
"""The verdicts that a row may have."""
FINE, BESIDE, WRONG = "通过", "别表不符", "填错"
"""Of a sheet: checks that passed, those that failed and are told at another one, findings in what was typed in it."""
AT_SHEET = (*FOUND, FINE, BESIDE, WRONG)
TO_DO = (MISSING, WRONG)
"""What sends a person to one sheet after the other."""


_TILES = {
    FAILED: (VERDICT, "位置"),
    MISSING: ("内容", "内容"),
    ADVICE: ("左边", "左边的数"),
    ROUNDING: ("右边", "右边"),
}
"""The columns of 校验 above which a verdict has its tile."""


def tiles(with_published: bool) -> Iterator[Tile]:
    """The numbers of findings at the head of 校验, and in which groups they are."""
    looks = {verdicts[0]: look for look, verdicts in LOOKS} | {MISSING: TO_FILL}
    for verdict, (first, last) in _TILES.items():
        total = Formula("+".join(f"{{{number(verdict, group)}}}" for group in GROUPS))
        label = Formula(f'"{verdict}"&{_groups(verdict)}')
        yield Tile(first, last, total, label, number(verdict), looks[verdict])
    fine, idle = (f'COUNTIF({{校验/判定}},"{verdict}")' for verdict in (PASSED, NOT_APPLICABLE))
    yield Tile("右边的数", "界", Formula(fine), Formula(f'"{PASSED}（行）　{NOT_APPLICABLE} "&{idle}'))
    if with_published:
        open_ = Formula("{公开数核对/要看}")
        yield Tile("不符时怎么办", "规则", open_, Link("公布的数要看的行　去 公开数核对 →", "公开数核对"))


def by_group(row: int, col: int, with_published: bool) -> Iterator[Item]:
    """The numbers of findings group by group from a place of 校验 on where nobody sees them, a verdict a row."""
    for below, verdict in enumerate(FOUND, row):
        for at, group in enumerate(GROUPS, col):
            yield Item(below, at, _counted(verdict, group, with_published), "computed", key=number(verdict, group))


def sentence() -> str:
    """A template: the number of findings of every verdict, and in which groups."""
    return "&".join(f'"{verdict} "&{{{number(verdict)}}}&{_groups(verdict)}&"　"' for verdict in FOUND)


@dataclass(frozen=True)
class Told:
    """Where the rows of 校验 and 公开数核对 are told.

    ``at``, ``beside``: sheet → the rows of 校验 (from 1) told at it, and those whose right side it has, with their
    checks. ``compared``: the sheets that 公开数核对 may name; None where it is not there.
    """

    at: Mapping[str, Mapping[int, Check]]
    beside: Mapping[str, Mapping[int, Check]]
    compared: Collection[str] | None

    @classmethod
    def of(cls, names: Names, checks: Sequence[Check], compared: Collection[str] | None) -> Told:
        at, beside = defaultdict[str, dict[int, Check]](dict), defaultdict[str, dict[int, Check]](dict)
        for row, check in enumerate(checks, 1):
            at[names.cell(check.place, check.subject).sheet if check.place else "校验"][row] = check
            if check.right.cell:
                beside[names.cell(check.right.cell, check.subject).sheet][row] = check
        return cls(at, beside, compared)

    def counts(self, sheet: str) -> dict[str, str]:
        """Templates: of each verdict, how many findings are told at a sheet; what else 目录 and 封面 count of it.

        Only rows are looked at that may have the verdict: engines take long for all of them, a sheet and a verdict.
        """
        at, beside = self.at.get(sheet, {}), self.beside.get(sheet, {})
        failed = {verdict: [row for row, check in at.items() if check.failed == verdict] for verdict in FOUND}
        failed[ROUNDING] = [row for row, check in at.items() if check.is_rounded]
        entered = [row for row in failed[FAILED] if group_of(at[row].rule.id) == ENTERED]
        found = {
            verdict: [*_counted_in(rows, sheet, verdict, "处表", "处"), *self._comparisons(sheet, verdict)]
            for verdict, rows in failed.items()
        }
        found[FINE] = [*_counted_in(beside, sheet, PASSED, "右表"), *_counted_in(at, sheet, PASSED, "处表")]
        found[FINE] += self._comparisons(sheet, PASSED)
        unequal = [row for row, check in beside.items() if check.failed == FAILED]
        found[BESIDE] = _counted_in(unequal, sheet, FAILED, "右表")
        found[WRONG] = _counted_in(entered, sheet, FAILED, "处表", "处", f',{{校验/组}},"{ENTERED}"')
        return {count: "+".join(parts) for count, parts in found.items() if parts}

    def _comparisons(self, sheet: str, verdict: str) -> list[str]:
        if sheet not in (self.compared or ()):
            return []
        verdicts = [one for one in COUNTED_AS.get(verdict, (verdict,)) if one in ON_COMPARISONS]
        return [f'COUNTIFS({{公开数核对/表名}},"{sheet}",{{公开数核对/判定}},"{one}")' for one in verdicts]


FEW = 3
"""So many rows are looked at one by one."""


def _counted_in(
    rows: Collection[int], sheet: str, verdict: str, column: str, summed: str = "", more: str = ""
) -> list[str]:
    """Templates that add up to how many of these rows have a verdict, or to what they have in ``summed``.

    ``column``: the one that names the sheet; ``more``: criteria that hold for these rows only.
    """
    function, of = ("SUMIFS", f"{{校验/{summed}}},") if summed else ("COUNTIFS", "")
    if len(rows) > FEW:
        return [f'{function}({of}{{校验/{column}}},"{sheet}",{{校验/判定}},"{verdict}"{more})']
    of = of.replace("}", "@#}")
    return [f'{function}({of}{{校验/判定@#}},"{verdict}")'.replace("#", str(row)) for row in rows]


def on_comparisons(verdict: str) -> str:
    """A template: how many of the findings of a verdict (or of the rows that passed) are rows of 公开数核对."""
    return "+".join(f'COUNTIF({{公开数核对/判定}},"{one}")' for one in COUNTED_AS.get(verdict, (verdict,)))


def _groups(verdict: str) -> str:
    """A template: the groups that have findings of a verdict; "" where there are none."""
    numbers = {group: f"{{{number(verdict, group)}}}" for group in GROUPS}
    parts = "&".join(f'IF({found}=0,"","，{group} "&{found})' for group, found in numbers.items())
    return f'IF({{{number(verdict)}}}=0,"","（"&MID({parts},2,99)&"）")'


def _counted(verdict: str, group: str, with_published: bool) -> Formula:
    parts = [f'SUMIFS({{校验/处}},{{校验/组}},"{group}",{{校验/判定}},"{one}")' for one in COUNTED_AS[verdict]]
    if verdict == FAILED:
        # A verdict that cannot be calculated is one, too: a row that has none of them.
        known = "".join(f'-COUNTIFS({{校验/组}},"{group}",{{校验/判定}},"{one}")' for one in ON_CHECKS)
        parts.append(f'COUNTIF({{校验/组}},"{group}"){known}')
    if group == PUBLISHED and with_published:
        parts += [f'COUNTIF({{公开数核对/判定}},"{one}")' for one in COUNTED_AS[verdict]]
        if verdict == FAILED:
            known = "".join(f'-COUNTIF({{公开数核对/判定}},"{one}")' for one in ON_COMPARISONS)
            parts.append(f"COUNTA({{公开数核对/判定}}){known}")
    return Formula("+".join(parts))
