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
"""A column of fewer codes does not look like one of codes, unless its heading says so."""
HEADINGS = ("code", "代码", "编码", "科目代码", "科目编码", "功能分类科目编码", "经济分类科目编码")
PART_HEADINGS = ("类", "款", "项")
SHARE = 0.6
"""Of the numbers in a column of codes, at least so many are codes."""
WHOLE = re.compile(r"[1-9][0-9]{2}([0-9]{2}){0,2}")
PART = re.compile(r"[0-9]{1,2}")
UNREADABLE = "?"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_DASHES = str.maketrans("－‐‑‒–—―−．", "-------" + "-.")
_NAMED = re.compile(r"([1-9][0-9]{2}(?:-?[0-9]{2}){0,2})(?:\.0+|[-:：.、]?[\u3400-\u9fff].*)?")
WORDS = re.compile(r"[\u3400-\u9fff]")

Texts = dict[int, str]
"""What stands in a column: row → text, never blank."""


@dataclass(frozen=True)
class CodeColumns:
    """All by row. ``mended``: what stood there, where a code was read with a correction."""

    codes: Texts
    names: Texts
    mended: Texts
    passed_over: Texts
    """What stood in a row that holds a code or a name and is not read."""
    others: Mapping[int, int]
    """A column that holds codes, too, and is not read → how many."""


def bare(text: str) -> str:
    """A text without blanks of any width and without characters that nobody sees."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Co"))


def code_of(text: str) -> str:
    """A text as the code it is meant to be: bare, full-width digits as digits; "" where that is no code."""
    code = bare(text).translate(_WIDE)
    return code if WHOLE.fullmatch(code) else ""


def code_within(text: str) -> str:
    """The code in a text that may have its name behind it, dashes between its parts, or ".0"; "" where it is unsure."""
    found = _NAMED.fullmatch(bare(text).translate(_WIDE | _DASHES))
    return found[1].replace("-", "") if found else ""


def columns_in(columns: Mapping[int, Texts]) -> CodeColumns | None:
    """The codes and names of a sheet whose columns are these; None when there are none."""
    for coded, codes in (*_whole(columns), *_in_parts(columns)):
        named = [
            col
            for col, column in columns.items()
            if col not in coded
            and sum(bool(WORDS.search(column.get(row, ""))) for row in codes) >= min(FEWEST, len(codes))
        ]
        # Codes without words beside them are other numbers.
        if named:
            names = columns[next((col for col in named if col > coded[-1]), named[0])]
            return _found(columns, coded, codes, names)
    return None


def _whole(columns: Mapping[int, Texts]) -> Iterator[tuple[list[int], Texts]]:
    """Codes written out, in one column or a column a level: the columns, and row → code."""
    coded = [col for col, column in columns.items() if _is_coded(column)]
    for first in coded:
        together, codes = [first], _codes(columns[first])
        for col in coded:
            more = _codes(columns[col])
            if col > first and all(_nested(codes.get(row, ""), code) for row, code in more.items()):
                together.append(col)
                codes = {row: max(codes.get(row, ""), more.get(row, ""), key=len) for row in {*codes, *more}}
        headed = any(_headed(columns[col], HEADINGS) for col in together)
        if headed or (len(codes) >= FEWEST and any(len(code) > 3 for code in codes.values())):
            yield together, codes


def _headed(column: Texts, headings: tuple[str, ...]) -> bool:
    """Whether what stands right above the first code of a column, or of a part of one, is such a heading."""
    above = ""
    for text in column.values():
        if code_of(text) or PART.fullmatch(bare(text)):
            return above.lower() in headings
        above = bare(text)
    return False


def _codes(column: Texts) -> Texts:
    return {row: code for row, text in column.items() if (code := code_of(text))}


def _is_coded(column: Texts) -> bool:
    """Whether most of what stands in a column, from its first code on, is codes."""
    found = [row for row, text in column.items() if code_of(text)]
    below = [text for row, text in column.items() if found and row >= found[0]]
    return 2 * len(found) >= len(below) > 0 and len(found) >= SHARE * sum(bare(text).isdecimal() for text in below)


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _in_parts(columns: Mapping[int, Texts]) -> Iterator[tuple[list[int], Texts]]:
    """类, 款 and 项 in columns of their own, each of which may be given only where it changes."""
    for col in columns:
        three = [col, col + 1, col + 2]
        first, second, third = (columns.get(c, {}) for c in three)
        kinds, groups = map(_kind, first.values()), map(_part, second.values())
        parts = (first, second, third)
        headed = all(_headed(column, (name,)) for column, name in zip(parts, PART_HEADINGS, strict=True))
        fewest = 1 if headed else FEWEST
        if any(map(WHOLE.fullmatch, kinds)) and sum(map(bool, map(PART.fullmatch, groups))) >= fewest:
            yield three, dict(_joined(first, second, third))


def _kind(text: str) -> str:
    return code_of(text) if len(code_of(text)) == 3 else UNREADABLE if bare(text) else ""


def _part(text: str) -> str:
    """Two digits, a zero in front put back; "" for a blank, and for 00, which stands for nothing."""
    part = bare(text).translate(_WIDE)
    if PART.fullmatch(part):
        return part.zfill(2) if int(part) else ""
    return UNREADABLE if part else ""


def _joined(first: Texts, second: Texts, third: Texts) -> Iterator[tuple[int, str]]:
    """Row → code. What stands below an unreadable 类 or 款 has no code, either."""
    kind = group = ""
    for row in sorted({*first, *second, *third}):
        here = _kind(first.get(row, ""))
        group_here, item = _part(second.get(row, "")), _part(third.get(row, ""))
        if here:
            # Where every line gives its 类, the 款 goes on.
            group = group if here == kind and (group_here or item) else ""
            kind = here
        group = group_here or group
        code = kind + group + item
        if (here or group_here or item) and (group or not item) and WHOLE.fullmatch(code):
            yield row, code


def _found(columns: Mapping[int, Texts], coded: list[int], codes: Texts, names: Texts) -> CodeColumns:
    written = [columns.get(col, {}) for col in coded]
    mended: Texts = {}
    passed_over: Texts = {}
    begun = min(codes, default=0)
    for row in sorted({*names, *(row for column in written for row in column)}):
        here = [column[row] for column in written if row in column]
        if row in codes:
            # Everybody sees the blanks around; unseen characters and full-width digits are told.
            if any(bare(text) != text.strip(" ") or not bare(text).isascii() for text in here):
                mended[row] = " ".join(here)
        elif row > begun or (row in names and any(char.isdecimal() for text in here for char in text)):
            told = [text for text in (*here, names.get(row, "")) if bare(text)]
            if told:
                passed_over[row] = "，".join(f"“{shown(text)}”" for text in told)
    others = {col: len(_codes(column)) for col, column in columns.items() if col not in coded and _is_coded(column)}
    return CodeColumns(codes, names, mended, passed_over, {col: n for col, n in others.items() if n >= FEWEST})
