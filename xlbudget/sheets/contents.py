"""目录: every sheet in its group, how much of it is filled, how its checks came out.

What is counted of a sheet stands once, out of sight at the right, a row a sheet; 目录 and 封面 refer to it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Formula
from xlbudget.language.groups import COLUMNS, ENTERED, REFERENCE
from xlbudget.language.sheet import Area, Colour, Item, Link, Page, Sheet
from xlbudget.language.verdicts import FOUND, MISSING
from xlbudget.sheets.inputs.head import STATE
from xlbudget.sheets.rules import totals
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.filled_cells import filled
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.verdict_list import OPEN

CONTENTS = "目录"
COVER = "封面"
LOOKS = {MISSING: "待填"}
FINE = "√"
FIRST = 4
"""The row of the topmost groups; the counts begin one below."""
WIDTHS = (1.3, *(19, 21, 8, 17), 1.3, *(12, 30, 0.8, 17), 1.3, *(14, 27, 8, 17.5), 1.3)
"""Three columns of groups: name, what it is, how much is filled, how the checks came out."""
PRINTED = len(WIDTHS)
FILLED, TO_DO = "填写", "要做"
LISTS = {
    one.sheet: f'IF({{{one.key(OPEN)}}}=0,"{FINE}","要看 "&{{{one.key(OPEN)}}}&" 行")' for one in (CHECKS, COMPARISONS)
}
"""Of the sheets that list verdicts, how many rows are still to be looked at."""
COUNTED = (FILLED, *totals.AT_SHEET, *(f"{TO_DO}/{verdict}" for verdict in totals.TO_DO))
"""The columns of counts, behind the name of the sheet."""


@dataclass(frozen=True)
class Listed:
    """The sheets of a workbook as 目录 lists them: those of every group one below the other."""

    groups: Mapping[str, Sequence[Sheet]]
    with_published: bool
    told: Container[totals.Told]
    beside: Sequence[Sheet] = ()
    """Sheets that are no part of the unit's own workbook: 变动."""

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet for listed in self.groups.values() for sheet in listed]

    def rows(self, group: str) -> range:
        """Which rows of the counts (from 1) are those of a group's sheets."""
        first = 1
        for name, listed in self.groups.items():
            if name == group:
                return range(first, first + len(listed))
            first += len(listed)
        raise KeyError(group)


def key(count: str, group: str = "") -> str:
    """The column of a count, of all sheets or those of a group."""
    return f"{CONTENTS}/{count}/{group}" if group else f"{CONTENTS}/{count}"


def listed(
    sheets: Sequence[Sheet], with_published: bool, told: Container[totals.Told], beside: Sequence[Sheet] = ()
) -> Listed:
    """The shown sheets by group; those that are filled in come first, in the order in which that is best done."""
    order = (*ENTERED, *(group for column in COLUMNS for group in column if group not in ENTERED))
    shown = [sheet for sheet in sheets if not sheet.hidden]
    found = {group: [sheet for sheet in shown if (sheet.group or sheet.tab or REFERENCE) == group] for group in order}
    return Listed({group: there for group, there in found.items() if there}, with_published, told, beside)


def contents(every: Listed, told: str) -> Sheet:
    """Links to every sheet a reader may want; each of them leads back here.

    ``told``: a template for the findings of all of them.
    """
    rule = "点表名打开该表；回到这里：公开表点表号，附件点“附件”，其余点“返回目录”或“单位：万元”"
    items = [
        *across(1, 1, (None,), "band_text"),
        Item(1, 2, CONTENTS, "band_title"),
        Item(1, 3, Formula('单位名称&"　"&年度&"年度"'), "band_text", cols=PRINTED - 4),
        Item(1, PRINTED - 1, Link("← 封面", COVER), "band_link"),
        Item(1, PRINTED, None, "band_text"),
        Item(2, 2, rule, "said", cols=6),
        Item(2, 8, Formula(told), "said", cols=PRINTED - 8),
        *_counts(every),
    ]
    bottom = FIRST
    for at, column in enumerate(COLUMNS):
        row = FIRST
        for group in (one for one in column if one in every.groups):
            items += _group(every, group, row, 2 + 5 * at)
            row += 1 + len(every.groups[group])
        if REFERENCE in column:
            for sheet in every.beside:
                items += _name(sheet, row, 2 + 5 * at)
                row += 1
        bottom = max(bottom, row - 1)
    last = PRINTED + 2 + len(COUNTED)
    return Sheet(
        CONTENTS,
        tuple(items),
        (*WIDTHS, *(12,) * (last - PRINTED)),
        areas=tuple(_areas(every)),
        heights=((1, 30), (2, 20), (3, 6), *band(FIRST, bottom - FIRST + 1, 19.5)),
        colours=tuple(_colours(bottom)),
        page=Page(PRINTED, rows=bottom, landscape=True, tall=False),
        freeze=(3, 1),
        hidden_columns=tuple(range(PRINTED + 1, last + 1)),
        about="各表的链接",
        tab="导航",
    )


def _group(every: Listed, group: str, row: int, col: int) -> Iterator[Item]:
    """A group from a cell down: its name, then its sheets."""
    sheets = every.groups[group]
    yield Item(row, col, f"{group}（{len(sheets)} 张）", "group_head", cols=2)
    yield from across(row, col + 2, ("填写" if group in ENTERED else None, "校验"), "group_note")
    for at, (sheet, number) in enumerate(zip(sheets, every.rows(group), strict=True), row + 1):
        filled_cells = Formula(f"{{{key(FILLED)}@{number}}}") if group in ENTERED else None
        yield from _name(sheet, at, col)
        yield Item(at, col + 2, filled_cells, "list_cells")
        status = Formula(LISTS.get(sheet.name) or _status(number))
        yield Item(at, col + 3, status, "list_verdict", key=STATE.format(sheet.name))


def _name(sheet: Sheet, row: int, col: int) -> Iterator[Item]:
    tip = sheet.about if isinstance(sheet.about, str) else ""
    yield Item(row, col, Link(sheet.name, sheet.name, tip=tip), "list_name")
    yield Item(row, col + 1, sheet.brief or sheet.about, "list_brief")


def _status(number: int) -> str:
    """A template: what is told at a sheet in a few words; √ where its checks found nothing, "" where it has none."""
    at = {count: f"{{{key(count)}@{number}}}" for count in totals.AT_SHEET}
    shown = "&".join(f'IF({at[verdict]}=0,"","{verdict} "&{at[verdict]}&"　")' for verdict in FOUND)
    fine = f'IF({at[totals.BESIDE]}=0,IF({at[totals.FINE]}=0,"","{FINE}"),"与别表不符，见 校验")'
    return f"IF({'+'.join(at[verdict] for verdict in FOUND)}=0,{fine},{shown})"


def _counts(every: Listed) -> Iterator[Item]:
    """A row a sheet, in the order of the groups: its name and its counts."""
    entered = {sheet.name for group in ENTERED for sheet in every.groups.get(group, ())}
    for row, sheet in enumerate(every.sheets, FIRST + 1):
        yield Item(row, PRINTED + 2, sheet.name, "computed")
        counts = {FILLED: filled(sheet.name) if sheet.name in entered else "0"}
        counts |= totals.at_sheet(sheet.name, every.told)
        for col, count in enumerate(COUNTED, PRINTED + 3):
            if count in counts:
                yield Item(row, col, Formula(counts[count]), "computed")
    for verdict in totals.TO_DO:
        count = f"{TO_DO}/{verdict}"
        there = f"IF({{{key(verdict)}@1}}>0,1,0)"
        yield Item(FIRST + 1, _col(count), Formula(there), "computed", down=len(every.sheets))


def _col(count: str) -> int:
    return PRINTED + 3 + COUNTED.index(count)


def _areas(every: Listed) -> Iterator[tuple[str, Area]]:
    yield key("表名"), Area(CONTENTS, FIRST + 1, PRINTED + 2, len(every.sheets))
    for count in COUNTED:
        yield key(count), Area(CONTENTS, FIRST + 1, _col(count), len(every.sheets))
        for group in every.groups:
            rows = every.rows(group)
            yield key(count, group), Area(CONTENTS, FIRST + rows.start, _col(count), len(rows))


def _colours(bottom: int) -> Iterator[Colour]:
    rows = bottom - FIRST
    for col in (5, 10, 15):
        cell = Area("", FIRST + 1, col).text("")
        for verdict in FOUND:
            when = f'LEFT({cell},{len(verdict)})="{verdict}"'
            yield Colour(FIRST + 1, col, rows, 1, when, LOOKS.get(verdict, verdict))
    for col in (4, 14):
        cell = Area("", FIRST + 1, col).text("")
        yield Colour(FIRST + 1, col, rows, 1, f"AND(ISNUMBER({cell}),{cell}=0)", LOOKS[MISSING])
