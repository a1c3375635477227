"""What a document says about its unit: the name and the year, what it is there for, the units its accounts are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from xlbudget.reading.documents.as_printed import bare, unspaced
from xlbudget.reading.documents.found import FoundGrid, Line, Origin, ReadEntry
from xlbudget.reading.documents.sections import Portion

Parts = Iterable[Line | FoundGrid]
_YEAR = re.compile(r"(20\d\d)年度")
_PLAIN_YEAR = re.compile(r"(20\d\d)年")
_IN_NAME = re.compile(r"(20\d\d)")
_LABEL = re.compile(
    r"(?:部门|编制单位|单位名称|填报单位|填报部门)[(（]?(?:公章|盖章)?[)）]?[:：]([^:：]{2,60}?)(?:20\d\d年|单位[:：]|金额|$)"
)
_PART_ONE = re.compile(r"^第[一1]部分[:：]?(.{2,60}?)(?:单位|部门)?概况")
_PUBLICATION = re.compile(r"^(.{2,60}?)[(（]?20\d\d年度?(?:部门|单位)决算")
_YEAR_FIRST = re.compile(r"^20\d\d年度?(.{2,60}?)(?:部门|单位)决算")
_PART = re.compile(r"^第[二三四]部分[:：]?")
_INVALID = re.compile(r"^(?:目录|第.部分|本?(?:部门|单位))?$")
_DUTIES = re.compile(r"^[一二三]、(?:部门|单位|机构)?(?:主要)?(?:职能|职责)(?:概述|简介)?$")
_AFTER_DUTIES = re.compile(r"^(?:[一二三四五]、|第[二三]部分)")
_UNITS = frozenset(("单位名称", "预算单位名称"))
INDENT = 10.0
"""Points by which the first line of a paragraph begins further in."""


def texts(parts: Parts) -> Iterator[tuple[str, Origin]]:
    """Lines, and the first rows of grids, in which sheets have their titles."""
    for part in parts:
        if isinstance(part, Line):
            yield part.text, part.place
        else:
            yield from ((cell.text, cell.place) for row in part.rows[:6] for cell in row if cell and cell.text.strip())


def year_of(path: Path, parts: Parts) -> int | None:
    """The 年度 that is named most often; else the one year in the name of the file; None where there is none."""
    said = [bare(text) for text, _ in texts(parts)]
    for pattern in (_YEAR, _PLAIN_YEAR):
        if named := Counter(found for text in said for found in pattern.findall(text)):
            return int(max(named, key=lambda year: (named[year], year)))
    years = set(_IN_NAME.findall(path.stem))
    return int(years.pop()) if len(years) == 1 else None


def unit_of(parts: Parts) -> ReadEntry | None:
    """The name of the unit: behind 部门：, else in the title of the publication."""
    found: dict[str, Origin] = {}
    names: Counter[tuple[int, str]] = Counter()
    for text, place in texts(parts):
        plain = _PART.sub("", unspaced(text))
        for weight, pattern in enumerate((_LABEL, _PART_ONE, _PUBLICATION, _YEAR_FIRST)):
            if (said := pattern.search(plain)) and not _INVALID.match(name := said[1].strip("（(：: ")):
                names[weight, name] += 1
                found.setdefault(name, place)
    if not names:
        return None
    first = min(weight for weight, _ in names)
    name = max((name for weight, name in names if weight == first), key=lambda name: names[first, name])
    return ReadEntry(("单位", "名称"), name, found[name])


def duties(parts: Parts) -> Iterator[ReadEntry]:
    """主要职责, a paragraph each."""
    found: list[Line] = []
    within = False
    for part in parts:
        if not isinstance(part, Line):
            continue
        plain = bare(part.text)
        if _DUTIES.match(plain):
            # The table of contents names the section, too: what counts has text below.
            found, within = [], True
        elif within and _AFTER_DUTIES.match(plain):
            within = False
            if found:
                break
        elif within:
            found.append(part)
    if found and not within:
        yield ReadEntry(("单位", "主要职责"), _paragraphs(found), found[0].place)


def _paragraphs(lines: list[Line]) -> list[str]:
    """Lines of a PDF joined; where a document has paragraphs each is one already."""
    margin = min((line.place.box[0] for line in lines if line.place.box), default=0)
    joined: list[str] = []
    for line in lines:
        box = line.place.box
        if joined and box and box[0] < margin + INDENT:
            joined[-1] += unspaced(line.text)
        else:
            joined.append(unspaced(line.text))
    return joined


def accounts_of(section: Portion) -> ReadEntry | None:
    """决算单位构成: the list of units with its headings; None where a table is something else."""
    first = section.grids[0]
    heads = [bare(cell.text) if cell else "" for cell in first.rows[0]]
    col = next((at for at, head in enumerate(heads) if head in _UNITS), None)
    if col is None or len(heads) > 4:
        return None
    names = [row[col] for grid in section.grids for row in grid.rows]
    said = [unspaced(cell.text) for cell in names[1:] if cell and cell.text.strip()]
    return ReadEntry(("单位", "决算单位构成"), said, first.place) if said else None
