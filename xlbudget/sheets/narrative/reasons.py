"""The reasons that a text asks for: when each is needed, whether it is missing, whether it says the opposite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xlbudget.language.words import Choice, Figure, Quote, Text

RISEN = ("增加", "增长", "上升", "大于", "调增", "追加")
FALLEN = ("减少", "下降", "降低", "小于", "调减", "压减")
"""Words that tell the way of a figure; a reason with words of the wrong way alone contradicts it."""
DIRECTED = ("增减额", "增减率")
MISSING, OPPOSITE = "缺", "反"
SIGNS = {1: ("<>0",), 2: ("<>0", "=0"), 3: (">0", "<0", "=0")}
"""Texts of a choice → of what sign a figure is where each of them stands."""

Value = Callable[[Figure], str]


@dataclass(frozen=True)
class Need:
    """A text that stands where all figures of ``when`` have those signs."""

    quote: Quote
    when: tuple[tuple[Figure, str], ...]

    @property
    def of(self) -> Figure | None:
        """The figure whose way it explains."""
        return next((figure for figure, _ in reversed(self.when) if figure.column in DIRECTED), None)

    def holds(self, value: Value) -> list[str]:
        """Templates that all hold where it is needed."""
        return [f"N({value(figure)}){sign}" for figure, sign in self.when]


def needed(text: Text, when: tuple[tuple[Figure, str], ...] = ()) -> Iterator[Need]:
    """What a text quotes, but for what it can do without and for what its lists quote."""
    for part in text:
        match part:
            case Quote():
                yield Need(part, when)
            case Choice(Figure() as figure, branches):
                for branch, sign in zip(branches, SIGNS[len(branches)], strict=True):
                    yield from needed(branch, (*when, (figure, sign)))
            case Choice(_, branches):
                # Where it depends on its being there it is not missed; others within it are.
                for branch in branches:
                    yield from (need for need in needed(branch, when) if need.quote != part.of)


def lacking(need: Need, also: Sequence[str], text: str, value: Value) -> tuple[str, str]:
    """Formulas' bodies: 1 where it is needed and not there; 1 where it says the opposite of what its figure does."""
    where = [*also, *need.holds(value)]
    missing = f"IF(AND({','.join((*where, f'LEN({text})=0'))}),1,0)"
    if (figure := need.of) is None:
        return missing, "0"
    risen, fallen = _says(text, RISEN), _says(text, FALLEN)
    wrong = f"IF(N({value(figure)})>0,AND({fallen},NOT({risen})),AND(N({value(figure)})<0,{risen},NOT({fallen})))"
    return missing, f"IF(AND({','.join((*where, f'LEN({text})>0'))}),IF({wrong},1,0),0)"


def _says(text: str, words: Sequence[str]) -> str:
    found = (f'ISNUMBER(FIND("{word}",{text}))' for word in words)
    return f"OR({','.join(found)})"
