"""Formulas compared as a person would: not by what office programs rewrite when they save."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

from xlbudget.workbook.engines import Value

_PIECES = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|'(?P<sheet>(?:[^']|'')*)'|(?P<between>(?<=[\w)\]}'"#%])[ \t\r\n]+(?=[\w(\[{'"$]))|"""
    r"""(?<![\w.$])(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.(])|"""
    r"""(?P<truth>(?<![\w.!])(?:TRUE|FALSE)\(\s*\))|(?P<drop>[ \t\r\n]+|\$|_xlfn\.|_xlws\.)|(?P<other>\w+|.)""",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
"""Of other letters a capital may be another letter: that of ı is I."""


def normalised(formula: str) -> str:
    """Without spaces, quotes around sheet names, ``$`` and ``_xlfn.``; capitals, figures as one writes them best.

    A space between two operands is an operator, and a name with a sign in it is none without its quotes.
    Excel writes 0.0000001 as 9.9999999999999995E-8, LibreOffice as 1E-07, and FALSE as FALSE().
    """

    def piece(match: re.Match[str]) -> str:
        match match.lastgroup:
            case "text":
                return match.group()
            case "number":
                return repr(float(match.group()))
            case "truth":
                return match.group().partition("(")[0].upper()
            case "drop":
                return ""
            case "sheet":
                name = match.group("sheet")
                return (name if _PLAIN_NAME.fullmatch(name) else match.group()).translate(_CAPITALS)
            case "between":
                return " "
            case _:
                return match.group().translate(_CAPITALS)

    return _PIECES.sub(piece, formula)


def same_formula(left: str, right: str) -> bool:
    return left == right or normalised(left) == normalised(right)


def same(left: Value, right: Value) -> bool:
    """Whether two values are the same to a reader; nothing and "" are."""
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    if isinstance(left, int | float) and isinstance(right, int | float):
        # A figure of a file may be anything: infinite, none, hundreds of digits.
        if not (abs(left) < 1e300 and abs(right) < 1e300):
            return left == right
        return abs(left - right) <= 1e-6 * max(1.0, abs(left))
    return left == right
