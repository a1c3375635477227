"""How many findings there are, by verdict and group: told alike by 校验, 总览, 目录, 封面 and ``check``.

A row of 校验 is as many findings as its 处 says (each sentence of a hint is one), a row of 公开数核对 is one. What only
a look at the file can find (公式-, 文件-, 录入-单元格) is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Item
from xlbudget.language.verdicts import (
    ADVICE,
    FAILED,
    FOUND,
    GROUPS,
    NOT_APPLICABLE,
    PASSED,
    PUBLISHED,
    ROUNDING,
    number,
)
from xlbudget.sheets.rules.rule import COUNTED_AS, UNPLACED

ON_CHECKS = (*FOUND, PASSED, NOT_APPLICABLE)
ON_COMPARISONS = (FAILED, *COUNTED_AS[ADVICE], ROUNDING, PASSED, NOT_APPLICABLE, UNPLACED)
"""The verdicts that a row may have."""


def items(col: int, with_published: bool) -> Iterator[Item]:
    """The head of 校验 from row 3 down: a verdict, the number of findings, their groups; from column ``col`` on, where
    nobody sees it, their numbers group by group."""
    for row, verdict in enumerate(FOUND, 3):
        total = Formula("+".join(f"{{{number(verdict, group)}}}" for group in GROUPS))
        yield Item(row, 1, verdict, "label")
        yield Item(row, 2, total, "count", key=number(verdict))
        yield Item(row, 3, Formula(_groups(verdict)), "label")
        for at, group in enumerate(GROUPS, col):
            yield Item(row, at, _counted(verdict, group, with_published), "computed", key=number(verdict, group))
    for at, verdict in enumerate((PASSED, NOT_APPLICABLE)):
        yield Item(3 + at, 4, f"{verdict}（行）", "label")
        yield Item(3 + at, 5, Formula(f'COUNTIF({{校验/判定}},"{verdict}")'), "count")


def sentence() -> str:
    """A template: the number of findings of every verdict, and in which groups."""
    return "&".join(f'"{verdict} "&{{{number(verdict)}}}&{_groups(verdict)}&"　"' for verdict in FOUND)


def at_sheet(sheet: str, with_published: bool) -> dict[str, str]:
    """By verdict, a template: how many findings are told at a sheet."""

    def found(verdict: str) -> str:
        counted = COUNTED_AS[verdict]
        parts = [
            f'SUMIFS({{校验/处}},{{校验/处表}},"{sheet}",{{校验/判定}},"{one}")' for one in counted if one in ON_CHECKS
        ]
        if with_published:
            parts += [_comparisons(sheet, one) for one in counted if one in ON_COMPARISONS]
        return "+".join(parts)

    return {verdict: found(verdict) for verdict in FOUND}


def status(sheet: str, counted: Mapping[str, str], with_published: bool) -> str:
    """A template: the findings that are told at a sheet, in a few words; 通过 where it has none, only checks.

    ``counted``: by verdict, the cell with their number.
    """
    shown = "&".join(f'IF({cell}=0,"","{verdict} "&{cell}&"　")' for verdict, cell in counted.items())
    beside, fine = (f'COUNTIFS({{校验/右表}},"{sheet}",{{校验/判定}},"{verdict}")' for verdict in (FAILED, PASSED))
    fine += f'+COUNTIFS({{校验/处表}},"{sheet}",{{校验/判定}},"{PASSED}")'
    if with_published:
        fine += f"+{_comparisons(sheet, PASSED)}"
    otherwise = f'IF({beside}=0,IF({fine}=0,"","{PASSED}"),"与别表不符，见 校验")'
    return f"IF({'+'.join(counted.values())}=0,{otherwise},{shown})"


def _comparisons(sheet: str, verdict: str) -> str:
    return f'COUNTIFS({{公开数核对/表名}},"{sheet}",{{公开数核对/判定}},"{verdict}")'


def _groups(verdict: str) -> str:
    """A template: the groups of the findings of a verdict; "" where there are none."""
    parts = '&"，'.join(f'{group} "&{{{number(verdict, group)}}}' for group in GROUPS)
    return f'IF({{{number(verdict)}}}=0,"","（{parts}&"）")'


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
