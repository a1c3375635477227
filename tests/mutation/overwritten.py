"""Every formula of a built workbook overwritten, a sheet at a time, in the file itself: does check name each cell?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from tests.helpers.building import assemble
from xlbudget.check.compare_cells import differences
from xlbudget.check.edits import Edits
from xlbudget.check.rebuild import Rebuilt, ours, rebuilt_from
from xlbudget.datafile.file import Data
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import AllCells, formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, read_book
from xlbudget.reading.settings import settings_of
from xlbudget.regions.forms import form_in
from xlbudget.sheets.rules.files import REPLACED
from xlbudget.workbook.render import render

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Sheet:
    """``cells``: formulas overwritten; ``missed``: those that check does not name."""

    name: str
    cells: int
    missed: tuple[str, ...]


class Built:
    """A finished workbook, what check makes of it, and each of its sheets overwritten; ``layout``: a layout file."""

    def __init__(self, content: dict[str, Any], layout: Path | None = None) -> None:
        self.form = form_in(layout) if layout else None
        self.package = render(assemble(Data(content), layout))

    @cached_property
    def parts(self) -> dict[str, str]:
        """Sheet → its part of the package."""
        return dict(Workbook.of(Package.of(Path("书"), self.package)).sheets)

    @cached_property
    def reading(self) -> Reading:
        return self._read(self.package)

    @cached_property
    def cells(self) -> AllCells:
        return AllCells(Workbook.of(Package.of(Path("书"), self.package)))

    @cached_property
    def rebuilt(self) -> Rebuilt:
        return rebuilt_from(self.reading, self.cells, "formualizer")

    def overwritten(self, sheet: str) -> Sheet:
        """All formulas of a sheet replaced in the file. What check rebuilds is the same as long as the inputs are."""
        package, places = self._patched(sheet)
        if not places:
            return Sheet(sheet, 0, ())
        reading = self._read(package)
        if reading.data != self.reading.data:
            raise AssertionError(f"{sheet}: an overwritten formula is read as an input")
        there = formulas_and_values(Package.of(Path("书"), package), only={sheet})
        cells = {**self.cells, **there}
        settings = settings_of(Package.of(Path("书"), package))
        rebuilt = replace(self.rebuilt, ours=ours(self.rebuilt.book, cells))
        found = differences(rebuilt, cells, settings, True, Edits())
        named = {f.cell for f, _ in found if f.sheet == sheet and f.rule == REPLACED.id and f.severity == "error"}
        return Sheet(sheet, len(places), tuple(place for place in places if place not in named))

    def _read(self, package: bytes) -> Reading:
        with TemporaryDirectory() as folder:
            path = Path(folder, "book.xlsx")
            path.write_bytes(package)
            return read_book(path, self.form, lenient=True)

    def _patched(self, sheet: str) -> tuple[bytes, list[str]]:
        """The package with a number over each formula of a sheet: its value plus one, or 1."""
        part, out, places = self.parts[sheet], BytesIO(), []
        with ZipFile(BytesIO(self.package)) as old, ZipFile(out, "w", ZIP_STORED) as new:
            for name in old.namelist():
                content = old.read(name)
                if name == part:
                    root = etree.fromstring(content)
                    places = [_overwrite(cell) for cell in root.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None]
                    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                new.writestr(name, content)
        return out.getvalue(), places


def _overwrite(cell: Any) -> str:
    value = cell.find(f"{MAIN}v")
    try:
        number = float(value.text) + 1 if value is not None and cell.get("t") in (None, "n") else 1.0
    except (TypeError, ValueError):
        number = 1.0
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    etree.SubElement(cell, f"{MAIN}v").text = repr(number)
    return str(cell.get("r"))
