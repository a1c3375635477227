"""One part of an input sheet: find its labels or headings, read what stands beside or below them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from xlbudget.datafile.adding import ADDED, NOT_ADDED
from xlbudget.datafile.kinds import Amount, Kind, ListOf, Mapping, Number, join, number
from xlbudget.language.grid import Value
from xlbudget.reading.cell_values import Understood, raw_text, understood
from xlbudget.reading.cells import SheetCells
from xlbudget.reading.remarks import Oddity, Place, about
from xlbudget.sheets.inputs.cells import HINT
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.labels import Labels, numbered, within
from xlbudget.sheets.inputs.rows import Rows

SUMMED = frozenset(f"录入-{key}" for key in (*ADDED, "单位"))
"""The sheets on which input cells may be sums."""
BELOW = 40
"""How far below its place a row of headings is looked for."""


class Unrecognisable(Exception):
    """The headings or labels of a sheet are not there; ``str()`` says which."""


Steps: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a place of the data file."""


def path_of(steps: Steps) -> str:
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else join(path, step)
    return path


@dataclass
class Found:
    """What reading gathers: values by path, where each input cell stands, what was odd, how long the lists are."""

    mending: bool = False
    """Whether a list is read that has lost a column which may be left out."""
    unit: str | None = None
    """金额单位."""
    earlier: bool = False
    """The workbook is of an earlier version: it may have no cells for later fields."""
    leaves: dict[Steps, Any] = field(default_factory=dict)
    entries: dict[Place, Value] = field(default_factory=dict)
    """What every input cell holds as it was read; none where it could not be read."""
    places: dict[str, Place] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    """List → the rows that its sheet has for it."""
    capacities: dict[str, int] = field(default_factory=dict)
    """Key of a column of the sheet that is being read → the rows of it that the formulas look at, where known."""
    department: bool = False
    """Input cells may be sums of 单位明细."""
    summed: dict[Place, Understood] = field(default_factory=dict)
    """Those that are a formula, and what it came to; a zero is read until 单位明细 says what they are."""
    beyond: set[tuple[str, int]] = field(default_factory=set)
    """Sheets and rows with entries that the formulas do not look at."""

    def note(
        self, place: Place, sentence: str, certain: bool = False, raw: str = "", read: Any = None, counts: bool = True
    ) -> None:
        self.oddities.append(about(place, raw, read, certain, sentence, counts))

    def value(self, cells: SheetCells, row: int, col: int, kind: Kind, added: bool = True) -> Any:
        """The value of an input cell; what is odd about it is noted. ``added``: it may be a sum of 单位明细."""
        cell = cells.at(row, col)
        found = understood(cell, kind, self.unit)
        added = added and self.department and cells.name in SUMMED and isinstance(kind, Amount | Number)
        if added and cell.formula is not None:
            self.summed[Place(cells.name, row, col)] = found
            return None
        if found.remark:
            place = Place(cells.name, row, col)
            self.note(place, found.remark, found.certain, raw_text(cell), found.value, found.counts)
        if cell.escaped:
            sentence = "里面有转义的字（如 _x0041_），各家软件读到的不一样；请重新填写"
            self.note(Place(cells.name, row, col), sentence, raw=raw_text(cell), read=found.value)
        if found.value is not None:
            figure = isinstance(kind, Amount | Number)
            self.entries[Place(cells.name, row, col)] = number(found.value) if figure else found.value
        return found.value

    def leaf(self, cells: SheetCells, row: int, col: int, steps: Steps, kind: Kind) -> None:
        """A value that stands by itself."""
        self.places[path_of(steps)] = Place(cells.name, row, col)
        if (value := self.value(cells, row, col, kind, path_of(steps) not in NOT_ADDED)) is not None:
            self.leaves[steps] = value
        elif self.places[path_of(steps)] in self.summed:
            self.leaves[steps] = 0


def read_labels(part: Labels, cells: SheetCells, found: Found) -> None:
    """Label in column A, value in column B."""
    rows: dict[str, int] = {}
    for row in range(1, cells.last_row + 1):
        rows.setdefault(cells.text(row, 1), row)
    for where, one in part.fields():
        path = tuple(where.split("."))
        key = path[-1]
        match one.kind:
            case ListOf(item):
                index = count = 0
                while beside := rows.get(numbered(key, count)):
                    found.leaf(cells, beside, 2, (*path, index), item)
                    # A blank line among them is no entry.
                    index += (*path, index) in found.leaves
                    count += 1
                if not count:
                    raise Unrecognisable(f"A 列里找不到“{numbered(key, 0)}”这一行")
            case Mapping(item):
                for row in range(1, cells.last_row + 1):
                    label = str(cells.at(row, 1).value or "").lstrip()
                    if label.startswith(within(key, "")):
                        # Blanks around a name are part of it.
                        found.leaf(cells, row, 2, (*path, label.removeprefix(within(key, ""))), item)
            case kind:
                if key not in rows:
                    if (one.later and found.earlier) or where in part.only_where:
                        continue
                    raise Unrecognisable(f"A 列里找不到“{key}”这一行")
                found.leaf(cells, rows[key], 2, path, kind)


def read_grid(part: Grid, cells: SheetCells, found: Found) -> None:
    """A heading for each object, a label in column A for each of its fields."""
    header, columns = _headings(cells, part.columns, part.row, found)
    for one in part.record.fields:
        row = next((r for r in range(header + 1, header + BELOW) if cells.text(r, 1) == one.key), None)
        if row is None:
            raise Unrecognisable(f"A 列里找不到“{one.key}”这一行")
        for column in part.columns:
            found.leaf(cells, row, columns[column], (part.path, column, one.key), one.kind)


@dataclass(frozen=True)
class FilledRow:
    """One row of a list: what it holds and where each field stands."""

    values: dict[str, Any]
    places: dict[str, Place]


def read_rows(part: Rows, cells: SheetCells, found: Found) -> list[FilledRow]:
    """The entries of a list in the order of the rows; blank rows are passed over."""
    fields = list(part.record.fields)
    optional = [one.key for one in fields if found.mending and not (one.required or part.keyed)]
    late = [one.key for one in fields if one.later and found.earlier]
    header, columns = _headings(cells, tuple(one.key for one in fields), part.row, found, optional, late)
    fields = [one for one in fields if one.key in columns]
    cols = [columns[one.key] for one in fields]
    if header != part.row:
        sentence = f"表头在第 {header} 行，原来在第 {part.row} 行；照表头读"
        found.note(Place(cells.name, header, 1), sentence, certain=True)
    last = _capacity(cells, header, columns.get(HINT, 0))
    # A row dragged down has a hint as well, and no formula looks at it.
    last = min(last, header + found.capacities.get(f"录入/{part.key}/{fields[0].key}", last))
    found.sizes[part.path] = last - header
    wanted = set(cols)
    filled = sorted({row for row, col in cells.cells if row > header and col in wanted})
    for row in filled:
        if row > last:
            sentence = f"录入区到第 {last} 行为止，这一行公式算不到，没有读；请移到录入区的空行里"
            entered = next(col for col in cols if (row, col) in cells.cells)
            found.note(Place(cells.name, row, entered), sentence)
            found.beyond.add((cells.name, row))
    for top, left, bottom, right in cells.merged:
        if top <= last and bottom > header and any(left <= col <= right for col in cols):
            sentence = "录入区里有合并的单元格，只读到左上角一格；请取消合并后再填"
            found.note(Place(cells.name, top, left), sentence)
    entries = []
    for row in filled:
        if row <= last:
            places = {one.key: Place(cells.name, row, col) for one, col in zip(fields, cols, strict=True)}
            read = {one.key: found.value(cells, row, col, one.kind) for one, col in zip(fields, cols, strict=True)}
            values = {key: value for key, value in read.items() if value is not None}
            if any(not isinstance(value, str) or value.strip() for value in values.values()):
                sums = {key: 0 for key, place in places.items() if place in found.summed}
                entries.append(FilledRow(values | sums, places))
    return entries


def _headings(
    cells: SheetCells,
    keys: tuple[str, ...],
    expected: int,
    found: Found,
    optional: Container[str] = (),
    late: Container[str] = (),
) -> tuple[int, dict[str, int]]:
    """The row that has these headings, its usual one first, and the columns of all its headings.

    A heading that is ``optional`` may have been lost, which is said; one that is ``late`` may never have been there.
    """
    rows: dict[int, list[tuple[int, str]]] = {row: [] for row in (expected, *range(1, expected + BELOW))}
    for row, col in sorted(place for place in cells.cells if place[0] in rows):
        rows[row].append((col, cells.text(row, col)))
    missing = {
        row: {key for key in keys if key not in late} - {label for _, label in labels} for row, labels in rows.items()
    }
    row = min(missing, key=lambda row: len(missing[row]))
    lost = [key for key in keys if key in missing[row]]
    if any(key not in optional for key in lost) or len(lost) > len(keys) / 2:
        raise Unrecognisable(f"第 {expected} 行应为表头，缺“{'”“'.join(lost)}”")
    if lost:
        mend = "请撤销删除或改回表头，或用 xlbudget rebuild 重新生成一本，再填这一列"
        sentence = f"表头缺“{'”“'.join(lost)}”，这一列填过的都没有读到；{mend}"
        found.note(Place(cells.name, row, 1), sentence)
    columns: dict[str, int] = {}
    for col, label in rows[row]:
        if label in keys and label in columns:
            place = Place(cells.name, row, columns[label])
            found.note(place, f"表头“{label}”出现了两次，读的是左边一列；请核对", raw=label, read=label)
        columns.setdefault(label, col)
    if (order := [columns[key] for key in keys if key in columns]) != sorted(order):
        found.note(Place(cells.name, row, 1), "各列的次序与原来不同，照表头读；请核对表头")
    return row, columns


def _capacity(cells: SheetCells, header: int, hint: int) -> int:
    """The last row of the list: the last that has a 填写提示; without any, the last that is used."""
    hinted = [row for (row, col), cell in cells.cells.items() if col == hint and cell.formula is not None]
    return max(hinted, default=max(cells.last_row, header))


def labelled(cells: SheetCells, label: str) -> Any:
    """The raw value beside a label, before anything is read."""
    return next((cells.at(row, 2).value for row in range(1, cells.last_row + 1) if cells.text(row, 1) == label), None)
