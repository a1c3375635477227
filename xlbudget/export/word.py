"""A document in Word's format, in the look of a template: its page, its named styles, what stands before the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from xlbudget.errors import BadTemplate
from xlbudget.export import word_fields
from xlbudget.export.document import Block, Document, Heading, NewPage, Paragraph, Table
from xlbudget.export.word_table import STYLES_OF_TABLES, add_sheet, hairline
from xlbudget.language.form import NARRATIVE, REPORT
from xlbudget.sheets.narrative.texts import ASKING
from xlbudget.workbook.files import settled

BODY = "正文段落"
HEADINGS = {level: f"Heading {level}" for level in (1, 2, 3, 4)}
CONTENTS = {level: f"toc {level}" for level in (1, 2)}
ABOVE = {1: Pt(90), 2: Pt(34)}
"""What a heading of the level takes of the page of a table below it."""
HOLES = {NARRATIVE: ("单位", "年度", "目录", "正文"), REPORT: ("正文",)}
"""What a template must have, in double braces."""
NUMBERED = {3: "（[一二三四五六七八九十]+）", 4: r"\d{1,2}[.．、](?!\d)"}
"""What a paragraph begins with that is a heading of this level, if a few words follow without a stop."""
_FEW_WORDS = "[^。；：]{1,40}"


class Word:
    """The document while it is written; ``headings`` are those that 目录 lists."""

    def __init__(self, document: Document, template: bytes, name: str) -> None:
        self.word = _opened(template, name)
        self.headings: list[Heading] = []
        self.pages: list[Run] = []
        """The runs of 目录 with the numbers of pages."""
        self.above = 0
        self.styles = _styles(self.word, document.kind, name)
        holes = _holes(self.word, document.kind, name)
        _name_all(self.word, {"单位": document.unit, "年度": document.year})
        listed = [one for one in document.blocks if isinstance(one, Heading) and one.level in CONTENTS]
        if "目录" in holes:
            self._contents(holes["目录"], listed)
        section = self.word.sections[-1]
        self.start = word_fields.first_page(section)
        self.upright = section.page_width or Length(0), section.page_height or Length(0)
        self.margins = section.top_margin, section.right_margin, section.bottom_margin, section.left_margin
        self._text(holes["正文"], document.blocks)
        core = self.word.core_properties
        core.author, core.title, core.last_modified_by, core.comments = document.unit, document.name, "", ""

    def content(self, pages: Sequence[int] | None) -> bytes:
        """The file; ``pages``: the page of each heading, where they are known."""
        numbers = map(str, pages) if pages is not None else [""] * len(self.pages)
        for run, number in zip(self.pages, numbers, strict=True):
            run.text = number
        word_fields.update_on_opening(self.word, pages is None and bool(self.pages))
        out = BytesIO()
        self.word.save(out)
        return settled(out.getvalue())

    def _contents(self, place: WordParagraph, headings: Sequence[Heading]) -> None:
        for number, heading in enumerate(headings, 1):
            entry = place.insert_paragraph_before(style=self.styles[CONTENTS[heading.level]])
            if number == 1:
                word_fields.begin_field(entry, r'TOC \o "1-2" \z \u')
            entry.add_run(heading.text)
            entry.add_run("\t")
            self.pages.append(word_fields.field(entry, f"PAGEREF {_mark(number)} \\h"))
            if number == len(headings):
                word_fields.end_field(entry)
        place._p.getparent().remove(place._p)

    def _text(self, place: WordParagraph, blocks: Sequence[Block]) -> None:
        behind = [one for one in place._p.itersiblings() if not one.tag.endswith("}sectPr")]
        place._p.getparent().remove(place._p)
        fresh = True
        for block in blocks:
            match block:
                case NewPage(landscape):
                    self._page(landscape, fresh)
                case Heading(level, text):
                    self._heading(level, text)
                case Paragraph(text, listed):
                    self._paragraph(text, listed)
                case Table(sheet, first):
                    add_sheet(self.word, sheet, first, *self._room, self.styles)
            fresh = False
        for one in behind:
            self.word.element.body.sectPr.addprevious(one)

    @property
    def _room(self) -> tuple[Length, Length]:
        """Width and height of what is left of a page below the headings at its top."""
        one = self.word.sections[-1]
        width = (one.page_width or 0) - (one.left_margin or 0) - (one.right_margin or 0)
        height = (one.page_height or 0) - (one.top_margin or 0) - (one.bottom_margin or 0)
        return Length(width), Length(height - self.above)

    def _page(self, landscape: bool, fresh: bool) -> None:
        """A page of its own; the first is that of the template."""
        self.above = 0
        section = self.word.sections[-1]
        if not fresh:
            section = self.word.add_section(WD_SECTION.NEW_PAGE)
            word_fields.number_on(section)
            hairline(self.word.paragraphs[-1])
        width, height = self.upright
        top, right, bottom, left = self.margins
        if landscape:
            # As a sheet that is turned to the right: what was at the left is at the top.
            width, height = height, width
            top, right, bottom, left = left, top, right, bottom
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left

    def _heading(self, level: int, text: str) -> None:
        paragraph = self.word.add_paragraph(text, self.styles[HEADINGS[level]])
        self.above += ABOVE.get(level, 0)
        if level in CONTENTS:
            self.headings.append(Heading(level, text))
            word_fields.bookmark(paragraph, len(self.headings), _mark(len(self.headings)))

    def _paragraph(self, text: str, listed: bool) -> None:
        levels = (level for level, number in NUMBERED.items() if re.fullmatch(number + _FEW_WORDS, text.strip()))
        level = None if listed else next(levels, None)
        paragraph = self.word.add_paragraph(style=self.styles[HEADINGS[level] if level else BODY])
        at = 0
        for gap in ASKING.finditer(text):
            paragraph.add_run(text[at : gap.start()])
            paragraph.add_run(gap[0]).font.highlight_color = WD_COLOR_INDEX.YELLOW
            at = gap.end()
        paragraph.add_run(text[at:])


def _mark(number: int) -> str:
    """The bookmark of a heading."""
    return f"_Toc{number:06}"


def _opened(template: bytes, name: str) -> WordDocument:
    try:
        return docx.Document(BytesIO(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise BadTemplate(name, "它不是 .docx 文件，或已经损坏") from error


def _styles(word: WordDocument, kind: str, name: str) -> Mapping[str, Any]:
    there = {str(style.name): style for style in word.styles}
    contents = CONTENTS.values() if "目录" in HOLES[kind] else ()
    needed = (BODY, *HEADINGS.values(), *contents, *STYLES_OF_TABLES)
    if missing := [one for one in needed if one not in there]:
        raise BadTemplate(name, f"没有样式“{'”“'.join(map(_as_word_shows, missing))}”")
    return there


def _as_word_shows(style: str) -> str:
    """The name of a built-in style in the Chinese Word."""
    return style.replace("Heading ", "标题 ").replace("toc ", "目录 ").replace("TOC ", "目录 ")


def _holes(word: WordDocument, kind: str, name: str) -> dict[str, WordParagraph]:
    """Placeholder → the paragraph in which it stands."""
    found = {hole: one for one in word.paragraphs for hole in HOLES[kind] if f"{{{{{hole}}}}}" in one.text}
    if missing := [hole for hole in HOLES[kind] if hole not in found]:
        raise BadTemplate(name, f"没有占位 {'、'.join(f'{{{{{hole}}}}}' for hole in missing)}")
    return found


def _name_all(word: WordDocument, words: Mapping[str, str]) -> None:
    """Put the unit's words in their places, above and below the pages, too."""
    around = (
        part for section in word.sections for part in (section.header, section.footer) if not part.is_linked_to_previous
    )
    for paragraph in (*word.paragraphs, *(one for part in around for one in part.paragraphs)):
        for hole, said in words.items():
            _replace(paragraph, f"{{{{{hole}}}}}", said)


def _replace(paragraph: WordParagraph, hole: str, said: str) -> None:
    if hole not in paragraph.text:
        return
    if not any(hole in run.text for run in paragraph.runs):
        # Word has cut it into several runs: it takes the look of the first.
        first, *others = paragraph.runs
        first.text = paragraph.text
        for run in others:
            run.text = ""
    for run in paragraph.runs:
        if hole in run.text:
            run.text = run.text.replace(hole, said)
