"""From a workbook back to its data file: what its input cells hold, and what about them is odd.

The file is only read. Formulas, and sheets that are not 录入-…, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlbudget.datafile.adding import DETAILS
from xlbudget.datafile.fields import FILE
from xlbudget.datafile.file import Data
from xlbudget.errors import SheetMissing, SheetUnrecognisable
from xlbudget.language.form import Form
from xlbudget.language.grid import Constant, Value
from xlbudget.reading.cells import Cell, CellKind, SheetCells, Workbook
from xlbudget.reading.formulas import AllCells
from xlbudget.reading.input_sheets import Found, Unrecognisable, labelled, read_grid, read_labels, read_rows
from xlbudget.reading.package import Package
from xlbudget.reading.remarks import Oddity, Place, about, refusals
from xlbudget.reading.stamp import DATA, KEYS, LAYOUT, form_by, is_earlier, stamp_of
from xlbudget.reading.strays import capacities, strays
from xlbudget.reading.structure import kept_structure
from xlbudget.reading.to_data import place_leaves, place_rows, settled, sum_up
from xlbudget.sheets.book import Book
from xlbudget.sheets.inputs.explanations import chosen
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.input_sheet import InputSheet
from xlbudget.sheets.inputs.labels import Labels
from xlbudget.sheets.inputs.narrative import filled_in
from xlbudget.sheets.inputs.paths import field_at
from xlbudget.sheets.inputs.rows import Rows
from xlbudget.sheets.inputs.tabs import SHEETS, input_sheets, sheets_for, with_needs
from xlbudget.sheets.inputs.working_out import AFTERWARDS
from xlbudget.sheets.rules.published.worked import lines

NAMES = frozenset(sheet.name for sheet in SHEETS)


@dataclass(frozen=True)
class Reading:
    """What a workbook holds. Where an oddity is not certain, ``data`` may be such that ``build`` refuses it."""

    data: Data
    oddities: tuple[Oddity, ...]
    form: Form
    stamp: dict[str, str]
    places: dict[str, Place]
    """Path of the data file (``支出[3].基本支出``) → its input cell, blank ones included."""
    entries: dict[Place, Value]
    """What every input cell holds as it was read; none where it is blank or could not be read."""
    renamed: dict[str, str]
    """Input sheet → what it is called in the file, where that is something else."""
    sizes: dict[str, int]
    """List (``结转结余.年初``; ``指标`` of all self-evaluations) → how many rows its sheet has for it."""
    kept: Data | None
    """The structure that the file was built with, where it keeps one."""


def read_book(path: Path, form: Form | None = None, lenient: bool = False) -> Reading:
    """Read a workbook that ``build`` made, whatever office program has saved it since.

    ``form``: that of a layout file, for a 模板 that the program does not have. ``lenient``: an input sheet that is
    missing or cannot be recognised is an oddity, not a refusal.
    Raises the sentences of ``errors.py`` for a file that cannot be read or is not ours.
    """
    return read_package(Package.open(path), form, lenient)


def read_package(package: Package, form: Form | None = None, lenient: bool = False) -> Reading:
    """The same for a package that is open."""
    return read_workbook(Workbook.of(package), form, lenient)


def read_workbook(book: Workbook, form: Form | None = None, lenient: bool = False, mending: bool = False) -> Reading:
    """The same for one whose sheets are listed; what is parsed of it stays with it.

    ``mending`` (and ``lenient``): a list that has lost a column is read without it.
    """
    package = book.package
    stamp, lost = stamp_of(book)
    form = form_by(stamp, package.path, form)
    stamped = stamp[KEYS].split(",")
    found = Found(mending=lenient or mending, earlier=is_earlier(stamp), department=DETAILS in stamped)
    if lost:
        found.oddities.append(Oddity("", "", "", None, True, lost))
    content: dict[str, Any] = {}
    kept = kept_structure(AllCells(book), form)
    # Other versions had other sheets.
    declared = {} if kept is None or is_earlier(stamp) else {sheet.name: sheet for sheet in input_sheets(kept, form)}
    wanted = sheets_for(with_needs(dict.fromkeys(stamped), form.needs))
    wanted = tuple(one for one in wanted if one.name in book.sheets or not (found.earlier and FILE[one.key].later))
    renamed = _renamed(book, wanted)
    book.call(renamed)
    _note_surroundings(book, wanted, stamped, renamed, found)
    for sheet in wanted:
        try:
            if sheet.name not in book.sheets:
                raise SheetMissing(package.path, sheet.name)
            cells, built = book.read(sheet.name), declared.get(sheet.name)
            found.capacities = {} if built is None else capacities(built)
            _read_sheet(sheet, cells, content, found)
            found.oddities.extend(() if built is None else strays(cells, built, found.beyond))
        except (Unrecognisable, SheetMissing) as error:
            unknown = isinstance(error, Unrecognisable)
            refusal = SheetUnrecognisable(package.path, sheet.name, str(error)) if unknown else error
            if not lenient:
                raise refusal from None
            found.oddities.append(Oddity(sheet.name, "", "", None, False, str(refusal)))
    place_leaves(found, content)
    if found.department:
        sum_up(content, found)
    content["核实"] = [chosen(entry) for entry in content.get("核实", [])]
    content["说明"] = filled_in(content.get("说明", {}), form)
    content["版本"] = int(stamp[DATA])
    content.setdefault("单位", {})["模板"] = stamp[LAYOUT]
    made = settled(content, stamped)
    found.oddities.extend(refusals(made, FILE, found.places))
    found.oddities.extend(_without_formulas(made, kept, found.places))
    return Reading(
        Data(made), tuple(found.oddities), form, stamp, found.places, found.entries, renamed, found.sizes, kept
    )


def _without_formulas(made: Mapping[str, Any], kept: Data | None, places: Mapping[str, Place]) -> Iterator[Oddity]:
    """Every 式 that came after the workbook was built: nothing on its sheets is worked out from it yet."""
    built = lines(kept) if kept else {}
    for text, line in lines(Data(made)).items():
        if kept and text not in built and (place := places.get(line.path)):
            yield about(place, line.text, line.text, True, f"{AFTERWARDS}；表上还没有它算得的数")


def places_in(book: Book) -> dict[str, Place]:
    """Path → input cell of a declared workbook, by the very reading of it."""
    found, content = Found(department=f"录入-{DETAILS}" in book.grids), dict[str, Any]()
    for sheet in SHEETS:
        if (grid := book.grids.get(sheet.name)) is not None:
            cells = {place: Cell("blank", None, formula) for place, formula in grid.formulas.items()}
            cells |= {place: Cell(_kind(value), value) for place, value in grid.constants.items()}
            _read_sheet(sheet, SheetCells(sheet.name, cells), content, found)
    return found.places


def _kind(value: Constant) -> CellKind:
    return "text" if isinstance(value, str) else "truth" if isinstance(value, bool) else "number"


def _read_sheet(sheet: InputSheet, cells: SheetCells, content: dict[str, Any], found: Found) -> None:
    if sheet.key == "单位":
        unit = labelled(cells, "金额单位")
        found.unit = unit.strip() if isinstance(unit, str) and unit.strip() in ("万元", "元") else None
    for part in sheet.parts:
        match part:
            case Labels():
                read_labels(part, cells, found)
            case Grid():
                read_grid(part, cells, found)
            case Rows():
                late = found.earlier and not part.nested and field_at(part.path).later
                try:
                    rows = read_rows(part, cells, found)
                except Unrecognisable:
                    if not late:
                        raise
                    continue
                place_rows(part, rows, content, found)


def _renamed(book: Workbook, wanted: tuple[InputSheet, ...]) -> dict[str, str]:
    """Input sheet that is missing → the only one that begins with its title."""
    missing = [sheet.name for sheet in wanted if sheet.name not in book.sheets]
    titles = {name: _title(book.read(name)) for name in book.sheets if missing and name not in NAMES}
    same = {name: [other for other, title in titles.items() if title == name] for name in missing}
    return {name: others[0] for name, others in same.items() if len(others) == 1}


def _title(cells: SheetCells) -> str:
    """The first text on a sheet."""
    return next((text for place in sorted(cells.cells) if (text := cells.text(*place))), "")


def _note_surroundings(
    book: Workbook, wanted: tuple[InputSheet, ...], stamped: list[str], renamed: dict[str, str], found: Found
) -> None:
    """What stands in the file beside the input sheets and is left alone."""

    def note(sheet: str, certain: bool, sentence: str) -> None:
        found.oddities.append(Oddity(sheet, "", "", None, certain, sentence))

    names = book.package.entries
    if any(name.endswith("vbaproject.bin") for name in names):
        note("", True, "文件里有宏；宏没有运行，只读了录入格")
    if any(name.startswith("xl/externallinks/") for name in names):
        note("", True, "文件里有指向别的工作簿的链接；链接没有更新，只读了录入格")
    for one, other in book.alike:
        note(other, False, f"与“{one}”表的名称只差空格、大小写、全角或看不见的字，分不清哪张是哪张；请改名或删去一张")
    if unknown := [key for key in stamped if key not in {field.key for field in FILE.fields}]:
        note("", False, f"文件属性 {KEYS} 里的 {'、'.join(unknown)} 不是数据文件的键，没有理会")
    for sheet in SHEETS:
        if sheet.name in book.sheets and sheet not in wanted:
            note(sheet.name, False, "不是生成这个工作簿时有的录入表，没有读")
    for sheet in wanted:
        if now := renamed.get(sheet.name):
            note(sheet.name, True, f"这张表改名成了“{now}”，照它的标题读；请改回原名")
        for name in book.sheets:
            # “录入-支出 (2)”, “录入-支出_2”: as office programs call a copy.
            if name.startswith(sheet.name) and name not in NAMES:
                note(name, True, f"是另加的表，不参与计算；数请填在“{sheet.name}”里")
