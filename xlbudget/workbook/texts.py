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
    # 单元格里的换行是 \n；_x000D_ 一类的写法会被办公软件当成转义，所以转义它自己。
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text:
        # 不经 value：openpyxl 按转义以后的长度截断，又不收控制字符。
        cell._value = _ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
        cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@", "'"):
        cell._style = copy(cell._style)
        cell.quotePrefix = True
