"""Formulas put into cells of a workbook's package; every other part, and every other cell, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from xlbudget.errors import CellUnwritable
from xlbudget.language.sheet import column_number
from xlbudget.reading.cells import Workbook, placed, row_number
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import TYPES, part_key, relations_of
from xlbudget.reading.shared_formulas import Shared

CHAIN = part_key("xl/calcChain.xml")
"""The order in which Excel last calculated: it makes a new one, and refuses a file whose chain is wrong."""


def mended(package: Package, formulas: Mapping[tuple[str, str], str]) -> bytes:
    """The package with these formulas (with ``=``) in cells named by sheet and address; they have no value yet."""
    book = Workbook.of(package)
    parts: dict[str, dict[str, str]] = {}
    for (sheet, address), formula in formulas.items():
        parts.setdefault(part_key(book.sheets[sheet]), {})[address] = formula
    out = BytesIO()
    with ZipFile(BytesIO(package.content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part, info in package.entries.items():
            if part == CHAIN:
                continue
            content = source.read(info)
            if part in parts:
                try:
                    content = _sheet(package.xml(part), parts[part])
                except Within as within:
                    sheet = next(name for name, there in book.sheets.items() if part_key(there) == part)
                    raise CellUnwritable(str(package.path), sheet, str(within)) from None
            elif part in (part_key(TYPES), part_key(relations_of(book.part))):
                content = _without_chain(package.xml(part))
            target.writestr(info, content)
    return out.getvalue()


def _sheet(root: Any, formulas: Mapping[str, str]) -> bytes:
    data = root.find("{*}sheetData")
    space = data.tag.removesuffix("sheetData")
    _write_out_shared(data, space)
    _refuse_within_arrays(data, space, formulas)
    rows: dict[int, Any] = {}
    last = 0
    for row in data:
        last = row_number(row, last)
        rows[last] = row
    for address, formula in formulas.items():
        number, column = _place(address)
        row = rows.get(number)
        if row is None:
            row = rows[number] = etree.Element(f"{space}row", r=str(number))
            data.insert(sum(there < number for there in rows), row)
        cell = _cell(row, address, column, space)
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        etree.SubElement(cell, f"{space}f").text = formula.removeprefix("=")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _cell(row: Any, address: str, column: int, space: str) -> Any:
    """The ``c`` element at an address; made in its place where there is none."""
    there = 0
    for place, cell in enumerate(row):
        # 没有地址的单元格紧接着前一个。
        there = column_number(cell.get("r", "").rstrip("0123456789")) if cell.get("r") else there + 1
        if there == column:
            return cell
        if there > column:
            made = etree.Element(f"{space}c", r=address)
            row.insert(place, made)
            return made
    return etree.SubElement(row, f"{space}c", r=address)


def _write_out_shared(data: Any, space: str) -> None:
    """Shared formulas each in their own cell: the first of them may be the one that is replaced."""
    shared = Shared()
    for cell in data.iter(f"{space}c"):
        element = cell.find(f"{space}f")
        if element is not None and element.get("t") == "shared":
            element.text = shared.formula(element, *(placed(cell.get("r", "")) or (0, 0)))
            for name in ("t", "si", "ref"):
                element.attrib.pop(name, None)


def _refuse_within_arrays(data: Any, space: str, formulas: Mapping[str, str]) -> None:
    """A cell under the array formula of another takes no formula of its own; Excel would call the file damaged."""
    for element in data.iter(f"{space}f"):
        first, colon, last = (element.get("ref") or "").partition(":")
        if element.get("t") != "array" or not colon:
            continue
        (top, left), (bottom, right) = _place(first), _place(last)
        for address in formulas:
            row, col = _place(address)
            if top <= row <= bottom and left <= col <= right:
                raise Within(address)


class Within(Exception):
    """The address of a cell that is part of an array formula."""


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)


def _without_chain(root: Any) -> bytes:
    for element in list(root):
        if "calcChain" in (element.get("PartName") or element.get("Type") or ""):
            root.remove(element)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
