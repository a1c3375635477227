"""Entries where no formula looks: below the last row of a list, beside its columns, between the parts of a sheet."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import groupby

from xlbudget.language.sheet import Entry, Sheet
from xlbudget.reading.cells import Cell, SheetCells
from xlbudget.reading.remarks import Oddity, Place, about


def strays(cells: SheetCells, declared: Sheet, said: Container[tuple[str, int]]) -> Iterator[Oddity]:
    """A remark for every row with an entry outside ``declared``, the sheet as it was built, unless it was ``said``.

    Anything in a column of input cells, and figures elsewhere; notes beside are the user's. None where the labels or
    headings do not stand as built: what is where is then another question, and a finding.
    """
    if not _stands(cells, declared):
        return
    known = {(top, item.col) for item in declared.items for top in item.tops}
    inputs = [item for item in declared.items if isinstance(item.content, Entry)]
    first, cols = min(item.row for item in inputs), {item.col for item in inputs}

    def entered(place: tuple[int, int], cell: Cell) -> bool:
        figure = cell.kind == "number" and cell.formula is None
        return place[0] >= first and (figure or (place[1] in cols and _holds(cell)))

    places = sorted(place for place, cell in cells.cells.items() if place not in known and entered(place, cell))
    for row, run in groupby(places, key=lambda place: place[0]):
        (_, col), *more = run
        if (cells.name, row) in said:
            continue
        others = f"（这一行还有 {len(more)} 格）" if more else ""
        sentence = f"在录入区以外{others}，工作簿的公式算不到；请移到录入区的空行里，或者删去"
        yield about(Place(cells.name, row, col), str(cells.at(row, col).value or ""), None, False, sentence)


def capacities(declared: Sheet) -> dict[str, int]:
    """Column of a list, by its key → how many rows of it the formulas of the workbook look at."""
    return {key: area.rows for key, area in declared.areas}


def _holds(cell: Cell) -> bool:
    return bool(str(cell.value).strip()) if cell.value is not None else cell.formula is not None


def _stands(cells: SheetCells, declared: Sheet) -> bool:
    return all(
        cells.text(row, item.col) == text.strip()
        for item in declared.items
        if item.role in ("label", "heading") and (text := item.fixed_text) is not None
        for row in item.tops
    )
