"""How 录入 sheets are arranged: a list of entries below one header row, or label and value side by side.

Both are declared with the fields of the data file, so a field's kind, prompt and style are said once.
In the templates of hints and computed columns ``[列名]`` is the cell of that column in the same row and
``[^列名]`` the column's first entry (or the first behind ``start`` of them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlbudget.datafile.kinds import Amount, Field, Kind, Number, Record, Whole
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Colour, Content, Entry, Guard, Item, Link, Page, Sheet, column_letter
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import entered, entry_style, guard, width_of

HEADER = 4
FIRST = 5
SPARE = 20
LEAST = 60

HINT = "填写提示"
ADVICE = "注意："
"""Begins a hint that is advice."""
ONE_LINE = 17.0


def capacity(entries: int) -> int:
    """Rows of an input list: fixed at build; build again from the data file to enlarge it."""
    return max(LEAST, entries + SPARE)


def sheet_name(key: str) -> str:
    return f"录入-{key}"


def numbered(key: str, index: int) -> str:
    """The label of the ``index``-th text (from 0) of a list of texts."""
    return f"{key}（{index + 1}）"


def within(key: str, name: str) -> str:
    """The label of a free key ``name`` in the object ``key``."""
    return f"{key}/{name}"


@dataclass(frozen=True)
class Hint:
    """One sentence for the hint column, shown while ``when`` holds in that row.

    ``advice``: worth a look, but not wrong by itself. ``figures``: the columns with the entered and the computed figure
    that the sentence is about, and the bound.
    """

    say: str
    when: str
    advice: bool = False
    figures: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return f"{ADVICE}{self.say}；" if self.advice else f"{self.say}；"


@dataclass(frozen=True)
class Computed:
    """A column that the sheet works out, placed behind the column ``after``; a hidden one stands at the far right."""

    label: str
    template: str
    after: str = ""
    style: str = "computed"
    width: float = 26
    hidden: bool = False


def counted(label: str, cells: str) -> Computed:
    """A hidden column with how many entered figures are in the computed column ``label``: the n of its bound."""
    return Computed(f"{label}个数", f'COUNTIF({cells},">0")+COUNTIF({cells},"<0")', hidden=True, width=8)


@dataclass(frozen=True)
class Listing:
    """A list-shaped key of the data file."""

    key: str
    record: Record
    about: str
    hints: tuple[Hint, ...]
    computed: tuple[Computed, ...] = ()
    widths: tuple[tuple[str, float], ...] = ()
    start: int = 0
    """How many entries ``[^列名]`` passes over."""
    may_be_empty: bool = False
    """A unit may well have none: its first row is not marked 待填."""

    @property
    def record_keys(self) -> tuple[str, ...]:
        return tuple(field.key for field in self.record.fields)

    def with_hint(self, hint: Hint) -> Listing:
        return replace(self, hints=(*self.hints, hint))

    def plus(self, computed: tuple[Computed, ...]) -> Listing:
        """The same list with further computed columns."""
        return replace(self, computed=(*self.computed, *computed))


def listing_sheet(listing: Listing, entries: Sequence[dict[str, Any]]) -> Sheet:
    """The sheet of a list: title, one line of help, header row 4, entries from row 5 in file order."""
    size = capacity(len(entries))
    items, areas, guards, widths = listing_block(listing, entries, size, HEADER, sheet_name(listing.key))
    hidden = sum(1 for extra in listing.computed if extra.hidden)
    return Sheet(
        name=sheet_name(listing.key),
        items=(*title_items(listing.key, listing.about, len(widths) - hidden), *items),
        widths=widths,
        areas=areas,
        colours=list_marks(listing, size, HEADER),
        heights=((1, 26), (2, 30), (HEADER, 34), *row_heights(items, widths, FIRST)),
        guards=guards,
        page=input_page(len(widths) - hidden),
        freeze=(FIRST, 2),
        hidden_columns=tuple(range(len(widths) - hidden + 1, len(widths) + 1)),
        about=listing.about,
    )


def title_items(key: str, about: str, width: int) -> tuple[Item, ...]:
    """The two lines above an input sheet and the way back to 目录."""
    name = sheet_name(key)
    return (
        Item(1, 1, name, "input_title", cols=max(width - 1, 1)),
        Item(1, width, Link("返回目录", "目录"), "link"),
        Item(2, 1, about, "help", cols=width),
        Item(3, 1, Formula('"金额单位："&金额单位&"　浅黄格是录入格，其余由公式得出"'), "help", cols=width),
    )


def input_page(width: int, header: int = HEADER) -> Page:
    """Input sheets print lying, fitted to the width, with their heading on every page."""
    return Page(width, landscape=True, heading=(header, header))


Block = tuple[tuple[Item, ...], tuple[tuple[str, Area], ...], tuple[Guard, ...], tuple[float, ...]]


def listing_block(listing: Listing, entries: Sequence[dict[str, Any]], size: int, header: int, sheet: str) -> Block:
    """Items, areas (``录入/<key>/<column>``), validation and widths of a list whose header stands in row ``header``."""
    columns = _columns(listing)
    place = {label: col for col, (label, _) in enumerate(columns, 1)}
    asked = dict(listing.widths)
    first = header + 1
    items: list[Item] = []
    areas: list[tuple[str, Area]] = []
    guards: list[Guard] = []
    widths: list[float] = []
    for col, (label, column) in enumerate(columns, 1):
        computed = isinstance(column, str | Computed)
        items.append(Item(header, col, label, "head_computed" if computed else "head"))
        areas.append((f"录入/{listing.key}/{label}", Area(sheet, first, col, size)))
        if isinstance(column, Field):
            guards.append(guard(column, first, col, size))
            widths.append(asked.get(label, width_of(column.kind)))
        else:
            widths.append(column.width if isinstance(column, Computed) else 44)
    hint = hint_template(listing, place)
    for index in range(size):
        row = first + index
        entry = entries[index] if index < len(entries) else {}
        for col, (label, column) in enumerate(columns, 1):
            content: Content
            if isinstance(column, Field):
                content, style = entered(entry.get(label), column.kind), entry_style(column.kind)
            elif isinstance(column, Computed):
                content, style = Formula(in_row(column.template, place, row, first + listing.start)), column.style
            else:
                content, style = Formula(in_row(hint, place, row, first)), "hint"
            items.append(Item(row, col, content, style))
    return tuple(items), tuple(areas), tuple(guards), tuple(widths)


def list_marks(listing: Listing, size: int, header: int) -> tuple[Colour, ...]:
    """The cells of a list that still have to be filled in."""
    columns = [(col, one) for col, (_, one) in enumerate(_columns(listing), 1) if isinstance(one, Field)]
    return required.of_list(columns, header + 1, size, listing.may_be_empty)


def _columns(listing: Listing) -> list[tuple[str, Field | Computed | str]]:
    columns: list[tuple[str, Field | Computed | str]] = []
    for field in listing.record.fields:
        columns.append((field.key, field))
        columns += [(extra.label, extra) for extra in listing.computed if extra.after == field.key and not extra.hidden]
    columns.append((HINT, HINT))
    return columns + [(extra.label, extra) for extra in listing.computed if extra.hidden]


def hint_template(listing: Listing, place: dict[str, int]) -> str:
    """All hints of a row, joined; empty for a row in which nothing is entered."""
    fields = [field.key for field in listing.record.fields]
    entered_cells = f"COUNTA([{fields[0]}]:[{fields[-1]}])"
    computed_between = sum(1 for c in listing.computed if c.after != fields[-1] and c.after in place)
    return f'IF({entered_cells}<={computed_between},"",{said(listing.hints)})'


def in_row(template: str, place: dict[str, int], row: int, start_row: int = FIRST) -> str:
    def cell(match: re.Match[str]) -> str:
        start, label = match.groups()
        letter = column_letter(place[label])
        return f"{letter}${start_row}" if start else f"{letter}{row}"

    return re.sub(r"\[(\^?)([^\[\]^]+)\]", cell, template)


@dataclass(frozen=True)
class Line:
    """One label with its value; ``hint`` is a template in which ``[值]`` is the value's cell."""

    label: str
    field: Field
    value: Any
    key: str
    hint: str = ""


def label_items(lines: Iterable[Line], first: int) -> tuple[tuple[Item, ...], tuple[Guard, ...]]:
    """Label in column A, value in column B, hint in column C, from row ``first``."""
    items: list[Item] = []
    guards: list[Guard] = []
    for row, line in enumerate(lines, first):
        items.append(Item(row, 1, line.label, "label"))
        items.append(Item(row, 2, entered(line.value, line.field.kind), entry_style(line.field.kind), key=line.key))
        template = line.hint or _figure_hint(line.field.kind)
        hint = Formula(template.replace("[值]", f"B{row}")) if template else None
        items.append(Item(row, 3, hint, "hint"))
        guards.append(guard(line.field, row, 2, 1))
    return tuple(items), tuple(guards)


def _figure_hint(kind: Kind) -> str:
    if isinstance(kind, Amount):
        return said(amount_hints(["[值]"], may_be_negative=False))
    if isinstance(kind, Number | Whole):
        return 'IF(COUNTA([值])=COUNT([值]),IF(SUM([值])<0,"不应为负数；",""),"须为数字；")'
    return ""


def amount_hints(cells: Sequence[str], may_be_negative: bool) -> tuple[Hint, ...]:
    """Hints every amount owes its reader; ``cells`` are neighbouring cells of a row, from left to right."""
    run = cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}"
    not_figure = Hint("金额须为数字", f"COUNTA({run})<>COUNT({run})")
    # 万元数按四舍五入到分位理解；多出的小数会让尾差的界限失去意义。
    excess = "+".join(f"ABS(ROUND({cell},2)-{cell})" for cell in cells)
    too_fine = Hint(
        "万元数最多两位小数",
        f'IF(AND(金额单位="万元",COUNTA({run})=COUNT({run})),{excess}>0.0000001,FALSE)',
    )
    negative = Hint("不应为负数", f'COUNTIF({run},"<0")>0')
    return (not_figure, too_fine) if may_be_negative else (not_figure, too_fine, negative)


def said(hints: Iterable[Hint]) -> str:
    """The sentences of those hints that hold, one expression."""
    ordered = sorted(hints, key=lambda hint: hint.advice)
    return "&".join(f'IF({hint.when},"{hint.sentence}","")' for hint in ordered)


def row_heights(items: Iterable[Item], widths: Sequence[float], from_row: int) -> tuple[tuple[int, float], ...]:
    """Heights of the rows in which an entered text needs more than one line."""
    needed: dict[int, float] = {}
    for item in items:
        if item.row >= from_row and isinstance(item.content, Entry) and isinstance(item.content.value, str):
            height = height_for(item.content.value, widths[item.col - 1], least=0)
            needed[item.row] = max(needed.get(item.row, 0), height)
    return tuple((row, height) for row, height in needed.items() if height > ONE_LINE)
