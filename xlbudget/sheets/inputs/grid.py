"""A part of an input sheet with amounts of like objects side by side: a column an object, a row a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import Amount, Field, Record
from xlbudget.language.sheet import Area
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import HEADER, HINT, Block, guard, heading, hint_cell, input_cell, label
from xlbudget.sheets.inputs.hints import amount_hints, said
from xlbudget.sheets.inputs.paths import entry_key, record_at, value_at


@dataclass(frozen=True)
class Grid:
    """The objects ``columns`` within the one at ``path``, which all have the same fields."""

    path: str
    columns: tuple[str, ...]
    row: int = HEADER

    @property
    def record(self) -> Record:
        return record_at(f"{self.path}.{self.columns[0]}")


def block(part: Grid, sheet: str, content: Mapping[str, Any]) -> Block:
    columns = {name: col for col, name in enumerate(part.columns, 2)}
    fields, first, last = part.record.fields, part.row + 1, len(part.columns) + 2
    items = [heading(part.row, col, text) for col, text in enumerate(("项目", *part.columns, HINT), 1)]
    for row, field in enumerate(fields, first):
        items.append(label(row, field.key))
        for name, col in columns.items():
            value = value_at(content, f"{part.path}.{name}.{field.key}")
            items.append(input_cell(row, col, value, field.kind, entry_key(f"{part.path}.{name}.{field.key}")))
        items.append(hint_cell(row, last, said(amount_hints(*part.columns)), columns))
    needed = [col for name, col in columns.items() if record_at(part.path)[name].required]
    return Block(
        items=tuple(items),
        guards=tuple(
            guard(Field(part.path + name, Amount()), first, col, len(fields)) for name, col in columns.items()
        ),
        widths=(28, *[16] * len(columns), 44),
        areas=tuple(
            (entry_key(f"{part.path}.{name}"), Area(sheet, first, col, len(fields))) for name, col in columns.items()
        ),
        colours=tuple(required.of_column(first, col, len(fields)) for col in needed),
        heading=part.row,
    )
