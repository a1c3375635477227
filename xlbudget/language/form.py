"""What a region's printed form may differ in: the words, order and look of the nine public tables.

Tables know their figures by names of their own (``公开05`` 小计, ``三公`` 公务接待费), the same in every region, so
that rules and other tables refer to them unchanged; a form says where and under which words they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TABLES = (
    "公开01",
    "公开02",
    "公开03",
    "公开04",
    "公开05",
    "公开06",
    "政府性基金",
    "国有资本经营",
    "三公",
)
"""The nine tables by their own names. The first six bear the same number everywhere; the others do not."""


@dataclass(frozen=True)
class TableForm:
    """One table as a region prints it."""

    sheet: str
    """Its name in the workbook, 公开01 … 公开09."""
    title: str
    notes: tuple[str, ...]
    """The lines below it; ``{单位}`` and ``{年度}`` stand for the unit's name and the year."""
    heading: str = ""
    """A line above the title."""
    words: Mapping[str, str] | None = None
    """Printed words of headings and rows that differ from their own names."""
    columns: tuple[str, ...] = ()
    """The columns of figures it prints, in order."""
    empty_note: str = ""
    """What is said below the table when it has no figure."""
    total_last: bool = False
    landscape: bool = True
    blank_zeros: bool = False
    blank_rows: tuple[str, ...] = ()
    """Rows that print nothing instead of 0.00."""
    blocks: tuple[tuple[str, ...], ...] = ()
    """Economic 类 by block, from left to right."""
    grouped: bool = False
    """公开06: 人员经费 and 公用经费 stand above the blocks."""
    spaced: bool = False
    """公开01: an empty line stands above 总计."""
    numbered: bool = False
    """公开04: the opening balances of the three funds are numbered."""
    paired: bool = False
    """三公: 预算数 and 决算数 side by side for each item, not in two halves."""
    subtotals_centred: bool = True
    """公开01, 公开04: 本年收入合计 and 本年支出合计 stand in the middle, as 总计 does."""
    empty_rows: int = 0
    """Ruled rows that a table without any code keeps."""

    @property
    def title_rows(self) -> int:
        """The line above the title; title; table number at the right; 部门, year and 单位：万元."""
        return 3 + bool(self.heading)

    def word(self, name: str) -> str:
        """What is printed for a heading or a row."""
        return (self.words or {}).get(name, name)


@dataclass(frozen=True)
class Form:
    """A region's form: what all its tables share, and each of the nine."""

    name: str
    caption: str
    """What 封面 says of it."""
    basis: str
    """Which official form it is drawn after."""
    year: int
    """The fiscal year of that form."""
    table_number: bool
    """公开01表 stands at the right above the table."""
    captions: bool
    """部门 and year stand above the table."""
    line_numbers: bool
    """行次."""
    column_numbers: bool
    """栏次."""
    triple_compared: bool
    """The 三公对比 table belongs to the region's papers."""
    rare_classes: frozenset[str]
    """类 of 公开01 and 公开04 that have their rows only in a unit that uses one of them."""
    unlisted: tuple[str, ...]
    """Economic 类 and 款 that 公开06 does not list."""
    tables: Mapping[str, TableForm]
    file: str = ""
    """The layout file it comes from."""

    def __getitem__(self, table: str) -> TableForm:
        return self.tables[table]

    def economic(self, catalogue: Mapping[str, str]) -> dict[str, str]:
        """The economic codes that 公开06 lists, out of those of the year."""
        return {code: name for code, name in catalogue.items() if not code.startswith(self.unlisted or ("-",))}
