"""The clauses that a section may say, from its sentences: what stands between two stops, each as a pattern.

A choice gives a clause for each of its texts; where a text of it holds a stop, what follows begins a clause of its own.
They are in the order of the sentences, which is the order in which a document says them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TypeAlias

from xlbudget.language.sections import Section
from xlbudget.language.words import PARAGRAPHS, Figure, Inset, Listing, Name, Part, Quote, Text, Variant, Words

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?%?"
NAMED = {"年度": "[0-9]{4}", "上年": "[0-9]{4}", "单位": ".{2,99}?"}
NAMED |= dict.fromkeys(("序", "号"), "(?:[0-9]+|[一二三四五六七八九十]+)")
"""Words of the unit's or of a thing's → their pattern; others may be anything."""
ITSELF, AS_IT_SAYS = "我单位", "(?:我单位|[我本][^，]{1,3}?)"
"""A unit's word for itself: 我局, 本中心."""
STOP = "，"
AMOUNT, SCALES = "万元", ("万元", "亿元", "元")
"""The unit behind an amount, and what documents have there, too."""
WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("“"): '"', ord("”"): '"'}
_STOPS = re.compile(r"[。，；：、,;:]|\.(?![0-9])")


def plain(text: str) -> str:
    """A text without blanks, its figures of half width, and one stop for all: people write 。 or ； as they please."""
    return _STOPS.sub(STOP, re.sub(r"\s+", "", text).translate(WIDTHS))


@dataclass(frozen=True)
class Sign:
    """What follows stands only where the figure has that sign."""

    figure: Figure
    sign: str


Atom: TypeAlias = tuple[str | Figure | Quote | Name | Sign, str, int]
"""A part of a clause, the things of the list it stands in, and which part of the section it is."""
Prefix: TypeAlias = tuple[Atom, ...]


@dataclass(frozen=True)
class Clause:
    """``after``: those that it may follow, -1 for none; ``sentence``: which it is of, and whether it is its ``head``.

    ``loop``: the first and last of the clauses that a list repeats, if it is one of them.
    """

    atoms: Prefix
    order: int
    after: frozenset[int]
    sentence: int
    head: bool
    within: tuple[Sign, ...] = ()
    """What is so of figures where it stands."""
    loop: tuple[int, int] | None = None

    @cached_property
    def says(self) -> tuple[object, ...]:
        """What it says, wherever in the section."""
        return tuple(one[:2] for one in self.atoms if not isinstance(one[0], Sign))

    @property
    def words(self) -> str:
        return "".join(one for one, *_ in self.atoms if isinstance(one, str))

    @property
    def things(self) -> str:
        return next((things for one, things, _ in self.atoms if things and not isinstance(one, str | Quote | Sign)), "")

    @property
    def figures(self) -> list[Figure]:
        return [one for one, *_ in self.atoms if isinstance(one, Figure)]

    @cached_property
    def anything(self) -> bool:
        """Whether it is a text of the unit's and nothing else."""
        return not self.words and any(isinstance(one, Quote) for one, *_ in self.atoms)

    @cached_property
    def only_names(self) -> bool:
        """Whether it calls a thing of a list by its name, and says no figure of it."""
        return not self.figures and any(isinstance(one, Name) and things for one, things, _ in self.atoms)

    @cached_property
    def bare(self) -> bool:
        """Whether it is nothing but words."""
        return all(isinstance(one, str | Sign) for one, *_ in self.atoms)

    @cached_property
    def tells_of(self) -> bool:
        """Whether it says itself what its figures are of."""
        if any(isinstance(one, Name) and things for one, things, _ in self.atoms):
            return True
        words = self.words.replace('"', "")
        return bool(self.figures) and all(one.line and plain(one.line) in words for one in self.figures)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The group of an atom is called by its number."""
        return re.compile("".join(f"(?P<g{n}>{_pattern(one)})" for n, (one, *_) in enumerate(self.atoms)))


def _pattern(atom: str | Figure | Quote | Name | Sign) -> str:
    match atom:
        case str():
            unit = f"(?:{'|'.join(SCALES)})" if atom.startswith(AMOUNT) else ""
            return unit + re.escape(atom.removeprefix(AMOUNT)).replace(ITSELF, AS_IT_SAYS)
        case Figure():
            return NUMBER
        case Quote():
            return ".*"
        case Name(word):
            return NAMED.get(word, ".+?")
    return ""


Open: TypeAlias = dict[Prefix, frozenset[int]]
"""What a clause may have begun with, and which clauses are then before it."""
UNITS = ("", AMOUNT)


@dataclass
class _Writer:
    """The clauses of a section while they are collected."""

    done: list[Clause] = field(default_factory=list)
    begun: int = 0
    """Where the sentence begins."""
    parts: int = 0
    within: tuple[Sign, ...] = ()

    def sentence(self, text: Text, open_: Open) -> Open:
        self.begun = len(self.done)
        return self.close(self.grown(text, open_, ""))

    def grown(self, text: Text, open_: Open, things: str) -> Open:
        for part in text:
            open_ = self.part(part, open_, things)
        return open_

    def part(self, part: Part, open_: Open, things: str) -> Open:
        match part:
            case Words(text):
                first, *rest = plain(text).split(STOP)
                open_ = self.with_(open_, first, things)
                for one in rest:
                    open_ = self.with_(self.close(open_), one, things)
                return open_
            case Figure() | Quote() | Name():
                return self.with_(open_, part, things)
            case Variant(Quote(), branches):
                return _union(open_, *(self.grown(branch, open_, things) for branch in branches))
            case Variant(Figure() as figure):
                found = [open_]
                above, below, zero = part.by_sign()
                for said, sign in ((above, "+"), (below if below != above else (), "-"), (zero, "0")):
                    if said:
                        outside, of = self.within, Sign(figure, sign)
                        self.within = (*outside, of)
                        found.append(self.grown(said, self.with_(open_, of, things), things))
                        self.within = outside
                return _union(*found)
            case Listing(of, between, each):
                begun = len(self.done)
                open_ = self.grown(each, open_, of)
                closed = self.close(open_)
                loop = begun, len(self.done) - 1
                self.done[begun:] = [replace(one, loop=loop) for one in self.done[begun:]]
                return closed if between == PARAGRAPHS else _union(closed, open_)
            case Inset(_, caption):
                return self.grown(caption, open_, things)
        raise TypeError(f"{part} is no part of a text")

    def with_(self, open_: Open, one: str | Figure | Quote | Name | Sign, things: str) -> Open:
        self.parts += 1
        return (
            {(*prefix, (one, things, self.parts)): before for prefix, before in open_.items()} if one != "" else open_
        )

    def close(self, open_: Open) -> Open:
        """A stop: what has begun are clauses. A sign goes over to what follows."""
        after: list[Open] = []
        for prefix, before in open_.items():
            atoms = prefix
            while atoms and isinstance(atoms[-1][0], Sign):
                atoms = atoms[:-1]
            signs = prefix[len(atoms) :]
            after.append({signs: frozenset({self.clause(atoms, before)}) if _says_something(atoms) else before})
        return _union(*after)

    def clause(self, atoms: Prefix, before: frozenset[int]) -> int:
        """Its place; the branches of a choice have the clause before them in common."""
        for at in range(self.begun, len(self.done)):
            if self.done[at].atoms == atoms:
                self.done[at] = replace(self.done[at], after=self.done[at].after | before)
                return at
        self.done.append(Clause(atoms, len(self.done), before, self.begun, len(self.done) == self.begun, self.within))
        return len(self.done) - 1


def _says_something(atoms: Prefix) -> bool:
    words = "".join(one for one, *_ in atoms if isinstance(one, str))
    names = [one.word for one, *_ in atoms if isinstance(one, Name)]
    figures = any(isinstance(one, Figure) for one, *_ in atoms)
    if figures and words in UNITS:
        return bool(names)
    return bool(words) or any(name in NAMED for name in names) or any(isinstance(one, Quote) for one, *_ in atoms)


def _union(*several: Open) -> Open:
    found: Open = {}
    for open_ in several:
        for prefix, before in open_.items():
            found[prefix] = found.get(prefix, frozenset()) | before
    return found


@cache
def clauses(section: Section) -> tuple[Clause, ...]:
    """All that a section may say, in order."""
    open_: Open = {(): frozenset({-1})}
    writer = _Writer()
    for text in (*section.paragraphs, *section.also, section.nothing):
        open_ = writer.sentence(text, open_)
    return tuple(writer.done)
