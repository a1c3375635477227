"""``--units FILE``: the units that a bureau expects, and which of them are missing, not expected, or late.

The list is a sheet of a workbook (.xlsx) or a text (.csv) with a row of headings (:data:`HEADINGS`) and a unit a row.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from xlbudget.datafile.kinds import shown
from xlbudget.disk import input_file
from xlbudget.errors import BadUnitList
from xlbudget.language.sheet import address_of
from xlbudget.reading.cells import Cell, Workbook
from xlbudget.reading.code_table import cell_text
from xlbudget.reading.number_formats import as_date
from xlbudget.reading.package import Package

NAME, CODE, APPROVED, PUBLISHED = HEADINGS = ("单位名称", "预算代码", "批复日期", "公开日期")
DAYS = 20
"""预算法第十四条: within how many days of the approval (批复) the accounts are published."""
_ENDINGS = {".xlsx", ".csv"}
_ENCODINGS = ("utf-8-sig", "gb18030")
_DAY = re.compile(
    r"((?:19|20)\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?", re.A
)
_EIGHT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SERIALS = range(30_000, 80_000)
"""Numbers of days that are meant as one: 1982 to 2119. Formatted as numbers they look like any other."""
_HEAD_ROWS = 20
"""How far down the headings are looked for, below a title."""


@dataclass(frozen=True)
class Expected:
    """A unit of the list, and the row in which it stands there."""

    name: str
    code: str
    approved: date | None
    published: date | None
    row: int

    @property
    def place(self) -> str:
        return f"名单第 {self.row} 行"

    @property
    def days(self) -> int | None:
        """From approval to publication; None where either date is blank."""
        return (self.published - self.approved).days if self.published and self.approved else None

    @property
    def late(self) -> bool:
        return (self.days or 0) > DAYS


@dataclass(frozen=True)
class Submitted:
    """What there is of a unit: the file, and the name and code that stand in it."""

    file: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class Attendance:
    """The list against the files."""

    listed: int
    files: Mapping[str, Expected]
    """File → its unit in the list."""
    missing: tuple[Expected, ...]
    unlisted: tuple[Submitted, ...]
    late: tuple[Expected, ...]
    remarks: tuple[str, ...]
    """What does not fit together: two files of a unit, a code of another unit, a publication before its approval."""

    @property
    def complete(self) -> bool:
        """Whether every unit has a file and every file its unit."""
        return not (self.missing or self.unlisted)

    def sentences(self) -> list[str]:
        """What to tell, a line each; the first says how many there are."""
        told = f"名单上 {self.listed} 个单位，有文件的 {self.listed - len(self.missing)} 个"
        lines = [f"{told}，没有文件的 {len(self.missing)} 个，名单上没有的文件 {len(self.unlisted)} 个"]
        lines += [f"没有文件：{_called(one.name, one.code)}（{one.place}）" for one in self.missing]
        lines += [f"不在名单上：{_called(one.name, one.code)}，{one.file}" for one in self.unlisted]
        lines += [
            f"公开晚了：{_called(one.name, one.code)}，{one.approved} 批复，{one.published} 公开，隔了 {one.days} 天，"
            f"应当在 {DAYS} 天以内"
            for one in self.late
        ]
        return [*lines, *self.remarks]


@dataclass(frozen=True)
class UnitList:
    path: Path
    units: tuple[Expected, ...]

    def against(self, files: Iterable[Submitted]) -> Attendance:
        """Whose files these are: by code where both sides have one, else by name; spaces and widths do not count."""
        by_code = {plain(one.code): one for one in self.units if one.code}
        by_name: dict[str, list[Expected]] = {}
        for one in self.units:
            by_name.setdefault(plain(one.name), []).append(one)
        found: dict[str, Expected] = {}
        holders: dict[Expected, list[str]] = {}
        unlisted, remarks = [], []
        for file in files:
            named = by_name.get(plain(file.name), [])
            unit = by_code.get(plain(file.code)) if file.code else None
            if unit is None and len(named) == 1:
                (unit,) = named
                if file.code and unit.code:
                    remarks.append(
                        f"预算代码不同：{file.file} 里 {file.name} 是 {file.code}，名单里是 {unit.code}（{unit.place}）"
                    )
            elif unit is None and named:
                places = "、".join(one.place for one in named)
                remarks.append(f"分不清：名单上有几个 {file.name}（{places}），{file.file} 里没有对得上的预算代码")
            elif unit is not None and plain(unit.name) != plain(file.name):
                remarks.append(
                    f"名称不同：预算代码 {unit.code} 在 {file.file} 里是 {file.name or '（空）'}，"
                    f"名单里是 {unit.name}（{unit.place}）"
                )
            if unit is None:
                unlisted.append(file)
            else:
                found[file.file] = unit
                holders.setdefault(unit, []).append(file.file)
        remarks += [
            f"有 {len(its)} 个文件：{_called(unit.name, unit.code)}：{'、'.join(its)}"
            for unit, its in holders.items()
            if len(its) > 1
        ]
        remarks += [
            f"公开日期早于批复日期：{_called(one.name, one.code)}，{one.approved} 批复，{one.published} 公开"
            f"（{one.place}）"
            for one in self.units
            if (one.days or 0) < 0
        ]
        missing = tuple(one for one in self.units if one not in holders)
        late = tuple(one for one in self.units if one.late)
        return Attendance(len(self.units), found, missing, tuple(unlisted), late, tuple(remarks))


def plain(text: str) -> str:
    """A name or code as two of them are compared: full-width letters as others, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _called(name: str, code: str) -> str:
    return f"{shown(name) or '（没有名称）'}{f'（{shown(code)}）' if code else ''}"


def read_unit_list(path: Path) -> UnitList:
    """The list in a file; refuses with :class:`BadUnitList`, naming row and column."""
    if (ending := path.suffix.lower()) not in _ENDINGS:
        raise BadUnitList(str(path), f"读的是 .xlsx 和 .csv，不是 {ending or '没有扩展名的文件'}；请另存为其中一种")
    for sheet, rows in (_of_text if ending == ".csv" else _of_workbook)(path):
        for top, row in list(rows.items())[:_HEAD_ROWS]:
            if NAME in (heads := {col: plain(cell_text(cell)) for col, cell in row.items()}).values():
                return UnitList(path, _units(path, sheet, rows, top, heads))
    raise BadUnitList(str(path), f"找不到表头，应有一行写着 {'、'.join(HEADINGS)}")


Rows = Mapping[int, Mapping[int, Cell]]


def _of_text(path: Path) -> Iterable[tuple[str, Rows]]:
    text = input_file.text(path, encodings=_ENCODINGS)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise BadUnitList(str(path), "不是写得完整的 CSV，引号没有成对；请用 Excel 或 WPS 另存一次") from None
    yield (
        "",
        {row: {col: Cell("text", text) for col, text in enumerate(texts, 1)} for row, texts in enumerate(lines, 1)},
    )


def _of_workbook(path: Path) -> Iterable[tuple[str, Rows]]:
    book = Workbook.of(Package.open(path))
    for sheet in book.sheets:
        rows: dict[int, dict[int, Cell]] = {}
        for (row, col), cell in sorted(book.read(sheet).cells.items()):
            rows.setdefault(row, {})[col] = cell
        yield sheet, rows


def _units(path: Path, sheet: str, rows: Rows, top: int, heads: Mapping[int, str]) -> tuple[Expected, ...]:
    columns: dict[str, int] = {}
    for col, head in heads.items():
        if head in HEADINGS and columns.setdefault(head, col) != col:
            raise BadUnitList(str(path), f"{_place(sheet, top, col)} 又是一列“{head}”，只能有一列")
    found: list[Expected] = []
    seen: dict[tuple[str, str], Expected] = {}
    for row, cells in rows.items():
        texts = {head: cell_text(cells[col]).strip() for head, col in columns.items() if col in cells}
        if row <= top or not any(texts.values()):
            continue
        if not (name := texts.get(NAME, "")):
            raise BadUnitList(str(path), f"{_place(sheet, row, columns[NAME])} 没有单位名称，这一行别的列有内容")
        approved, published = (
            _date(path, _place(sheet, row, columns[head]), head, cells[columns[head]]) if texts.get(head) else None
            for head in (APPROVED, PUBLISHED)
        )
        unit = Expected(name, texts.get(CODE, ""), approved, published, row)
        # A code is one unit's; of two units without codes the name has to tell them apart.
        key = ("", plain(unit.code)) if unit.code else (plain(name), "")
        if (before := seen.setdefault(key, unit)) is not unit:
            raise BadUnitList(str(path), f"第 {row} 行的 {_called(name, unit.code)} 在第 {before.row} 行已经有了")
        found.append(unit)
    if not found:
        raise BadUnitList(str(path), "表头下面没有一个单位")
    return tuple(found)


def _date(path: Path, place: str, head: str, cell: Cell) -> date:
    """The day in a cell: a date of Excel's, a number of days, or a text such as 2024-08-15, 2024年8月15日, 20240815."""
    text = unicodedata.normalize("NFKC", cell_text(cell)).strip()
    if cell.kind == "number" and isinstance(cell.value, int | float) and int(cell.value) in _SERIALS:
        # A time of day does not make it another day.
        text = as_date(int(cell.value), cell.since_1904) or text
    elif text.isdecimal() and text.isascii() and int(text) in _SERIALS:
        text = as_date(int(text)) or text
    if match := _DAY.fullmatch(text) or _EIGHT.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            pass
    raise BadUnitList(str(path), f"{place} 的{head}“{shown(text)}”不是日期，应像 2024-08-15；没有公开的空着")


def _place(sheet: str, row: int, col: int) -> str:
    return f"{f'“{shown(sheet)}”表 ' if sheet else ''}{address_of(row, col)}"
