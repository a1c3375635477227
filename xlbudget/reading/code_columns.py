"""Where the codes and the names of a table stand, found by what they look like.

A code is 3, 5 or 7 digits in one column, or in as many columns as it has levels (201, 20101, 2010101); or 类, 款 and 项
in columns of their own (201, 01, 01).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlbudget.datafile.kinds import shown

FEWEST = 5
"""个：少于这么多代码的一列不像是科目代码。"""
SHARE = 0.6
"""代码列里至少这么多是代码。"""
WHOLE = re.compile(r"[1-9][0-9]{2}([0-9]{2}){0,2}")
PART = re.compile(r"[0-9]{1,2}")
UNREADABLE = "?"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
WORDS = re.compile(r"[\u3400-\u9fff]")

Column = dict[int, str]
"""Row → text, never blank."""


@dataclass(frozen=True)
class Table:
    """All by row. ``mended``: what stood there, where a code was read with a correction."""

    codes: Column
    names: Column
    mended: Column
    passed_over: Column
    """What stood in a row that holds a code or a name and is not read."""
    others: Mapping[int, int]
    """Column that holds codes, too, and is not read → how many."""


def bare(text: str) -> str:
    """A text without blanks of any width and without characters that nobody sees."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Co"))


def code_of(text: str) -> str:
    """A text as the code it is meant to be: bare, full-width digits as digits; "" where that is no code."""
    code = bare(text).translate(_WIDE)
    return code if WHOLE.fullmatch(code) else ""


def table_in(columns: Mapping[int, Column]) -> Table | None:
    """The table of a sheet whose columns are these; None when there is none."""
    for last, coded, codes in (*_whole(columns), *_in_parts(columns)):
        named = [col for col in columns if col not in coded and _named(columns[col], codes) >= FEWEST]
        # 一行字也没有的代码列不是科目表，是别的数。
        if named:
            names = columns[next((col for col in named if col > last), named[0])]
            return _table(columns, coded, codes, names)
    return None


def _named(column: Column, codes: Column) -> int:
    return sum(bool(WORDS.search(column.get(row, ""))) for row in codes)


def _whole(columns: Mapping[int, Column]) -> Iterator[tuple[int, list[int], Column]]:
    """Codes written out, in one column or a column a level: the last column, all of them, and row → code."""
    coded = [col for col, column in columns.items() if _is_coded(column)]
    for first in coded:
        together, codes = [first], _codes(columns[first])
        for col in coded:
            more = _codes(columns[col])
            if col > first and all(_nested(codes.get(row, ""), code) for row, code in more.items()):
                together.append(col)
                codes = {row: max(codes.get(row, ""), more.get(row, ""), key=len) for row in {*codes, *more}}
        if len(codes) >= FEWEST and any(len(code) > 3 for code in codes.values()):
            yield together[-1], together, codes


def _codes(column: Column) -> Column:
    return {row: code for row, text in column.items() if (code := code_of(text))}


def _is_coded(column: Column) -> bool:
    """Whether most of what stands in a column, from its first code on, is codes."""
    found = [row for row, text in column.items() if code_of(text)]
    below = [text for row, text in column.items() if found and row >= found[0]]
    return 2 * len(found) >= len(below) > 0 and len(found) >= SHARE * sum(bare(text).isdecimal() for text in below)


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _in_parts(columns: Mapping[int, Column]) -> Iterator[tuple[int, list[int], Column]]:
    """类, 款 and 项 in columns of their own, each of which may be given only where it changes."""
    for col in columns:
        three = [col, col + 1, col + 2]
        first, second, third = (columns.get(c, {}) for c in three)
        kinds, groups = map(_kind, first.values()), map(_part, second.values())
        if any(map(WHOLE.fullmatch, kinds)) and sum(map(bool, map(PART.fullmatch, groups))) >= FEWEST:
            yield three[-1], three, dict(_joined(first, second, third))


def _kind(text: str) -> str:
    return code_of(text) if len(code_of(text)) == 3 else UNREADABLE if bare(text) else ""


def _part(text: str) -> str:
    """Two digits, a zero in front put back; "" for a blank, and for 00, which stands for nothing."""
    part = bare(text).translate(_WIDE)
    if PART.fullmatch(part):
        return part.zfill(2) if int(part) else ""
    return UNREADABLE if part else ""


def _joined(first: Column, second: Column, third: Column) -> Iterator[tuple[int, str]]:
    """Row → code. What stands below an unreadable 类 or 款 has no code, either."""
    kind = group = ""
    for row in sorted({*first, *second, *third}):
        here = _kind(first.get(row, ""))
        group_here, item = _part(second.get(row, "")), _part(third.get(row, ""))
        if here:
            # 每一行都写着类的，款不因此重来。
            group = group if here == kind and (group_here or item) else ""
            kind = here
        group = group_here or group
        code = kind + group + item
        if (here or group_here or item) and (group or not item) and WHOLE.fullmatch(code):
            yield row, code


def _table(columns: Mapping[int, Column], coded: list[int], codes: Column, names: Column) -> Table:
    written = {col: columns.get(col, {}) for col in coded}
    begun = min(codes)
    mended: Column = {}
    passed_over: Column = {}
    for row in sorted({*names, *(row for column in written.values() for row in column)}):
        here = [written[col][row] for col in coded if row in written[col]]
        if row in codes:
            # 两边的空格谁都看得出来；看不见的字符、全角数字要说。
            if any(bare(text) != text.strip(" ") or not bare(text).isascii() for text in here):
                mended[row] = " ".join(here)
        elif row > begun or (row in names and any(char.isdecimal() for text in here for char in text)):
            passed_over[row] = "，".join(
                f"“{shown(text)}”" for text in (*here, *([names[row]] if row in names else [])) if bare(text)
            )
    others = {
        col: found
        for col, column in columns.items()
        if col not in coded and _is_coded(column) and (found := sum(map(bool, map(code_of, column.values())))) >= FEWEST
    }
    return Table(codes, names, mended, {row: text for row, text in passed_over.items() if text}, others)
