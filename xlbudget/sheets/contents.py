"""目录: links to every sheet, how its checks came out, how much of it is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.language.blocks import across
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Colour, Item, Link, Page, Sheet
from xlbudget.language.verdicts import FOUND, MISSING

CONTENTS = "目录"
LOOKS = {MISSING: "待填"}


def contents(sheets: Sequence[Sheet], status: Mapping[str, str], progress: Mapping[str, str], told: str) -> Sheet:
    """Links to every sheet a reader may want; each of them leads back here.

    ``status``: for a sheet that is checked, a template for how its checks came out; ``progress``: for one that is
    filled in, a template for how much of it is. ``told``: a template for the findings of all of them.
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
        verdict, filled = (Formula(told[sheet.name]) if sheet.name in told else None for told in (status, progress))
        items.append(Item(row, 1, Link(sheet.name, sheet.name), "link_cell"))
        items += across(row, 2, (verdict, filled, sheet.about), "label")
    return Sheet(
        CONTENTS,
        tuple(items),
        (24, 26, 16, 80),
        heights=((1, 34), (2, 20), (3, 34)),
        colours=tuple(
            Colour(5, 2, len(shown), 1, f'LEFT($B5,{len(verdict)})="{verdict}"', LOOKS.get(verdict, verdict))
            for verdict in FOUND
        ),
        page=Page(4, rows=4 + len(shown), tall=False),
        about="各表的链接",
        tab="导航",
    )
