"""The reasons and other texts that a sentence asks the unit for: when each is needed, and what it has to explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlbudget.language.form import Form
from xlbudget.language.words import Figure, Listing, Quote, Text, Variant, parts_of
from xlbudget.sheets.narrative.texts import Cells
from xlbudget.sheets.rules.published.columns import DIFFERENCES

DIRECTED = ("增减额", "增减率")
COMPARED = {"": "与上年比", "决算比年初预算": "决算与年初预算比", "决算比全年预算": "决算与全年预算比"}
COMPARED |= {"全年预算比年初预算": "全年预算与年初预算比"}
SIGNS = {1: ("<>0",), 2: ("<>0", "=0"), 3: (">0", "<0", "=0")}
"""Texts of a choice → of what sign a figure is where each of them stands."""


@dataclass(frozen=True)
class Need:
    """A text that stands where all figures of ``when`` have those signs."""

    quote: Quote
    when: tuple[tuple[Figure, str], ...]

    @property
    def of(self) -> Figure | None:
        """The figure whose way it explains."""
        return next((figure for figure, _ in reversed(self.when) if figure.column in DIRECTED), None)

    def asked(self, subject: str, also: Sequence[str], cells: Cells) -> str:
        """A formula's body: what it has to explain, where it is needed; ``subject``: a template of whose text it is."""
        if (figure := self.of) is None:
            said = f'{subject}&"：用在哪里、做什么"'
        else:
            up, down = ("大于", "小于") if figure.where in DIFFERENCES else ("增加", "减少")
            way = f'IF(SUM({cells.value(figure)})>0,"{up}","{down}")'
            said = f'{subject}&" "&{way}&" "&{cells.printed(figure)}&"（{COMPARED[figure.where]}）的原因"'
        where = [*also, *(f"SUM({cells.value(figure)}){sign}" for figure, sign in self.when)]
        return f'IF(AND({",".join(where)}),{said},"")' if where else said


def explaining(form: Form) -> list[Quote]:
    """The keys of 说明 for the reason why a figure is not what it was: next year has another."""
    return list(dict.fromkeys(need.quote for need in _needs(form) if need.of))


def reasons(form: Form) -> dict[tuple[str, str], str]:
    """Line and which difference of it (处) → the key of 说明 with its reason."""
    found = ((need.of, need.quote) for need in _needs(form) if not need.quote.of_each)
    return {(figure.line, figure.where): quote.key for figure, quote in found if figure}


def _needs(form: Form) -> Iterator[Need]:
    texts = [text for section in (*form.sections, *form.report) for text in section.paragraphs]
    texts += [part.each for text in texts for part, _ in parts_of(text) if isinstance(part, Listing)]
    return (need for text in texts for need in needed(text))


def needed(text: Text, when: tuple[tuple[Figure, str], ...] = ()) -> Iterator[Need]:
    """What a text quotes, but for what it can do without and for what its lists quote."""
    for part in text:
        match part:
            case Quote():
                yield Need(part, when)
            case Variant(Figure() as figure, branches):
                for branch, sign in zip(branches, SIGNS[len(branches)], strict=True):
                    yield from needed(branch, (*when, (figure, sign)))
            case Variant(_, branches):
                # Where it depends on its being there it is not missed; others within it are.
                for branch in branches:
                    yield from (need for need in needed(branch, when) if need.quote != part.of)
