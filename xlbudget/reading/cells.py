"""The cells of a sheet as the file has them: value, formula, number format. Every sheet is read in one pass, here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from xlbudget.datafile.kinds import shown
from xlbudget.errors import WorkbookDamaged, WorkbookTooLarge
from xlbudget.language import limits
from xlbudget.language.grid import Value
from xlbudget.language.sheet import address_of, block_of
from xlbudget.reading.looks import Appearance, Wardrobe
from xlbudget.reading.number_formats import figure, format_codes
from xlbudget.reading.package import Package
from xlbudget.reading.plain_rows import Known, plain_rows
from xlbudget.reading.shared_formulas import Shared
from xlbudget.reading.standard import children_of, column_in, is_main, stands_in
from xlbudget.reading.tabs import only, tabs
from xlbudget.reading.texts import item_text, needlessly_escaped, shared_text, unescaped

CellKind = Literal["blank", "number", "text", "truth", "error", "date"]

ROWS, COLUMNS = 60_000, 500
"""No input sheet is larger."""
CELLS = 4_000_000
"""More on the sheets that are read is not looked at; two thousand codes make far less."""

_ROW = re.compile(r"[1-9][0-9]{0,6}")
_KINDS = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})
_NUMBER = re.compile("[0-9]{1,9}")
_BLANKS = " \t\r\n"


class Cell(NamedTuple):
    """What a cell holds; made by the ten thousand, which a dataclass takes three times as long for."""

    kind: CellKind
    value: Value
    """The text of an error or of an ISO date; None where nothing is cached."""
    formula: str | None = None
    """Without ``=``; that of an array is in braces, as programs show it."""
    format: str = "General"
    since_1904: bool = False
    """Whether the days of a date are counted from 1904, as Excel on old Macs does."""
    escaped: bool = False
    """Whether some programs read another text in it (:func:`needlessly_escaped`)."""


BLANK = Cell("blank", None)


@dataclass
class SheetCells:
    """What stands on one sheet, by row and column (from 1)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right."""
    held: dict[str, tuple[str | None, Value]] | None = None
    """A1 address → formula, with ``=``, and value, where the reader has them ready."""
    formulas: dict[str, str] | None = None
    """The formulas alone, where it has."""

    def at(self, row: int, col: int) -> Cell:
        return self.cells.get((row, col), BLANK)

    @cached_property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    def text(self, row: int, col: int) -> str:
        """A text of the sheet without surrounding spaces; "" where there is none."""
        value = self.at(row, col).value
        return value.strip() if isinstance(value, str) else ""


@dataclass
class Workbook:
    """A package as a workbook: its sheets by name, and what its cells refer to."""

    package: Package
    part: str
    sheets: dict[str, str]
    """Sheet → part, in the order of the tabs; without those that have no cells, such as charts."""
    alike: tuple[tuple[str, str], ...] = ()
    """Names of tabs that a reader cannot tell apart."""
    spent: int = 0
    """Rows and cells looked at so far."""
    parsed: dict[str, SheetCells] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """The sheets whose tabs a user does not see."""
    looks: dict[str, Appearance] = field(default_factory=dict)
    """Of the sheets that have been parsed."""
    known: Known | None = None
    """What was made of the cells of others like it; where nothing is, a tree of XML is as fast as plain rows."""

    @classmethod
    def of(cls, package: Package) -> Workbook:
        sheets, alike, hidden = tabs(package)
        return cls(package, package.book, sheets, alike, hidden=hidden)

    def call(self, names: Mapping[str, str]) -> None:
        """Call sheets by other names: the name to call one by → the one that it has in the file."""
        ours = {theirs: name for name, theirs in names.items()}
        self.sheets = {ours.get(name, name): part for name, part in self.sheets.items()}
        self.hidden = {ours.get(name, name) for name in self.hidden}
        if names:
            self.parsed.clear()

    @cached_property
    def strings(self) -> list[str]:
        part = self.package.target(self.part, "sharedStrings")
        try:
            return [shared_text(item) for item in self.package.elements(part, "sst", "si")] if part else []
        except ValueError:
            raise WorkbookDamaged(self.package.path, f"部件 {part} 里有读不懂的文本") from None

    @cached_property
    def formats(self) -> list[str]:
        part = self.package.target(self.part, "styles")
        return format_codes(self.package.xml(part)) if part else []

    @cached_property
    def since_1904(self) -> bool:
        return only(self.package, "workbookPr").get("date1904", "").strip() in ("1", "true")

    @cached_property
    def wardrobe(self) -> Wardrobe:
        return Wardrobe.of(self.package, self.part, (self.known or Known()).around)

    def read(self, sheet: str) -> SheetCells:
        """A sheet that is ours; what stands far outside an input sheet is passed over."""
        found = self.everything(sheet)
        cells = {(row, col): cell for (row, col), cell in found.cells.items() if row <= ROWS and col <= COLUMNS}
        return SheetCells(sheet, cells, found.merged)

    def everything(self, sheet: str) -> SheetCells:
        """All cells of a sheet, in file order; it is parsed once."""
        if sheet not in self.parsed:
            self.parsed[sheet] = self._parsed(sheet)
        return self.parsed[sheet]

    def look(self, sheet: str) -> Appearance:
        """How a sheet is dressed."""
        if sheet not in self.looks:
            self.everything(sheet)
        return self.looks[sheet]

    def _parsed(self, sheet: str) -> SheetCells:
        part, spent = self.sheets[sheet], self.spent
        content = self.package.read(part)
        plain = plain_rows(sheet, content, self._made, self.known, CELLS - spent) if self.known else None
        if plain is None or self.known is None:
            return self._by_tree(sheet, content)
        around = self.known.around.get(plain.around)
        if around is None:
            try:
                around = self._by_tree(sheet, plain.around).merged, self.looks[sheet].around
            except (WorkbookDamaged, WorkbookTooLarge):
                # What is wrong, and where, is said of the whole.
                self.spent = spent
                return self._by_tree(sheet, content)
            self.known.around.keep(plain.around, around)
        self.spent = spent + plain.spent
        found = SheetCells(sheet, plain.cells, [*around[0]], plain.held, plain.formulas)
        look = Appearance(part, found.merged, plain.styles, plain.looks, around[1])
        look = self.looks[sheet] = look.as_before(self.known.looks.get(sheet))
        self.known.looks.keep(sheet, look)
        return found

    def _by_tree(self, sheet: str, content: bytes) -> SheetCells:
        found, part, shared = SheetCells(sheet), self.sheets[sheet], Shared()
        look = self.looks[sheet] = Appearance(part, found.merged)
        row = 0

        def refused(where: str, why: str) -> WorkbookDamaged:
            return WorkbookDamaged(self.package.path, f"“{shown(sheet)}”表{where}{why}")

        for element in self.package.elements(part, "worksheet", "row", "mergeCell", "worksheet", content=content):
            if not is_main(element.tag, "row"):
                if element.getparent() is None:
                    look.around = tuple(one for one in element if one.tag != f"{element.tag[:-9]}sheetData")
                    if len(element) > len(look.around) + 1:
                        raise refused("", "的表格数据有两份")
                elif stands_in(element, "mergeCells"):
                    block = block_of(element.get("ref", ""))
                    found.merged += [block] if block and block[:2] != block[2:] else []
                elif any(is_main(above.tag, "sheetData") for above in element.iterancestors()):
                    raise refused(f"第 {row} 行以后", "有别的命名空间的行")
                continue
            space = element.tag[: -len("row")]
            if not stands_in(element, "sheetData"):
                raise refused(f"第 {row} 行以后", "有一行不在表格数据里")
            last, number = row, element.get("r")
            if number is not None and not _ROW.fullmatch(number):
                raise refused(f"第 {row} 行以后", "有一行的行号读不懂")
            row, col = row + 1 if number is None else int(number), 0
            digits = str(row)
            if row <= last:
                raise refused(f"第 {row} 行", "出现了两次，或者次序颠倒")
            self.spent += 1 + len(element)
            if row > limits.ROWS or self.spent > CELLS:
                raise WorkbookTooLarge(self.package.path, f"“{shown(sheet)}”表有第 {row} 行，单元格太多")
            look.note_row(row, element)
            of_cell, of_more = f"{space}c", f"{space}extLst"
            for c in element:
                if (tag := c.tag) == of_more:
                    continue
                if tag != of_cell:
                    raise refused(f"第 {row} 行", "里有不是单元格的东西")
                address = c.get("r")
                # Some programs write no addresses: one cell follows the other.
                at = col + 1 if address is None else column_in(address, digits)
                if not at:
                    raise refused(f"第 {row} 行", f"里有无效的地址（{shown(address or '')}）")
                if at <= col:
                    raise refused(f"的 {address_of(row, at)} ", "出现了两次，或者次序颠倒")
                place = row, (col := at)
                if not len(c):
                    continue
                try:
                    cell = self.cell(c, shared, place)
                except (ValueError, LookupError):
                    raise refused(f"的 {address_of(*place)} ", "读不懂") from None
                if cell is not BLANK:
                    found.cells[place] = cell
                    if (style := c.get("s", "0")).isdecimal():
                        look.styles[place] = int(style)
        try:
            for covered, text in shared.over(found.cells):
                found.cells[covered] = found.cells[covered]._replace(formula=text)
        except ValueError:
            raise refused("", "里的数组公式互相重叠") from None
        return found

    def cell(self, element: Any, shared: Shared | None = None, place: tuple[int, int] = (0, 0)) -> Cell:
        """What a ``c`` element holds; ``shared``: the shared formulas before it, ``place``: its row and column.

        ``ValueError`` where programs read different things, or nothing.
        """
        kind = element.get("t", "n")
        if kind not in _KINDS or (element.get("vm") is not None and kind != "e"):
            # Of a rich value some programs show that, and others the plain one.
            raise ValueError(kind)
        formula = raw = None
        of_formula, of_value, of_text, of_more = children_of(element.tag)
        for child in element:
            tag = child.tag
            if tag == of_formula and formula is None and not len(child):
                formula = child.text or "" if shared is None else shared.formula(child, *place)
            elif tag == of_value and raw is None and not len(child):
                raw = child.text or ""
            elif tag == of_text and raw is None and kind == "inlineStr":
                raw = item_text(child)
            elif tag != of_more:
                # Of a formula that stands twice, or within something else, programs take one or the other, or none.
                raise ValueError(tag)
        return self._made(kind, raw, formula, element.get("s", "0")) or BLANK

    def _made(self, kind: str, raw: str | None, formula: str | None, style: str) -> Cell | None:
        """A cell of this type; None where it is blank."""
        if kind not in _KINDS:
            raise ValueError(kind)
        if raw is None or (raw == "" and (kind != "str" or formula is None)):
            return None if formula is None else Cell("blank", None, formula)
        if kind in ("str", "inlineStr"):
            return _text(raw, formula)
        raw = raw.strip(_BLANKS)
        match kind:
            case "s":
                if not _NUMBER.fullmatch(raw):
                    raise ValueError(raw)
                return _text(self.strings[int(raw)], formula)
            case "b":
                return Cell("truth", {"0": False, "1": True, "false": False, "true": True}[raw], formula)
            case "e":
                return Cell("error", raw, formula)
            case "d":
                return Cell("date", raw, formula)
            case _:
                code = self.formats[int(style)] if int(style) < len(self.formats) else "General"
                return Cell("number", figure(raw), formula, code, self.since_1904)


def _text(raw: str, formula: str | None) -> Cell:
    if "_x" in raw or "\r" in raw:
        return Cell("text", unescaped(raw), formula, escaped=needlessly_escaped(raw))
    return Cell("text", raw, formula)


def row_number(element: Any, last: int) -> int:
    given = element.get("r", "")
    return int(given) if _ROW.fullmatch(given) else last + 1
