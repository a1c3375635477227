"""A part of an input sheet that is a list: an entry a row, below a row of headings.

In the templates of hints and computed columns ``[列]`` is the cell of that column in the same row, ``[^列]`` the first
cell of the column that the template is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Field, Record
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Item
from xlbudget.sheets.inputs import required
from xlbudget.sheets.inputs.cells import (
    HEADER,
    HINT,
    Block,
    guard,
    heading,
    hint_cell,
    in_row,
    input_cell,
    label,
    width_of,
)
from xlbudget.sheets.inputs.hints import Hint, said
from xlbudget.sheets.inputs.paths import value_at

SPARE = 20
LEAST = 60
OWNER = "对象"
"""The column of a nested list that names the self-evaluation of a row."""
EVALUATIONS = "绩效自评"


def capacity(entries: int) -> int:
    """Rows of an input list: fixed at build; build again from the data file to enlarge it."""
    return max(LEAST, entries + SPARE)


@dataclass(frozen=True)
class Computed:
    """A column that the sheet works out, placed behind the column ``after``; a hidden one stands at the far right.

    ``spare``: only the rows that are spare at build have it.
    """

    label: str
    template: str
    after: str = ""
    style: str = "computed"
    width: float = 26
    hidden: bool = False
    spare: bool = False


def hidden(label: str, template: str, width: float = 8, spare: bool = False) -> Computed:
    return Computed(label, template, width=width, hidden=True, spare=spare)


def counted(label: str, cells: str) -> Computed:
    """A hidden column with how many entered figures are in the computed column ``label``: the n of its bound."""
    return hidden(f"{label}个数", f'COUNTIF({cells},">0")+COUNTIF({cells},"<0")')


@dataclass(frozen=True)
class Printed:
    """Rows that the form prints, above those of the unit's own: their keys and names are fixed.

    ``names``: of a form and year, name by key; they stand in the computed column ``column``. ``hint``: the template
    of the other rows.
    """

    names: Callable[[Form, int], Mapping[str, str]]
    column: str
    hint: str


@dataclass(frozen=True)
class Further:
    """Columns and hints that a list has in a workbook whose data file has ``key``."""

    key: str
    computed: tuple[Computed, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Rows:
    """A list of the data file. Its columns have the keys ``录入/<key>/<column>``.

    ``record``: what a row holds; ``评分/方式`` is 方式 in the object 评分. ``keyed``: an object with free keys, the
    first column the key and the second its value. ``nested``: the list of that name in each entry of 绩效自评, the
    first column its 对象. ``may_be_empty``: a unit may well have none, so its first row is not marked 待填. ``spare``:
    the columns whose spare rows have a key, too, ``录入/<key>/备用<column>``. ``row``: of the headings; ``caption``:
    what stands above it.
    """

    key: str
    record: Record
    hints: tuple[Hint, ...]
    computed: tuple[Computed, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)
    may_be_empty: bool = False
    keyed: bool = False
    nested: str = ""
    printed: Printed | None = None
    further: Further | None = None
    spare: tuple[str, ...] = ()
    row: int = HEADER
    caption: str = ""

    @property
    def path(self) -> str:
        """Where the list stands in the data file or, nested, in an entry of 绩效自评."""
        return self.nested or self.key.replace("/", ".")

    def entries(self, content: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The list as rows, in file order."""
        if self.nested:
            owners = content.get(EVALUATIONS, [])
            return [{OWNER: one[OWNER], **_flat(row)} for one in owners for row in one.get(self.nested, [])]
        found = value_at(content, self.path) or []
        if self.keyed:
            key, value = (field.key for field in self.record.fields)
            return [{key: name, value: inner} for name, inner in dict(found).items()]
        return list(found)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= {f"{key}/{inner}": one for inner, one in value.items()} if isinstance(value, dict) else {key: value}
    return flat


Column: TypeAlias = Field | Computed | None


def _columns(part: Rows) -> dict[str, Column]:
    """The columns in order, by label; None is that of the hints."""
    columns: dict[str, Column] = {}
    for one in part.record.fields:
        columns |= {one.key: one} | {c.label: c for c in part.computed if c.after == one.key and not c.hidden}
    return columns | {HINT: None} | {c.label: c for c in part.computed if c.hidden}


def block(part: Rows, sheet: str, data: Data, form: Form) -> Block:
    if part.further and part.further.key in data.content:
        computed, hints = (*part.computed, *part.further.computed), (*part.hints, *part.further.hints)
        part = replace(part, computed=computed, hints=hints)
    entries = part.entries(data.content)
    printed: Mapping[str, str] = {}
    size = capacity(len(entries))
    if part.printed:
        printed = part.printed.names(form, data.year)
        entries = _printed_first(part, entries, printed)
        size = len(entries) + SPARE
    columns, first, spare = _columns(part), part.row + 1, part.row + 1 + len(entries)
    key = part.record.fields[0].key
    place = {name: col for col, name in enumerate(columns, 1)}
    hint = _hint(part, place)
    items = [label(part.row - 1, part.caption)] if part.caption else []
    headings = {n: c for n, c in columns.items() if not (part.printed and isinstance(c, Computed) and c.hidden)}
    items += [heading(part.row, place[name], name, not isinstance(c, Field)) for name, c in headings.items()]
    for row in range(first, first + size):
        entry = entries[row - first] if row < spare else {}
        fixed = row < first + len(printed)
        for name, column in columns.items():
            match column:
                case Field() if fixed and name == key:
                    items.append(Item(row, place[name], entry[key], "label_code"))
                case Field():
                    items.append(input_cell(row, place[name], entry.get(name), column.kind))
                case Computed() if part.printed and fixed and name == part.printed.column:
                    items.append(Item(row, place[name], printed[entry[key]], column.style))
                case Computed() if row >= spare or not column.spare:
                    template = in_row(column.template, place, row, spare if column.spare else first)
                    items.append(Item(row, place[name], Formula(template), column.style))
                case None:
                    items.append(hint_cell(row, place[name], said(part.hints) if fixed else hint, place))
    areas = {f"录入/{part.key}/{name}": Area(sheet, first, col, size) for name, col in place.items()}
    for name in part.spare:
        areas[f"录入/{part.key}/备用{name}"] = Area(sheet, spare, place[name], size - len(entries))
    fields = [(place[one.key], one) for one in part.record.fields]
    above = {key: len(printed)}
    return Block(
        items=tuple(items),
        guards=tuple(
            guard(one, first + above.get(one.key, 0), col, size - above.get(one.key, 0)) for col, one in fields
        ),
        widths=tuple(_width(part, name, column) for name, column in columns.items()),
        areas=tuple(areas.items()),
        colours=required.of_list(fields, first, size, part.may_be_empty),
        heights=() if part.printed else ((part.row, 34),),
        heading=part.row,
        hidden=sum(column.hidden for column in part.computed),
    )


def _printed_first(part: Rows, entries: list[dict[str, Any]], printed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The entries in the order of the form, a row for each that it prints; then those that it does not."""
    key = part.record.fields[0].key
    by_key = {entry[key]: entry for entry in entries}
    return [by_key.get(name, {key: name}) for name in dict.fromkeys((*printed, *by_key))]


def _hint(part: Rows, place: Mapping[str, int]) -> str:
    """All hints of a row, joined; empty for a row in which nothing is entered."""
    if part.printed:
        return part.printed.hint
    keys = [one.key for one in part.record.fields]
    # COUNTA counts the formulas that stand between the entered columns.
    between = place[keys[-1]] - len(keys)
    return f'IF(COUNTA([{keys[0]}]:[{keys[-1]}])<={between},"",{said(part.hints)})'


def _width(part: Rows, name: str, column: Column) -> float:
    if isinstance(column, Field):
        return part.widths.get(name, width_of(column.kind))
    return column.width if column else 44
