"""The colour of a cell that a check concerns: red 不符, yellow 提示 and 公布为空, amber 尾差.

A conditional format may look at its own sheet and at defined names only, so the columns of 校验 and 公开数核对 that say
where a check stands and how it came out have names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlbudget.language.sheet import Colour, Entry, Item, Sheet, column_letter
from xlbudget.sheets.rules import check_sheet
from xlbudget.sheets.rules.published import comparison
from xlbudget.sheets.rules.rule import ADVICE, FAILED, ROUNDING

NAMED = {
    "校验左表": f"{check_sheet.KEY}/左表",
    "校验左格": f"{check_sheet.KEY}/左格",
    "校验右表": f"{check_sheet.KEY}/右表",
    "校验右格": f"{check_sheet.KEY}/右格",
    "校验判定": f"{check_sheet.KEY}/判定",
}
NAMED_PUBLISHED = {
    "核对表名": f"{comparison.KEY}/表名",
    "核对格": f"{comparison.KEY}/格",
    "核对判定": f"{comparison.KEY}/判定",
}
LISTS = (("校验左表", "校验左格", "校验判定"), ("校验右表", "校验右格", "校验判定"))
PUBLISHED_LIST = ("核对表名", "核对格", "核对判定")
LOOKS = ((FAILED, (FAILED,)), (ADVICE, (ADVICE, comparison.EMPTY)), (ROUNDING, (ROUNDING,)))
"""The look, and the verdicts that give it; of several checks of one cell the worst shows."""


def lists(with_published: bool) -> tuple[tuple[str, str, str], ...]:
    return (*LISTS, PUBLISHED_LIST) if with_published else LISTS


def coloured(page: Sheet, with_published: bool) -> Sheet:
    """The sheet with the conditional formats of its figures and input cells."""
    places = [(item.row, item.col) for item in page.items if _is_figure(item)]
    if not places or page.hidden:
        return page
    top, left = min(row for row, _ in places), min(col for _, col in places)
    rows, cols = max(row for row, _ in places) - top + 1, max(col for _, col in places) - left + 1
    cell = f"ADDRESS(ROW({column_letter(left)}{top}),COLUMN({column_letter(left)}{top}),4)"
    framed = bool(page.frames)
    colours = tuple(
        Colour(top, left, rows, cols, f"{_hits(page.name, cell, verdicts, with_published)}>0", look, framed)
        for look, verdicts in LOOKS
    )
    return replace(page, colours=(*colours, *page.colours))


def _hits(name: str, cell: str, verdicts: Sequence[str], with_published: bool) -> str:
    """How many checks of this cell have one of these verdicts."""
    return "+".join(
        f'COUNTIFS({places},{cell},{sheets},"{name}",{results},"{verdict}")'
        for sheets, places, results in lists(with_published)
        for verdict in verdicts
    )


def _is_figure(item: Item) -> bool:
    return isinstance(item.content, Entry) or item.role in ("figure", "rate")


def status(name: str, with_published: bool) -> str:
    """A formula's body: the verdicts of a sheet's checks in a few words."""

    def counted(verdicts: Sequence[str]) -> str:
        return "+".join(
            f'COUNTIFS({sheets},"{name}",{results},"{verdict}")'
            for sheets, _, results in lists(with_published)
            for verdict in verdicts
        )

    parts = "&".join(f'IF({counted(verdicts)}=0,"","{look} "&({counted(verdicts)})&"　")' for look, verdicts in LOOKS)
    return f'IF({counted([v for _, vs in LOOKS for v in vs])}=0,IF({counted(["通过"])}=0,"","通过"),{parts})'


def verdict_colours(page: Sheet, column: int) -> Sheet:
    """校验 and 公开数核对 themselves: the verdict cell in its own colour."""
    assert page.filter is not None
    first = page.filter.row + 1
    cell = f"${column_letter(column)}{first}"
    colours = tuple(
        Colour(first, column, page.filter.rows - 1, 1, "OR(" + ",".join(f'{cell}="{v}"' for v in verdicts) + ")", look)
        for look, verdicts in LOOKS
    )
    return replace(page, colours=colours)
