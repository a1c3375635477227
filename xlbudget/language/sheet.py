"""The words in which every sheet is declared; nothing here knows openpyxl, and nothing here computes.

A sheet is a tuple of :class:`Item`. An item holds a fixed text, an entered value (:class:`Entry`) or an
expression of ``expressions.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import Literal, TypeAlias

from xlbudget.language.chart import Chart
from xlbudget.language.expressions import Expr, Formula, Scope
from xlbudget.language.guard import Guard
from xlbudget.language.paper import Paper

# ---------------------------------------------------------------- places

_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


@cache
def column_letter(col: int) -> str:
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(2**17)
def place_of(address: str) -> tuple[int, int] | None:
    """Row and column of a cell's A1 address; None where no sheet has such a cell."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), column_number(match[1])) if match else None


def block_of(text: str) -> tuple[int, int, int, int] | None:
    """Top, left, bottom and right of a block of cells, or of one cell, in A1 notation; None where it is none."""
    corners = [place_of(corner) for corner in text.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None or len(corners) > 2 or first[0] > last[0] or first[1] > last[1]:
        return None
    return (*first, *last)


@lru_cache(2**17)
def address_of(row: int, col: int) -> str:
    """The A1 address of a cell."""
    return f"{column_letter(col)}{row}"


def spans(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run of lines, which are given in their order."""
    first = last = 0
    for line in lines:
        if first and line != last + 1:
            yield first, last
            first = 0
        first, last = first or line, line
    if first:
        yield first, last


@dataclass(frozen=True)
class Area:
    """A cell or a block of cells; rows and columns count from 1."""

    sheet: str
    row: int
    col: int
    rows: int = 1
    cols: int = 1

    def text(self, here: str = "", fixed: bool = False) -> str:
        """The A1 text as it stands in a formula on sheet ``here``."""
        mark = "$" if fixed else ""
        local = f"{mark}{column_letter(self.col)}{mark}{self.row}"
        if self.rows > 1 or self.cols > 1:
            local += f":{mark}{column_letter(self.col + self.cols - 1)}{mark}{self.row + self.rows - 1}"
        return local if self.sheet == here else f"'{self.sheet}'!{local}"


def runs(sheet: str, places: Iterable[tuple[int, int]]) -> list[Area]:
    """The cells at (row, column), each unbroken run of a column as one area."""
    columns: dict[int, list[int]] = {}
    for col, row in sorted((col, row) for row, col in places):
        columns.setdefault(col, []).append(row)
    return [Area(sheet, a, col, b - a + 1) for col, rows in columns.items() for a, b in spans(rows)]


# ---------------------------------------------------------------- sheets


@dataclass(frozen=True)
class Entry:
    """An input cell; ``value`` as the data file has it, None for a blank one."""

    value: str | float | int | None


@dataclass(frozen=True)
class Link:
    """A fixed text that leads to a cell of a sheet of the workbook."""

    text: str
    sheet: str
    cell: str = "A1"
    tip: str = ""
    """What is said where the mouse rests on it; the name of the sheet where it is ""."""


Content: TypeAlias = str | Entry | Link | Expr | None
Role: TypeAlias = Literal["", "heading", "label", "hint", "alarm", "text", "figure", "rate"]
"""What an item is for. ``text``: an entry that is no figure; ``rate``: a figure that is a quotient."""
Tab: TypeAlias = Literal["导航", "录入", "核对", "公开表", "附件", "说明"]
"""The kinds of sheets, which the colours of their tabs tell apart."""
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("head", "in_head", "in_head_computed"), "heading"),
    **dict.fromkeys(("label", "label_within", "in_label", "in_label_due"), "label"),
    **{"hint": "hint", "alarm": "alarm", "in_text": "text"},
    **{
        f"{where}{kind}": "rate" if kind == "rate" else "figure"
        for where in ("", "slot_", "side_", "computed_")
        for kind in ("amount", "amount_blank", "rate", "score", "count", "weight")
    },
}
"""Style → the role of an item that says none: the only place where a look has a meaning."""


@dataclass(unsafe_hash=True)
class Item:
    """What stands at one place of a sheet; what it is for follows from its style where ``role`` does not say it.

    ``down``: in how many places, one below the other. A formula moves along (:mod:`moving`), and so does ``{key@3}``;
    every other key stands still. Its own key is that of all these cells.

    Nobody changes one. There are thousands, and what is frozen takes three times as long to make.
    """

    row: int
    col: int
    content: Content
    style: str
    key: str = ""
    rows: int = 1
    cols: int = 1
    scope: Scope = None
    role: Role = ""
    down: int = 1

    def __post_init__(self) -> None:
        if not self.role:
            self.role = ROLES.get(self.style, "")

    @property
    def address(self) -> str:
        """Its place in A1 notation."""
        return address_of(self.row, self.col)

    @property
    def tops(self) -> range:
        """The first row of each of its places."""
        return range(self.row, self.row + self.rows * self.down, self.rows)

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Every cell that it takes, by row and column."""
        rows, cols = self.rows * self.down, self.cols
        if rows == cols == 1:
            return ((self.row, self.col),)
        return tuple(product(range(self.row, self.row + rows), range(self.col, self.col + cols)))

    def singles(self) -> Iterator[Item]:
        """An item a place, with neither key nor formula of its own: an expression is that of the first."""
        return iter((self,)) if self.down == 1 else (replace(self, row=row, down=1, key="") for row in self.tops)

    @property
    def fixed_text(self) -> str | None:
        """The text that stands here whatever is entered; None for entries and expressions."""
        text = self.content.text if isinstance(self.content, Link) else self.content
        return text if isinstance(text, str) else None


@dataclass(frozen=True)
class Frame:
    """Borders drawn only where ``when`` (a formula of the area's first cell) holds; always where it is "".

    ``open_side``: the side (or sides, with a blank between) where no border is drawn; ``format``: a
    number format that holds there, too. Frames of one area must exclude each other, for some programs heed the first
    that holds.
    """

    row: int
    col: int
    rows: int
    cols: int
    when: str
    open_side: str = ""
    format: str = ""


@dataclass(frozen=True)
class Colour:
    """The look that a block's cells take while ``when`` (a formula of its first cell) holds."""

    row: int
    col: int
    rows: int
    cols: int
    when: str
    look: str
    framed: bool = False
    """The block has borders by :class:`Frame`, which a coloured cell keeps."""


@dataclass(frozen=True)
class Page:
    """A4 print set-up, fitted to the width of the page.

    The print area ends with row ``rows``, or with the row that the cell at key ``end`` names; with neither, what is
    filled is printed.
    """

    cols: int
    rows: int = 0
    landscape: bool = False
    heading: tuple[int, int] | None = None
    end: str = ""
    tall: bool = True
    """False: everything on one page."""
    breaks: tuple[int, ...] = ()
    """A new page begins behind each of these rows."""


@dataclass(frozen=True)
class Sheet:
    name: str
    items: tuple[Item, ...]
    widths: tuple[float, ...]
    areas: tuple[tuple[str, Area], ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    colours: tuple[Colour, ...] = ()
    frames: tuple[Frame, ...] = ()
    guards: tuple[Guard, ...] = ()
    page: Page | None = None
    freeze: tuple[int, int] | None = None
    hidden: bool = False
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    charts: tuple[Chart, ...] = ()
    filter: Area | None = None
    """A list with filter buttons on its heading row."""
    notes: str = ""
    """The key of the notes that stand in the slots behind the last one in use, a line a row; each in one cell there."""
    open: bool = False
    """Not protected: a sheet that is the user's to work on."""
    about: str | Formula = ""
    """What it is for, in one line."""
    brief: str = ""
    """That in a dozen characters, for 目录, where the line is longer."""
    group: str = ""
    """Where 目录 lists it, if not by its ``tab``: see ``groups.py``."""
    paper: Paper | None = None
    slots: tuple[tuple[int, int], ...] = ()
    """First and last of each run of rows that are in use only where something shows in them."""
    tab: Tab | None = None

    def singles(self) -> Iterator[Item]:
        """The items place by place."""
        return (one for item in self.items for one in item.singles())

    @cached_property
    def fixed_texts(self) -> dict[str, str]:
        """A1 address → the text that stands there whatever is entered."""
        return fixed_texts(self.items)


def fixed_texts(items: Iterable[Item]) -> dict[str, str]:
    texts = ((item, item.fixed_text) for item in items)
    return {address_of(row, item.col): text for item, text in texts if text is not None for row in item.tops}
