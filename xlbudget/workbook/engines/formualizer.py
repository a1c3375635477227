"""formualizer (Rust), in memory: it gets the cells and names of a book and nothing else, and gives every value back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from io import BytesIO
from typing import Any, TypeVar
from zipfile import ZIP_STORED, ZipFile

import formualizer as native

from xlbudget.errors import EngineFailed
from xlbudget.language.grid import CellGrid, Place, Value
from xlbudget.language.sheet import column_letter
from xlbudget.workbook.sheet_data import ErrorValue, cell_data, sheet_data

Thing = TypeVar("Thing")
_SAID = (
    ("Undefined name", "有公式引用了没有的名称，或别的工作簿"),
    ("limit", "公式太多，超过了它的上限"),
    ("exceed", "公式太多，超过了它的上限"),
)
_REFUSALS = (native.FormualizerHostError, native.ExcelEvaluationError, ValueError, OSError, RuntimeError)
_KINDS = {"Div": "#DIV/0!", "Na": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
"""Its kinds of errors; any other is #VALUE!."""
_NAMED = re.compile(r"""\"[^"]*"|'([^']+)'!""")
"""What stands between quotes in a formula: a text, or the name of a sheet as ours are written."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LIMITS = dict.fromkeys(("max_input_bytes", "max_expanded_bytes", "max_part_bytes"), 2**34)
"""Its limits are for packages from anywhere; this one is ours."""
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Calculation:
    """A book in the engine: other entries and formulas may be put in place of those that it has, and only what depends
    on them is calculated anew."""

    engine: Any
    grids: Mapping[str, CellGrid]
    called: Mapping[str, str]
    """Sheet → what the engine knows it by. A name in Chinese, or in quotes, makes a formula five times as long to read,
    and one that looks like an address would move along with a shared formula."""

    def put(self, sheet: str, cells: Mapping[Place, Value]) -> None:
        """Constants, or nothing, for cells whatever they hold.

        A column of cells takes the engine hardly longer than one of them.
        """
        for (row, col), run in _columns(cells):
            self.engine.set_values_batch(self.called[sheet], row, col, [[value] for value in run])

    def put_formulas(self, sheet: str, before: Container[Place], formulas: Mapping[Place, str]) -> None:
        """Formulas for cells whatever they hold; ``before``: where there was one."""
        name, ours = self.called[sheet], {at: _spelled(one, self.called) for at, one in formulas.items()}
        try:
            for (row, col), run in _columns({at: one for at, one in ours.items() if at in before}):
                self.engine.set_formulas_batch(name, row, col, [[formula] for formula in run])
            # It does not calculate those that come by the column where there was none.
            for (row, col), formula in ours.items():
                if (row, col) not in before:
                    self.engine.set_formula(name, row, col, formula)
        except _REFUSALS as error:
            raise EngineFailed("formualizer", said(str(error))) from error

    def values(self) -> dict[str, dict[Place, Value]]:
        """Sheet → place → value of every formula. May run in a thread of its own: the engine lets others work."""
        try:
            self.engine.evaluate_all()
            return {name: self._of(name, grid) for name, grid in self.grids.items()}
        except _REFUSALS as error:
            raise EngineFailed("formualizer", said(str(error))) from error

    def _of(self, name: str, grid: CellGrid) -> dict[Place, Value]:
        if not grid.formulas:
            return {}
        called = self.called[name]
        there = self.engine.sheet(called).get_values(native.RangeAddress(called, 1, 1, *grid.corner))
        return {
            at: _error(value) if isinstance(value := there[at[0] - 1][at[1] - 1], dict) else value
            for at in grid.formulas
        }


def _columns(cells: Mapping[Place, Thing]) -> Iterator[tuple[Place, list[Thing]]]:
    """The cells as columns: the place of the first, and what is in it and below it."""
    start, run = (0, 0), list[Thing]()
    for row, col in sorted(cells, key=lambda place: place[::-1]):
        if (row - len(run), col) != start:
            if run:
                yield start, run
            start, run = (row, col), []
        run.append(cells[row, col])
    if run:
        yield start, run


def loaded(grids: Mapping[str, CellGrid], names: Mapping[str, str], short: bool = True) -> Calculation:
    """A book in the engine, not yet calculated; ``names``: defined name → what it refers to.

    ``short``: the engine gets names of its own for the sheets; only where formulas are ours, with every name in quotes.
    """
    called = {name: f"_{column_letter(n)}" if short else name for n, name in enumerate(grids, 1)}
    settings = native.EvaluationConfig()
    # Ranges stay ranges in its graph; values are the same, and it loads a tenth faster.
    settings.range_expansion_limit = 1
    config = native.WorkbookConfig(mode=native.WorkbookMode.Interactive, eval_config=settings)
    spelled = partial(_spelled, called=called) if short else str
    sheets = {called[name]: sheet_data(cell_data(grid, spelled=spelled)) for name, grid in grids.items()}
    defined = {name: spelled(to) for name, to in names.items()}
    try:
        engine = native.Workbook.from_bytes(_package(sheets, defined), config=config, load_limits=_LIMITS)
        engine.set_temporal_egress("serial")
        # Nobody undoes anything; to remember it takes 8 MB for every unit whose entries are put in.
        engine.set_changelog_enabled(False)
    except _REFUSALS as error:
        raise EngineFailed("formualizer", said(str(error))) from error
    return Calculation(engine, grids, called)


def _spelled(formula: str, called: Mapping[str, str]) -> str:
    """A formula of ours with the sheets as the engine calls them."""
    if "'" not in formula:
        return formula
    return _NAMED.sub(lambda found: f"{called[found[1]]}!" if found[1] else found[0], formula)


def _error(value: dict[str, Any]) -> ErrorValue:
    return ErrorValue(_KINDS.get(str(value.get("kind")), "#VALUE!"))


def _package(sheets: Mapping[str, str], names: Mapping[str, str]) -> bytes:
    """A package with nothing but cells and names, not compressed: only the engine looks at it."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    defined = "".join(f'<definedName name="{escape(name)}">{escape(to)}</definedName>' for name, to in names.items())
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_CONTENT}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/></Types>',
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
    } | {
        f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{_MAIN}">{cells}</worksheet>'
        for n, cells in zip(numbers, sheets.values(), strict=True)
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name, text in parts.items():
            package.writestr(name, _HEAD + text)
    return buffer.getvalue()


def _relationships(targets: Iterable[tuple[str, str]]) -> str:
    links = (
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE_LINKS}">{"".join(links)}</Relationships>'


def said(words: str) -> str:
    """What the engine complains of, in Chinese, and where."""
    why = next((chinese for english, chinese in _SAID if english in words), "它算不了这个工作簿")
    name = re.search(r"Undefined name: (\S+)", words)
    return f"{why}（{name[1]}）" if name else why
