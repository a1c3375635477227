"""The rows of a sheet written in the plainest way, as office programs write nearly all: read without a tree of XML.

What is taken here is a small part of what XML allows, and means the same to any parser. Whatever else there is in the
rows (a comment, another namespace, a formula of several cells, an entity), the sheet is left to ``cells.py``, which
also says what is wrong with one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from xlbudget.language import limits
from xlbudget.language.sheet import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlbudget.reading.cells import Cell

Place: TypeAlias = tuple[int, int]
_HEAD = re.compile(
    r'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")?\?>\s*)?'
    r"<worksheet (?P<names>[^<>]*)>"
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
MOST = 100_000
"""As many kinds of cells are remembered."""


@dataclass
class PlainRows:
    """``cells`` are what ``make`` gives for them, those left out for which it gives None."""

    around: bytes
    """The part without its rows."""
    cells: dict[Place, Cell] = field(default_factory=dict)
    styles: dict[Place, int] = field(default_factory=dict)
    rows: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)
    """Height and ``hidden`` of rows that say either."""
    spent: int = 0
    """Rows and cells."""
    row: int = 0


Made: TypeAlias = "tuple[Cell | None, int | None]"
Make: TypeAlias = "Callable[[str, str | None, str | None, str], Cell | None]"
"""Type, value, formula and style of a cell → what it holds; ValueError or LookupError for what it cannot."""


@dataclass
class Known:
    """What was made of cells that read the same, address apart.

    ``every``: of workbooks with the same number formats; ``own``: of this one, cells that name one of its texts.
    """

    every: dict[str, Made] = field(default_factory=dict)
    own: dict[str, Made] = field(default_factory=dict)


def plain_rows(content: bytes, make: Make, known: Known, most: int) -> PlainRows | None:
    """The rows of a sheet; None where they are not plain, or more than so many."""
    if any(one in content for one in _NOT_PLAIN) or len(content.translate(None, _CONTROLS)) < len(content):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    head, _, rest = text.partition("<sheetData>")
    inside, _, behind = rest.rpartition("</sheetData>")
    root = _HEAD.match(head)
    if not root or not behind or text.count("<?") > 1 or text.count("sheetData>") > 2 or "sheetData" in head + behind:
        return None
    # One row is left, by which its reader sees that rows are where they belong.
    found = PlainRows(f'{head}<sheetData><row r="1"/></sheetData>{behind}'.encode())
    start, *pieces = inside.split('<c r="')
    spaced, last, col = "xmlns:x14ac=" in root["names"], len(pieces) - 1, 0
    if not _rows(found, start, spaced, closes=False, opens=bool(pieces)):
        return None
    every, own = known.every, known.own
    if len(every) > MOST:
        every.clear()
    cells, styles, row = found.cells, found.styles, found.row
    for number, piece in enumerate(pieces):
        address, _, tail = piece.partition('"')
        place = _places.get(address) or _place(address)
        if place[0] != row or place[1] <= col:
            return None
        col = place[1]
        made = every.get(tail)
        if made is None:
            end = tail.find(">") + 1
            if not tail.startswith("/", end - 2):
                end = tail.find("</c>") + len("</c>")
            body = tail[:end]
            made = every.get(body) or own.get(body) or _made(body, make)
            if made is None:
                return None
            (own if ' t="s"' in body[:24] else every)[body] = made
            if end < len(tail) or number == last:
                if not _rows(found, tail[end:], spaced, closes=True, opens=number < last):
                    return None
                row, col = found.row, 0
        elif number == last:
            return None
        cell, style = made
        if cell is not None:
            cells[place] = cell
            if style is not None:
                styles[place] = style
    found.spent += len(pieces)
    return found if found.spent <= most and found.row <= limits.ROWS else None


def _rows(found: PlainRows, text: str, spaced: bool, closes: bool, opens: bool) -> bool:
    """Note the rows that end and begin between two cells: empty ones, and at last the one of the next cell."""
    if closes != text.startswith("</row>"):
        return False
    at, opened = len("</row>") if closes else 0, False
    while at < len(text):
        match = _ROW.match(text, at)
        if match is None or opened or ("x14ac:" in match[1] and not spaced):
            return False
        pairs = _PAIR.findall(match[1])
        given = dict(pairs)
        number = given.get("r", "")
        if len(given) < len(pairs) or not _NUMBER.fullmatch(number) or int(number) <= found.row:
            return False
        found.row = int(number)
        found.spent += 1
        if "ht" in given or "hidden" in given:
            found.rows[found.row] = given.get("ht"), given.get("hidden")
        at = match.end()
        opened = not match[2]
        if opened and text.startswith("</row>", at):
            at, opened = at + len("</row>"), False
    return opened == opens


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


_places: dict[str, Place] = {}


def _place(address: str) -> Place:
    """Row and column of an address, which is remembered; (0, 0) where it is none."""
    found = place_of(address) or (0, 0)
    if len(_places) < MOST:
        _places[address] = found
    return found
