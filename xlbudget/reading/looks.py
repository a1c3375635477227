"""How a sheet is dressed: number formats and colours of its cells, what is hidden, laid over them, not printed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeAlias

from xlbudget.errors import WorkbookDamaged
from xlbudget.language.sheet import column_number
from xlbudget.reading.colours import Palette, at, palette_of
from xlbudget.reading.number_formats import all_codes
from xlbudget.reading.package import Package
from xlbudget.reading.plain_rows import Recent

Block: TypeAlias = tuple[int, int, int, int]
"""Top, left, bottom, right; both ends included."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LOWEST, NARROWEST = 2.0, 0.3
"""Points and characters: a row lower, a column narrower than that shows nothing of its cells."""
_POINT, _CHARACTER, _EDGE = 12_700, 66_675, 47_625
"""In the units of drawings: a point, and how wide a column of some characters is."""
_TRUE = ("1", "true")
_CORNERS = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Z]{1,3})?\$?([0-9]{1,7})?)?")


@dataclass
class Appearance:
    """What one sheet says of its looks beside its cells; ``around``: all elements of its part but the rows."""

    part: str
    merged: list[Block]
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    """Of cells with content."""
    rows: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)
    """Height and ``hidden`` of rows that say either."""
    around: tuple[Any, ...] = ()

    def as_before(self, other: Appearance | None) -> Appearance:
        """The other one, which knows already what follows from it, where it was made of the very same things."""
        same = other and self.part == other.part and self.styles is other.styles and self.rows is other.rows
        return other if same and other and self.around is other.around else self

    def note_row(self, row: int, element: Any) -> None:
        height, hidden = element.get("ht"), element.get("hidden")
        if height is not None or hidden is not None:
            self.rows[row] = (height, hidden)

    def all(self, name: str) -> Iterator[Any]:
        """The elements of this local name, whatever wraps them."""
        for element in self.around:
            yield from element.iter(f"{{*}}{name}")

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        return frozenset(
            row for row, (height, hidden) in self.rows.items() if hidden in _TRUE or number(height, 15) < LOWEST
        )

    @cached_property
    def _unseen(self) -> list[range]:
        return [columns for columns, width, hidden in self.columns if hidden or width < NARROWEST]

    @cached_property
    def columns(self) -> list[tuple[range, float, bool]]:
        """Columns, their width in characters, and whether they are hidden."""
        return [
            (
                range(int(number(one.get("min"), 1)), int(number(one.get("max"), 0)) + 1),
                number(one.get("width"), 8.43),
                one.get("hidden") in _TRUE,
            )
            for one in self.all("col")
        ]

    def is_hidden(self, col: int) -> bool:
        return any(col in columns for columns in self._unseen)

    @property
    def hides_zeros(self) -> bool:
        return any(one.get("showZeros") in ("0", "false") for one in self.all("sheetView"))

    @cached_property
    def laid(self) -> list[tuple[Any, tuple[Block, ...]]]:
        """Every rule of a conditional format, and the cells on which it lies."""
        found: list[tuple[Any, tuple[Block, ...]]] = []
        for format in self.all("conditionalFormatting"):
            texts = [format.get("sqref", ""), *("".join(one.itertext()) for one in format.iter("{*}sqref"))]
            areas = tuple(block for text in texts for block in blocks(text))
            found += [(rule, areas) for rule in format.iter("{*}cfRule")]
        return found

    def shapes(self, package: Package, rows: int, columns: int) -> Iterator[tuple[str, Block]]:
        """What is drawn on the sheet, by name, and which of so many rows and columns it covers; comments are none."""
        wanted = {value for name in ("drawing", "legacyDrawing") for one in self.all(name) for value in one.values()}
        edges = [0, *accumulate(map(self._width, range(1, columns + 1)))]
        lines = [0, *accumulate(map(self._height, range(1, rows + 1)))]
        for identity, kind, target in package.related(self.part):
            if identity in wanted and kind == "drawing" and target in package:
                yield from _drawn(package.xml(target), lines, edges)
            if identity in wanted and kind == "vmlDrawing" and target in package:
                yield from _drawn_of_old(package, target)

    def _height(self, row: int) -> float:
        return 0 if row in self.hidden_rows else max(1, number(self.rows.get(row, (None,))[0], 15)) * _POINT

    def _width(self, col: int) -> float:
        width = next((0 if hidden else width for columns, width, hidden in self.columns if col in columns), 8.43)
        return width * _CHARACTER + _EDGE if width else 0


@dataclass(frozen=True)
class Look:
    """Of a cell, or of what a conditional format changes; ``formats``: all that some program may take for its own."""

    formats: tuple[str, ...] = ()
    ink: str | None = None
    paper: str | None = None
    size: float = 11
    repeats: bool = False
    """Whether the cell is filled with its content, as often as there is room."""
    bold: bool = False

    @property
    def filled(self) -> str:
        """The colour of the paper where it is another than that of a sheet; else ""."""
        return "" if self.paper in (None, "FFFFFF") else str(self.paper)


class Wardrobe:
    """The looks that a workbook has numbers for."""

    def __init__(self, styles: Any, theme: Any) -> None:
        """The roots of these parts; None where there is none."""
        self.root = styles
        self.codes = {} if styles is None else all_codes(styles)
        self.palette: Palette = palette_of(styles, theme)

    @classmethod
    def of(cls, package: Package, book: str, known: Recent[Any]) -> Wardrobe:
        """That of a workbook; ``known``: by the letters that it was made of."""
        parts = [package.target(book, kind) for kind in ("styles", "theme")]
        if (found := known.get(content := tuple(part and package.read(part) for part in parts))) is None:
            known.keep(content, found := cls(*(part and package.xml(part) for part in parts)))
        return found

    def _list(self, name: str) -> list[Any]:
        table = None if self.root is None else next(self.root.iter(f"{{*}}{name}"), None)
        return [] if table is None else [one for one in table if isinstance(one.tag, str)]

    @cached_property
    def cells(self) -> list[Look]:
        fonts, fills, styles = self._list("fonts"), self._list("fills"), self._list("cellStyleXfs")

        def look(xf: Any) -> Look:
            formats = [self._code(xf.get("numFmtId"))]
            style = at(styles, xf.get("xfId"))
            if style is not None and xf.get("applyNumberFormat") in ("0", "false"):
                formats.append(self._code(style.get("numFmtId")))
            font, fill = at(fonts, xf.get("fontId")), at(fills, xf.get("fillId"))
            ink = self.palette.colour(_child(font, "color")) or "000000"
            paper = self.palette.fill(fill) if fill is not None else "FFFFFF"
            repeats = _said(_child(xf, "alignment"), "horizontal") == "fill"
            size, bold = _said(_child(font, "sz"), "val"), _said(_child(font, "b"), "val", "1")
            return Look(tuple(formats), ink, paper, number(size, 11), repeats, bold not in (None, "0", "false"))

        return [look(xf) for xf in self._list("cellXfs")]

    @cached_property
    def _dxfs(self) -> list[Look]:
        return [self._laid(dxf) for dxf in self._list("dxfs")]

    def laid(self, rule: Any) -> Look:
        """What a rule of a conditional format changes."""
        number, own = rule.get("dxfId", ""), _child(rule, "dxf")
        if own is not None:
            return self._laid(own)
        if rule.get("type") in ("dataBar", "iconSet"):
            hides = any(one.get("showValue") in ("0", "false") for one in rule.iter())
            return Look((";;;",) if hides else ())
        return self._dxfs[int(number)] if number.isdecimal() and int(number) < len(self._dxfs) else Look()

    def _laid(self, dxf: Any) -> Look:
        code, font, fill = (_child(dxf, name) for name in ("numFmt", "font", "fill"))
        formats = () if code is None else (code.get("formatCode", "General"),)
        paper = None if fill is None else self.palette.fill(fill, laid=True)
        return Look(formats, self.palette.colour(_child(font, "color")), paper)

    def _code(self, number: str | None) -> str:
        return self.codes.get(int(number), "General") if number and number.isdecimal() else "General"


def blocks(text: str) -> Iterator[Block]:
    """The cells that addresses name, with blanks or commas between them; whole rows and columns too."""
    for address in text.replace(",", " ").split():
        match = _CORNERS.fullmatch(address.rpartition("!")[2].upper())
        if match is None or not any(match.groups()):
            continue
        left, top, right, bottom = match.groups()
        one = ":" not in address
        yield (
            int(top or 1),
            column_number(left) if left else 1,
            int(bottom or (top if one and top else LAST_ROW)),
            column_number(right or (left if one and left else "XFD")),
        )


def number(text: str | None, otherwise: float) -> float:
    """What a text says, if it says a number that a sheet may have to do with."""
    try:
        figure = float(text) if text is not None else otherwise
    except ValueError:
        return otherwise
    return figure if abs(figure) < 1e12 else otherwise


def _child(element: Any, name: str) -> Any:
    return None if element is None else element.find(f"{{*}}{name}")


def _said(element: Any, name: str, otherwise: str | None = None) -> str | None:
    """An attribute; None where the element itself is not there."""
    return None if element is None else element.get(name, otherwise)


def _corner(element: Iterable[Any], kind: str) -> tuple[int, float]:
    """Row or column (from 0) of a corner, and how far inside it the corner lies."""
    texts = {one.tag.rpartition("}")[2]: one.text for one in element}
    return int(number(texts.get(kind), 0)), number(texts.get(f"{kind}Off"), 0)


def _drawn(drawing: Any, lines: list[float], edges: list[float]) -> Iterator[tuple[str, Block]]:
    for anchor in drawing.iter("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor"):
        about = next(anchor.iter("{*}cNvPr"), None)
        if about is None or about.get("hidden") in _TRUE:
            continue
        corners = {one.tag.rpartition("}")[2]: one for one in anchor if isinstance(one.tag, str)}
        top, bottom = _reach(corners, "row", "y", lines)
        left, right = _reach(corners, "col", "x", edges)
        yield about.get("name", ""), (top, left, bottom, right)


def _reach(corners: Mapping[str, Any], kind: str, axis: str, edges: list[float]) -> tuple[int, int]:
    """The first and the last row (or column) that lies under a drawing; ``edges``: where each begins."""
    first, inside = _corner(corners.get("from", ()), kind)
    if "to" in corners:
        last, beyond = _corner(corners["to"], kind)
        return first + 1, last + (beyond > 0)
    start = edges[max(0, min(first, len(edges) - 1))] + inside + number(corners.get("pos", {}).get(axis), 0)
    end = start + number(corners.get("ext", {}).get(f"c{axis}"), 0)
    return bisect_right(edges, start), bisect_left(edges, end)


def _drawn_of_old(package: Package, part: str) -> Iterator[tuple[str, Block]]:
    """Shapes in the older notation, in which comments are kept, too."""
    try:
        root = package.xml(part)
    except WorkbookDamaged:
        # Programs write it with less care than the rest, and none of our cells is in it.
        return
    for data in root.iter("{*}ClientData"):
        corners = [number(text, 0) for text in "".join(data.findtext("{*}Anchor") or "").split(",")]
        if data.get("ObjectType") != "Note" and len(corners) == 8:
            left, _, top, _, right, beside, bottom, below = corners
            block = (int(top) + 1, int(left) + 1, int(bottom + bool(below)), int(right + bool(beside)))
            yield data.get("ObjectType", ""), block
