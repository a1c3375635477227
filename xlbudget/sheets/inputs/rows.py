"""A part of an input sheet that is a list: an entry a row, below a row of headings.

In the templates of hints and computed columns ``[列]`` is the cell of that column in the same row, ``[^列]`` the first
cell of the column that the template is for.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any, TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.datafile.kinds import Amount, Field, ListOf, Record, Text
from xlbudget.datafile.kinds import Mapping as FreeKeys
from xlbudget.language.blocks import down
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Content, Item
from xlbudget.sheets.inputs import cells, head, required
from xlbudget.sheets.inputs.hints import Hint, said
from xlbudget.sheets.inputs.paths import field_at, record_at, value_at

SPARE = 20
LEAST = 60
EVALUATIONS = "绩效自评"
OWNER = Field("对象", Text(), True, "“整体”，或 录入-项目 里的项目名称")
"""The first column of a nested list: the self-evaluation that a row belongs to."""


def capacity(entries: int, blank: int = 0) -> int:
    """Rows of an input list: fixed at build; build again from the data file to enlarge it.

    ``blank``: how many the self-evaluations that have none yet will fill.
    """
    return max(LEAST, entries + blank + SPARE)


@dataclass(frozen=True)
class Computed:
    """A column that the sheet works out, placed behind the column ``after``; a hidden one stands at the far right."""

    label: str
    template: str
    after: str = ""
    style: str = "computed"
    width: float = 26
    hidden: bool = False


def hidden(label: str, template: str, width: float = 8) -> Computed:
    return Computed(label, template, width=width, hidden=True)


def counted(label: str, run: str) -> Computed:
    """A hidden column with how many entered figures are in the computed column ``label``: the n of its bound."""
    return hidden(f"{label}个数", f'COUNTIF({run},">0")+COUNTIF({run},"<0")')


@dataclass(frozen=True)
class Printed:
    """Rows that the form prints, above the unit's own: ``names`` by key, which stand in the computed column ``column``.

    ``hints``: theirs. ``own``: the template of the hints of the unit's own rows.
    """

    names: Callable[[Form, Data], Mapping[str, Content]]
    column: str
    hints: tuple[Hint, ...]
    own: str


@dataclass(frozen=True)
class Further:
    """Columns and hints that a list has in a workbook whose data file has ``key``."""

    key: str
    computed: tuple[Computed, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Rows:
    """A list of the data file. Its columns have the keys ``录入/<key>/<column>``.

    ``choices``: what a column offers to choose from: the defined name of the cells with all it may be, or usual words.
    ``keyed``: an object with free keys; the headings of key and value. ``nested``: the list of that name in each entry
    of 绩效自评, with ``each`` rows for one that has none yet. ``may_be_empty``: a unit may well have none, so its first
    row is not marked 待填. ``placeholders``: by column, those of the template. ``row``: of the headings, ``caption``
    above. ``added_up``: the totals of its amounts stand above them, and one of them ``meets`` a printed figure.
    ``printed_to``: the last column that is printed, where all of them would be too small to read.
    """

    key: str
    hints: tuple[Hint, ...]
    computed: tuple[Computed, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    may_be_empty: bool = False
    placeholders: required.Placeholders = field(default_factory=dict)
    keyed: tuple[str, str] | None = None
    nested: str = ""
    printed: Printed | None = None
    further: Further | None = None
    each: int = 0
    row: int = cells.HEADER
    caption: str = ""
    added_up: bool = True
    meets: head.Meets | None = None
    printed_to: str = ""
    of_form: Callable[[Form], tuple[Hint, ...]] = lambda _: ()
    """Hints that some regions' forms ask for, in a sentence of ``hints``."""

    @property
    def path(self) -> str:
        """Where the list stands in the data file or, nested, in an entry of 绩效自评."""
        return self.nested or self.key.replace("/", ".")

    @cached_property
    def record(self) -> Record:
        """What a row holds; ``评分/方式`` is 方式 in the object 评分."""
        if self.keyed:
            kind = field_at(self.path).kind
            kinds = (kind.key, kind.value) if isinstance(kind, FreeKeys) else (Text(), kind)
            needed = self.printed is None
            pairs = zip(self.keyed, kinds, strict=True)
            return Record(tuple(Field(key, kind, needed, self.prompts.get(key, "")) for key, kind in pairs))
        if self.nested:
            return Record((OWNER, *_columns_of(record_at(f"{EVALUATIONS}.{self.nested}"))))
        return Record(tuple(_columns_of(record_at(self.path))))

    @property
    def sentences(self) -> tuple[Hint, ...]:
        """Every sentence of its hints: what is required, then its own."""
        needed = [one.key for one in self.record.fields if one.required]
        needed += [f"{column}{required.LEFT_OVER}" for column in self.placeholders]
        return (*(Hint(label, "", unfilled=True) for label in needed), *self.hints)

    def size(self, content: Mapping[str, Any]) -> int:
        """Its rows in a workbook."""
        owners = content.get(EVALUATIONS, []) if self.nested else []
        return capacity(len(self.entries(content)), self.each * sum(not one.get(self.nested) for one in owners))

    def entries(self, content: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The list as rows, in file order."""
        if self.nested:
            owners = content.get(EVALUATIONS, [])
            return [{OWNER.key: one[OWNER.key], **_flat(row)} for one in owners for row in one.get(self.nested, [])]
        found = value_at(content, self.path) or []
        return [dict(zip(self.keyed, pair, strict=True)) for pair in dict(found).items()] if self.keyed else found


def _columns_of(record: Record) -> Iterator[Field]:
    for one in record.fields:
        if isinstance(one.kind, Record):
            yield from (Field(f"{one.key}/{inner.key}", inner.kind, later=inner.later) for inner in one.kind.fields)
        elif not isinstance(one.kind, ListOf):
            yield one


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= {f"{key}/{inner}": one for inner, one in value.items()} if isinstance(value, dict) else {key: value}
    return flat


Columns: TypeAlias = Mapping[str, Field | Computed]
"""The columns in order, by heading."""


def _summed(part: Rows, data: Data) -> Container[str]:
    """The columns that are sums in every row, those that nothing is entered in as well."""
    key, _, group = part.key.partition("/")
    return {one.column for one in data.summed if (one.key, one.row) == (key, group) and not part.keyed}


def _columns(part: Rows, size: int, summed: Container[str]) -> Columns:
    columns: dict[str, Field | Computed] = {}
    shown = [one for one in part.computed if not one.hidden]
    for entered in part.record.fields:
        columns |= {entered.key: entered} | {one.label: one for one in shown if one.after == entered.key}
    hint = part.printed.own if part.printed else _required(part, columns, size, summed).hint(said(part.hints))
    columns[cells.HINT] = Computed(cells.HINT, hint, style="hint", width=36)
    return columns | {one.label: one for one in part.computed if one.hidden}


def _required(part: Rows, columns: Columns, size: int, summed: Container[str]) -> required.RequiredOfList:
    listed = enumerate(columns.values(), 1)
    entered = [(col, one) for col, one in listed if isinstance(one, Field) and one.key not in summed]
    return required.of_list(entered, part.row + 1, size, part.may_be_empty, part.placeholders)


def block(part: Rows, sheet: str, data: Data, form: Form) -> cells.Block:
    if part.further:
        part = _with_texts(part, part.further, part.further.key in data.content)
    if more := part.of_form(form):
        part = replace(part, hints=(*part.hints, *more))
    entries, printed, fields = part.entries(data.content), dict[str, Content](), part.record.fields
    size = part.size(data.content)
    if part.printed:
        printed, key = dict(part.printed.names(form, data)), fields[0].key
        by_key = {entry[key]: entry for entry in entries}
        entries = [by_key.get(name, {key: name}) for name in dict.fromkeys((*printed, *by_key))]
        size = len(entries) + SPARE
    summed = _summed(part, data)
    columns = _columns(part, size, summed)
    place = {name: col for col, name in enumerate(columns, 1)}
    first = part.row + 1
    areas = {f"录入/{part.key}/{name}": Area(sheet, first, col, size) for name, col in place.items()}
    above = {fields[0].key: len(printed)}
    guards = (
        cells.guard(
            one, first + above.get(one.key, 0), place[one.key], size - above.get(one.key, 0), part.choices.get(one.key)
        )
        for one in fields
    )
    return cells.Block(
        (*_headings(part, columns), *_body(part, columns, entries, printed, size)),
        tuple(guards),
        tuple(_width(part, column) for column in columns.values()),
        tuple(areas.items()),
        _required(part, columns, size, summed).colours,
        totals=tuple(_totals(part, columns, size, form, data.balanced)),
        printed=(place[part.printed_to], part.row + size) if part.printed_to else None,
        freeze=3 if part.printed else 2,
        hidden=sum(column.hidden for column in part.computed),
    )


def _with_texts(part: Rows, further: Further, there: bool) -> Rows:
    """The list with its further columns if they are there; ``[列｜]`` is the text of a column as it is printed."""
    computed, hints = (further.computed, further.hints) if there else ((), ())
    end = "｜文]" if there else "]"
    return replace(
        part,
        computed=(*(replace(one, template=one.template.replace("｜]", end)) for one in part.computed), *computed),
        hints=(*(replace(one, when=one.when.replace("｜]", end)) for one in part.hints), *hints),
    )


def _width(part: Rows, column: Field | Computed) -> float:
    if isinstance(column, Computed):
        return column.width
    return part.widths.get(column.key, cells.KINDS[type(column.kind)][1])


def _totals(part: Rows, columns: Columns, size: int, form: Form, balanced: bool) -> Iterator[Item]:
    def above(col: int, column: Field | Computed) -> head.Above:
        if isinstance(column, Computed):
            return head.Above(col, False, part.added_up and column.style == "computed_amount")
        return head.Above(col, column.required, part.added_up and isinstance(column.kind, Amount))

    shown = {name: col for col, (name, column) in enumerate(columns.items(), 1) if not _is_hidden(column)}
    hint, of = shown.pop(cells.HINT), shown[part.meets.column] if part.meets else 0
    listed = [above(col, columns[name]) for name, col in shown.items()]
    adjusted = f"录入/{part.key}/{part.meets.column}" if balanced and part.meets else ""
    return head.totals(listed, part.row + 1, size, hint, part.meets, of, form, adjusted)


def _is_hidden(column: Field | Computed) -> bool:
    return isinstance(column, Computed) and column.hidden


def _headings(part: Rows, columns: Columns) -> Iterator[Item]:
    if part.caption:
        yield cells.label(part.row - 1, part.caption)
    for col, (name, column) in enumerate(columns.items(), 1):
        if not (part.printed and _is_hidden(column)):
            yield cells.heading(part.row, col, name, isinstance(column, Computed))


def _body(
    part: Rows, columns: Columns, entries: list[dict[str, Any]], printed: Mapping[str, Content], size: int
) -> Iterator[Item]:
    """The columns: the rows of the printed, then of the other entries, then the spare ones."""
    place = {name: col for col, name in enumerate(columns, 1)}
    key, first = part.record.fields[0].key, part.row + 1
    own, spare, end = first + len(printed), first + len(entries), first + size

    def computed(name: str, template: str, style: str, start: int, end: int, top: int = first) -> Item:
        return Item(start, place[name], Formula(cells.in_row(template, place, start, top)), style, down=end - start)

    if part.printed and printed:
        yield from down(first, 1, printed, "in_code")
        beside_it = next(one for one in part.computed if one.label == part.printed.column)
        yield from down(first, place[beside_it.label], printed.values(), beside_it.style)
        yield computed(cells.HINT, said(part.printed.hints), "hint", first, own)
    for name, column in columns.items():
        if isinstance(column, Field):
            row = own if name == key else first
            values = [entry.get(name) for entry in entries[row - first :]] + [None] * (end - spare)
            for _, run in groupby(values, key=repr):
                value, *same = run
                yield cells.input_cell(row, place[name], value, column.kind, down=1 + len(same))
                row += 1 + len(same)
        else:
            beside = part.printed and name in (part.printed.column, cells.HINT)
            yield computed(name, column.template, column.style, own if beside else first, end)
