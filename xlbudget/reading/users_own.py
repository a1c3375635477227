"""What a user has put into a workbook beside its entries: sheets of his own, comments, widths of columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xlbudget.language.grid import Value
from xlbudget.language.sheet import column_letter
from xlbudget.reading.cells import COLUMNS, Workbook, placed

PICTURES = ("drawing", "table", "pivotTable", "oleObject", "control")
"""Relations of a sheet to what is no cell."""


@dataclass(frozen=True)
class Comment:
    sheet: str
    cell: str
    text: str
    author: str = ""

    def __str__(self) -> str:
        short = " ".join(self.text.split())
        return f"{self.sheet}!{self.cell}（{short[:20]}{'…' if len(short) > 20 else ''}）"


@dataclass(frozen=True)
class OwnCell:
    """A cell as it shows: its value, with the format of figures, bold, and the colour behind it ("" for none)."""

    value: Value
    format: str = "General"
    bold: bool = False
    fill: str = ""


@dataclass(frozen=True)
class OwnSheet:
    """A sheet of the user's, without its formulas."""

    name: str
    cells: dict[tuple[int, int], OwnCell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    formulas: int = 0
    """How many formulas stood in it."""
    pictures: bool = False
    """Whether something lies over its cells, or is more than cells."""


def comments(book: Workbook, sheet: str) -> list[Comment]:
    part = book.package.target(book.sheets[sheet], "comments")
    if part is None:
        return []
    root = book.package.xml(part)
    authors = ["".join(one.itertext()) for one in root.iterfind("{*}authors/{*}author")]
    found = []
    for one in root.iterfind("{*}commentList/{*}comment"):
        number, text = one.get("authorId", ""), "".join(t.text or "" for t in one.iterfind("{*}text//{*}t"))
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        found.append(Comment(sheet, one.get("ref", ""), text, author))
    return found


def widths(book: Workbook, sheet: str) -> dict[int, float]:
    """Column → its width in characters, where the file says one."""
    found: dict[int, float] = {}
    for one in book.package.elements(book.sheets[sheet], "worksheet", "col"):
        try:
            first, last, width = int(one.get("min", "")), int(one.get("max", "")), float(one.get("width", ""))
        except ValueError:
            continue
        if last <= COLUMNS and 0 < width <= 255:
            found |= dict.fromkeys(range(first, last + 1), width)
    return found


def own_sheet(book: Workbook, sheet: str) -> OwnSheet:
    there, styles = book.everything(sheet), _styles(book, sheet)
    plain = OwnCell(None)
    cells = {
        place: OwnCell(cell.value, cell.format, (look := styles.get(place, plain)).bold, look.fill)
        for place, cell in there.cells.items()
        if cell.value is not None
    }
    merged = tuple(
        f"{column_letter(left)}{top}:{column_letter(right)}{bottom}" for top, left, bottom, right in there.merged
    )
    formulas = sum(cell.formula is not None for cell in there.cells.values())
    pictures = any(word in PICTURES for _, word, _ in book.package.related(book.sheets[sheet]))
    return OwnSheet(sheet, cells, widths(book, sheet), merged, formulas, pictures)


def _styles(book: Workbook, sheet: str) -> dict[tuple[int, int], OwnCell]:
    """How the cells look; those that no address names are passed over."""
    part = book.package.target(book.part, "styles")
    if part is None:
        return {}
    root = book.package.xml(part)
    bold = [_holds(font.find("{*}b")) for font in root.iterfind("{*}fonts/{*}font")]
    fills = [_colour(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    looks = [
        OwnCell(None, bold=_of(bold, xf.get("fontId"), False), fill=_of(fills, xf.get("fillId"), ""))
        for xf in root.iterfind("{*}cellXfs/{*}xf")
    ]
    found = {}
    for cell in book.package.elements(book.sheets[sheet], "worksheet", "c"):
        if place := placed(cell.get("r", "")):
            found[place] = _of(looks, cell.get("s"), OwnCell(None))
    return found


def _of(listed: list[Any], number: str | None, other: Any) -> Any:
    return listed[int(number)] if number and number.isdecimal() and int(number) < len(listed) else other


def _holds(element: Any) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _colour(fill: Any) -> str:
    """Six hexadecimal digits of a plain colour; "" for none, and for one of the theme."""
    pattern = fill.find("{*}patternFill")
    front = pattern.find("{*}fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    digits = "" if front is None else front.get("rgb", "")[-6:]
    return digits if len(digits) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in digits) else ""
