"""What the documents that are handed in consist of: 决算说明 (the whole publication) and 自评报告.

Their words and figures are what the workbook computes: the paragraphs of its sheets, its printed tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.export.papers import What, exports, text_at, title_of
from xlbudget.export.values_only import as_values
from xlbudget.language.form import NARRATIVE, REPORT, Form, Part
from xlbudget.language.grid import Value
from xlbudget.language.sections import numeral
from xlbudget.language.sheet import Entry, Sheet, address_of
from xlbudget.language.words import PARAGRAPHS, Listing, Name, Text, Words
from xlbudget.sheets.book import Book
from xlbudget.sheets.narrative.clauses import plain
from xlbudget.sheets.narrative.draft import HEADING, TABLES
from xlbudget.sheets.narrative.texts import ASKING, asking
from xlbudget.sheets.narrative.things import INSETS
from xlbudget.workbook.engines.by_file import Values

TERMS = "名词解释"
OWN_TERM = f"{TERMS}/"
"""The keys of 说明 under which a unit explains terms of its own begin so."""


@dataclass(frozen=True)
class Heading:
    """``level`` 1 is a part, 2 is 一、, 3 is （一）, 4 is 1."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """``listed``: one of a list, however much it looks like a heading."""

    text: str
    listed: bool = False


@dataclass(frozen=True)
class Table:
    """A printed sheet with values in place of formulas, from row ``first`` on."""

    sheet: Sheet
    first: int = 1


@dataclass(frozen=True)
class NewPage:
    landscape: bool = False


Block: TypeAlias = Heading | Paragraph | Table | NewPage


@dataclass(frozen=True)
class Document:
    """``name`` is the stem of its file."""

    kind: str
    name: str
    unit: str
    year: str
    blocks: tuple[Block, ...]

    @property
    def asked(self) -> int:
        """How many texts and figures are still to be entered, where it has 【请填写：…】."""
        return sum(len(ASKING.findall(block.text)) for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Sheet, ...]:
        return tuple(block.sheet for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True)
class _Source:
    book: Book
    values: Values
    data: Data
    form: Form
    unit: str
    year: str

    def column(self, key: str) -> list[Value]:
        """The values of a column of cells, from the first down."""
        area = self.book.names.find(key, "导出")
        there = self.values.get(area.sheet, {})
        return [there.get(address_of(row, area.col)) for row in range(area.row, area.row + area.rows)]

    def named(self, text: str) -> str:
        return text.replace("{单位}", self.unit).replace("{年度}", self.year)


def document(book: Book, values: Values, data: Data, form: Form, kind: What) -> Document | None:
    """One of the documents; None where the workbook has no sheet for it."""
    title = title_of(book, values, kind)
    if title is None:
        return None
    unit, year = text_at("录入/单位/名称", book, values), text_at("录入/年度", book, values).removesuffix(".0")
    source = _Source(book, values, data, form, unit, year)
    blocks = _publication(source) if kind == NARRATIVE else _report(source)
    return Document(kind, title, unit, year, tuple(blocks))


def _publication(source: _Source) -> Iterator[Block]:
    told: list[Block] = []
    for number, part in enumerate(source.form.parts, 1):
        heading = Heading(1, f"第{numeral(number)}部分　{source.named(part.title)}")
        blocks = list(_part(source, part, heading, told))
        told += blocks
        yield from blocks


def _part(source: _Source, part: Part, heading: Heading, before: Sequence[Block]) -> Iterator[Block]:
    match part.content:
        case "公开表":
            sheets = [sheet for paper in exports(source.book, source.values, "公开表") for sheet in paper.sheets]
            titles = {table.sheet: table.title for table in source.form.tables.values()}
            for number, sheet in enumerate(sheets, 1):
                yield NewPage(_is_landscape(sheet))
                if number == 1:
                    yield heading
                yield Heading(2, f"{numeral(number)}、{source.named(titles[sheet.name])}")
                yield Table(sheet)
            return
        case _:
            yield NewPage()
            yield heading
    match part.content:
        case "决算说明":
            yield from _sentences(source, NARRATIVE)
        case "名词解释":
            for number, term in enumerate(_terms(source, before), 1):
                yield Paragraph(f"{numeral(number)}、{term}", listed=True)
        case "附件":
            attached = list(_report(source)) if title_of(source.book, source.values, "自评报告") else []
            yield from attached[1:] or [Paragraph("无")]
        case _:
            for number, (title, texts) in enumerate(part.sections, 1):
                yield Heading(2, f"{numeral(number)}、{source.named(title)}")
                yield from (Paragraph(text, listed=True) for one in texts for text in _own_words(source, one))


def _report(source: _Source) -> Iterator[Block]:
    yield NewPage()
    yield Heading(1, text_at(f"{REPORT}/题", source.book, source.values))
    yield from _sentences(source, REPORT)
    annexes = exports(source.book, source.values, "绩效自评")
    listed = (sheet.paper for sheet in source.book.sheets)
    names = dict.fromkeys(paper.name for paper in listed if paper and paper.kind == "绩效自评")
    for number, name in enumerate(names, 1):
        yield Paragraph(f"{'附件：' if number == 1 else '　　　'}{number}、{source.year}年度{name}", listed=True)
    for annex in annexes:
        for sheet in annex.sheets:
            # What stands in the row above its title (附件1) is told by the heading.
            (caption,) = [item.content for item in sheet.items if item.style == "caption" and item.row == 1]
            yield NewPage(_is_landscape(sheet))
            yield Heading(2, f"{caption}：{annex.label}")
            yield Table(sheet, 2)


def _sentences(source: _Source, document: str) -> Iterator[Block]:
    """The headings and paragraphs of a document's sheet, and the tables in the midst of them."""
    names = {TABLES + at: name for at, name in enumerate(INSETS)}
    sheets = {sheet.name: sheet for sheet in source.book.sheets}
    columns = (source.column(f"{document}/{label}") for label in ("节", "文", "标题"))
    for section, said, kind in zip(*columns, strict=True):
        if said in (None, ""):
            continue
        if kind == HEADING:
            yield Heading(3 if "（" in str(section) else 2, str(said))
        elif kind in names:
            name = names[int(kind)]
            yield Table(as_values(sheets[name], source.values.get(name, {})))
        else:
            yield from map(Paragraph, str(said).split("\n"))


def _own_words(source: _Source, text: Text) -> Iterator[str]:
    """The paragraphs of a text about the unit."""
    match text:
        case (Listing(things, between, each),) if between == PARAGRAPHS:
            yield from _each(source, things, each)
        case _:
            yield "".join(_said(source, part, {}) for part in text)


def _each(source: _Source, things: str, each: Text) -> list[str]:
    unit = source.data.record("单位").get(things) or [asking(f"单位/{things}")]
    texts = [line for one in unit for line in str(one).split("\n") if line.strip()]
    return [
        "".join(_said(source, part, {"名称": text, "序": numeral(number), "号": str(number)}) for part in each)
        for number, text in enumerate(texts, 1)
    ]


def _said(source: _Source, part: object, names: dict[str, str]) -> str:
    match part:
        case Words(text):
            return text
        case Name("上年"):
            return str(int(source.year) - 1) if source.year.isdecimal() else ""
        case Name(word):
            return {"单位": source.unit, "年度": source.year, **names}[word]
        case Listing(things, between, each):
            return between.join(_each(source, things, each))
    raise TypeError(f"{part} cannot stand here")


def _terms(source: _Source, before: Sequence[Block]) -> list[str]:
    """What the document explains: of the layout's terms those that it uses, in the unit's words where it has some;
    behind them, the unit's others."""
    texts = source.data.record("说明")
    own = {key.removeprefix(OWN_TERM): text for key, text in texts.items() if key.startswith(OWN_TERM) and text}
    used = _plain("\n".join(_texts(before)))
    given = dict(term.split("：", 1) for term in source.form.terms)
    names = [term for term in given if term in own or _plain(term) in used]
    names += [term for term in own if term not in given]
    return [f"{term}：{own.get(term, given.get(term, ''))}" for term in names]


def _plain(text: str) -> str:
    return plain(text).replace('"', "")


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(_, text) | Paragraph(text, _):
                yield text
            case Table(sheet, _):
                contents = (item.content for item in sheet.items)
                yield from (str(one.value if isinstance(one, Entry) else one) for one in contents)


def _is_landscape(sheet: Sheet) -> bool:
    return bool(sheet.page and sheet.page.landscape)
