"""决算说明, 自评报告: the sections of a document, a paragraph a row, as published; what says nothing has no row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlbudget.language.blocks import band
from xlbudget.language.expressions import Formula
from xlbudget.language.form import NARRATIVE, REPORT, Form
from xlbudget.language.paper import Paper
from xlbudget.language.sheet import Area, Colour, Item, Link, Page, Sheet, Tab
from xlbudget.sheets.inputs.narrative import DRAFT
from xlbudget.sheets.narrative.draft import HEADING, Draft
from xlbudget.sheets.tables.heading import ANY_FIGURE, text_formula

FIRST = 4
LOOK = "标题"
"""The look of the name of a section."""


@dataclass(frozen=True)
class _Face:
    """What a document's sheet is called in 目录, and above its text."""

    above: str
    about: str
    brief: str
    tab: Tab
    paper: Paper


FACES: Mapping[str, _Face] = {
    NARRATIVE: _Face(
        "第三部分",
        "决算情况说明：每一段都是公式",
        "情况说明，每段是公式",
        "公开表",
        Paper(NARRATIVE, "部门决算", filled=ANY_FIGURE),
    ),
    REPORT: _Face(
        "附件",
        "部门整体支出绩效自评报告：每一段都是公式",
        "自评报告，每段是公式",
        "附件",
        Paper(REPORT, "部门整体支出绩效自评报告", filled=ANY_FIGURE),
    ),
}


def document_sheet(draft: Draft, document: str, form: Form) -> Sheet:
    """Column A has the section as 公开数 names it, B the paragraph."""
    face, size = FACES[document], draft.size(document)
    section, text, kind, order = (f"{{{DRAFT}/{document}/{label}}}" for label in ("节", "文", "标题", "序"))
    # Where the row above has nothing any more, no row has.
    above = f"$C{FIRST - 1}"
    before = f"IF(ISNUMBER({above}),IF({above}=0,{size},INDEX({order},{above})),0)"
    texts = (
        (1, f'IF($C{FIRST}=0,"",INDEX({section},$C{FIRST})&"")', "narrative_number"),
        (2, f'IF($C{FIRST}=0,"",INDEX({text},$C{FIRST}))', "narrative"),
        (3, f"IFERROR(MATCH({before}+1,{order},0),0)", "computed"),
        (4, f"IF($C{FIRST}=0,0,INDEX({kind},$C{FIRST}))", "computed"),
    )
    title = text_formula(form.report_title if document == REPORT else "{单位}{年度}年度部门决算情况说明")
    return Sheet(
        document,
        (
            Item(1, 1, Formula(title), "title", key=f"{document}/题", cols=2),
            Item(2, 1, Link(face.above, "目录"), "caption_left"),
            Item(2, 3, Formula(f"MAX({order})+{FIRST - 1}"), "computed", key=f"{document}/末行"),
            *(Item(FIRST, col, Formula(body), style, down=size) for col, body, style in texts),
        ),
        (9, 96, 8, 8),
        areas=tuple(
            (f"{document}/{label}", Area(document, FIRST, col, size))
            for col, label in ((1, "节"), (2, "文"), (4, "标题"))
        ),
        heights=((1, 34), (2, 18), (3, 6), *band(FIRST, size, 18)),
        colours=(Colour(FIRST, 1, size, 2, f"$D{FIRST}={HEADING}", LOOK),),
        page=Page(2, end=f"{document}/末行"),
        freeze=(FIRST, 1),
        hidden_columns=(3, 4),
        about=face.about,
        brief=face.brief,
        tab=face.tab,
        paper=face.paper,
    )
