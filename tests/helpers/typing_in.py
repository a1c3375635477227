"""Type into a built workbook as a user does: find the sheet, the heading, the row; write the cell."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile, ZipInfo

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.worksheet.merge import MergedCellRange

from tests.helpers.known import Known
from xlbudget.language.sheet import column_letter, column_number
from xlbudget.reading import cells as reader
from xlbudget.reading.package import Package

HEADER = {"录入-结转结余": 7}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_0 = date(1899, 12, 30)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CACHED = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f[^>]*>[^<]*</f>)<v[^>]*>[^<]*</v></c>')
"""A formula with its value, as the engine leaves it in the package."""


def opened(package: bytes) -> Workbook:
    """Every cell of a merged one has its borders already; openpyxl takes a third of its time to draw them anew."""
    with warnings.catch_warnings(), patch.object(MergedCellRange, "format", lambda _: None):
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return load_workbook(BytesIO(package))


def saved(workbook: Workbook | Light) -> bytes:
    """The workbook without cached values, as openpyxl leaves it."""
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


_uncached: Known[dict[str, bytes]] = Known(12)


def without_values(package: bytes, sheets: Collection[str]) -> dict[str, bytes]:
    """The parts of a package; these sheets without the values of formulas."""
    with ZipFile(BytesIO(package)) as there:
        parts = {name: there.read(name) for name in there.namelist()}
    return {name: CACHED.sub(rb"\1>\2<v/></c>", part) if name in sheets else part for name, part in parts.items()}


class Light:
    """A package into which cells are typed, one part at a time: openpyxl takes ten times as long for the whole.

    It looks like an openpyxl workbook as far as cells go: ``workbook[sheet][address].value``; :func:`saved` takes both.
    """

    def __init__(self, package: bytes) -> None:
        self.reader = reader.Workbook.of(Package.of(Path("book.xlsx"), package))
        self.pages: dict[str, Page] = {}
        self.parts = dict(_uncached(package, lambda: without_values(package, set(self.reader.sheets.values()))))

    @property
    def sheetnames(self) -> list[str]:
        return list(self.reader.sheets)

    def __getitem__(self, sheet: str) -> Page:
        if sheet not in self.pages:
            self.pages[sheet] = Page(self, sheet)
        return self.pages[sheet]

    @cached_property
    def locked(self) -> list[bool]:
        """Whether cells of a style are locked, style by style."""
        formats = etree.fromstring(self.parts["xl/styles.xml"]).find(f"{MAIN}cellXfs")
        guards = [one.find(f"{MAIN}protection") for one in formats]
        return [guard is None or guard.get("locked", "1") in ("1", "true") for guard in guards]

    def formatted(self, style: int, code: str) -> int:
        """The number of a style that is another with this number format."""
        styles = etree.fromstring(self.parts["xl/styles.xml"])
        known, formats = styles.find(f"{MAIN}numFmts"), styles.find(f"{MAIN}cellXfs")
        ids = {one.get("formatCode"): one.get("numFmtId") for one in known}
        number = ids.get(code) or {text: str(at) for at, text in BUILTIN_FORMATS.items()}.get(code)
        if number is None:
            number = str(1 + max(163, *map(int, ids.values())))
            etree.SubElement(known, f"{MAIN}numFmt", numFmtId=number, formatCode=code)
        made = deepcopy(formats[style])
        made.attrib.update({"numFmtId": number, "applyNumberFormat": "1"})
        formats.append(made)
        for listed in (known, formats):
            listed.set("count", str(len(listed)))
        self.parts["xl/styles.xml"] = etree.tostring(styles)
        self.reader.formats.append(code)
        return len(formats) - 1

    def __delitem__(self, sheet: str) -> None:
        """The tab goes; what refers to it is left as it is."""
        self.tab(sheet, lambda tab: tab.getparent().remove(tab))

    def create_sheet(self, title: str) -> Page:
        """One at the end, empty."""
        name = f"worksheets/own{len(self.parts)}.xml"
        self.parts[f"xl/{name}"] = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData/></worksheet>'.encode()
        kind, key = (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
            f"rOwn{len(self.parts)}",
        )
        for part, added in {
            "[Content_Types].xml": f'<Override PartName="/xl/{name}" ContentType="{kind}"/></Types>',
            "xl/_rels/workbook.xml.rels": f'<Relationship Id="{key}" Type="{RELATED}/worksheet" Target="{name}"/>'
            "</Relationships>",
        }.items():
            self.parts[part] = re.sub(b"</[A-Z][A-Za-z]+>\\s*$", added.encode(), self.parts[part])
        workbook = etree.fromstring(self.parts[self.reader.part])
        tabs = workbook.find(f"{MAIN}sheets")
        number = str(1 + max(int(tab.get("sheetId")) for tab in tabs))
        etree.SubElement(tabs, f"{MAIN}sheet", {"name": title, "sheetId": number, f"{{{RELATED}}}id": key})
        self.parts[self.reader.part] = etree.tostring(workbook)
        self.reader.sheets[title] = f"xl/{name}"
        return self[title]

    def rename(self, sheet: str, title: str) -> None:
        """The same for another name."""
        self.tab(sheet, lambda tab: tab.set("name", title))

    def tab(self, sheet: str, change: Callable[[Any], None]) -> None:
        workbook = etree.fromstring(self.parts[self.reader.part])
        change(next(tab for tab in workbook.find(f"{MAIN}sheets") if tab.get("name") == sheet))
        self.parts[self.reader.part] = etree.tostring(workbook)

    def save(self, out: BytesIO) -> None:
        """Without cached values, as openpyxl leaves it; the same bytes for the same content."""
        typed = {self.reader.sheets[sheet]: etree.tostring(page.root) for sheet, page in self.pages.items()}
        with ZipFile(out, "w") as target:
            for name, content in (self.parts | typed).items():
                target.writestr(ZipInfo(name), content)


class Page:
    """A sheet of a :class:`Light` workbook."""

    def __init__(self, book: Light, name: str) -> None:
        self.book = book
        self.name = name
        self.root = etree.fromstring(book.parts[book.reader.sheets[name]])
        self.protection = Guard(self.root.find(f"{MAIN}sheetProtection"))
        self.data = self.root.find(f"{MAIN}sheetData")
        self.rows = {int(row.get("r")): row for row in self.data}
        self.elements = {cell.get("r"): cell for row in self.data for cell in row}

    def __getitem__(self, place: str | int) -> Any:
        """A cell by its address, the cells of a row by its number."""
        if isinstance(place, int):
            return tuple(Cell(self, cell.get("r")) for cell in self.rows[place])
        return Cell(self, place)

    def __setitem__(self, address: str, value: Any) -> None:
        Cell(self, address).value = value

    @property
    def sheet_state(self) -> str:
        tabs = etree.fromstring(self.book.parts[self.book.reader.part]).find(f"{MAIN}sheets")
        return str(next(tab for tab in tabs if tab.get("name") == self.name).get("state", "visible"))

    @sheet_state.setter
    def sheet_state(self, state: str) -> None:
        self.book.tab(self.name, lambda tab: tab.set("state", state))

    def iter_rows(self, min_row: int = 1, max_row: int = 1_048_576) -> Iterator[tuple[Cell, ...]]:
        return (self[row] for row in self.rows if min_row <= row <= max_row)

    def cell(self, row: int, column: int) -> Cell:
        return Cell(self, f"{column_letter(column)}{row}")

    def insert_rows(self, at: int) -> None:
        """One, as openpyxl does it: cells move, and nothing that names them."""
        for number, row in self.rows.items():
            if number >= at:
                row.set("r", str(number + 1))
                for cell in row:
                    cell.set("r", f"{cell.get('r').removesuffix(str(number))}{number + 1}")
        self.rows = {int(row.get("r")): row for row in self.data}
        self.elements = {cell.get("r"): cell for row in self.data for cell in row}

    def merge_cells(self, area: str) -> None:
        """On a sheet that has none yet."""
        merged = etree.Element(f"{MAIN}mergeCells", count="1")
        etree.SubElement(merged, f"{MAIN}mergeCell", ref=area)
        self.protection.element.addnext(merged)


class Guard:
    """The protection of a sheet; ``sheet``: whether it holds."""

    def __init__(self, element: Any) -> None:
        self.element = element

    @property
    def sheet(self) -> bool:
        return self.element is not None and self.element.get("sheet") in ("1", "true")

    @sheet.setter
    def sheet(self, on: bool) -> None:
        self.element.set("sheet", str(int(on)))

    @property
    def password(self) -> str:
        return "" if self.element is None else self.element.get("password", "")


class Cell:
    """A cell of a :class:`Light` workbook."""

    def __init__(self, page: Page, coordinate: str) -> None:
        self.page = page
        self.coordinate = coordinate
        self.column_letter = coordinate.rstrip("0123456789")
        self.column = column_number(self.column_letter)
        self.row = int(coordinate.removeprefix(self.column_letter))

    @property
    def element(self) -> Any:
        """Made where there is none."""
        rows, elements = self.page.rows, self.page.elements
        if self.coordinate not in elements:
            if self.row not in rows:
                rows[self.row] = etree.Element(f"{MAIN}row", r=str(self.row))
                self.page.data.insert(sum(row < self.row for row in rows), rows[self.row])
            columns = [column_number(cell.get("r").rstrip("0123456789")) for cell in rows[self.row]]
            elements[self.coordinate] = etree.Element(f"{MAIN}c", r=self.coordinate)
            rows[self.row].insert(sum(column < self.column for column in columns), elements[self.coordinate])
        return elements[self.coordinate]

    @property
    def value(self) -> Any:
        """A formula with its ``=``; else the value."""
        element = self.page.elements.get(self.coordinate)
        there = reader.BLANK if element is None else self.page.book.reader.cell(element)
        return there.value if there.formula is None else f"={there.formula}"

    @value.setter
    def value(self, value: Any) -> None:
        cell = self.element
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        match value:
            case None | "":
                pass
            case bool():
                cell.set("t", "b")
                etree.SubElement(cell, f"{MAIN}v").text = str(int(value))
            case date():
                self.number_format = "yyyy-mm-dd"
                etree.SubElement(cell, f"{MAIN}v").text = str((value - DAY_0).days)
            case int() | float():
                etree.SubElement(cell, f"{MAIN}v").text = repr(value)
            case str() if value in ERROR_CODES:
                cell.set("t", "e")
                etree.SubElement(cell, f"{MAIN}v").text = value
            case str() if value.startswith("=") and value != "=":
                etree.SubElement(cell, f"{MAIN}f").text = value[1:]
                etree.SubElement(cell, f"{MAIN}v")
            case str():
                cell.set("t", "inlineStr")
                text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
                text.text = value
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            case _:
                raise TypeError(value)

    @property
    def number_format(self) -> str:
        return self.page.book.reader.formats[int(self.element.get("s", "0"))]

    @number_format.setter
    def number_format(self, code: str) -> None:
        book = self.page.book
        self.element.set("s", str(book.formatted(int(self.element.get("s", "0")), code)))
        book.__dict__.pop("locked", None)

    @property
    def protection(self) -> SimpleNamespace:
        return SimpleNamespace(locked=self.page.book.locked[int(self.element.get("s", "0"))])


def columns(workbook: Any, sheet: str) -> dict[str, int]:
    header = HEADER.get(sheet, 4)
    return {str(cell.value): cell.column for cell in workbook[sheet][header] if cell.value}


def type_row(workbook: Any, sheet: str, index: int, entry: dict[str, Any]) -> None:
    """Write ``entry`` into the ``index``-th entry row (from 0) of an input list."""
    where = columns(workbook, sheet)
    row = HEADER.get(sheet, 4) + 1 + index
    for key, value in entry.items():
        cell = workbook[sheet].cell(row, where[key])
        assert not cell.protection.locked, f"{sheet}!{cell.coordinate} is locked"
        cell.value = value
