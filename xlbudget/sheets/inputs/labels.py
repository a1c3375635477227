"""A part of an input sheet with a value a line: label in column A, value in column B, hint in column C.

The label is the key itself; a list of texts has the labels ``键（1）``, ``键（2）`` …, free keys ``键/名称``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import Field, ListOf
from xlbudget.datafile.kinds import Mapping as FreeKeys
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Item
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import HEADER, HINT, Block, guard, heading, hint_cell, input_cell, label
from xlbudget.sheets.inputs.hints import figure_hint
from xlbudget.sheets.inputs.paths import entry_key, field_at, record_at, value_at

SPARE_TEXTS = 3
COLUMNS = {"值": 2}
"""What templates call the column of the values."""


@dataclass(frozen=True)
class Line:
    """The value at ``path`` of the data file: one, a list of texts (a line each), or an object with free keys.

    ``hint``: a template instead of the hint of its kind. ``names``: the free keys that always have a line.
    """

    path: str
    hint: str = ""
    names: tuple[str, ...] = ()

    @property
    def field(self) -> Field:
        return field_at(self.path)


@dataclass(frozen=True)
class WorkedOut:
    """A line that is not entered: a formula, or the text at a path of the data file."""

    label: str
    key: str
    content: Formula | str


@dataclass(frozen=True)
class Labels:
    """``headings`` in ``row``, the lines below; without headings the lines begin there."""

    lines: tuple[Line, ...]
    worked_out: tuple[WorkedOut, ...] = ()
    headings: tuple[str, ...] = ("项目", "数", HINT)
    row: int = HEADER
    widths: tuple[float, ...] = (40, 18, 50)


def lines_of(path: str, hints: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """A line for each field of the object at a path."""
    return tuple(Line(f"{path}.{field.key}", (hints or {}).get(field.key, "")) for field in record_at(path).fields)


def numbered(key: str, index: int) -> str:
    """The label of the ``index``-th text (from 0) of a list of texts."""
    return f"{key}（{index + 1}）"


def within(key: str, name: str) -> str:
    """The label of a free key ``name`` in the object ``key``."""
    return f"{key}/{name}"


def block(part: Labels, sheet: str, content: Mapping[str, Any]) -> Block:
    items = [heading(part.row, col, text) for col, text in enumerate(part.headings, 1)]
    row = first = part.row + bool(part.headings)
    fields: list[Field] = []
    areas: list[tuple[str, Area]] = []
    for line in part.lines:
        cells = list(_cells(line, value_at(content, line.path)))
        if isinstance(line.field.kind, FreeKeys):
            areas.append((entry_key(line.path), Area(sheet, row, 2, len(cells))))
        for text, field, value, key in cells:
            hint = hint_cell(row, 3, line.hint or figure_hint("值", field.kind), COLUMNS)
            items += [label(row, text), input_cell(row, 2, value, field.kind, key), hint]
            fields.append(field)
            row += 1
    for below, shown in enumerate(part.worked_out, row):
        what = value_at(content, shown.content) if isinstance(shown.content, str) else shown.content
        items += [label(below, shown.label), Item(below, 2, what, "computed", shown.key)]
    return Block(
        items=tuple(items),
        guards=tuple(guard(field, row, 2) for row, field in enumerate(fields, first)),
        widths=part.widths,
        areas=tuple(areas),
        colours=required.of_lines(fields, first),
        heading=part.row if part.headings else 0,
    )


def _cells(line: Line, value: Any) -> Iterator[tuple[str, Field, Any, str]]:
    """Label, field, value and key of each input cell of a line."""
    field = line.field
    match field.kind:
        case ListOf(item):
            texts = [*(value or []), *[None] * SPARE_TEXTS]
            for index, text in enumerate(texts):
                yield numbered(field.key, index), Field(field.key, item), text, entry_key(line.path, str(index + 1))
        case FreeKeys(kind):
            inner = value or {}
            for name in dict.fromkeys((*line.names, *inner)):
                yield within(field.key, name), Field(name, kind), inner.get(name), entry_key(line.path, name)
        case _:
            yield field.key, field, value, entry_key(line.path)
