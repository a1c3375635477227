"""目录: links to every sheet, how its checks came out, how much of it is filled."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from xlbudget.language.blocks import across, computed
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Colour, Item, Link, Page, Sheet, column_letter
from xlbudget.language.verdicts import FOUND, MISSING
from xlbudget.sheets.rules import totals

CONTENTS = "目录"
COUNTS = 5
"""The first of the columns, behind what is printed, with the numbers of findings."""
LOOKS = {MISSING: "待填"}


def contents(
    sheets: Sequence[Sheet], checked: Container[str], with_published: bool, progress: Mapping[str, str], told: str
) -> Sheet:
    """Links to every sheet a reader may want; each of them leads back here.

    ``checked``: the sheets that are, which have how their checks came out, the numbers of findings in hidden cells;
    ``progress``: for one that is filled in, a template for how much of it is. ``told``: a template for the findings of
    all of them.
    """
    shown = [sheet for sheet in sheets if not sheet.hidden]
    back = "点表名打开该表；回到这里：公开表点表号，附件点“附件”，其余点“单位：万元”或“返回目录”"
    items = [
        Item(1, 1, "目录", "title", cols=4),
        Item(2, 1, back, "help", cols=4),
        Item(3, 1, "全部", "label"),
        Item(3, 2, Formula(told), "label", cols=3),
        *across(4, 1, ("表", "校验", "填写", "内容"), "head"),
    ]
    for row, sheet in enumerate(shown, 5):
        filled = Formula(progress[sheet.name]) if sheet.name in progress else None
        verdict = None
        if sheet.name in checked:
            cells = {found: f"{column_letter(col)}{row}" for col, found in enumerate(FOUND, COUNTS)}
            verdict = Formula(totals.status(sheet.name, cells, with_published))
            counts = totals.at_sheet(sheet.name, with_published).values()
            items += (computed(row, col, count) for col, count in enumerate(counts, COUNTS))
        items.append(Item(row, 1, Link(sheet.name, sheet.name), "link_cell"))
        items += across(row, 2, (verdict, filled, sheet.about), "label")
    return Sheet(
        CONTENTS,
        tuple(items),
        (24, 26, 16, 80, *(8,) * len(FOUND)),
        heights=((1, 34), (2, 20), (3, 34)),
        colours=tuple(
            Colour(5, 2, len(shown), 1, f'LEFT($B5,{len(verdict)})="{verdict}"', LOOKS.get(verdict, verdict))
            for verdict in FOUND
        ),
        page=Page(4, rows=4 + len(shown), tall=False),
        hidden_columns=tuple(range(COUNTS, COUNTS + len(FOUND))),
        about="各表的链接",
        tab="导航",
    )
