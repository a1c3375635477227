"""Values put beside a workbook's formulas; those of the user's own keep none, and are calculated on opening."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from xlbudget.addin.buttons.write_formulas import written
from xlbudget.language.grid import Value
from xlbudget.language.sheet import address_of, place_of
from xlbudget.reading.cells import Workbook, row_number
from xlbudget.reading.package import Package
from xlbudget.reading.part_names import part_key
from xlbudget.workbook.sheet_data import value_of

BEFORE = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames"),
)
"""What stands before ``calcPr`` in a workbook, by the schema."""


def with_values(package: Package, values: Mapping[tuple[str, str], Value]) -> bytes:
    """The package with these values, named by sheet and address, in cells with a formula, and none in other such cells.

    It is recalculated when an office program opens it.
    """
    book = Workbook.of(package)
    changed = {part_key(part): _sheet(package.xml(part), sheet, values) for sheet, part in book.sheets.items()}
    changed[part_key(book.part)] = _calculated_on_opening(package.xml(book.part))
    return package.altered(changed)


def _sheet(root: Any, sheet: str, values: Mapping[tuple[str, str], Value]) -> bytes | None:
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
