"""A part of an input sheet with a value a line: label in column A, value in column B, hint in column C.

The label is the key itself; a list of texts has the labels ``键（1）``, ``键（2）`` …, free keys ``键/名称``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xlbudget.datafile.kinds import Field, ListOf, Record
from xlbudget.datafile.kinds import Mapping as FreeKeys
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Item
from xlbudget.sheets.inputs import hints, required
from xlbudget.sheets.inputs.cells import HEADER, HINT, Block, guard, heading, hint_cell, in_row, input_cell, label
from xlbudget.sheets.inputs.paths import entry_key, field_at, value_at
from xlbudget.sheets.inputs.slips import SLIPS, joined

SPARE_TEXTS = 3
SLIP_COLUMNS = joined("值")
COLUMNS = {"值": 2} | {column.label: 4 + at for at, column in enumerate(SLIP_COLUMNS)}
"""Where the value of a line stands and, hidden, what is made of a text in which slips are looked for."""


@dataclass(frozen=True)
class ComputedLabel:
    """A line that is not entered: a formula, or the text at a path of the data file."""

    label: str
    key: str
    content: Formula | str


@dataclass(frozen=True)
class Labels:
    """The values at ``paths``, in that order; of an object all its fields. ``headings`` stand in ``row``, if any.

    ``hints``: by path, a template instead of the hint of its kind; ``[值]`` is the value. ``names``: by path, the free
    keys that always have a line. ``worked_out``: below the others. ``placeholders``: of the template, by path.
    ``worded``: paths of texts, one behind the other, in which slips are looked for.
    ``only_where``: paths that have a line only where the content of the data file is such.
    """

    paths: tuple[str, ...]
    hints: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    worked_out: tuple[ComputedLabel, ...] = ()
    placeholders: required.Placeholders = field(default_factory=dict)
    worded: tuple[str, ...] = ()
    only_where: Mapping[str, Callable[[Mapping[str, Any]], bool]] = field(default_factory=dict)
    headings: tuple[str, ...] = ("项目", "数", HINT)
    row: int = HEADER
    widths: tuple[float, ...] = (40, 18, 50)

    def fields(self) -> Iterator[tuple[str, Field]]:
        for path in self.paths:
            one = field_at(path)
            if isinstance(one.kind, Record):
                yield from ((f"{path}.{inner.key}", inner) for inner in one.kind.fields)
            else:
                yield path, one


def numbered(key: str, index: int) -> str:
    """The label of the ``index``-th text (from 0) of a list of texts."""
    return f"{key}（{index + 1}）"


def within(key: str, name: str) -> str:
    """The label of a free key ``name`` in the object ``key``."""
    return f"{key}/{name}"


def block(part: Labels, sheet: str, content: Mapping[str, Any]) -> Block:
    items = [heading(part.row, col, text) for col, text in enumerate(part.headings, 1)]
    row = first = part.row + bool(part.headings)
    lines: list[tuple[str, Field, str]] = []
    said: list[str] = []
    areas: list[tuple[str, Area]] = []
    texts: list[int] = []
    for path, one in part.fields():
        if path in part.only_where and not part.only_where[path](content):
            continue
        cells = list(_cells(path, one, value_at(content, path), part.names.get(path, ())))
        if isinstance(one.kind, FreeKeys | ListOf):
            areas.append((entry_key(path), Area(sheet, row, 2, len(cells))))
        for text, of, value, key in cells:
            items += [label(row, text, of.required), input_cell(row, 2, value, of.kind, key)]
            lines.append((text, of, part.placeholders.get(path, "")))
            said.append(SLIPS.told if path in part.worded else part.hints.get(path) or hints.of_figure("值", of.kind))
            texts += [row] if path in part.worded else []
            row += 1
    optional = not any(field_at(path.partition(".")[0]).required for path in part.paths)
    marks = required.of_lines(lines, first, optional)
    for at, hint in enumerate(said, first):
        needed = required.said(mark for mark in marks if mark.row == at)
        items.append(hint_cell(at, 3, "&".join(filter(None, (needed, hint))), COLUMNS))
    for column in SLIP_COLUMNS if texts else ():
        body = Formula(in_row(column.template, COLUMNS, texts[0]))
        key = f"录入/{part.worded[0].partition('.')[0]}/{column.label}"
        items.append(Item(texts[0], COLUMNS[column.label], body, "computed", key, down=len(texts)))
    for below, line in enumerate(part.worked_out, row):
        what = value_at(content, line.content) if isinstance(line.content, str) else line.content
        items += [label(below, line.label), Item(below, 2, what, "computed", line.key)]
    guards = tuple(guard(of, row, 2) for row, (_, of, _) in enumerate(lines, first))
    more = tuple(column.width for column in SLIP_COLUMNS if texts)
    colours = tuple(mark.colour for mark in marks)
    return Block(tuple(items), guards, (*part.widths, *more), tuple(areas), colours, hidden=len(more))


def _cells(path: str, one: Field, value: Any, names: tuple[str, ...]) -> Iterator[tuple[str, Field, Any, str]]:
    """Label, field, value and key of each input cell of a path."""
    match one.kind:
        case ListOf(item):
            for index, text in enumerate([*(value or []), *[None] * SPARE_TEXTS]):
                yield numbered(one.key, index), Field(one.key, item), text, entry_key(path, str(index + 1))
        case FreeKeys(kind):
            inner = value or {}
            for name in dict.fromkeys((*names, *inner)):
                yield within(one.key, name), Field(name, kind), inner.get(name), entry_key(path, name)
        case _:
            yield one.key, one, value, entry_key(path)
