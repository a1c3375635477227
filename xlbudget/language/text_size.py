"""How much room a text needs: office programs do not fit the rows of merged cells, so heights are set."""

from __future__ import annotations

import unicodedata
from functools import cache
from math import ceil

from xlbudget.language.limits import HIGHEST

LINE, MARGIN, RAGGED = 1.45, 4, 2
"""Height of a line of text by its size; the space above and below a cell, in points; half-width characters that a line
is short of, as no sign begins one."""
INDENT = 1.3
"""Half-width characters by which a step of indent narrows a cell."""


def width_of_text(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(map(_width_of, text))


@cache
def _width_of(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def lines_needed(text: str, width: float, size: float = 10) -> int:
    """Lines of ``text``, set in ``size`` points, in a column ``width`` characters (of 11 points) wide."""
    room = max(width * 11 / size - RAGGED, 1)
    return sum(max(1, ceil(width_of_text(line) / room)) for line in text.split("\n"))


def wrapped(text: str, width: float, size: float = 10) -> list[str]:
    """The lines of a text in such a column; those that the text itself ends keep their newline."""
    room = max(width * 11 / size - RAGGED, 1)
    lines, used = [""], 0
    for char in text:
        wide = width_of_text(char)
        if lines[-1] and (lines[-1].endswith("\n") or (char != "\n" and used + wide > room)):
            lines.append("")
            used = 0
        lines[-1] += char
        used += wide
    return lines


def room_for(text: str, width: float, size: float = 10) -> float:
    """Height in points that a text needs, whatever a row may have."""
    return lines_needed(text, width, size) * size * LINE + MARGIN


def lines_that_fit(height: float, size: float = 10) -> int:
    """Lines of text in a row so high."""
    return max(1, int((height - MARGIN) / (size * LINE)))


def height_for(text: str, width: float, size: float = 10, least: float = 15) -> float:
    """Row height in points, at most Excel's."""
    return min(max(least, room_for(text, width, size)), HIGHEST)
