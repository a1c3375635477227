"""What Excel holds: the one place that knows its limits, and how to say something within them.

Source: Microsoft, “Excel specifications and limits”. Characters are UTF-16 units there: 𠮷 counts two. The other
office programs and the engines hold more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FORMULA = 8192
"""Characters of a formula, its ``=`` counted."""
LEVELS = 64
"""Functions within functions; here brackets are counted, of which there are never fewer."""
LITERAL = 255
"""Characters of a text in a formula, and of what MATCH, SUMIFS or COUNTIF looks for."""
ARGUMENTS = 255
"""Arguments of a function."""
CELL = 32_767
"""Characters of a text in a cell."""
CHOICES = 255
"""Characters of the list of a data validation, its commas counted."""
SHEET_NAME = 31
"""Characters of the name of a sheet."""
DIGITS = 15
"""Significant digits of a figure."""
ROWS = 1_048_576
"""Rows of a sheet."""
HIGHEST = 409
"""Points of a row."""
WIDEST = 255
"""Characters of a column."""

_NAMELESS = re.compile(r"[:\\/?*\[\]]|^'|'$")
_TEXT = re.compile(r'"[^"]*(?:""[^"]*)*"')
_INNERMOST = re.compile(r"\([^()]*\)")


def units(text: str) -> int:
    """How long Excel thinks a text is."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def beginning(text: str, longest: int = CELL) -> str:
    """As much of a text as a cell holds."""
    return text if len(text) * 2 <= longest else next(_pieces(text, longest))


def text_literal(text: str) -> str:
    """A text as it stands in a formula: several literals joined where one would be too long."""
    return "&".join('"{}"'.format(piece.replace('"', '""')) for piece in _pieces(text, LITERAL)) or '""'


def _pieces(text: str, longest: int) -> Iterator[str]:
    start = used = 0
    for at, char in enumerate(text):
        wide = 1 + (char > "\uffff")
        if used + wide > longest:
            yield text[start:at]
            start, used = at, 0
        used += wide
    if start < len(text):
        yield text[start:]


def broken_by_formula(formula: str) -> str:
    """The limit that a formula breaks, in words; "" when it keeps all. Few of 30,000 need more than a glance."""
    if len(formula) <= LEVELS:
        return ""
    if len(formula) * 2 > FORMULA and units(formula) > FORMULA:
        return f"a formula of {units(formula)} characters"
    if len(formula) * 2 > LITERAL:
        longest = max((len(text) for text in _TEXT.findall(formula)), default=0)
        if longest * 2 > LITERAL:
            longest = max(units(text[1:-1].replace('""', '"')) for text in _TEXT.findall(formula))
            if longest > LITERAL:
                return f"a text of {longest} characters in a formula"
    if formula.count("(") > LEVELS or formula.count(",") >= ARGUMENTS:
        return _broken_by_shape(_TEXT.sub("", formula))
    return ""


def _broken_by_shape(formula: str) -> str:
    """The same of a formula without its texts: the innermost brackets are taken off, level by level."""
    levels = most = 0
    while inner := _INNERMOST.findall(formula):
        levels += 1
        most = max(most, *(group.count(",") + 1 for group in inner))
        formula = _INNERMOST.sub("", formula)
    if levels > LEVELS:
        return f"{levels} levels in a formula"
    return f"{most} arguments of a function" if most > ARGUMENTS else ""


def broken_by_name(name: str) -> str:
    """The limit that the name of a sheet breaks, in words; "" when it may be one."""
    if not 0 < units(name) <= SHEET_NAME:
        return f"{units(name)} characters in the name of a sheet"
    return "characters that no name of a sheet has" if _NAMELESS.search(name) else ""
