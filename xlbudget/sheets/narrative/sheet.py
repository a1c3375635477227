"""决算说明: the sections of the narrative, a paragraph a row, as they are published; what says nothing has no row."""

from __future__ import annotations

from xlbudget.language.blocks import band
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Colour, Item, Link, Page, Sheet
from xlbudget.sheets.inputs.narrative import DRAFT
from xlbudget.sheets.narrative.draft import Draft

NARRATIVE = "决算说明"
FIRST = 4
TITLE = '单位名称&年度&"年度部门决算情况说明"'
HEADING = "标题"
"""The look of the name of a section."""


def narrative_sheet(draft: Draft) -> Sheet:
    """Column A has the section as 公开数 names it, B the paragraph."""
    order = f"{{{DRAFT}/序}}"
    # Where the row above has nothing any more, no row has.
    above = f"$C{FIRST - 1}"
    before = f"IF(ISNUMBER({above}),IF({above}=0,{draft.last},INDEX({order},{above})),0)"
    texts = (
        (1, f'IF($C{FIRST}=0,"",INDEX({{{DRAFT}/节}},$C{FIRST}))', "narrative_number"),
        (2, f'IF($C{FIRST}=0,"",INDEX({{{DRAFT}/文}},$C{FIRST}))', "narrative"),
        (3, f"IFERROR(MATCH({before}+1,{order},0),0)", "computed"),
        (4, f"IF($C{FIRST}=0,0,INDEX({{{DRAFT}/标题}},$C{FIRST}))", "computed"),
    )
    return Sheet(
        NARRATIVE,
        (
            Item(1, 1, Formula(TITLE), "title", cols=2),
            Item(2, 1, Link("第三部分", "目录"), "caption_left"),
            Item(2, 3, Formula(f"MAX({order})+{FIRST - 1}"), "computed", key=f"{NARRATIVE}/末行"),
            *(Item(FIRST, col, Formula(body), style, down=draft.last) for col, body, style in texts),
        ),
        (9, 96, 8, 8),
        areas=(
            (f"{NARRATIVE}/节", Area(NARRATIVE, FIRST, 1, draft.last)),
            (f"{NARRATIVE}/文", Area(NARRATIVE, FIRST, 2, draft.last)),
        ),
        heights=((1, 34), (2, 18), (3, 6), *band(FIRST, draft.last, 18)),
        colours=(Colour(FIRST, 1, draft.last, 2, f"$D{FIRST}=1", HEADING),),
        page=Page(2, end=f"{NARRATIVE}/末行"),
        freeze=(FIRST, 1),
        hidden_columns=(3, 4),
        about="决算情况说明：每一段都是公式",
        brief="情况说明，每段是公式",
        tab="公开表",
    )
