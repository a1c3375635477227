"""第一部分 of a publication: what the unit is there for, and the units that its accounts are of."""

import re
from collections.abc import Iterable, Iterator

from xlbudget.reading.documents.as_printed import bare, unspaced
from xlbudget.reading.documents.found import FoundGrid, Line, ReadEntry
from xlbudget.reading.documents.sections import Portion

_DUTIES = re.compile(r"^[一二三]、(?:部门|单位|机构)?(?:主要)?(?:职能|职责)(?:概述|简介)?$")
_NEXT = re.compile(r"^(?:[一二三四五]、|第[二三]部分)")
_UNITS = frozenset(("单位名称", "预算单位名称"))
INDENT = 10.0
"""Points by which the first line of a paragraph begins further in."""


def duties(parts: Iterable[Line | FoundGrid]) -> Iterator[ReadEntry]:
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
        elif within and _NEXT.match(plain):
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


def units(section: Portion) -> ReadEntry | None:
    """决算单位构成: the list of units with its headings; None where a table is something else."""
    first = section.grids[0]
    heads = [bare(cell.text) if cell else "" for cell in first.rows[0]]
    col = next((at for at, head in enumerate(heads) if head in _UNITS), None)
    if col is None or len(heads) > 4:
        return None
    names = [row[col] for grid in section.grids for row in grid.rows]
    said = [unspaced(cell.text) for cell in names[1:] if cell and cell.text.strip()]
    return ReadEntry(("单位", "决算单位构成"), said, first.place) if said else None
