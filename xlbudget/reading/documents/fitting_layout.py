"""Which layout a document is printed in: the one whose titles, numbers of tables and headings are those printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlbudget.errors import LayoutUnclear
from xlbudget.language.form import Form, TableForm
from xlbudget.reading.documents.as_printed import bare
from xlbudget.reading.documents.figures import FoundTable
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.titles import number_in

Read = Sequence[tuple[Portion, FoundTable]]


def fitting(path: Path, read: Read, known: Iterable[Form]) -> Form:
    """The layout with the most in common; those that a region has proved come first, and a tie of them is refused."""
    scores = {form.name: (_common(read, form), not form.unproved) for form in known}
    best = max(scores.values())
    fits = [form for form in known if scores[form.name] == best]
    if len(fits) > 1:
        raise LayoutUnclear(path, [form.name for form in fits])
    return fits[0]


def shape_of(form: Form, section: Portion, name: str) -> TableForm | None:
    """The table of a layout that one in a document is; of several that print the same, the one with its title."""
    shapes = [shape for own, shape in form.tables.items() if name in (own, shape.of)]
    return max(shapes, key=lambda shape: _titled(section, shape), default=None)


def _titled(section: Portion, shape: TableForm) -> bool:
    return bare(section.title).endswith(bare(shape.title.format(单位="", 年度="")))


def _common(read: Read, form: Form) -> int:
    """Titles and numbers count more than headings: they are what a region decides first."""
    score, order = 0, []
    for section, table in read:
        shape = shape_of(form, section, table.name)
        if shape is None:
            continue
        order.append(shape.sheet)
        score += 3 * _titled(section, shape)
        places = {section.grids[0].place.sheet or "", number_in(section.above) or ""}
        score += 5 * (shape.sheet in places)
        score += sum(bare(shape.word(own)) == bare(printed) for own, printed in table.words)
    return score + 2 * (len(order) > 2 and order == sorted(order))
