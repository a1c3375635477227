"""The unit and the year that a document is of, from the lines that name them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from xlbudget.reading.documents.as_printed import bare, unspaced
from xlbudget.reading.documents.found import FoundGrid, Line, Origin, ReadEntry

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
