"""The forms of the 部门决算 software (财决01 … 附03): which one a sheet is, and what of it is entered where.

The map is data (``caijue.csv``): a form, a heading or a label of it, the path of the entry, and whether that was seen
in a published source (已证实) or follows from the names of the forms (推断). No real export could be had; where one
differs, the map is what is to be changed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xlbudget.reading.documents.as_printed import NUMBERED, bare
from xlbudget.reading.documents.found import FoundCell, FoundGrid

BY_CODE, IN_TOTAL, BY_LABEL, NOT_TAKEN = "科目", "合计", "标签", "不取"
HEAD = 8
"""Rows in which a form says what it is."""
_SHEET = re.compile(r"(FMDM|(?:Z|F|CS|QB|FB)\d+(?:_\d+)?)(?=\s|$)")
_NUMBER = re.compile(r"财决附?\d+(?:-\d+)?表")
_PUBLIC = re.compile(r"公开\d\d表")
_UNIT = re.compile(r"金额单位[:：]?(万?元)")
_YEAR = re.compile(r"(20\d\d)年度?")
_UNIT_NAME = re.compile(r"编制单位(?:名称)?[(（]?(?:公章)?[)）]?[:：](.+?)(?=20\d\d年|金额单位|$)")
_MEASURE = re.compile(r"\((?:个|人|辆|台|套|台,?套|台\(套\)|批|次|人次|万元|元|个/批)\)")


@dataclass(frozen=True)
class Taken:
    """One figure of a form: ``columns`` and ``labels`` as they may be printed, the path it is entered at."""

    form: str
    number: str
    titles: tuple[str, ...]
    rows: str
    columns: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    path: tuple[str, ...]
    seen: bool


@dataclass(frozen=True)
class Head:
    """What a sheet says of itself; ``form``: its code in the map, "" for one that the map does not have."""

    form: str
    said: str
    unit: str = ""
    year: int | None = None
    name: str = ""


@cache
def taken() -> tuple[Taken, ...]:
    text = (files("xlbudget.reading.documents") / "caijue.csv").read_text(encoding="utf-8")
    return tuple(
        Taken(
            row["表"],
            row["表号"],
            tuple(map(bare, row["表名"].split("|"))),
            row["行"],
            tuple(tuple(map(bare, one.split("/"))) for one in row["列"].split("|") if one),
            tuple(map(bare, filter(None, row["标签"].split("|")))),
            (row["录入"],) if row["行"] == NOT_TAKEN else tuple(row["录入"].split("/")),
            row["依据"] == "已证实",
        )
        for row in csv.DictReader(text.splitlines())
    )


def of_form(form: str) -> list[Taken]:
    return [one for one in taken() if one.form == form]


def head_of(grid: FoundGrid) -> Head | None:
    """What a sheet of the software is; None for a sheet of anything else.

    The title says it, then the number, then the code before the sheet's name, which the software cuts at 31 characters.
    """
    texts = [bare(cell.text) for row in grid.rows[:HEAD] for cell in row if cell and cell.text.strip()]
    found = _SHEET.match(grid.place.sheet or "")
    number = next((match[0] for text in texts if (match := _NUMBER.search(text))), "")
    if (not found and not number) or any(_PUBLIC.search(text) for text in texts):
        return None
    titled = next((one.form for text in texts for one in taken() if text in one.titles), "")
    numbered = next((one.form for one in taken() if one.number and one.number == number), "")
    coded = next((one.form for one in taken() if found and one.form == found[1]), "")
    whole = "".join(texts[:HEAD])
    unit, year = _UNIT.search(whole), _YEAR.search(whole)
    name = next((match[1] for text in texts if (match := _UNIT_NAME.search(text))), "")
    form = titled or (numbered if not _other_title(texts) else "") or ("FMDM" if coded == "FMDM" else "")
    said = grid.place.sheet or number
    return Head(form, said, unit[1] if unit else "", int(year[1]) if year else None, name)


def _other_title(texts: Sequence[str]) -> bool:
    """Whether the first line is a title that the map does not have: numbers move between years."""
    return bool(texts) and texts[0].endswith("表") and not _NUMBER.fullmatch(texts[0])


def label_of(text: str) -> str:
    """A row's name without number, 其中 and what it is measured in.

    >>> label_of("（二）车辆数合计（辆）"), label_of("其中：外事接待批次（个）"), label_of("1．因公出国（境）费")
    ('车辆数合计', '外事接待批次', '因公出国(境)费')
    """
    plain = bare(text)
    while (shorter := NUMBERED.sub("", re.sub(r"^(?:其中:|\(\d+\)|\d+\.)", "", plain))) != plain:
        plain = shorter
    return _MEASURE.sub("", plain)


def blocks(row: Sequence[FoundCell | None]) -> Iterator[tuple[int, int]]:
    """Where the tables side by side begin and end, by the heading 项目 of each."""
    starts = [col for col, cell in enumerate(row) if cell and bare(cell.text).startswith("项目")]
    yield from zip(starts, [*starts[1:], len(row)], strict=True)
