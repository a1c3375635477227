"""A sentence the other way: as a pattern it recognises a published paragraph, and gives its figures as 公开数 has them.

Blanks do not count, nor does the width of punctuation and figures. A choice is any of its texts; the one that stands
there says the sign of the figure that it goes by. What a unit says in words of its own may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from xlbudget.language.sections import Section
from xlbudget.language.words import PARAGRAPHS, Figure, Listing, Name, Part, Quote, Text, Variant, Words
from xlbudget.sheets.narrative.figures import SIZES

NUMBER, ANY = r"-?[0-9]+(?:，[0-9]{3})*(?:\.[0-9]+)?%?", ".*?"
_NAMED = re.compile(r"\(\?P<\w+>")
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("“"): '"', ord("”"): '"'}
_STOPS = re.compile(r"[。，；：、,;:]|\.(?![0-9])")

Code = Callable[[str, Mapping[str, str]], str]
"""From what a list is about and the names of one of its things, as they stand in a ``plain`` text, to its 行."""


Kept = TypeVar("Kept")


def plain(text: str) -> str:
    """A text without blanks, its figures of half width, and one stop for all: people write 。 or ； as they please."""
    return _STOPS.sub("，", re.sub(r"\s+", "", text).translate(_WIDTHS))


def recognised(section: Section, paragraph: str, code: Code) -> list[dict[str, str]] | None:
    """The published figures of a paragraph; None when no sentence of the section reads so."""
    text = plain(paragraph)
    if section.nothing and _read(section.nothing, text, code) is not None:
        return []
    for said in section.paragraphs:
        match said:
            case (Listing(between=between) as listing,) if between == PARAGRAPHS:
                found = _read(listing.each, text, code, listing.things)
            case _:
                found = _read(said, text, code)
        if found is not None:
            return [_entry(section, figure, number) for figure, number in found]
    return None


def _entry(section: Section, figure: Figure, number: str) -> dict[str, str]:
    entry = {"表": "说明", "行": f"{section.number}/{figure.line}", "列": figure.column, "数": number}
    return entry | ({"处": figure.where} if figure.where else {})


def _read(parts: Text, text: str, code: Code, things: str = "") -> list[tuple[Figure, str]] | None:
    pattern = _Pattern()
    match = re.fullmatch(pattern.of(parts), text)
    if match is None:
        return None
    names = {word: match[group] for group, word in pattern.names.items()}
    line = code(things, names) if things else ""
    fell = {
        (figure.line, figure.where) for group, (figure, sign) in pattern.signs.items() if match[group] and sign == "-"
    }
    found = []
    for group, figure in pattern.figures.items():
        if (number := match[group]) is not None:
            minus = "-" if figure.column in SIZES and (figure.line, figure.where) in fell else ""
            found.append((Figure(figure.line or line, figure.column, figure.where), minus + number.replace("，", "")))
    for group, listing in pattern.lists.items():
        each = _Pattern().of(listing.each) + f"(?:{re.escape(plain(listing.between))}|$)"
        for one in re.finditer(each, match[group] or ""):
            found += _read(listing.each, one[0].removesuffix(plain(listing.between)), code, listing.things) or []
    return found


@dataclass
class _Pattern:
    """A pattern while it is written, and what its groups are."""

    figures: dict[str, Figure] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    signs: dict[str, tuple[Figure, str]] = field(default_factory=dict)
    """A text that stands only where the figure has that sign."""

    def of(self, parts: Text) -> str:
        return "".join(map(self.part, parts))

    def part(self, part: Part) -> str:
        match part:
            case Words(text):
                return re.escape(plain(text))
            case Name(word):
                return self._group(ANY, self.names, word)
            case Quote():
                return ANY
            case Figure():
                return self._group(NUMBER, self.figures, part)
            case Variant(Quote(), branches):
                return f"(?:{'|'.join(map(self.of, branches))}|)"
            case Variant(Figure() as figure):
                above, below, zero = part.by_sign()
                texts = ((above, "+"), (below if below != above else (), "-"), (zero, "0"))
                said = [self._group(self.of(text), self.signs, (figure, sign)) for text, sign in texts if text]
                # An unknown figure says nothing.
                return f"(?:{'|'.join(said)}|)"
            case Listing(_, between, each):
                inner = _NAMED.sub("(?:", _Pattern().of(each))
                return self._group(f"{inner}(?:{re.escape(plain(between))}{inner})*", self.lists, part)
        raise TypeError(f"{part} is no part of a text")

    def _group(self, pattern: str, kept: dict[str, Kept], what: Kept) -> str:
        name = "_".join(str(len(each)) for each in (self.figures, self.names, self.lists, self.signs))
        kept[f"g{name}"] = what
        return f"(?P<g{name}>{pattern})"
