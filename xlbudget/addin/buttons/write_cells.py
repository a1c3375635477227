"""Formulas and values put into cells of a workbook's package; every other part, and every other cell, stays as it is.

Beside formulas of the user's own no value is kept: they are calculated on opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from xlbudget.errors import CellUnwritable
from xlbudget.language.grid import Value
from xlbudget.language.sheet import address_of, block_of, place_of
from xlbudget.reading.cells import Workbook, row_number
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import TYPES, part_key, relations_of
from xlbudget.reading.shared_formulas import Shared
from xlbudget.workbook.sheet_data import value_of

CHAIN = part_key("xl/calcChain.xml")
"""The order in which Excel last calculated: it makes a new one, and refuses a file whose chain is wrong."""
BEFORE = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames"),
)
"""What stands before ``calcPr`` in a workbook, by the schema."""


def with_formulas(package: Package, formulas: Mapping[tuple[str, str], str]) -> bytes:
    """The package with these formulas (with ``=``) in cells named by sheet and address; they have no value yet."""
    book = Workbook.of(package)
    sheets: dict[str, dict[str, str]] = {}
    for (sheet, address), formula in formulas.items():
        sheets.setdefault(sheet, {})[address] = formula
    changed = {}
    for sheet, cells in sheets.items():
        root = package.xml(book.sheets[sheet])
        if (within := _within_an_array(root, cells)) is not None:
            raise CellUnwritable(str(package.path), sheet, within)
        changed[part_key(book.sheets[sheet])] = _sheet(root, cells)
    listing = (part for part in (TYPES, relations_of(book.part)) if part in package)
    changed |= {part_key(part): _without_chain(package.xml(part)) for part in listing}
    return package.altered(changed, without=CHAIN)


def _sheet(root: Any, formulas: Mapping[str, str]) -> bytes:
    data = root.find("{*}sheetData")
    space = data.tag.removesuffix("sheetData")
    _write_out_shared(data, space)
    rows: dict[int, Any] = {}
    last = 0
    for row in data:
        last = row_number(row, last)
        rows[last] = row
    for address, formula in formulas.items():
        number, column = place_of(address) or (0, 0)
        row = rows.get(number)
        if row is None:
            row = rows[number] = etree.Element(f"{space}row", r=str(number))
            data.insert(sum(there < number for there in rows), row)
        cell = _cell(row, address, column, space)
        for child in list(cell):
            cell.remove(child)
        _remove(cell, "t", "cm", "vm")
        etree.SubElement(cell, f"{space}f").text = formula.removeprefix("=")
    return written(root)


def _cell(row: Any, address: str, column: int, space: str) -> Any:
    """The ``c`` element at an address; made in its place where there is none."""
    there = 0
    for place, cell in enumerate(row):
        # A cell without an address is next to the one before.
        there = (place_of(cell.get("r", "")) or (0, there + 1))[1]
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
            element.text = shared.formula(element, *(place_of(cell.get("r", "")) or (0, 0)))
            _remove(element, "t", "si", "ref")


def _within_an_array(root: Any, addresses: Iterable[str]) -> str | None:
    """A cell under the array formula of another: it takes none of its own, Excel would call the file damaged."""
    for element in root.iter("{*}f"):
        block = block_of(element.get("ref", ""))
        if element.get("t") != "array" or block is None or block[:2] == block[2:]:
            continue
        for address in addresses:
            row, col = place_of(address) or (0, 0)
            if block[0] <= row <= block[2] and block[1] <= col <= block[3]:
                return address
    return None


def _without_chain(root: Any) -> bytes:
    for element in list(root):
        if "calcChain" in (element.get("PartName") or element.get("Type") or ""):
            root.remove(element)
    return written(root)


def _remove(element: Any, *names: str) -> None:
    for name in names:
        element.attrib.pop(name, None)


def written(root: Any) -> bytes:
    """A part as a file holds it."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def with_values(package: Package, values: Mapping[tuple[str, str], Value]) -> bytes:
    """The package with these values, named by sheet and address, in cells with a formula, and none in other such cells.

    It is recalculated when an office program opens it.
    """
    book = Workbook.of(package)
    changed = {part_key(part): _valued(package.xml(part), sheet, values) for sheet, part in book.sheets.items()}
    changed[part_key(book.part)] = _calculated_on_opening(package.xml(book.part))
    return package.altered(changed)


def _valued(root: Any, sheet: str, values: Mapping[tuple[str, str], Value]) -> bytes | None:
    """The sheet with its values; None where it has them already."""
    data = root.find("{*}sheetData")
    number, changed = 0, False
    for row in data if data is not None else ():
        number, column = row_number(row, number), 0
        for cell in row.iterfind("{*}c"):
            place = place_of(cell.get("r") or address_of(number, column + 1)) or (number, column + 1)
            column = place[1]
            if cell.find("{*}f") is not None:
                changed |= _put(cell, values.get((sheet, address_of(*place))))
    return written(root) if changed else None


def _put(cell: Any, value: Value) -> bool:
    """Whether the cell had another value before."""
    there = cell.findall("{*}v")
    kind, text = ("", None) if value is None else value_of(value)
    held = there[0].text or "" if len(there) == 1 else None
    if cell.get("t", "n") == (kind or "n") and held == text:
        return False
    for old in there:
        cell.remove(old)
    cell.attrib.pop("t", None)
    if kind:
        cell.set("t", kind)
    if text is not None:
        etree.SubElement(cell, cell.tag[:-1] + "v").text = text
    return True


def _calculated_on_opening(root: Any) -> bytes | None:
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(root.tag.removesuffix("workbook") + "calcPr")
        before = [child for child in root if etree.QName(child).localname in BEFORE]
        root.insert(list(root).index(before[-1]) + 1 if before else 0, settings)
    if settings.get("fullCalcOnLoad") in ("1", "true"):
        return None
    settings.set("fullCalcOnLoad", "1")
    return written(root)
