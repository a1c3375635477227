"""The cells of a sheet as the file has them: value, formula, number format. Every sheet is read in one pass, here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from xlbudget.datafile.kinds import shown
from xlbudget.errors import NotAWorkbook, WorkbookDamaged
from xlbudget.language.grid import Value
from xlbudget.language.sheet import column_letter, column_number
from xlbudget.reading.number_formats import format_codes
from xlbudget.reading.package import Package
from xlbudget.reading.shared_formulas import Shared

CellKind = Literal["blank", "number", "text", "truth", "error", "date"]

ROWS, COLUMNS = 60_000, 500
"""No input sheet is larger."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_RELATION = tuple(
    f"{{{space}}}id"
    for space in (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
)
_WRAPPED = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


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


BLANK = Cell("blank", None)


@dataclass
class SheetCells:
    """What stands on one sheet, by row and column (from 1)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom, right."""

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
    """Sheet → part, in the order of the tabs."""
    parsed: dict[str, SheetCells] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> Workbook:
        part = package.book
        targets = {name: target for name, _, target in package.related(part)}
        sheets: dict[str, str] = {}
        for element in own(package, part, "sheets/sheet"):
            relation = next((value for key, value in element.items() if key in _RELATION), "")
            name = element.get("name", "")
            if (target := targets.get(relation, "")) not in package:
                raise WorkbookDamaged(package.path, f"里面列着“{shown(name)}”表，却没有它的内容")
            if name.lower() in map(str.lower, sheets):
                raise WorkbookDamaged(package.path, f"“{shown(name)}”表列了两次")
            sheets[name] = target
        if not sheets:
            raise NotAWorkbook(package.path, "里面没有工作表")
        return cls(package, part, sheets)

    def call(self, names: Mapping[str, str]) -> None:
        """Call sheets by other names: the name to call one by → the one that it has in the file."""
        ours = {theirs: name for name, theirs in names.items()}
        self.sheets = {ours.get(name, name): part for name, part in self.sheets.items()}
        self.parsed.clear()

    @cached_property
    def strings(self) -> list[str]:
        part = self.package.target(self.part, "sharedStrings")
        try:
            return [_rich(item) for item in self.package.elements(part, "si")] if part else []
        except ValueError:
            raise WorkbookDamaged(self.package.path, f"部件 {part} 里有读不懂的文本") from None

    @cached_property
    def formats(self) -> list[str]:
        part = self.package.target(self.part, "styles")
        return format_codes(self.package.xml(part)) if part else []

    @cached_property
    def since_1904(self) -> bool:
        settings = next(iter(own(self.package, self.part, "workbookPr")), None)
        return settings is not None and settings.get("date1904", "").strip() in ("1", "true")

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

    def _parsed(self, sheet: str) -> SheetCells:
        found, part, shared = SheetCells(sheet), self.sheets[sheet], Shared()
        row = 0
        for element in self.package.elements(part, "row", "mergeCell"):
            if element.tag.endswith("}mergeCell"):
                match [placed(corner) for corner in element.get("ref", "").split(":")]:
                    case [(top, left), (bottom, right)]:
                        found.merged.append((top, left, bottom, right))
                continue
            space = _within(element, "sheetData")
            if space is None or not _ROW.fullmatch(element.get("r", "1")):
                raise WorkbookDamaged(self.package.path, f"部件 {part} 第 {row} 行以后的一行读不懂")
            row, col = row_number(element, row), 0
            for c in element:
                if c.tag == f"{space}extLst":
                    continue
                if c.tag != f"{space}c":
                    raise WorkbookDamaged(self.package.path, f"部件 {part} 第 {row} 行里有不是单元格的东西")
                address = c.get("r")
                # Some programs write no addresses: one cell follows the other.
                place = (row, col + 1) if address is None else placed(address)
                if place is None:
                    raise WorkbookDamaged(self.package.path, f"部件 {part} 里有无效的地址")
                col = place[1]
                if not len(c):
                    continue
                try:
                    cell = self.cell(c, shared, place)
                except (ValueError, IndexError):
                    raise WorkbookDamaged(self.package.path, f"部件 {part} 的 {address_of(*place)} 读不懂") from None
                if place in found.cells:
                    raise WorkbookDamaged(self.package.path, f"部件 {part} 里 {address_of(*place)} 出现了两次")
                if cell is not BLANK:
                    found.cells[place] = cell
        try:
            for covered, text in shared.over(found.cells):
                found.cells[covered] = found.cells[covered]._replace(formula=text)
        except ValueError:
            raise WorkbookDamaged(self.package.path, f"部件 {part} 里的数组公式互相重叠") from None
        return found

    def cell(self, element: Any, shared: Shared | None = None, place: tuple[int, int] = (0, 0)) -> Cell:
        """What a ``c`` element holds; ``shared``: the shared formulas before it, ``place``: its row and column."""
        kind = element.get("t", "n")
        formula = raw = None
        of_formula, of_value, of_text, of_more = _children(element.tag)
        for child in element:
            tag = child.tag
            if tag == of_formula and formula is None and not len(child):
                formula = child.text or "" if shared is None else shared.formula(child, *place)
            elif tag == of_value and raw is None and not len(child):
                raw = _unescaped(child.text or "") if kind == "str" else child.text or ""
            elif tag == of_text and (kind != "inlineStr" or raw is None):
                raw = _rich(child) if kind == "inlineStr" else raw
            elif tag != of_more:
                # Of a formula that stands twice, or within something else, programs take one or the other, or none.
                raise ValueError(tag)
        if raw is None or (raw == "" and (kind != "str" or formula is None)):
            return BLANK if formula is None else Cell("blank", None, formula)
        match kind:
            case "s":
                return Cell("text", self.strings[int(raw)], formula)
            case "str" | "inlineStr":
                return Cell("text", raw, formula)
            case "b":
                return Cell("truth", raw.strip() in ("1", "true"), formula)
            case "e":
                return Cell("error", raw.strip(), formula)
            case "d":
                return Cell("date", raw, formula)
            case _:
                style = int(element.get("s", "0"))
                code = self.formats[style] if style < len(self.formats) else "General"
                return Cell("number", _figure(raw), formula, code, self.since_1904)


@cache
def _children(tag: str) -> tuple[str, str, str, str]:
    """The tags that stand in a ``c`` element with this tag: a formula, a value, a text, what is left to programs."""
    space = tag[:-1]
    return f"{space}f", f"{space}v", f"{space}is", f"{space}extLst"


def own(package: Package, part: str, path: str) -> list[Any]:
    """The elements at this path below the root of a part, all of its own namespace.

    Of what another namespace wraps, some programs read one alternative, some another, some none: it is refused.
    """
    root = package.xml(part)
    space, _, name = root.tag.rpartition("}")
    for wrapped in root.iter(*_WRAPPED):
        if any(element.tag.startswith(f"{space}}}") for element in wrapped.iter()):
            raise WorkbookDamaged(package.path, f"部件 {part} 里 {name} 的内容有几种写法供选择")
    return list(root.iterfind("/".join(f"{space}}}{step}" for step in path.split("/"))))


def _within(element: Any, parent: str) -> str | None:
    """How the tags of an element begin that stands in ``parent`` below the root; None where it stands elsewhere."""
    space = f"{element.tag.rpartition('}')[0]}}}"
    above = element.getparent()
    root = above.getparent() if above is not None and above.tag == f"{space}{parent}" else None
    return space if root is not None and root.tag.startswith(space) and root.getparent() is None else None


def row_number(element: Any, last: int) -> int:
    given = element.get("r", "")
    return int(given) if _ROW.fullmatch(given) else last + 1


def placed(address: str) -> tuple[int, int] | None:
    """Row and column of a cell's A1 address; None where no sheet has such a cell."""
    match = _ADDRESS.fullmatch(address)
    return (int(match.group(2)), column_number(match.group(1))) if match else None


_letters = cache(column_letter)


def address_of(row: int, col: int) -> str:
    """The A1 address of a cell."""
    return f"{_letters(col)}{row}"


def _figure(raw: str) -> float | int:
    """A number as the file writes it: 1440 is whole, 1440.0 is not (both are kept apart in the data file)."""
    return int(raw) if re.fullmatch(r"\s*-?[0-9]{1,400}\s*", raw) else float(raw)


def _rich(element: Any) -> str:
    """The text of a string item: its own, or that of its runs; how it is read aloud is left out."""
    space = f"{element.tag.rpartition('}')[0]}}}"
    of_text = f"{space}t"
    if len(element) == 1 and element[0].tag == of_text and not len(element[0]):
        return _unescaped(element[0].text or "")
    if any(not part.tag.startswith(space) for part in element.iter()):
        # Of several alternatives programs take one, or none.
        raise ValueError(element.tag)
    texts = (text for text in element.iter(of_text) if text.getparent().tag != f"{space}rPh")
    return _unescaped("".join(text.text or "" for text in texts))


def _unescaped(text: str) -> str:
    """``_x005F_`` and its like are how a spreadsheet writes characters that XML or itself cannot."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        # One character may be written in two halves.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text.replace("\r\n", "\n").replace("\r", "\n")
