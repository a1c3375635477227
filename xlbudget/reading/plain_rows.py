"""The rows of a sheet written in the plainest way, as office programs write nearly all: read without a tree of XML.

What is taken here is a small part of what XML allows, and means the same to any parser. Whatever else there is in the
rows (a comment, another namespace, a formula of several cells, an entity), the sheet is left to ``cells.py``, which
also says what is wrong with one. Rows that read the same, byte for byte, are read once: of the workbooks of many units
most rows differ in nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from xlbudget.language import limits
from xlbudget.language.grid import Value
from xlbudget.language.sheet import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlbudget.reading.cells import Cell

Place: TypeAlias = tuple[int, int]
Thing = TypeVar("Thing")
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")?\?>\s*)?'
    rb"<worksheet (?P<names>[^<>]*)>"
)
_ROW = re.compile(r'<row((?: [a-zA-Z]+="[^"<>&\t\n]*"| x14ac:dyDescent="[0-9.]*")*)(/?)>')
_PAIR = re.compile(r' ([a-zA-Z0-9:]+)="([^"]*)"')
_TAIL = re.compile(
    r'(?: s="([0-9]{1,7})")?(?: t="([a-zA-Z]{1,10})")?(?:/>|>'
    r"(?:<f(?: (?:aca|ca)=\"(?:false|true|0|1)\")*>([^<]*)</f>)?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_NOT_PLAIN = (b"<!", b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROLS = bytes({*range(32)} - {9, 10})
_ENTITY = re.compile("&([a-z]+;|#10;|#13;|#9;|)")
_ENTITIES = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'", "#10;": "\n", "#13;": "\r", "#9;": "\t"}
_NUMBER = re.compile("[1-9][0-9]{0,6}")
CELLS, ROWS, SHEETS = 20_000, 6_000, 100
"""As many kinds of cells, rows and sheets are remembered, and as many of before."""

Made: TypeAlias = "tuple[Cell | None, int | None]"
Make: TypeAlias = "Callable[[str, str | None, str | None, str], Cell | None]"
"""Type, value, formula and style of a cell → what it holds; ValueError or LookupError for what it cannot."""


class Recent(Generic[Thing]):
    """Things by what they were made of, letter by letter; those that nobody has asked for lately are forgotten."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.young: dict[Hashable, Thing] = {}
        self.old: dict[Hashable, Thing] = {}

    def get(self, key: Hashable) -> Thing | None:
        found = self.young.get(key)
        if found is None and (found := self.old.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Hashable, thing: Thing) -> None:
        if len(self.young) >= self.most:
            self.old, self.young = self.young, {}
        self.young[key] = thing


class PlainRow(NamedTuple):
    """One row with cells, and those without any before it."""

    first: int
    """The number of the first of them; 0 where there is none."""
    last: int
    cells: dict[Place, Cell]
    """What ``make`` gives for them; those left out for which it gives None."""
    held: dict[str, tuple[str | None, Value]]
    """The same as ``formulas.Held``."""
    styles: dict[Place, int]
    looks: dict[int, tuple[str | None, str | None]]
    """Height and ``hidden`` of rows that say either."""
    spent: int
    """Rows and cells."""
    spaced: bool
    """Whether it names the namespace x14ac."""
    own: bool
    """Whether it names texts of the workbook."""

    @property
    def but_values(self) -> Any:
        return [(at, formula) for at, (formula, _) in self.held.items()], self.styles, self.looks


@dataclass
class Known:
    """What was made of the same letters.

    Of workbooks with the same number formats; but ``own``: of this one, cells that name one of its texts.
    """

    cells: Recent[Made] = field(default_factory=lambda: Recent(CELLS))
    rows: Recent[PlainRow] = field(default_factory=lambda: Recent(ROWS))
    sheets: Recent[PlainRows] = field(default_factory=lambda: Recent(SHEETS))
    """The last one of a name."""
    around: Recent[Any] = field(default_factory=lambda: Recent(SHEETS))
    """What ``cells.py`` has made of all that stands around the rows of a sheet, and of what cells wear."""
    looks: Recent[Any] = field(default_factory=lambda: Recent(SHEETS))
    """What it says of the looks of the last sheet of a name."""
    own: dict[str, Made] = field(default_factory=dict)


@dataclass(frozen=True)
class PlainRows:
    """The rows of a sheet, put together. What is put together is shared, and nobody changes it."""

    content: bytes = field(repr=False)
    around: bytes
    """The part without its rows."""
    pieces: list[bytes]
    """The letters of each row that is closed: of all, but for what stands behind the last one."""
    rows: list[PlainRow]
    cells: dict[Place, Cell]
    held: dict[str, tuple[str | None, Value]]
    formulas: dict[str, str]
    styles: dict[Place, int]
    looks: dict[int, tuple[str | None, str | None]]
    spent: int
    own: bool


def plain_rows(name: str, content: bytes, make: Make, known: Known, most: int) -> PlainRows | None:
    """The rows of a sheet; None where they are not plain, or more than so many."""
    before = known.sheets.get(name)
    found = before if before and before.content == content else _read(content, make, known, before)
    if found is None or found.spent > most:
        return None
    if not found.own:
        known.sheets.keep(name, found)
    return found


def _read(content: bytes, make: Make, known: Known, before: PlainRows | None) -> PlainRows | None:
    head, _, rest = content.partition(b"<sheetData>")
    inside, _, behind = rest.rpartition(b"</sheetData>")
    root, outside = _HEAD.match(head), head + behind
    if not root or not behind or b"sheetData" in outside or outside.count(b"<?") > 1 or not _plain(outside):
        return None
    # One row is left, by which its reader sees that rows are where they belong.
    around = head + b'<sheetData><row r="1"/></sheetData>' + behind
    spaced, last = b"xmlns:x14ac=" in root["names"], 0
    *pieces, end = inside.split(b"</row>")
    rows: list[PlainRow] = []
    of_before = zip(before.pieces, before.rows, strict=False) if before else ()
    for piece, (letters, row) in zip(pieces, chain(of_before, repeat((b"", None))), strict=False):
        if letters != piece:
            row = known.rows.get(piece) or _row(piece, make, known, closed=True)
        if row is None or row.first <= last or (row.spaced and not spaced):
            return None
        last = row.last
        rows.append(row)
    if end:
        row = _row(end, make, known, closed=False)
        if row is None or row.first <= last or (row.spaced and not spaced):
            return None
        last = row.last
        rows.append(row)
    return _together(content, around, pieces, rows, before) if last <= limits.ROWS else None


def _together(
    content: bytes, around: bytes, pieces: list[bytes], rows: list[PlainRow], before: PlainRows | None
) -> PlainRows:
    """The rows put together; where they differ from those before in values alone, only these are put in."""
    spent, own = sum(row.spent for row in rows), any(row.own for row in rows)
    of_sheet = content, around, pieces, rows
    if before is not None and len(before.rows) == len(rows):
        pairs = [(old, row) for old, row in zip(before.rows, rows, strict=True) if old is not row]
        if all(old.but_values == row.but_values for old, row in pairs):
            cells, held = {**before.cells}, {**before.held}
            for _, row in pairs:
                cells.update(row.cells)
                held.update(row.held)
            return PlainRows(*of_sheet, cells, held, before.formulas, before.styles, before.looks, spent, own)
    found = PlainRows(*of_sheet, {}, {}, {}, {}, {}, spent, own)
    for row in rows:
        found.cells.update(row.cells)
        found.held.update(row.held)
        found.styles.update(row.styles)
        found.looks.update(row.looks)
    found.formulas.update(formulas_in(found.held))
    return found


def formulas_in(held: Mapping[str, tuple[str | None, Value]]) -> dict[str, str]:
    """A1 address → formula."""
    return {address: formula for address, (formula, _) in held.items() if formula is not None}


def _plain(content: bytes) -> bool:
    return not any(one in content for one in _NOT_PLAIN) and len(content.translate(None, _CONTROLS)) == len(content)


def _row(piece: bytes, make: Make, known: Known, closed: bool) -> PlainRow | None:
    """What stands up to the end of a row, or (not ``closed``) behind the last one; None where it is not plain."""
    try:
        start, *cells = piece.decode().split('<c r="')
    except UnicodeDecodeError:
        return None
    looks = dict[int, tuple[str | None, str | None]]()
    numbers, spaced = _begun(start, looks, closed), "x14ac:" in start
    if numbers is None or (cells and not closed) or not _plain(piece):
        return None
    own = ' t="s"' in start or any(' t="s"' in cell for cell in cells)
    row = PlainRow(numbers[0], numbers[-1], {}, {}, {}, looks, len(numbers) + len(cells), spaced, own)
    col = 0
    for cell in cells:
        address, _, body = cell.partition('"')
        place = place_of(address) or (0, 0)
        if place[0] != row.last or place[1] <= col:
            return None
        col, of_this = place[1], own and ' t="s"' in body[:24]
        made = known.own.get(body) if of_this else known.cells.get(body)
        if made is None:
            made = _made(body, make)
            if made is None:
                return None
            if of_this:
                known.own[body] = made
            else:
                known.cells.keep(body, made)
        there, style = made
        if there is not None:
            row.cells[place] = there
            row.held[address] = None if there.formula is None else f"={there.formula}", there.value
            if style is not None:
                row.styles[place] = style
    if closed and not own:
        known.rows.keep(piece, row)
    return row


def _begun(text: str, looks: dict[int, tuple[str | None, str | None]], closed: bool) -> list[int] | None:
    """The numbers of the rows that begin: empty ones, and at last (where it is ``closed`` later) one with cells."""
    numbers, at, opened = [0], 0, False
    while at < len(text):
        match = _ROW.match(text, at)
        if match is None or opened:
            return None
        pairs = _PAIR.findall(match[1])
        given = dict(pairs)
        number = given.get("r", "")
        if len(given) < len(pairs) or not _NUMBER.fullmatch(number) or int(number) <= numbers[-1]:
            return None
        numbers.append(int(number))
        if "ht" in given or "hidden" in given:
            looks[int(number)] = given.get("ht"), given.get("hidden")
        at, opened = match.end(), not match[2]
    return numbers[1:] if opened == closed and numbers[1:] else None


def _made(body: str, make: Make) -> Made | None:
    """What a cell holds, and its style; None where it is not plain."""
    match = _TAIL.fullmatch(body)
    if match is None:
        return None
    style, kind, formula, value, own = match.groups()
    try:
        formula, value, own = _text(formula), _text(value), _text(own)
        if (own is not None and kind != "inlineStr") or (value is not None and kind == "inlineStr"):
            return None
        if formula is None and value is None and own is None:
            return None, None
        cell = make(kind or "n", value if own is None else own, formula, style or "0")
    except (ValueError, LookupError):
        return None
    return cell, None if cell is None else int(style or 0)


def _text(raw: str | None) -> str | None:
    """A text with its entities as characters; KeyError for others than these."""
    return raw if raw is None or "&" not in raw else _ENTITY.sub(lambda match: _ENTITIES[match[1]], raw)
