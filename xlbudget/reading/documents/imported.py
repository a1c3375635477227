"""Documents of one unit made a data file: tables and running text read, entries put together, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xlbudget.datafile.classification import catalogue
from xlbudget.datafile.fields import GENERAL, VERSION
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.errors import DocumentUnreadable, LayoutUnclear
from xlbudget.language.form import Form, TableForm
from xlbudget.reading.documents import annexes, caijue, coded_table, fixed_table, narrative, project_table
from xlbudget.reading.documents.about_unit import accounts_of, duties, unit_of, year_of
from xlbudget.reading.documents.as_printed import bare
from xlbudget.reading.documents.assembling import Assembled
from xlbudget.reading.documents.figures import FoundTable, TableFigure
from xlbudget.reading.documents.fitting_layout import fitting, shape_of
from xlbudget.reading.documents.found import SCANNED, FoundGrid, Left, Line, Origin, Pieces, ReadEntry, SourceDocument
from xlbudget.reading.documents.leaves import leaves, lost
from xlbudget.reading.documents.opening import open_document
from xlbudget.reading.documents.sections import Portion, sections
from xlbudget.reading.documents.vocabulary import Vocabulary, forms, vocabulary
from xlbudget.sheets.narrative.things import THINGS
from xlbudget.sheets.tables import projects

WAN, YUAN = "万元", "元"
TO_DISTRICTS = "项目/直接拨付区县"
LISTED = ("序号", "单位名称")
"""Headings of the list of units that the accounts are of."""


@dataclass(frozen=True)
class Imported:
    """``places``: where each entry comes from, by its path; ``published``: that of each row of 公开数.

    ``missing``: the layout's tables that no document has; ``lost``: what of the data file is not known for want of
    them, as ``leaves.lost`` says it.
    """

    data: Data
    form: Form
    places: Mapping[tuple[str, ...], Origin]
    published: tuple[Origin, ...]
    left: tuple[Left, ...]
    missing: tuple[str, ...]
    lost: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        """Where each figure comes from, and what was left."""
        rows = zip(self.data.rows("公开数"), self.published, strict=True)
        return {
            "layout": self.form.name,
            "entries": [{"path": list(path)} | place.as_json() for path, place in self.places.items()],
            "published": [row | place.as_json() for row, place in rows],
            "left": [left.as_json() for left in self.left],
            "missing": list(self.missing),
        }


def imported(paths: Sequence[Path], form: Form | None = None) -> Imported:
    """Refuses with the sentences of ``errors.py`` what cannot be read, and documents that fit several layouts alike."""
    return taken_together([open_document(path) for path in paths], form)


def taken_together(documents: Sequence[SourceDocument], given: Form | None) -> Imported:
    known = forms(given)
    words = cache(lambda name: vocabulary(name, known))
    parts = [part for document in documents for part in document.parts]
    software = caijue.read(part for part in parts if isinstance(part, FoundGrid))
    # The sheets of the software have titles like those of the published tables.
    printed = ([part for part in one.parts if isinstance(part, Line) or not caijue.is_one(part)] for one in documents)
    found = [section for parts_of_one in printed for section in sections(parts_of_one)]
    read = list(_tables(found, words))
    first = documents[0].file
    if not read and not software.forms:
        pages = sum(left.why == SCANNED for document in documents for left in document.left)
        why = f"有 {pages} 页是图片，没有文字（扫描件）" if pages else "里面没有找到部门决算的表"
        raise DocumentUnreadable(first, why)
    if not read and not given:
        raise LayoutUnclear(first, [one.name for one in known])
    form = given or fitting(first, read, known)
    year = _one_year(documents)
    made = Assembled({"版本": VERSION, "年度": year})
    made.left += [left for document in documents for left in document.left]
    amounts, tables = _of_one_unit(read, made, software.unit)
    made.content |= {
        "金额单位": amounts,
        "单位": {"模板": form.name},
        "科目": _subjects(tables.values(), software.names),
        "收入": [],
        "支出": [],
        "结转结余": {"年初": []},
    }
    if "三公" in tables and tables["三公"].whole:
        made.content["三公经费"] = {"上年决算数": {}, "年初预算数": {}, "决算数": {}}
    settled = leaves(tables, words)
    pieces = [
        _named(documents),
        Pieces(left=settled.left),
        software,
        *_others(found, year, [table for _, table in read]),
        Pieces(list(duties(parts))),
        _narrative(parts, form, year, [table for _, table in read]),
    ]
    said = [entry for piece in pieces for entry in piece.entries]
    budgets = {entry.path[1] for entry in (*said, *settled.entries) if entry.path[0] == "三公经费"}
    made.add(_budgets(settled.entries, "全年预算数" if "年初预算数" in budgets else "年初预算数"))
    made.add(said)
    made.add(_nothing_budgeted(pieces, made))
    made.left += [left for piece in pieces for left in piece.left]
    shapes = [(shape_of(form, section, table.name), table) for section, table in read]
    figures = [
        _published(one, shape, words(one.table), year, amounts) for shape, table in shapes for one in table.figures
    ]
    places = made.publish([*figures, *(one for piece in pieces for one in piece.published)])
    present = {shape.sheet for shape, _ in shapes if shape}
    missing = [f"{shape.sheet} {shape.title}" for shape in form.tables.values() if shape.sheet not in present]
    data = complete(Data(made.content), None)
    unknown = frozenset((*lost(settled, made.places), *_to_districts(data))) - software.settled
    return Imported(data, form, made.places, tuple(places), tuple(made.left), tuple(missing), unknown)


def _to_districts(data: Data) -> Iterator[str]:
    """What went to districts is printed of all projects together; of each it is known only where that adds up."""
    given = sum(Decimal(str(project.get("直接拨付区县", 0))) for project in data.rows("项目"))
    printed = {row["数"] for row in data.rows("公开数") if row["行"].endswith("公共项目直接拨付区县")}
    if any(Decimal(number) != given for number in printed):
        yield TO_DISTRICTS


def _one_year(documents: Sequence[SourceDocument]) -> int:
    """The year that they are all of; a document of some that does not say it is of the others' year."""
    found = {document.file.name: year for document in documents if (year := year_of(document.file, document.parts))}
    if len(set(found.values())) > 1:
        said = "、".join(f"{name} 是 {year} 年度" for name, year in found.items())
        raise DocumentUnreadable(documents[0].file, f"几个文件的年度不同（{said}），一次读一个单位一年的")
    if not found:
        why = "看不出是哪一年度：里面没有“2024 年度”这样的字，文件名里也没有年份"
        raise DocumentUnreadable(documents[0].file, why)
    return next(iter(found.values()))


def _named(documents: Sequence[SourceDocument]) -> Pieces:
    """The name of the unit, blank where no document says it; a document of another one is said to be."""
    names = [one for document in documents if (one := unit_of(document.parts))]
    if not names:
        why = "没有找到单位的名称，请在数据文件的 单位.名称 里填上"
        nowhere = Origin(documents[0].file)
        return Pieces([ReadEntry(("单位", "名称"), "", nowhere)], left=[Left("", nowhere, why)])
    first, *others = names
    why = f"单位的名称与前面的“{first.value}”不同"
    return Pieces([first], left=[Left(one.value, one.place, why) for one in others if one.value != first.value])


def _tables(found: Iterable[Portion], words: Callable[[str], Vocabulary]) -> Iterator[tuple[Portion, FoundTable]]:
    """The tables with codes first: from them the others know the names of codes."""
    known: dict[str, str] = {}
    later = []
    for section in found:
        if section.table is None:
            continue
        own = words(section.table)
        if own.table.live is None:
            later.append((section, own))
            continue
        table = coded_table.read(section, own, own.table.live, known)
        known |= dict(coded_table.names_of([table]))
        yield section, table
    classes = {name for name, code in known.items() if len(code) == 3}
    for section, own in later:
        if own.table.name == projects.KEY:
            yield section, project_table.read(section, own)
        else:
            yield section, fixed_table.read(section, own, classes)


def _of_one_unit(
    read: Sequence[tuple[Portion, FoundTable]], made: Assembled, given: str
) -> tuple[str, dict[str, FoundTable]]:
    """元 or 万元, whichever most tables have, and the tables in it by name; the others are registered only."""
    units = Counter(table.unit for _, table in read if table.figures and table.unit)
    amounts = given or (max(units, key=lambda unit: units[unit]) if units else WAN)
    tables: dict[str, FoundTable] = {}
    for section, table in read:
        made.left += table.left
        place = section.grids[0].place
        if not table.whole:
            made.left.append(Left(section.title, place, "认不出这张表的列名，没有读"))
        elif table.figures and not table.unit:
            made.left.append(Left(section.title, place, f"没有印金额单位，当作{amounts}"))
        elif table.figures and table.unit != amounts:
            why = f"这张表的单位是{table.unit}，别的表是{amounts}：数照印的登记，没有录入"
            made.left.append(Left(section.title, place, why))
            continue
        tables[table.name] = _joined(tables[table.name], table) if table.name in tables else table
    return amounts, tables


def _joined(one: FoundTable, other: FoundTable) -> FoundTable:
    """A table that is printed in two parts, or twice."""
    have = {(figure.line, figure.column) for figure in one.figures}
    more = [figure for figure in other.figures if (figure.line, figure.column) not in have]
    return replace(one, figures=[*one.figures, *more], names=other.names | one.names, whole=one.whole or other.whole)


def _subjects(tables: Iterable[FoundTable], more: Mapping[str, str]) -> dict[str, str]:
    """Names of codes that are not those of the program's catalogues."""
    named = {code: name for table in tables for code, name in table.names.items() if code.isdecimal()} | dict(more)
    built_in = catalogue("functional") | catalogue("economic")
    return {code: name for code, name in sorted(named.items()) if bare(built_in.get(code, "")) != bare(name)}


def _budgets(entries: Iterable[ReadEntry], budget: str) -> Iterator[ReadEntry]:
    """预算数 of 三公 is 全年预算数; a unit with one budget figure has it as 年初预算数."""
    for entry in entries:
        if entry.path[:2] == ("三公经费", "预算数"):
            yield replace(entry, path=("三公经费", budget, *entry.path[2:]))
        else:
            yield entry


def _nothing_budgeted(pieces: Iterable[Pieces], made: Assembled) -> Iterator[ReadEntry]:
    """Where the text says that 年初预算 of all was nothing, and of no code more, each code had nothing."""
    if any(path[0] == "支出" and path[-1] == "年初预算数" for path in made.places):
        return
    for row, place in (one for piece in pieces for one in piece.published):
        if row["行"].endswith(f"/{GENERAL}支出") and row["列"] == "预算数" and not row.get("处"):
            spent = [one["科目"] for one in made.content["支出"] if one["资金来源"] == GENERAL]
            if not float(row["数"]):
                yield from (ReadEntry(("支出", code, GENERAL, "年初预算数"), row["数"], place) for code in spent)
            return


def _published(
    one: TableFigure, shape: TableForm | None, words: Vocabulary, year: int, amounts: str
) -> tuple[dict[str, str], Origin]:
    """As 公开数 calls a table, a row and a column in this layout."""
    column = shape.word(one.column) if shape and words.table.live else one.column
    if one.column in words.table.yearly:
        column = f"{year - one.column.startswith('上年')}年{one.column.removeprefix('上年')}"
    entry = {"表": shape.sheet if shape else one.table, "行": one.row, "列": column, "数": one.text}
    unit = one.unit or amounts
    return entry | ({} if unit == WAN or one.text.endswith("%") else {"单位": unit}), one.place


def _narrative(parts: Iterable[Line | FoundGrid], form: Form, year: int, tables: Iterable[FoundTable]) -> Pieces:
    """What the running text says; it calls subjects and projects as the tables do."""
    names = {name: said for table in tables for name, said in table.names.items()}
    codes = {code: name for code, name in names.items() if code.isdecimal()}
    kinds = [name for name, kind in names.items() if kind in THINGS]
    return narrative.read([part for part in parts if isinstance(part, Line)], form, year, codes, kinds)


def _others(found: Iterable[Portion], year: int, tables: Iterable[FoundTable]) -> Iterator[Pieces]:
    """Tables that are none of the public ones."""
    projects = [name for table in tables for name, kind in table.names.items() if kind in THINGS]
    for section in annexes.together(found):
        if entry := accounts_of(section):
            yield Pieces([entry])
        elif pieces := annexes.read(section, year, projects):
            yield pieces
        else:
            first = section.grids[0]
            text = " ".join(cell.text for cell in first.rows[0] if cell and cell.text.strip())
            yield Pieces(left=[Left(text, first.place, "不认识这张表，没有读")])
