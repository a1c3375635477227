"""Formulas compared as a person would: not by what office programs rewrite when they save."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_lowercase, ascii_uppercase

from xlbudget.language.grid import Place, Value
from xlbudget.language.moving import Moving
from xlbudget.language.sheet import address_of
from xlbudget.language.shifting import LOST

_PIECES = re.compile(
    r"""(?=["'\s\d.$_TF])(?:"""  # most characters begin no piece
    r"""(?P<text>"[^"]*(?:""[^"]*)*")|'(?P<sheet>[^']*(?:''[^']*)*)'|"""
    r"""(?P<between>(?<=[\w)\]}'"#%])[ \t\r\n]+(?=[\w(\[{'"$]))|"""
    r"""(?<![\w.$])(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?)(?![\w.(])|"""
    r"""(?P<truth>(?<![\w.!])(?:TRUE|FALSE)\(\s*\))|(?P<drop>[ \t\r\n$]+|(?<!\w)(?:_XLFN\.|_XLWS\.)+))"""
)
_LOST = re.compile(r"(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!#REF!|#REF!\$?[A-Za-z]*\$?[0-9]*(?::\$?[A-Za-z]*\$?[0-9]*)?")
"""A reference to what is gone: some programs keep the name of the sheet, some the place on it."""
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
"""Of other letters a capital may be another letter: that of ı is I."""


def normalised(formula: str) -> str:
    """Without spaces, quotes around sheet names, ``$`` and ``_xlfn.``; capitals, figures as one writes them best.

    A space between two operands is an operator, and a name with a sign in it is none without its quotes.
    Excel writes 0.0000001 as 9.9999999999999995E-8, LibreOffice as 1E-07, and FALSE as FALSE().
    """
    if LOST in formula:
        formula = _LOST.sub(LOST, formula)
    capitals = formula.translate(_CAPITALS)

    def piece(match: re.Match[str]) -> str:
        match match.lastgroup:
            case "text":
                return formula[match.start() : match.end()]
            case "number":
                return repr(float(match.group()))
            case "truth":
                return match.group().partition("(")[0]
            case "drop":
                return ""
            case "sheet":
                name = match.group("sheet")
                return name if _PLAIN_NAME.fullmatch(name) else match.group()
            case _:
                return " "

    return _PIECES.sub(piece, capitals)


def same_formula(left: str, right: str) -> bool:
    return left == right or normalised(left) == normalised(right)


def same_places(ours: Mapping[Place, str], theirs: Mapping[str, tuple[str | None, Value]]) -> Iterator[Place]:
    """The places of our formulas at which theirs is the same.

    Most repeat down a column. Where both go on as the first of a run does, moved down, they need no closer look.
    """
    start, mine, other = (0, 0), Moving.of(""), Moving.of("")
    for place in sorted(ours, key=lambda place: (place[1], place[0])):
        row, col = place
        formula, there = ours[place], theirs.get(address_of(row, col), (None, None))[0]
        if there == formula:
            yield place
            continue
        if there is None:
            continue
        steps = row - start[0]
        if col == start[1] and there == other.below(steps) and formula == mine.below(steps):
            yield place
        elif same_formula(there, formula):
            mine, other = Moving.of(formula), Moving.of(there)
            # A row held by $ in the one and not in the other is the same row here only.
            start = place if mine.rows == other.rows else (0, 0)
            yield place


def same(left: Value, right: Value) -> bool:
    """Whether two values are the same to a reader; nothing and "" are."""
    if left == right:
        return True
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    # A figure of a file may be anything: infinite, none, hundreds of digits.
    if not (isinstance(left, int | float) and isinstance(right, int | float) and abs(left) < 1e300 > abs(right)):
        return False
    return abs(left - right) <= 1e-6 * max(1.0, abs(left))
