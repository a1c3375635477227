"""What a workbook computes: as the engines do, its values read by our own reader, more than twice as fast as openpyxl.

``tests/workbook/test_engines.py`` holds that reader against openpyxl, cell by cell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import formualizer as native
from lxml import etree
from openpyxl import load_workbook

from tests.helpers.building import assemble
from tests.helpers.known import Known
from xlbudget.datafile.file import Data
from xlbudget.language.grid import CellGrid, Value
from xlbudget.language.sheet import address_of
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.workbook.calculate import by_address, calculation
from xlbudget.workbook.engines import by_file, formualizer, libreoffice
from xlbudget.workbook.engines.by_file import Engine, Values
from xlbudget.workbook.engines.standins import with_standins
from xlbudget.workbook.write import write

SECONDS = 120
TITLES = re.compile(rb'<definedName name="_xlnm.Print_Titles"[^>]*>[^<]*</definedName>')
PRINTED = re.compile(rb'<definedName name="_xlnm[^>]*>[^<]*</definedName>')
AROUND = re.compile(rb"(<worksheet[^>]*>).*?(<sheetData.*</sheetData>|<sheetData ?/>).*", re.DOTALL)

_recalculated: Known[bytes] = Known(12)

Held = dict[str, dict[str, tuple[str | None, Value]]]
"""Sheet → A1 address → formula and value."""


def cached(package: bytes) -> Values:
    """The values that a package holds, as openpyxl hands them out: without those that are blank."""
    return shown(held(package))


def held(package: bytes) -> Held:
    """The formulas and values that a package holds."""
    return formulas_and_values(Package.of(Path("book.xlsx"), package))


def shown(there: Held) -> Values:
    """Its values, without those that are blank."""
    return shown_values({sheet: {at: value for at, (_, value) in cells.items()} for sheet, cells in there.items()})


def shown_values(values: Values) -> Values:
    """Without those that are blank."""
    return {
        sheet: {cell: value for cell, value in cells.items() if value not in (None, "")}
        for sheet, cells in values.items()
    }


def with_values(package: bytes) -> bytes:
    """A package with its formulas' values cached by formualizer; every other part is left as it is."""
    return _recalculated(sha256(package).digest(), lambda: _with_values(package))


def _with_values(package: bytes) -> bytes:
    plain = with_standins(package)
    made = bytes(native.recalculate_xlsx_bytes(plain.package if plain else package)["bytes"])
    return plain.restored(made) if plain else made


def cached_values(package: bytes) -> Values:
    """The values a package holds, as openpyxl reads them."""
    with warnings.catch_warnings():
        # It cannot read a print area that is a formula, which has nothing to do with values.
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        workbook = load_workbook(BytesIO(package), data_only=True)
    found: Values = {}
    for sheet in workbook.worksheets:
        cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
        found[sheet.title] = {cell.coordinate: cast(Value, cell.value) for cell in cells}
    return found


def untitled(package: bytes) -> bytes:
    """Without the rows to repeat on every page, which have no part in a calculation.

    LibreOffice needs a third of its time for them, for a row has 16,384 columns.
    """
    return _without(package, lambda part: TITLES.sub(b"", part), lambda part: part)


def bare(package: bytes) -> bytes:
    """Its cells and names, without all that stands around them: colours, choices, pages, pictures.

    These have no part in a calculation either, and cost LibreOffice two thirds of its time.
    """
    return _without(package, lambda part: PRINTED.sub(b"", part), lambda part: AROUND.sub(rb"\1\2</worksheet>", part))


def _without(package: bytes, of_workbook: Callable[[bytes], bytes], of_sheet: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "xl/workbook.xml":
                part = of_workbook(part)
            elif info.filename.startswith("xl/worksheets/sheet"):
                part = of_sheet(part)
            target.writestr(info, part)
    return out.getvalue()


def recalculate(package: bytes, engine: Engine = "formualizer") -> Values:
    if engine == "formualizer":
        return shown_values(calculated(package))
    return by_file.recalculate(bare(package), engine, cached)


def calculated(package: bytes) -> Values:
    """Every value of a package without values: blank ones, too."""
    found = _in_memory(Package.of(Path("book.xlsx"), package))
    if found is None:
        there = held(with_values(package))
        found = {sheet: {at: value for at, (_, value) in cells.items()} for sheet, cells in there.items()}
    return found


def _in_memory(package: Package) -> Values | None:
    """In half the time: where there is an engine with its formulas (``known.py``), that gets its entries.

    None where a cell holds what no book of ours does: an array, an error or a day that was typed.
    """
    book, grids = Workbook.of(package), {}
    for sheet in book.sheets:
        cells, grid = book.everything(sheet).cells, CellGrid()
        grids[sheet] = grid
        for place, cell in cells.items():
            if cell.formula is not None:
                grid.formulas[place] = f"={cell.formula}"
            elif cell.value not in (None, ""):
                grid.constants[place] = cell.value
            if (cell.formula is None and cell.kind in ("error", "date")) or str(cell.formula).startswith("{"):
                return None
    defined = etree.fromstring(package.read(package.book)).iter("{*}definedName")
    names = {one.get("name"): one.text for one in defined if one.get("localSheetId") is None}
    found = formualizer.loaded(grids, names).values()
    return {
        sheet: {address_of(*at): value for at, value in (grid.constants | found[sheet]).items()}
        for sheet, grid in grids.items()
    }


def written(content: dict[str, Any], layout: Path | None = None) -> bytes:
    """The workbook of a data file, without cached values."""
    return write(assemble(Data(content), layout))


def computed(content: dict[str, Any], layout: Path | None = None) -> Values:
    """The values of the workbook of a data file, without those that are blank; the engine has it in memory."""
    book = assemble(Data(content), layout)
    return shown_values(by_address(book, calculation(book)))


def by_libreoffice(packages: Sequence[bytes]) -> list[Values]:
    """The same as LibreOffice computes each of them, in one start of it."""
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        made = Path(folder, "out")
        made.mkdir()
        sources = [Path(folder, f"{number}.xlsx") for number in range(len(packages))]
        for source, package in zip(sources, packages, strict=True):
            source.write_bytes(bare(package))
        return [cached(path.read_bytes()) for path in libreoffice.convert_all(sources, "xlsx", made)]


def gnumeric(package: bytes) -> Values:
    """The same as Gnumeric computes it: a fourth reading of the formulas, for tests only."""
    with tempfile.TemporaryDirectory(prefix="xlbudget-") as folder:
        source, made = (Path(folder) / name for name in ("in.xlsx", "out.xlsx"))
        source.write_bytes(bare(package))
        subprocess.run(["ssconvert", "--recalc", source, made], check=True, capture_output=True, timeout=SECONDS)
        return cached(made.read_bytes())


def has_gnumeric() -> bool:
    return shutil.which("ssconvert") is not None
