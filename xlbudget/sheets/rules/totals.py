"""How many findings there are, by verdict and group: told alike by 校验, 总览, 目录, 封面 and ``check``.

A row of 校验 is as many findings as its 处 says (each sentence of a hint is one), a row of 公开数核对 is one. What only
a look at the file can find (公式-, 文件-, 录入-单元格) is not among them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TypeAlias

from xlbudget.language.expressions import Formula
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Item, Link
from xlbudget.language.verdicts import (
    ADVICE,
    ENTERED,
    EXPLAINED,
    FAILED,
    FOUND,
    GROUPS,
    MISSING,
    NOT_APPLICABLE,
    PASSED,
    PUBLISHED,
    ROUNDING,
    UNEXPLAINED,
    number,
)
from xlbudget.sheets.inputs.required import LOOK as TO_FILL
from xlbudget.sheets.rules.rule import COUNTED_AS, LOOKS, UNPLACED, Check
from xlbudget.sheets.rules.verdict_list import BigTile
from xlbudget.sheets.rules.verdict_order import VERDICT

ON_CHECKS = (*FOUND, PASSED, NOT_APPLICABLE)
ON_COMPARISONS = (FAILED, *COUNTED_AS[ADVICE], ROUNDING, PASSED, NOT_APPLICABLE, UNPLACED)
"""The verdicts that a row may have."""
FINE, BESIDE, WRONG = "通过", "别表不符", "填错"
"""Of a sheet: checks that passed, those that failed and are told at another one, findings in what was typed in it."""
AT_SHEET = (*FOUND, FINE, BESIDE, WRONG)
Told: TypeAlias = tuple[str, str, str]
"""A column that names sheets, a sheet in it, and a verdict that a row with it may have."""
TO_DO = (MISSING, WRONG)
"""What sends a person to one sheet after the other."""


_TILES = {
    FAILED: (VERDICT, "位置"),
    MISSING: ("内容", "内容"),
    UNEXPLAINED: ("左边", "左边的数"),
    ADVICE: ("右边", "右边"),
    ROUNDING: ("右边的数", "界"),
}
"""The columns of 校验 above which a verdict has its tile; 已说明 stands beside what is not explained."""


def tiles(with_published: bool) -> Iterator[BigTile]:
    """The numbers of findings at the head of 校验, and in which groups they are."""
    looks = {verdicts[0]: look for look, verdicts in LOOKS} | {MISSING: TO_FILL}
    for verdict, (first, last) in _TILES.items():
        label = f'"{verdict}"&{_groups(verdict)}'
        if verdict == UNEXPLAINED:
            label += f'&"　{EXPLAINED} "&{{{number(EXPLAINED)}}}'
        yield BigTile(first, last, _of_groups(verdict), Formula(label), number(verdict), looks.get(verdict, verdict))
    fine, idle = (f'COUNTIF({{校验/判定}},"{verdict}")' for verdict in (PASSED, NOT_APPLICABLE))
    yield BigTile("不符时怎么办", "不符时怎么办", Formula(fine), Formula(f'"{PASSED}（行）　{NOT_APPLICABLE} "&{idle}'))
    if with_published:
        open_ = Formula("{公开数核对/要看}")
        yield BigTile("去改", "规则", open_, Link("公布的数要看的行 →", "公开数核对"))


def by_group(row: int, col: int, with_published: bool) -> Iterator[Item]:
    """The numbers of findings group by group from a place of 校验 on where nobody sees them, a verdict a row."""
    for below, verdict in enumerate(FOUND, row):
        for at, group in enumerate(GROUPS, col):
            yield Item(below, at, _counted(verdict, group, with_published), "computed", key=number(verdict, group))
    yield Item(row, col + len(GROUPS), _of_groups(EXPLAINED), "computed", key=number(EXPLAINED))


def _of_groups(verdict: str) -> Formula:
    return Formula("+".join(f"{{{number(verdict, group)}}}" for group in GROUPS))


def sentence() -> str:
    """A template: the number of findings of every verdict, and in which groups."""
    return "&".join(f'"{verdict} "&{{{number(verdict)}}}&{_groups(verdict)}&"　"' for verdict in FOUND)


def told(names: Names, checks: Iterable[Check], compared: Iterable[str]) -> Iterator[Told]:
    """What the lists may tell at sheets; ``compared``: the sheets that 公开数核对 may name."""
    for check in checks:
        for column, key in (("校验/处表", check.place), ("校验/右表", check.right.cell)):
            sheet = names.typed_at(key, check.subject).sheet if key else "校验"
            verdicts = (PASSED, check.failed, ROUNDING, *((EXPLAINED,) if check.object else ()))
            yield from ((column, sheet, verdict) for verdict in verdicts)
    yield from (("公开数核对/表名", sheet, verdict) for sheet in compared for verdict in ON_COMPARISONS)


def at_sheet(sheet: str, may: Container[Told]) -> dict[str, str]:
    """Templates: of each verdict, how many findings are told at a sheet; what else 目录 and 封面 count of it.

    Only what ``may`` be told is counted: engines take long to go through the lists, a sheet and a verdict each time.
    """

    def counted(column: str, verdict: str, function: str = "COUNTIFS(", more: str = "") -> list[str]:
        where = f'{{{column}}},"{sheet}",{{{column.partition("/")[0]}/判定}},"{verdict}"{more}'
        return [f"{function}{where})"] if (column, sheet, verdict) in may else []

    summed = "SUMIFS({校验/处},"
    counts = {verdict: counted("校验/处表", verdict, summed) for verdict in FOUND}
    for verdict in FOUND:
        for one in COUNTED_AS[verdict]:
            counts[verdict] += counted("公开数核对/表名", one)
    counts[FINE] = [*counted("校验/右表", PASSED), *counted("校验/处表", PASSED), *counted("公开数核对/表名", PASSED)]
    counts[BESIDE] = counted("校验/右表", FAILED)
    counts[WRONG] = counted("校验/处表", FAILED, summed, f',{{校验/组}},"{ENTERED}"')
    return {count: "+".join(parts) for count, parts in counts.items() if parts}


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
