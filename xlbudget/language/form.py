"""What a region's printed form may differ in: the words, order and look of its public tables.

Tables know their figures by names of their own (``公开05`` 小计, ``三公`` 公务接待费), the same in every region, so
that rules and other tables refer to them unchanged; a form says where and under which words they are printed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from xlbudget.language.sections import Section
from xlbudget.language.words import Text

Name = TypeVar("Name")
NARRATIVE, REPORT = "决算说明", "自评报告"
"""The documents that are written in sentences."""
EVALUATED = ("绩效自评", "基础数据")
"""Keys of the data file of which there is something to report."""


@dataclass(frozen=True)
class Part:
    """A part of the publication: its title and, where it says them itself, its headings with their paragraphs."""

    title: str
    content: str = ""
    sections: tuple[tuple[str, tuple[Text, ...]], ...] = ()


@dataclass(frozen=True)
class TableForm:
    """One table as a region prints it."""

    sheet: str
    """Its name in the workbook: 公开01, 公开02 … in the order of printing."""
    title: str
    notes: tuple[str, ...]
    """The lines below it; ``{单位}`` and ``{年度}`` stand for the unit's name and the year."""
    balanced_notes: tuple[str, ...] = ()
    """The lines instead, where what is printed adds up (舍位平衡)."""
    number: str = ""
    """What is printed as its number: 公开01表, 表一, 表1-1; "" for none."""
    heading: str = ""
    """A line above the title."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Printed words of headings and rows that differ from their own names."""
    landscape: bool = True
    blank_zeros: bool = False
    of: str = ""
    """The declared table that it prints once more, with columns and words of its own; "" for a declared one itself."""
    own: Mapping[str, Any] = field(default_factory=dict)
    """All that the layout says of the table, for what only some tables have (its module says what: 列, 合计行 …)."""

    @property
    def title_rows(self) -> int:
        """The line above the title; title; table number at the right; 部门, year and 单位：万元."""
        return 3 + bool(self.heading)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of figures that a table of live rows prints, in order."""
        return tuple(self.own.get("列", ()))

    def word(self, name: str) -> str:
        """What is printed for a heading or a row."""
        return self.words.get(name, name)

    def says(self, key: str, choice: str = "有") -> bool:
        """Whether the layout chooses this for a key of the table's own."""
        return bool(self.own.get(key) == choice)


@dataclass(frozen=True)
class Form:
    """A region's form: what all its tables share, and each table that it prints."""

    name: str
    caption: str
    """What 封面 says of it."""
    basis: str
    """Which official form it is drawn after."""
    year: int
    """The fiscal year of that form."""
    shared: frozenset[str]
    """Which it has of 部门和年度 (above a table), 行次, 栏次 and 三公对比 (the table)."""
    rare_classes: frozenset[str]
    """类 of 公开01 and 公开04 that have their rows only in a unit that uses one of them."""
    unlisted: tuple[str, ...]
    """Economic 类 and 款 that 公开06 does not list."""
    tables: Mapping[str, TableForm]
    """By the tables' own names; a table that is not here is not printed."""
    unprinted: Mapping[str, TableForm] = field(default_factory=dict)
    """The tables of the national form that it does not print: laid out all the same, out of sight, as rules, sentences
    and other tables refer to their figures."""
    needs: tuple[str, ...] = ()
    """Keys of the data file whose input sheets its tables draw on, whether or not a file has them."""
    file: str = ""
    """The layout file it comes from."""
    unproved: str = ""
    """What of it follows the national form as long as nobody has sent the region's own; 封面 says it."""
    thresholds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """From where on something is to be explained: by name the number, and its source."""
    sections: tuple[Section, ...] = ()
    """Of its narrative, in order; those within one behind it."""
    report: tuple[Section, ...] = ()
    """Those of 自评报告; the first has no number."""
    report_title: str = ""
    parts: tuple[Part, ...] = ()
    """Of the publication, in order."""
    terms: tuple[str, ...] = ()
    """What 名词解释 may say: a term, a colon, what it means."""

    def documents(self, keys: Container[str]) -> dict[str, tuple[Section, ...]]:
        """Document → its sections; ``keys``: those of the data file, which says whether there is anything to report."""
        reported = {REPORT: self.report} if any(key in keys for key in EVALUATED) else {}
        return {NARRATIVE: self.sections, **reported}

    @property
    def balanced(self) -> Form:
        """The form of what adds up: its notes say so."""
        tables = {name: replace(table, notes=table.balanced_notes) for name, table in self.tables.items()}
        return replace(self, tables=tables)

    def section(self, number: str) -> Section | None:
        """The section that 公开数 names so; None when this narrative has none."""
        return next((one for one in self.sections if one.number == number), None)

    def __getitem__(self, table: str) -> TableForm:
        return self.tables[table] if table in self.tables else self.unprinted[table]

    def has(self, what: str) -> bool:
        """Whether the layout says 有 of what all tables share: 行次, 栏次 …"""
        return what in self.shared

    def economic(self, catalogue: Mapping[str, Name]) -> dict[str, Name]:
        """The economic codes that 公开06 lists, out of these."""
        return {code: name for code, name in catalogue.items() if not code.startswith(self.unlisted or ("-",))}
