"""A part of an input sheet with amounts of like objects side by side: a column an object, a row a field."""

from dataclasses import dataclass

from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Field, Record
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area
from xlbudget.sheets.inputs import hints, required
from xlbudget.sheets.inputs.cells import HEADER, HINT, Block, guard, heading, hint_cell, input_cell, label
from xlbudget.sheets.inputs.head import Above, Meets, totals
from xlbudget.sheets.inputs.paths import entry_key, record_at, value_at


@dataclass(frozen=True)
class Grid:
    """The objects ``columns`` within the one at ``path``, which all have the same fields.

    ``added_up``: the totals of its amounts stand above them.
    """

    path: str
    columns: tuple[str, ...]
    row: int = HEADER
    meets: Meets | None = None
    added_up: bool = True

    @property
    def record(self) -> Record:
        return record_at(f"{self.path}.{self.columns[0]}")


def block(part: Grid, sheet: str, data: Data, form: Form) -> Block:
    place = {name: col for col, name in enumerate(part.columns, 2)}
    fields, first = part.record.fields, part.row + 1
    hint = hints.said(hints.amounts(*part.columns))
    size, needed = len(fields), [(col, name) for name, col in place.items() if record_at(part.path)[name].required]
    marks = required.of_columns(needed, (first, 2, len(place) + 1), size)
    above = [Above(1, False, False), *(Above(col, (col, name) in needed, part.added_up) for name, col in place.items())]
    of = place[part.meets.column] if part.meets else 0
    adjusted = entry_key(f"{part.path}.{part.meets.column}") if data.balanced and part.meets else ""
    items = [heading(part.row, col, text) for col, text in enumerate(("项目", *part.columns, HINT), 1)]
    for row, field in enumerate(fields, first):
        said = f"{required.said(marks)}&{hint}" if row == first and marks else hint
        items += [label(row, field.key), hint_cell(row, len(place) + 2, said, place)]
        for name, col in place.items():
            path = f"{part.path}.{name}.{field.key}"
            items.append(input_cell(row, col, value_at(data.content, path), field.kind, entry_key(path)))
    return Block(
        tuple(items),
        tuple(guard(Field(part.path + name, fields[0].kind), first, col, size) for name, col in place.items()),
        (28, *[16] * len(place), 40),
        tuple((entry_key(f"{part.path}.{name}"), Area(sheet, first, col, size)) for name, col in place.items()),
        tuple(mark.colour for mark in marks),
        tuple(totals(above, first, size, len(place) + 2, part.meets, of, form, adjusted)),
    )
