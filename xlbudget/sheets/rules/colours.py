"""The colour of a cell that a check concerns: red 不符, yellow 需说明, 提示 and 公布为空,
amber 尾差, grey 已说明.

A conditional format may look at its own sheet and at defined names only, so the columns of 校验 and 公开数核对 that say
where a check stands and how it came out have names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlbudget.language.sheet import Colour, Entry, Sheet, column_letter
from xlbudget.language.verdicts import MISSING
from xlbudget.sheets.inputs.required import LOOK as TO_FILL
from xlbudget.sheets.rules.check_sheet import CHECKS
from xlbudget.sheets.rules.published.comparison_sheet import COMPARISONS
from xlbudget.sheets.rules.rule import LOOKS
from xlbudget.sheets.rules.verdict_list import TOP, VerdictList
from xlbudget.sheets.rules.verdict_order import VERDICT

NAMED = {
    **{f"校验{name}": CHECKS.key(name) for name in ("左表", "左格", "右表", "右格", VERDICT)},
    **{f"核对{name}": COMPARISONS.key(name) for name in ("表名", "格", VERDICT)},
}
LISTS = (("校验左表", "校验左格", "校验判定"), ("校验右表", "校验右格", "校验判定"))
PUBLISHED_LIST = ("核对表名", "核对格", "核对判定")


def lists(with_published: bool) -> tuple[tuple[str, str, str], ...]:
    return (*LISTS, PUBLISHED_LIST) if with_published else LISTS


def coloured(page: Sheet, with_published: bool) -> Sheet:
    """The sheet with the conditional formats of its figures and input cells."""
    figures = [item for item in page.items if isinstance(item.content, Entry) or item.role in ("figure", "rate")]
    places = [(row, item.col) for item in figures for row in (item.row, item.tops[-1])]
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


def verdict_colours(page: Sheet, columns: VerdictList) -> Sheet:
    """校验 and 公开数核对 themselves: the verdict cells in their own colours, those of the worst and of the list."""
    assert page.filter is not None
    col, rows = columns.col(VERDICT), page.filter.row + page.filter.rows - TOP
    cell = f"${columns.cell(VERDICT, TOP)}"
    colours = tuple(
        Colour(TOP, col, rows, 1, "OR(" + ",".join(f'{cell}="{verdict}"' for verdict in verdicts) + ")", look)
        for look, verdicts in (*LOOKS, (TO_FILL, (MISSING,)))
    )
    return replace(page, colours=(*page.colours, *colours))
