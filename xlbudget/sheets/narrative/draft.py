"""说明稿 (hidden): every figure, entered text and paragraph of the documents once; their sheets show what they say.

From the left: the figures of all sentences; the texts that they quote; texts too long for one formula; the paragraphs
of one document below those of the other, with how many say something so far; then a block for each list in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlbudget.language.blocks import across, computed
from xlbudget.language.limits import text_literal
from xlbudget.language.sections import Section
from xlbudget.language.sheet import Area, Item, Sheet
from xlbudget.language.words import PARAGRAPHS, Figure, Inset, Listing, Quote, Variant, parsed, parts_of
from xlbudget.sheets.inputs.narrative import DIFFERS, DRAFT, asked_at
from xlbudget.sheets.narrative.figures import told
from xlbudget.sheets.narrative.list_block import ASKED, ListBlock, list_block
from xlbudget.sheets.narrative.reasons import Need, needed
from xlbudget.sheets.narrative.texts import EMPTY, Cells, entered
from xlbudget.sheets.narrative.things import INSETS, THINGS
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.tables.heading import ANY_FIGURE

FIRST = 4
LONGEST = 5000
"""Characters of a formula: a longer text is put together in several cells."""
FIGURES, QUOTES, PIECES, LINES, BLOCKS = 1, 6, 10, 12, 17
"""The first column of each part."""
TEXT, HEADING, TABLES = 0, 1, 2
"""What a line is: a paragraph, a heading, what stands above a table; from :data:`TABLES` on which one of INSETS."""
HEADS = {
    FIGURES: ("数", "算得", "印值", "印文"),
    QUOTES: ("键", "文字", ASKED),
    PIECES: ("段",),
    LINES: ("节", "文", "标题", "序"),
}


@dataclass(frozen=True)
class DraftLine:
    """Lines of the draft, so many one below the other: ``text`` is a template of the first, ``kind`` a number below."""

    section: str
    text: str
    kind: int = 0
    down: int = 1


@dataclass
class Draft:
    """What is collected while the sentences of a narrative are written."""

    context: Context
    sizes: Mapping[str, int]
    figures: dict[tuple[str, bool, Figure], tuple[int, Section]] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    needs: dict[str, list[tuple[Section, Need]]] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    blocks: dict[tuple[Section, Listing], ListBlock] = field(default_factory=dict)
    listed: dict[tuple[str, str], ListBlock] = field(default_factory=dict)
    """Name of a section and key of a block that it has → the block."""
    instead: dict[str, tuple[Section, Listing]] = field(default_factory=dict)
    """Key of a text → the list in place of which it stands where it is given."""
    documents: dict[str, list[DraftLine]] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    """Section → a template that holds while it has no data to speak of."""

    def size(self, document: str) -> int:
        """How many lines of a document there may be."""
        return sum(line.down for line in self.documents[document])

    def first(self, document: str) -> int:
        """The row of its first line; above it stands nothing."""
        names = list(self.documents)
        return FIRST + sum(self.size(name) + 1 for name in names[: names.index(document)])

    def cells(self, section: Section) -> Cells:
        """Where everything is that a section's sentences tell."""

        def figure(one: Figure, what: str) -> str:
            key = section.source, section.whole_year, one
            number, _ = self.figures.setdefault(key, (len(self.figures) + 1, section))
            return f"{{{DRAFT}/数/{number}/{what}}}"

        return Cells(
            {},
            lambda one: figure(one, "值"),
            lambda one: figure(one, "文"),
            self._quoted,
            lambda one: self._block(section, one).joined,
            self._joined,
        )

    def _quoted(self, quote: Quote) -> str:
        return f"{{{DRAFT}/文/{self.quotes.setdefault(quote.key, len(self.quotes) + 1)}}}"

    def _block(self, section: Section, listing: Listing) -> ListBlock:
        key = _same(section), listing
        if key not in self.blocks:
            col = BLOCKS + sum(block.width for block in self.blocks.values())
            name = f"{DRAFT}/列/{len(self.blocks) + 1}"
            outer = self.cells(section)
            rows = self.sizes["项目" if THINGS[listing.things].group else "支出"]
            text = next((self._quoted(Quote(one)) for one, block in self.instead.items() if block == key), "")
            self.blocks[key] = list_block(self.context, section, listing, name, (FIRST, col), rows, outer, text)
        self.listed.setdefault((section.name, self.blocks[key].key), self.blocks[key])
        return self.blocks[key]

    def _joined(self, pieces: Sequence[str]) -> str:
        """Where they grow too long for a formula, each long one stands in a cell of its own."""
        if sum(map(len, pieces)) <= LONGEST:
            return "&".join(pieces)
        return "&".join(self._piece(piece) if len(piece) > LONGEST // 10 else piece for piece in pieces)

    def _piece(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"{{{DRAFT}/段/{len(self.pieces)}}}"

    def write(self, document: str, section: Section) -> None:
        """The lines of a section: its heading, and its paragraphs or that it has no data."""
        cells, lines = self.cells(section), self.documents.setdefault(document, [])
        above, bracket, _ = section.number.partition("（")
        mark = section.number.removeprefix(above) if bracket else f"{section.number}、"
        silent = self.silent.get(section.document + above, "")

        def line(text: str, kind: int = TEXT, down: int = 1) -> None:
            lines.append(DraftLine(section.number, f'IF({silent},"",{text})' if silent else text, kind, down))

        if section.title:
            line(f"{text_literal(mark)}&{cells.text(parsed(section.title))}", HEADING)
        if section.looks_at:
            silent = f"AND({','.join(f'SUM({cells.value(one)})=0' for one in section.looks_at)})"
            self.silent[section.name] = silent
            lines.append(DraftLine(section.number, f'IF({silent},{cells.text(section.nothing)},"")'))
        for paragraph in section.paragraphs:
            for part, _ in parts_of(paragraph):
                match part:
                    case Variant(Quote(key), (_, (Listing() as listing,))):
                        self.instead[key] = (_same(section), listing)
            match paragraph:
                case (Listing(between=between) as listing,) if between == PARAGRAPHS:
                    block = self._block(section, listing)
                    line(block.each, down=block.size)
                case (Inset(table, caption),):
                    if self.context.has(INSETS[table]):
                        line(cells.text(caption), TABLES + list(INSETS).index(table))
                case _:
                    line(cells.text(paragraph))
            for need in needed(paragraph):
                self.needs.setdefault(need.quote.key, []).append((section, need))

    # ------------------------------------------------------------ the sheet

    def sheet(self) -> Sheet:
        items = [Item(1, 1, "决算说明的稿子（由公式得出，请勿改动）", "input_title")]
        for col, labels in HEADS.items():
            items += across(FIRST - 2, col, labels, "head")
        items += [*self._figures(), *self._quotes(), *self._lines()]
        items += [computed(FIRST + n, PIECES, body, f"{DRAFT}/段/{n + 1}") for n, body in enumerate(self.pieces)]
        areas = [*self._areas()]
        for block in self.blocks.values():
            items += block.items()
            areas += block.areas(DRAFT)
        for (section, _), block in self.listed.items():
            areas += [(asked_at(name, section), area) for name, area in block.asked(DRAFT)]
        return Sheet(DRAFT, tuple(items), (14,) * 20, tuple(areas), hidden=True)

    def _figures(self) -> Iterator[Item]:
        for (_, _, figure), (number, section) in self.figures.items():
            row, key, one = FIRST + number - 1, f"{DRAFT}/数/{number}", told(self.context, section, figure)
            raw, value = (Area(DRAFT, row, FIGURES + at).text(DRAFT) for at in (1, 2))
            yield Item(row, FIGURES, str(figure), "computed")
            yield Item(row, FIGURES + 1, one.expr, "computed", key=key)
            yield computed(row, FIGURES + 2, one.value(raw), f"{key}/值")
            yield computed(row, FIGURES + 3, one.text(value), f"{key}/文")

    def _quotes(self) -> Iterator[Item]:
        for key, number in self.quotes.items():
            row = FIRST + number - 1
            yield Item(row, QUOTES, key, "computed")
            yield computed(row, QUOTES + 1, entered(text_literal(key), self.context.names), f"{DRAFT}/文/{number}")
            yield computed(row, QUOTES + 2, self._asked(key), asked_at(key))

    def _asked(self, key: str) -> str:
        """A template: what the text under a key has to explain."""
        if key in self.instead:
            text, own = self._quoted(Quote(key)), self.blocks[self.instead[key]].differing
            return f'IF(OR(LEN({text})=0,LEN({own})=0),"","{DIFFERS}"&{own})'
        bodies = []
        for section, need in self.needs.get(key, ()):
            silent = self.silent.get(section.name.partition("（")[0], "")
            also = [f"{{{ANY_FIGURE}}}>0", *([f"NOT({silent})"] if silent else ())]
            bodies.append(need.asked(text_literal(key.rpartition("/")[2]), also, self.cells(section)))
        said = EMPTY
        for body in reversed(bodies):
            # Where several sentences quote it, the first that needs it says what for.
            said = body if said == EMPTY else f"IF(LEN({body})>0,{body},{said})"
        return said

    def _lines(self) -> Iterator[Item]:
        for document, lines in self.documents.items():
            row = first = self.first(document)
            for line in lines:
                yield Item(row, LINES, line.section or None, "computed", down=line.down)
                yield computed(row, LINES + 1, line.text, down=line.down)
                yield computed(row, LINES + 2, str(line.kind), down=line.down)
                row += line.down
            text, above = (Area(DRAFT, first + at, LINES + at_col).text(DRAFT) for at, at_col in ((0, 1), (-1, 3)))
            count = f"SUM({above})+IF(LEN({text})>0,1,0)"
            yield computed(first, LINES + 3, count, down=self.size(document))

    def _areas(self) -> Iterator[tuple[str, Area]]:
        for document in self.documents:
            for at, label in enumerate(HEADS[LINES]):
                place = Area(DRAFT, self.first(document), LINES + at, self.size(document))
                yield f"{DRAFT}/{document}/{label}", place


def _same(section: Section) -> Section:
    """What of a section its lists depend on."""
    return replace(section, number="", document="", title="", paragraphs=(), also=(), looks_at=(), nothing=())


def draft(context: Context, sizes: Mapping[str, int]) -> Draft:
    """The draft of a unit's documents; ``sizes``: rows of its input lists."""
    made = Draft(context, sizes)
    for document, sections in context.form.documents(context.data.content).items():
        for section in sections:
            made.write(document, section)
    return made
