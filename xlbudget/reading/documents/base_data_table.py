"""附件1, the table of base data: what is entered there and nowhere else, and every figure as it is printed."""

import re
from collections.abc import Iterator, Mapping, Sequence

from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.reading.documents.as_printed import bare, figure
from xlbudget.reading.documents.found import FoundCell, Origin, Pieces, ReadEntry
from xlbudget.sheets.tables import annex1, triple_compare

Row = Sequence[FoundCell | None]
STAFF, COSTS, BUILDINGS, SAVING = "财政供养人员情况", "经费控制情况", "楼堂馆所控制情况", "厉行节约保障措施"
_YEAR = re.compile(r"([0-9]{4})年(决算数|预算数)")
OF_BUILDING = {"批复规模": "批复规模", "实际规模": "实际规模", "预算投资": "预算投资", "实际投资": "实际投资"}
TRIPLE_YEARS = {"上年决算数": "上年决算数", "预算数": "年初预算数"}
"""A column of 附件1 → the key of 三公经费 that no public table has."""


def is_one(rows: Sequence[Row]) -> bool:
    return any(cell and bare(cell.text).startswith(STAFF) for row in rows for cell in row)


def read(rows: Sequence[Row], year: int) -> Pieces:
    entries: list[ReadEntry] = []
    published: list[tuple[dict[str, str], Origin]] = []
    columns: dict[int, str] = {}
    part = ""
    named: dict[int, str] = {}
    buildings: list[dict[str, str]] = []
    place: Origin | None = None
    for at, row in enumerate(rows):
        cells = {col: cell for col, cell in enumerate(row) if cell and cell.text.strip()}
        first = bare(cells[min(cells)].text) if cells else ""
        if first.startswith(STAFF):
            below = rows[at + 1] if at + 1 < len(rows) else ()
            entries += _staff(row, below)
            published += _rate(row, below)
        elif first.startswith(COSTS):
            part = COSTS
            columns = {col: bare(cell.text) for col, cell in cells.items() if _YEAR.fullmatch(bare(cell.text))}
        elif first.startswith(BUILDINGS):
            part, named = BUILDINGS, {col: bare(cell.text) for col, cell in cells.items()}
        elif first.startswith(SAVING):
            part = ""
            texts = [cell for _, cell in sorted(cells.items())[1:]]
            entries += [ReadEntry(("说明", SAVING), cell.text.strip(), cell.place) for cell in texts[:1]]
        elif part == COSTS and cells:
            entries += _line(row, columns, year)
            published += _figures(row, columns)
        elif part == BUILDINGS and (one := _building(row, named)):
            place = place or cells[min(cells)].place
            buildings.append(one)
    if buildings and place:
        entries.append(ReadEntry(("楼堂馆所",), buildings, place))
    return Pieces(tuple(entries), tuple(published))


def _staff(row: Row, below: Row) -> Iterator[ReadEntry]:
    for col, cell in enumerate(row):
        label = bare(cell.text) if cell else ""
        key = "编制数" if label == "编制数" else "在职人数" if label.endswith("在职人数") else ""
        value = below[col] if col < len(below) else None
        if key and value and (text := figure(value.text)):
            yield ReadEntry(("人员", key), int(text) if text.isdecimal() else text, value.place)


def _rate(row: Row, below: Row) -> Iterator[tuple[dict[str, str], Origin]]:
    for col, cell in enumerate(row):
        value = below[col] if col < len(below) else None
        if cell and bare(cell.text) == "控制率" and value and (text := figure(value.text)):
            yield {"表": annex1.KEY, "行": STAFF, "列": "控制率", "数": text}, value.place


def _label(row: Row) -> str:
    return next((re.sub(r"\s+", "", cell.text) for cell in row if cell and cell.text.strip()), "")


def _figures(row: Row, columns: Mapping[int, str]) -> Iterator[tuple[dict[str, str], Origin]]:
    for col, column in columns.items():
        cell = row[col] if col < len(row) else None
        if cell and (text := figure(cell.text)):
            yield {"表": annex1.KEY, "行": _label(row), "列": column, "数": text}, cell.place


def _line(row: Row, columns: Mapping[int, str], year: int) -> Iterator[ReadEntry]:
    label = _label(row)
    items = dict(triple_compare.ROWS).get(label, ())
    for col, column in columns.items():
        cell = row[col] if col < len(row) else None
        found = _YEAR.fullmatch(column)
        if not cell or not found or not (text := figure(cell.text)):
            continue
        own = found[2] if int(found[1]) == year else f"上年{found[2]}"
        if len(items) == 1 and own in TRIPLE_YEARS:
            yield ReadEntry(("三公经费", TRIPLE_YEARS[own], items[0]), text, cell.place)
        elif own in _entered(label) and float(text):
            yield ReadEntry(("基础数据", label, own), text, cell.place)


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
            one[OF_BUILDING[label]] = text
    return one if len(one) > 1 and not one["名称"].startswith(("（", "(")) else None
