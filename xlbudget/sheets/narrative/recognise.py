"""A section the other way: what a published text says, clause by clause, in the words that the layout has for it.

Blanks do not count, nor does the width of punctuation and figures. A clause is understood where the whole of it is one
of the section's, in its order; what a unit says in words of its own reaches to the next such clause. Behind a clause
that is not understood, only one that says itself what it is about is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from xlbudget.language.sections import Section
from xlbudget.language.words import Figure, Name, Quote
from xlbudget.sheets.narrative.clauses import AMOUNT, SCALES, STOP, WIDTHS, Clause, Sign, clauses, plain
from xlbudget.sheets.narrative.figures import SIZES

Code = Callable[[str, Mapping[str, str]], str | None]
"""From what a list is about and the names of one of its things, as they stand in a ``plain`` text, to its 行."""
LINE_END = "\n"
KEPT = "\x01"
"""A stop within a name."""
_THOUSANDS = re.compile(r"(?<![0-9.,，])[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9,，])")
LONGEST = 1000
"""Characters of a clause that may be one of the section's; a longer one is not looked at."""
_ENDS = "。；;：:"
_NUMBERED = re.compile(r'["(]*(?:[0-9]+|[一二三四五六七八九十]+)[)"]*')
_NO_FIGURE = re.compile(r"^[(\"]*[0-9]+[)，.]|[0-9]+(?:年度?|月|日|号|-|\)|$)")
_TRIMMED = " \t\n　。；，、,;"


@dataclass(frozen=True)
class FoundFigure:
    """A figure as it is printed, with the sign that its words say; ``at``: where in the text it stands.

    ``unit``: of an amount that is not in 万元.
    """

    figure: Figure
    number: str
    at: int
    unit: str = ""


@dataclass(frozen=True)
class Said:
    """A text of the unit's own under a key of 说明."""

    key: str
    text: str
    at: int


@dataclass
class Recognised:
    """What a text of a section says; ``level``: figures of which it says that they did not change."""

    figures: list[FoundFigure] = field(default_factory=list)
    texts: list[Said] = field(default_factory=list)
    level: list[Figure] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)
    """What no sentence of the section reads as, and where it stands."""


@dataclass(frozen=True)
class _Piece:
    """A clause of the text. ``places``: of its characters; ``begins``: a sentence; ``soft``: a line ends it."""

    text: str
    places: tuple[int, ...]
    begins: bool
    soft: bool


def recognised(section: Section, text: str, code: Code, names: Iterable[str] = ()) -> Recognised:
    """What a text says; a line of it may be a paragraph or a piece of one. ``names``: those with a stop within."""
    return _SectionReader(section, text, code, tuple(names)).read()


@dataclass
class _SectionReader:
    section: Section
    text: str
    code: Code
    names: tuple[str, ...]
    found: Recognised = field(default_factory=Recognised)
    at: frozenset[int] = frozenset({-1})
    """The clauses that the last one was: sentences may begin with the same words."""
    thing: dict[str, str] = field(default_factory=dict)
    """What a list is about → 行 of the thing that the text is at."""
    sure: bool = True
    """Whether all was understood since the subject was named."""
    open: tuple[str, int] | None = None
    """The key of a text of the unit's that has begun, and where."""
    fell: set[tuple[str, str]] = field(default_factory=set)
    lost: list[int] = field(default_factory=list)

    def read(self) -> Recognised:
        self.declared = clauses(self.section)
        pieces, at = list(_pieces(self.text, self.names)), 0
        while at < len(pieces):
            at += self._step(pieces[at : at + 4])
        self._close(len(self.text))
        self._leave()
        self.found.figures = [self._signed(one) for one in self.found.figures]
        return self.found

    def _step(self, ahead: list[_Piece]) -> int:
        """How many pieces are understood (or not) together: a line may end within a clause."""
        piece = ahead[0]
        whole = [piece] + ([_joined(piece, ahead[1])] if piece.soft and len(ahead) > 1 else [])
        for taken, one in enumerate(whole, 1):
            if clause := self._fitting(one, ahead[taken:]):
                self._take(one, clause)
                return taken
        if self.open is None:
            own = next((one for one in self.declared if one.anything and self.at & one.after), None)
            if own and (self.sure or own.head):
                self._take(piece, own)
            elif self.at == {-1} or not _NUMBERED.fullmatch(piece.text):
                # Else it is the number of a paragraph.
                self.sure = False
                self.lost += piece.places
        return 1

    def _fitting(self, piece: _Piece, ahead: list[_Piece]) -> Clause | None:
        """The nearest clause that a piece is; none where two as near say different things of its figures."""
        best: list[Clause] = []
        nearest = 9, 0
        if len(piece.text) > LONGEST:
            return None
        for clause in self.declared:
            if clause.anything or (rank := self._rank(clause, piece)) is None or rank > nearest:
                continue
            if (match := clause.pattern.fullmatch(piece.text)) and self._known(clause, match):
                best, nearest = ([clause] if rank < nearest else [*best, clause]), rank
        if not best or (self.open and best[0].bare and not self._goes_on(best[0], ahead)):
            return None
        return best[0] if all(one.figures == best[0].figures for one in best) else None

    def _rank(self, clause: Clause, piece: _Piece) -> tuple[int, int] | None:
        """How near a clause is; None where it cannot stand now."""
        if not self.sure and not clause.tells_of and not (clause.head and piece.begins and len(clause.words) > 1):
            return None
        if self.at & clause.after:
            # A text of the unit's own goes before the names of which it may be made.
            return (1 if clause.only_names else 0), 0
        before = [self.declared[at] for at in self.at if at >= 0]
        if any(one.sentence == clause.sentence and one.order < clause.order for one in before):
            return 2, clause.order
        if any(one.loop and one.loop == clause.loop for one in before):
            return 3, clause.order
        if not piece.begins or not (clause.head or clause.tells_of):
            return None
        return (4 if clause.order > max(self.at) else 5), clause.order

    def _known(self, clause: Clause, match: re.Match[str]) -> bool:
        """Whether the things of which it tells are there."""
        if not clause.things or not (names := _names(clause, match)):
            return not clause.things or clause.things in self.thing or all(one.line for one in clause.figures)
        return set(names) <= {"序", "号"} or self.code(clause.things, names) is not None

    def _goes_on(self, clause: Clause, ahead: list[_Piece]) -> bool:
        """Whether words that stand in a text of the unit's are the section's own: then what follows is, too."""
        following = [one for one in self.declared if clause.order in one.after]
        return not ahead or any(one.pattern.fullmatch(ahead[0].text) for one in following)

    def _take(self, piece: _Piece, clause: Clause) -> None:
        match = clause.pattern.fullmatch(piece.text)
        assert match
        self._close(piece.places[0])
        self._leave()
        same = [one for one in self.declared if one.says == clause.says]
        begun = [one.order for one in same if piece.begins and (one.head or one.tells_of)]
        near = begun + [one.order for one in same if self.at & one.after] or [one.order for one in same]
        self.at, self.sure = frozenset({clause.order, *near}), True
        names = _names(clause, match)
        if not set(names) <= {"序", "号"}:
            self.thing[clause.things] = self.code(clause.things, names) or ""
        self._note(clause)
        for number, (atom, things, _) in enumerate(clause.atoms):
            start, end = match.span(f"g{number}")
            match atom:
                case Figure():
                    figure = replace(atom, line=atom.line or self.thing.get(things, ""))
                    unit = next((one for one in SCALES if piece.text.startswith(one, end)), AMOUNT)
                    said = FoundFigure(figure, match[f"g{number}"], piece.places[start], unit if unit != AMOUNT else "")
                    self.found.figures.append(said)
                case Quote() as quote:
                    key = quote.of(self.thing.get(things, ""))
                    if end < len(piece.text):
                        self._say(key, piece.places[start], piece.places[end])
                    else:
                        self.open = key, piece.places[start] if start < end else piece.places[-1] + 1

    def _note(self, clause: Clause) -> None:
        """What it says of how figures changed."""
        of_atoms = [(one, things) for one, things, _ in clause.atoms if isinstance(one, Sign)]
        for one, things in (*of_atoms, *((one, clause.things) for one in clause.within)):
            here = replace(one.figure, line=one.figure.line or self.thing.get(things, ""))
            if one.sign == "-":
                self.fell.add((here.line, here.where))
            elif one.sign == "0" and here not in self.found.level:
                self.found.level.append(here)

    def _close(self, until: int) -> None:
        if self.open:
            key, start = self.open
            self._say(key, start, until)
            self.open = None

    def _say(self, key: str, start: int, until: int) -> None:
        if text := self.text[start:until].strip(_TRIMMED + "：:"):
            self.found.texts.append(Said(key, text, start))

    def _leave(self) -> None:
        """What was not understood so far."""
        if self.lost:
            text = self.text[self.lost[0] : self.lost[-1] + 1].strip()
            self.found.unread.append((text, self.lost[0]))
            self.lost = []

    def _signed(self, one: FoundFigure) -> FoundFigure:
        falls = one.figure.column in SIZES and (one.figure.line, one.figure.where) in self.fell
        return replace(one, number=f"-{one.number}") if falls and one.number.strip("0.%") else one


def _names(clause: Clause, match: re.Match[str]) -> dict[str, str]:
    return {
        one.word: match[f"g{number}"]
        for number, (one, things, _) in enumerate(clause.atoms)
        if isinstance(one, Name) and things
    }


def _joined(one: _Piece, other: _Piece) -> _Piece:
    return _Piece(one.text + other.text, one.places + other.places, one.begins, other.soft)


def _pieces(text: str, names: Iterable[str]) -> Iterator[_Piece]:
    """The clauses of a text, each where it stands; separators of thousands do not count."""
    narrow = text.translate(WIDTHS)
    dropped = {at for one in _THOUSANDS.finditer(narrow) for at in range(*one.span()) if not narrow[at].isdigit()}
    # A blank is nothing, but the end of a line may be the end of a clause.
    places = [at for at, char in enumerate(text) if at not in dropped and (char == LINE_END or not char.isspace())]
    said = plain("".join("\x00" if text[at] == LINE_END else text[at] for at in places))
    for name in names:
        said = said.replace(name, name.replace(STOP, KEPT))
    start, begins = 0, True
    for at, char in enumerate((*said, "\x00")):
        if char not in (STOP, "\x00"):
            continue
        if at > start:
            yield _Piece(said[start:at], tuple(places[start:at]), begins, char == "\x00")
            begins = char == "\x00" or text[places[at]] in _ENDS
        elif at < len(places):
            begins = begins or char == "\x00" or text[places[at]] in _ENDS
        start = at + 1


def has_figure(text: str) -> bool:
    """Whether a text has a figure that is no date and no number of a paragraph."""
    return bool(re.search("[0-9]", _NO_FIGURE.sub("", plain(text))))


def has_amount(text: str) -> bool:
    """Whether a text has an amount of money or a percentage."""
    return bool(re.search("[0-9](?:[万亿]?元|%)", plain(text)))
