"""A list in a sentence: a row for each of the things that it may name, those in use one behind the other.

The things are topics that are always there, the economic 款 of the form, the projects entered, or the 类 or 项
entered, in the order of their codes: these follow what is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlbudget.datafile.fields import GENERAL
from xlbudget.language.blocks import computed, down
from xlbudget.language.expressions import Economic, Slot
from xlbudget.language.limits import CELL, text_literal
from xlbudget.language.sections import Section
from xlbudget.language.sheet import Area, Content, Item, column_letter
from xlbudget.language.words import CODE, PARAGRAPHS, Figure, Listing, Name, Quote, parts_of
from xlbudget.sheets.inputs.codes import name_lookup
from xlbudget.sheets.inputs.economic import printed
from xlbudget.sheets.narrative.figures import told
from xlbudget.sheets.narrative.reasons import needed
from xlbudget.sheets.narrative.texts import EMPTY, Cells, entered
from xlbudget.sheets.narrative.things import STAFF_CLASSES, THINGS, TREES
from xlbudget.sheets.rules.context import Context
from xlbudget.sheets.rules.published.topics import TOPICS, Topic
from xlbudget.sheets.rules.published.topics_by_pattern import of_codes, of_project_rows

MOST_CLASSES = 40
AMOUNT = Figure("", "金额")
PARTS_OF_CODE = {"类": 10000, "款": 100, "项": 1}
ASKED = "问"
LEVELS = {1: ("类", "{}+9999"), 3: ("项", "{}")}
"""Level of a code → the column of its keys on 科目键, and how far a key reaches."""


@dataclass(frozen=True)
class ListBlock:
    """``each``: a template of the text of the first thing, which moves down; ``joined``: of all of them."""

    key: str
    place: tuple[int, int]
    size: int
    columns: tuple[tuple[str, tuple[Item, ...]], ...]

    @property
    def width(self) -> int:
        return len(self.columns) + 1

    def asked(self, sheet: str) -> Iterator[tuple[str, Area]]:
        """What the texts about its things have to explain: key of the text (代码 for the codes) and the cells."""
        for at, (label, _) in enumerate(self.columns):
            kind, _, key = label.partition("/")
            if kind == ASKED or label == CODE:
                row, col = self.place
                yield key or CODE, Area(sheet, row, col + at, self.size)

    @property
    def each(self) -> str:
        return f"{{{self.key}/文@1}}"

    @property
    def differing(self) -> str:
        return f"{{{self.key}/异@{self.size}}}"

    @property
    def joined(self) -> str:
        return f"{{{self.key}/积@{self.size}}}"

    def items(self) -> Iterator[Item]:
        for _, items in self.columns:
            yield from items

    def areas(self, sheet: str) -> Iterator[tuple[str, Area]]:
        row, col = self.place
        for at, (label, _) in enumerate(self.columns, col):
            # Slots of codes are looked for under this name, whatever sheet they are on.
            name = f"科目树/{self.key}/{label}" if label in ("键", "上限") else f"{self.key}/{label}"
            yield name, Area(sheet, row, at, self.size)


@dataclass
class _Columns:
    """The columns of a block while they are made, each ``size`` rows from ``row`` on."""

    key: str
    row: int
    col: int
    size: int
    made: list[tuple[str, tuple[Item, ...]]]

    def at(self, label: str) -> str:
        """A template: the cell of a column in the same row."""
        return f"{{{self.key}/{label}@1}}"

    def add(self, label: str, *items: Item) -> None:
        self.made.append((label, items))

    @property
    def next(self) -> int:
        return self.col + len(self.made)

    def run(self, label: str, body: str) -> str:
        """A column with one formula that goes down."""
        self.add(label, computed(self.row, self.next, body, down=self.size))
        return self.at(label)

    @property
    def above(self) -> str:
        """The address of the cell above the first one of the next column, in which nothing stands."""
        return f"{column_letter(self.next)}{self.row - 1}"


def list_block(
    context: Context,
    section: Section,
    listing: Listing,
    key: str,
    place: tuple[int, int],
    sizes: int,
    outer: Cells,
    instead: str = "",
) -> ListBlock:
    """``place``: row and column of its first cell; ``sizes``: how many entries there may be; ``outer``: of its text.

    ``instead``: the cell of the unit's own text that may stand in place of the list, which is compared with it.
    """
    things = THINGS[listing.things]
    row, col = place
    names, topics = _fixed(context, listing.things)
    entered_rows = min(sizes, MOST_CLASSES) if things.level == 1 else sizes
    size = entered_rows if things.level or things.group else len(names)
    columns = _Columns(key, row, col, size, [])
    scope, group = None, ""
    if things.group:
        there = context.has("录入/项目/组")
        group = f"{{录入/项目/组@1}}={things.group}" if there else "FALSE"
        code, topics = "TRIM({录入/项目/名称@1})" if there else EMPTY, (of_project_rows(),)
        cells = {"名称": code}
    elif things.level:
        scope = _keys(columns, things.level, TREES[section.source or GENERAL])
        code = columns.run(CODE, f'{_live(columns)}&""')
        cells = {word: _name(columns, word) for word in things.names if word != "序"}
        topics = (of_codes(section.source or GENERAL),)
    else:
        columns.add("名称", *down(row, columns.next, names, "computed"))
        code = columns.at("名称")
        cells = {"名称": code}
    parts = [part for part, _ in parts_of(listing.each)]
    own = dict.fromkeys(part for part in parts if isinstance(part, Figure) and not part.line) or {AMOUNT: None}
    values = {figure: _figure(context, section, figure, topics, columns, scope) for figure in own}
    # Amounts as computed: a sentence that begins a list for what prints 0.01 must not name none, as all print 0.00.
    counted = [columns.at(_label(one)) if one.column == AMOUNT.column else values[one][0] for one in own]
    some = f"OR({','.join(f'SUM({cell})<>0' for cell in counted)})"
    used = columns.run("含", f"IF(AND({group},{some}),1,0)" if group else f"IF({some},1,0)")
    if Name("序") in parts:
        cells["序"] = columns.run("序", f"SUM({columns.above})+{used}")
    quotes = {}
    for quote in dict.fromkeys(part for part in parts if isinstance(part, Quote)):
        asked_by = entered(f"{text_literal(quote.stem)}&{code}", context.names)
        quotes[quote] = columns.run(f"文/{quote.key}", f'IF({used}=0,"",{asked_by})')
    cells_of = Cells(
        cells,
        lambda one: outer.value(one) if one.line else values[one][0],
        lambda one: outer.printed(one) if one.line else values[one][1],
        quotes.__getitem__,
    )
    text = columns.run("文", f'IF({used}=0,"",{cells_of.text(listing.each)})')
    if listing.between != PARAGRAPHS:
        above = columns.above
        behind = f"IF(LEN({above})=0,{text},{above}&{text_literal(listing.between)}&{text})"
        columns.run("积", f'IF(OR({used}=0,LEN({above})+LEN({text})>{CELL - 100}),{above}&"",{behind})')
    for need in needed(listing.each):
        asked = need.asked(cells[things.names[-1]], [f"{used}=1"], cells_of)
        columns.run(f"{ASKED}/{need.quote.key}", asked)
    if instead:
        columns.run("异", _differing(instead, cells["名称"], used, columns.above))
    return ListBlock(key, place, size, tuple(columns.made))


def _differing(text: str, name: str, used: str, above: str) -> str:
    """A formula's body that gathers, down a column, which of the things a text leaves out or should not name."""
    listed = f'"、"&IF(RIGHT({text},1)="等",LEFT({text},LEN({text})-1),{text})&"、"'
    named = ",".join(f'ISNUMBER(FIND("、"&{name}&"{end}、",{listed}))' for end in ("", "支出"))
    said = f'IF({used}=1,"没有列 ","多列了 ")&{name}'
    return f'IF(OR({named})=({used}=1),{above}&"",{above}&IF(LEN({above})=0,"","、")&{said})'


def _live(columns: _Columns) -> str:
    return f"{{科目树/{columns.key}/键@1}}"


def _keys(columns: _Columns, level: int, table: str) -> Slot:
    """The codes entered for a table, each once, in order."""
    name, reach = LEVELS[level]
    keys = f"{{科目键/{table}/{name}}}"
    above = f"{column_letter(columns.col)}{columns.row}"
    following = f'IFERROR(SMALL({keys},COUNTIF({keys},"<="&{above})+1),"")'
    columns.add(
        "键",
        computed(columns.row, columns.col, f'IF(COUNT({keys})=0,"",MIN({keys}))'),
        computed(columns.row + 1, columns.col, f'IF({above}="","",{following})', down=columns.size - 1),
    )
    columns.run("上限", f'IF({_live(columns)}="","",{reach.format(_live(columns))})')
    return Slot(columns.key, 1)


def _name(columns: _Columns, word: str) -> str:
    """The name of the code itself, or of the 类 or 款 that it is in."""
    key, part = _live(columns), PARTS_OF_CODE.get(word, 1)
    whole = key if part == 1 else f"INT({key}/{part})*{part}"
    return columns.run(word, f'IF({key}="","",{name_lookup(whole)})')


def _fixed(context: Context, things: str) -> tuple[Sequence[Content], Sequence[Topic]]:
    """The things that are always there: their names, and what they are."""
    of = THINGS[things]
    if of.staff is None:
        return of.topics, [TOPICS[name] for name in of.topics]
    listed = {
        code: name
        for code, name in printed(context.form, context.data).items()
        if code.startswith(STAFF_CLASSES) is of.staff
    }
    return tuple(listed.values()), [Topic(Economic(code)) for code in listed]


def _figure(
    context: Context,
    section: Section,
    figure: Figure,
    topics: Sequence[Topic],
    columns: _Columns,
    scope: Slot | None,
) -> tuple[str, str]:
    """Two columns: the figure as computed, and as printed. Gives templates of the latter and of its text."""
    found = [told(context, section, figure, one) for one in topics]
    col = columns.next
    raw = [
        Item(columns.row + at, col, one.expr, "computed", scope=scope, down=columns.size // len(found))
        for at, one in enumerate(found)
    ]
    columns.add(_label(figure), *raw)
    value = columns.run(f"值/{figure.column}{figure.where}", found[0].value(columns.at(_label(figure))))
    return value, found[0].text(value)


def _label(figure: Figure) -> str:
    """The column of a figure as it is computed."""
    return f"数/{figure.column}{figure.where}"
