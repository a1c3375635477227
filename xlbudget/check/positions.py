"""Whether the entries stand where a workbook of our own making would put them, and where each does stand.

Rows typed after a gap, rows inserted, columns exchanged: the reader finds them by their headings, while a rebuilt
workbook has them one below the other. A finding must name the cell that the user sees.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from xlbudget.check.report import Finding
from xlbudget.datafile.gaps import EVALUATIONS, distinct
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Role, Sheet, address_of, fixed_texts, place_of
from xlbudget.reading.formulas import Cells
from xlbudget.reading.reader import Reading
from xlbudget.reading.remarks import Place
from xlbudget.sheets.book import Book

PREFIX = "录入-"
_OF_EVALUATION = re.compile(rf"^{EVALUATIONS}\[([0-9]+)\]")


def in_place(book: Book, cells: Cells, reading: Reading) -> bool:
    """Whether every label and heading of the input sheets is where ``book`` has it, and no list has a gap."""
    inputs = (sheet for sheet in book.sheets if sheet.name.startswith(PREFIX))
    return not _gaps(book, reading) and all(stands(sheet, cells, ("label", "heading")) for sheet in inputs)


def stands(sheet: Sheet, cells: Cells, roles: Container[Role] | None = None) -> bool:
    """Whether every fixed text (of these roles) is where it was: then a formula's place is its place."""
    there = cells.get(sheet.name, {})
    texts = sheet.fixed_texts if roles is None else fixed_texts(item for item in sheet.items if item.role in roles)
    return all(same_text(there.get(address, (None, None))[1], text) for address, text in texts.items())


def _gaps(book: Book, reading: Reading) -> bool:
    """Lists are counted from their first row, so an empty row in between moves what follows."""
    rows: dict[str, set[int]] = {}
    for path, place in reading.places.items():
        if "[" in path and place.sheet != "录入-单位":
            rows.setdefault(place.sheet, set()).add(place.row)
    tops: dict[str, int] = {}
    for key, area in book.names.areas.items():
        if key.startswith("录入/") and area.rows > 1:
            tops[area.sheet] = min(area.row, tops.get(area.sheet, area.row))
    return any(
        used != set(range(tops[sheet], tops[sheet] + len(used))) for sheet, used in rows.items() if sheet in tops
    )


def same_text(value: Value, expected: object) -> bool:
    """Whether a fixed text still stands; spaces and line breaks are what office programs rewrite."""
    return value == expected or squeezed(value) == squeezed(expected)


def squeezed(text: object) -> str:
    return "".join(str(text or "").split())


@dataclass(frozen=True)
class Positions:
    """Where a row of a rebuilt input sheet stands in the user's file; rows that are not listed are where they were."""

    rows: Mapping[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def between(cls, rebuilt: Mapping[str, Place], file: Reading) -> Positions:
        """By the paths of the data file, ``rebuilt`` being those of the rebuilt workbook.

        Of self-evaluations that stand twice only the first was laid out.
        """
        numbers = distinct(file.data.rows(EVALUATIONS))

        def path_in_file(path: str) -> str:
            return _OF_EVALUATION.sub(lambda m: f"{EVALUATIONS}[{numbers[int(m.group(1))]}]", path)

        return cls(
            {
                (place.sheet, place.row): there.row
                for path, place in rebuilt.items()
                if (there := file.places.get(path_in_file(path))) is not None and there.sheet == place.sheet
            }
        )

    def row(self, sheet: str, row: int) -> int:
        return self.rows.get((sheet, row), row)

    def moved(self, finding: Finding) -> Finding:
        """The finding at the cell of the file."""
        place = place_of(finding.cell)
        if not finding.sheet.startswith(PREFIX) or place is None:
            return finding
        return replace(finding, cell=address_of(self.row(finding.sheet, place[0]), place[1]))
