"""附件1, the table of base data: what is entered there and nowhere else, and every figure as it is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.reading.documents.as_printed import bare, figure
from xlbudget.reading.documents.found import FoundCell, Origin, Pieces
from xlbudget.sheets.tables import annex1, triple_compare

Row = Sequence[FoundCell | None]
STAFF, COSTS, BUILDINGS, SAVING = "财政供养人员情况", "经费控制情况", "楼堂馆所控制情况", "厉行节约保障措施"
_YEAR = re.compile(r"([0-9]{4})年(决算数|预算数)")
OF_BUILDING = ("批复规模", "实际规模", "预算投资", "实际投资")
TRIPLE_YEARS = {"上年决算数": "上年决算数", "预算数": "年初预算数"}
"""A column of 附件1 → the key of 三公经费 that no public table has."""


def is_one(rows: Sequence[Row]) -> bool:
    return any(cell and bare(cell.text).startswith(STAFF) for row in rows for cell in row)


def read(rows: Sequence[Row], year: int) -> Pieces:
    pieces = Pieces()
    columns: dict[int, re.Match[str]] = {}
    part = ""
    named: dict[int, str] = {}
    buildings: list[dict[str, str]] = []
    place: Origin | None = None
    for at, row in enumerate(rows):
        cells = {col: cell for col, cell in enumerate(row) if cell and cell.text.strip()}
        first = bare(cells[min(cells)].text) if cells else ""
        if first.startswith(STAFF):
            _staff(pieces, row, rows[at + 1] if at + 1 < len(rows) else ())
        elif first.startswith(COSTS):
            part = COSTS
            columns = {col: found for col, cell in cells.items() if (found := _YEAR.fullmatch(bare(cell.text)))}
        elif first.startswith(BUILDINGS):
            part, named = BUILDINGS, {col: bare(cell.text) for col, cell in cells.items()}
        elif first.startswith(SAVING):
            part = ""
            for _, cell in sorted(cells.items())[1:2]:
                pieces.enter(cell.text.strip(), cell.place, "说明", SAVING)
        elif part == COSTS and cells:
            _line(pieces, row, columns, year)
        elif part == BUILDINGS and (one := _building(row, named)):
            place = place or cells[min(cells)].place
            buildings.append(one)
    if buildings and place:
        pieces.enter(buildings, place, "楼堂馆所")
    return pieces


def _staff(pieces: Pieces, row: Row, below: Row) -> None:
    """What is counted, below its headings."""
    for head, cell in zip(row, below, strict=False):
        label = bare(head.text) if head else ""
        if not cell or not (text := figure(cell.text)):
            continue
        if label == "控制率":
            pieces.publish(text, cell.place, annex1.KEY, STAFF, label)
        elif label == "编制数" or label.endswith("在职人数"):
            key = label if label == "编制数" else "在职人数"
            pieces.enter(int(text) if text.isdecimal() else text, cell.place, "人员", key)


def _label(row: Row) -> str:
    return next((re.sub(r"\s+", "", cell.text) for cell in row if cell and cell.text.strip()), "")


def _line(pieces: Pieces, row: Row, columns: Mapping[int, re.Match[str]], year: int) -> None:
    label = _label(row)
    items = dict(triple_compare.ROWS).get(label, ())
    for col, column in columns.items():
        cell = row[col] if col < len(row) else None
        if not cell or not (text := figure(cell.text)):
            continue
        pieces.publish(text, cell.place, annex1.KEY, label, column[0])
        own = column[2] if int(column[1]) == year else f"上年{column[2]}"
        if len(items) == 1 and own in TRIPLE_YEARS:
            pieces.enter(text, cell.place, "三公经费", TRIPLE_YEARS[own], items[0])
        elif own in _entered(label) and float(text):
            pieces.enter(text, cell.place, "基础数据", label, own)


def _entered(label: str) -> tuple[str, ...]:
    """The columns of a line that nothing else determines; of a line of the unit's own, a project's, last year's."""
    for line in annex1.lines(Data({})):
        if line.label == label:
            figures = zip(annex1.YEARS, line.figures, strict=True)
            return tuple(
                year for year, one in figures if isinstance(one, Formula) and "{录入/基础数据/" in one.template
            )
    return ("上年决算数",)


def _building(row: Row, named: Mapping[int, str]) -> dict[str, str] | None:
    one = {"名称": _label(row)}
    for col, label in named.items():
        cell = row[col] if col < len(row) else None
        if label in OF_BUILDING and cell and (text := figure(cell.text)):
            one[label] = text
    return one if len(one) > 1 and not one["名称"].startswith(("（", "(")) else None
