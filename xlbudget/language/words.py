"""The sentences of a narrative: how one is written in a layout file, and what it is made of.

A text with holes. ``{行:列}`` (``{行:列@处}``) is a figure in the words of 公开数; ``{单位}``, ``{年度}``, ``{上年}``
are words; ``{键/…}`` is a text that the unit enters under that key of 说明. ``[行:列?甲|乙|丙]`` chooses by the sign of
a figure as printed: above zero, below, zero; with two texts zero is the second, with one it is nothing; a figure that
is unknown (no last year) is nothing whatever there is. ``{行:增加/减少}`` is the word for the way a figure went.
``<各项|；|文>`` repeats a text for each of several things whose figures are not all zero; in it ``{列}`` is the figure
of that thing, ``{名称}`` or ``{类}`` its name, 代码 in a key its code. With 段 between them each is a paragraph.
``<表|项目支出|文>`` is the printed table of that name, with a text above it.

>>> for part in parsed("收入 {收入:金额} 万元[收入:增减额?，升|，降|]"):
...     print(part)
Words(text='收入 ')
Figure(line='收入', column='金额', where='')
Words(text=' 万元')
Variant(of=Figure(line='收入', column='增减额', where=''), branches=((Words(text='，升'),), (Words(text='，降'),), ()))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

QUOTIENTS = ("增减率", "完成率")
"""These have no value where what they are of is zero; one text for one of them stands where it has."""
PARAGRAPHS = "段"
"""Between the things of a list: each has a paragraph of its own."""
TABLE = "表"
"""In place of the things of a list: a printed table."""
CODE = "代码"
"""In the key of a text, the code of the thing that it is about."""
DEEPEST = 10
"""Levels of brackets: no reader follows more."""
NAMES = ("单位", "年度", "上年")
_TOKEN = re.compile(r"[{}\[\]<>|?]")


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Name:
    """A word of the unit's or, in a list, of the thing it is about."""

    word: str


@dataclass(frozen=True)
class Figure:
    """``line`` is "" for the thing that a list is about."""

    line: str
    column: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}".lstrip(":") + (f"@{self.where}" if self.where else "")


@dataclass(frozen=True)
class Quote:
    """A text that the unit enters under a key of 说明."""

    key: str

    def of(self, code: str) -> str:
        """Its key for the thing with a code."""
        return self.stem + code if self.of_each else self.key

    @property
    def of_each(self) -> bool:
        return self.key.endswith(f"/{CODE}")

    def has(self, key: str) -> bool:
        """Whether a key is this one, for any thing."""
        return key.startswith(self.stem) if self.of_each else key == self.key

    @property
    def stem(self) -> str:
        """What stands before the code of a thing."""
        return self.key.removesuffix(CODE)


@dataclass(frozen=True)
class Variant:
    """One text of one, two or three, by the sign of a figure or by whether a text is given."""

    of: Figure | Quote
    branches: tuple[Text, ...]

    def by_sign(self) -> tuple[Text, Text, Text]:
        """The texts for a figure above zero, below and at zero."""
        match self.branches:
            case (above, below, zero):
                return above, below, zero
            case (other, zero):
                return other, other, zero
            case (text, *_) if isinstance(self.of, Figure) and self.of.column in QUOTIENTS:
                return text, text, text
            case (text, *_):
                return text, text, ()
        raise ValueError(f"{self} has no text")


@dataclass(frozen=True)
class Listing:
    """``each`` for every thing of ``things``, with ``between`` between two."""

    things: str
    between: str
    each: Text


@dataclass(frozen=True)
class Inset:
    """A printed table in the midst of the text, below its caption; a paragraph of its own."""

    table: str
    caption: Text


Part: TypeAlias = Words | Name | Figure | Quote | Variant | Listing | Inset
Text: TypeAlias = tuple[Part, ...]


class BadWords(Exception):
    """Why a text is no sentence, in Chinese."""


def parsed(text: str) -> Text:
    """The parts of a sentence. Refuses with ``BadWords`` what none can be."""
    parser = _SentenceParser(text)
    found = parser.text("")
    if parser.at < len(text):
        raise BadWords(f"“{text[parser.at]}”前面没有与它成对的括号")
    return found


@dataclass
class _SentenceParser:
    whole: str
    at: int = 0
    depth: int = 0

    def text(self, ends: str) -> Text:
        """Up to one of ``ends``, which is not taken."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadWords(f"括号套了不止 {DEEPEST - 1} 层")
        parts: list[Part] = []
        while self.at < len(self.whole):
            token = _TOKEN.search(self.whole, self.at)
            start = token.start() if token else len(self.whole)
            if start > self.at:
                parts.append(Words(self.whole[self.at : start]))
            self.at = start
            if token is None or token[0] in ends:
                break
            match token[0]:
                case "{":
                    said = self.up_to("}", "{")
                    parts.append(_direction(said) or hole(said))
                case "[":
                    parts.append(self.choice())
                case "<":
                    parts.append(self.listing())
                case other:
                    raise BadWords(f"“{self.whole[max(0, start - 8) : start + 1]}”里的“{other}”不在它该在的地方")
        self.depth -= 1
        return tuple(parts)

    def up_to(self, end: str, begin: str) -> str:
        """What stands from behind the bracket to ``end``, which is taken."""
        stop = self.whole.find(end, self.at + 1)
        if stop < 0 or begin in self.whole[self.at + 1 : stop]:
            raise BadWords(f"“{self.whole[self.at : self.at + 12]}…”缺少“{end}”")
        found = self.whole[self.at + 1 : stop]
        self.at = stop + 1
        return found.strip()

    def closed(self, end: str, begun: int) -> None:
        if self.whole[self.at : self.at + 1] != end:
            raise BadWords(f"“{self.whole[begun : begun + 12]}…”缺少“{end}”")
        self.at += 1

    def choice(self) -> Variant:
        begun = self.at
        of = hole(self.up_to("?", "["))
        if not isinstance(of, Figure | Quote):
            raise BadWords(f"“[{of.word}?”：问号前面应是“行:列”，或者 说明 里的键")
        branches = [self.text("|]")]
        while self.whole[self.at : self.at + 1] == "|":
            self.at += 1
            branches.append(self.text("|]"))
        self.closed("]", begun)
        most = 3 if isinstance(of, Figure) else 2
        if len(branches) > most:
            raise BadWords(f"“[{of}?…”有 {len(branches)} 种写法，最多 {most} 种")
        return Variant(of, tuple(branches))

    def listing(self) -> Listing | Inset:
        begun = self.at
        things = self.up_to("|", "<")
        self.at -= 1
        between = self.up_to("|", "<")
        each = self.text(">")
        self.closed(">", begun)
        return Inset(between, each) if things == TABLE else Listing(things, between, each)


def _direction(said: str) -> Variant | None:
    """The word for a figure that rose and for one that fell: ``{行:增加/减少}``, in a list ``{大于/小于@处}``."""
    place, at, where = said.partition("@")
    line, colon, words = place.rpartition(":")
    up, slash, down = words.partition("/")
    if not slash or not (colon or at):
        return None
    return Variant(Figure(line.strip(), "增减额", where.strip()), ((Words(up.strip()),), (Words(down.strip()),), ()))


def hole(said: str) -> Name | Figure | Quote:
    """What stands in braces; ``Name`` for anything that may be a column of a thing, too."""
    place, _, where = said.partition("@")
    line, colon, column = place.partition(":")
    if not said or (colon and not (line.strip() and column.strip())):
        raise BadWords(f"“{{{said}}}”里没有写全，应是“行:列”")
    if colon:
        return Figure(line.strip(), column.strip(), where.strip())
    if "/" in said:
        return Quote(said)
    return Figure("", place.strip(), where.strip()) if where or place.strip() in COLUMNS else Name(said)


COLUMNS = ("金额", "预算数", "全年预算数", "增减额", "增减率", "占比", "完成率", "数量")
"""列 of a published figure in a text (the contract's words)."""


def parts_of(text: Text) -> Iterator[tuple[Part, str]]:
    """Every part at whatever depth, with the things of the list it stands in."""

    def walk(parts: Text, things: str) -> Iterator[tuple[Part, str]]:
        for part in parts:
            yield part, things
            match part:
                case Variant(of, branches):
                    yield of, things
                    for branch in branches:
                        yield from walk(branch, things)
                case Listing(of_things, _, each):
                    yield from walk(each, of_things)
                case Inset(_, caption):
                    yield from walk(caption, things)

    return walk(text, "")
