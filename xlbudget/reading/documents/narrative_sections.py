"""The running text of a document, section by section: the lines below each heading that a layout has.

A heading is known by its words, whatever its number is; one whose words differ a little, by its number too. Lines of a
page are joined to paragraphs where the width of the page breaks them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from operator import itemgetter

from xlbudget.language.form import NARRATIVE, REPORT, Form
from xlbudget.language.sections import DIGITS, WITHIN, Section
from xlbudget.reading.documents.found import Line, Origin
from xlbudget.sheets.narrative.clauses import plain
from xlbudget.sheets.narrative.recognise import LINE_END

NUMERALS = f"[{DIGITS}十]+"
_TOP = re.compile(f"({NUMERALS})[、.．,，]?(.+)")
_WITHIN = re.compile(f"[(（]({NUMERALS})[)）](.+)")
_NUMBERED = re.compile(f"{NUMERALS}、|[(（]{NUMERALS}[)）]")
_PART = re.compile(f"第{NUMERALS}部分.*")
_ANNEX = re.compile(r"附件[0-9一二三四五六七八九十]*[:：、]?.{0,60}")
_REPORT = re.compile(".*自评报告")
_PAGES = re.compile(r"[.．·…\s]*[-—]?\s*[0-9]*\s*[-—]?$")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(第?\s*[0-9]{1,4}\s*页?)[-—–\s]*")
_WORTHLESS = re.compile(r"\{.*?\}|[0-9]{4}|年度|关于|情况|说明|[的\"'“”‘’，。：()（）]")
LONGEST = 60
"""Characters of a heading; a longer line is a sentence."""
ALIKE = 0.6
"""From here on the words of two headings with the same number are the same."""
MARGIN = 2.0
"""Characters by which a line may fall short of the margin and yet go on in the next."""


@dataclass
class Passage:
    """The text below a heading; ``places``: from which character on it stands where."""

    section: Section
    document: str
    pieces: list[str] = field(default_factory=list)
    places: list[tuple[int, Origin]] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, line: Line, goes_on: bool) -> None:
        between = LINE_END if self.pieces and not goes_on else ""
        self.places.append((self.length + len(between), line.place))
        self.pieces.append(between + line.text.strip())
        self.length += len(self.pieces[-1])

    def place(self, at: int) -> Origin:
        """Where a character of the text stands."""
        return self.places[bisect_right(self.places, at, key=itemgetter(0)) - 1][1]


@dataclass
class Sections:
    """``unknown``: lines below a heading that the layout does not have."""

    passages: list[Passage] = field(default_factory=list)
    unknown: list[tuple[Line, list[Line]]] = field(default_factory=list)


def passages(lines: Iterable[Line], form: Form) -> Sections:
    """The text of every section of 说明 and 自评报告 that a document has."""
    found, section = Sections(), None
    document: str | None = None
    passage: Passage | None = None
    stray: list[Line] | None = None
    for line, goes_on in _joined([one for one in lines if one.text.strip()]):
        text = re.sub(r"\s+", "", line.text)
        if not goes_on and (_PART.fullmatch(text) or (document and _ANNEX.fullmatch(text))):
            document, section, passage, stray = None, None, None, None
            continue
        if not goes_on and len(text) < LONGEST and _REPORT.fullmatch(text) and "。" not in text:
            document, section, stray = REPORT, form.report[0] if form.report else None, None
            passage = _begun(found, section, document)
            continue
        if (not goes_on or _NUMBERED.match(text)) and (heading := _heading(text, form, document, section)):
            section, document = heading
            passage, stray = _begun(found, section, document), None
            continue
        if not goes_on and document and _is_unknown_heading(text):
            passage, stray = None, []
            found.unknown.append((line, stray))
        elif stray is not None:
            stray.append(line)
        elif passage is not None:
            passage.add(line, goes_on)
    found.passages = [one for one in found.passages if one.pieces]
    return found


def _begun(found: Sections, section: Section | None, document: str) -> Passage | None:
    if section is None:
        return None
    found.passages.append(Passage(section, document))
    return found.passages[-1]


def _heading(text: str, form: Form, document: str | None, section: Section | None) -> tuple[Section, str] | None:
    """The section that a line is the heading of, and its document."""
    if len(text) > LONGEST:
        return None
    text = _PAGES.sub("", text) or text
    within = _WITHIN.fullmatch(text)
    if within and section and document:
        of = form.report if document == REPORT else form.sections
        above = section.number.partition("（")[0]
        inner = [one for one in of if one.number.startswith(f"{above}（")]
        hit = _same(above + WITHIN.format(within[1]), within[2], inner)
        return (hit, document) if hit else None
    top = _TOP.fullmatch(text)
    if not top or text.endswith("表"):
        return None
    # 自评报告 begins with its title.
    of = form.report if document == REPORT else form.sections
    hit = _same(top[1], top[2], [one for one in of if one.number and "（" not in one.number])
    return (hit, document or NARRATIVE) if hit else None


def _same(number: str, words: str, sections: Sequence[Section]) -> Section | None:
    said = _essence(words)
    for one in sections:
        if said and _essence(one.title) == said:
            return one
    numbered = next((one for one in sections if one.number == number), None)
    alike = numbered and SequenceMatcher(None, said, _essence(numbered.title)).ratio() >= ALIKE
    return numbered if alike else None


@cache
def _essence(title: str) -> str:
    """The words of a heading that tell it from others."""
    return _WORTHLESS.sub("", plain(title).replace("(", "（").replace(")", "）"))


def _is_unknown_heading(text: str) -> bool:
    top = re.fullmatch(f"{NUMERALS}、(.+)", text)
    return bool(top) and len(text) <= 30 and not re.search("[。；，]", text)


def _joined(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """Every line, and whether it goes on where the one before broke off at the margin."""
    margins = _margins(lines)
    before: Line | None = None
    for line in lines:
        if line.place.box and _PAGE_NUMBER.fullmatch(line.text):
            continue
        goes_on = before is not None and _at_margin(before, margins)
        yield line, goes_on
        before = line


def _margins(lines: Sequence[Line]) -> dict[int | None, float]:
    """Page → how far its lines reach to the right, stops that hang over the edge apart."""
    ends: dict[int | None, list[float]] = {}
    for line in lines:
        if line.place.box:
            ends.setdefault(line.place.page, []).append(line.place.box[2])
    whole = sorted(end for page in ends.values() for end in page)
    usual = whole[int(len(whole) * 0.8)] if whole else 0.0
    return {page: max((end for end in found if end <= usual + 30), default=usual) for page, found in ends.items()}


def _at_margin(line: Line, margins: dict[int | None, float]) -> bool:
    if not line.place.box:
        return False
    _, top, right, bottom = line.place.box
    return right >= margins[line.place.page] - MARGIN * (bottom - top)
