"""Any text in a cell, as a package writes it."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from xlbudget.datafile.kinds import ILLEGAL

_ESCAPE = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{ILLEGAL.pattern}))|{ILLEGAL.pattern}")
"""What a package writes as ``_x0007_``: what XML does not take, and what looks so by itself."""


def put_text(cell: Any, text: str) -> None:
    """A text stays a text, whatever it begins with, also after the user has edited the cell."""
    # A line break in a cell is \n; office programs take what is written like _x000D_ for an escape, so it is escaped.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text:
        # Not by value: openpyxl cuts by the length after escaping, and takes no control characters.
        cell._value = _ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
        cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@", "'"):
        cell._style = copy(cell._style)
        cell.quotePrefix = True
