"""The annexes of a self-evaluation: 附件1 (base data), 附件2 (the whole unit) and 附件3 (a project each)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from xlbudget.reading.documents import base_data_table, evaluation_table
from xlbudget.reading.documents.found import FoundCell, Pieces
from xlbudget.reading.documents.sections import Portion

Row = tuple[FoundCell | None, ...]


def together(found: Iterable[Portion]) -> Iterator[Portion]:
    """The tables that are none of the public ones, those that go on over a page as one."""
    before: Portion | None = None
    for section in found:
        if before and section.table is None and _goes_on(before, section):
            before = replace(before, grids=(*before.grids, *section.grids))
            continue
        if before:
            yield before
        before = section if section.table is None else None
    if before:
        yield before


def _goes_on(before: Portion, section: Portion) -> bool:
    """Whether an annex was broken by the end of a page: its further part has no title, at most the headings again."""
    rows, more = _rows(before), _rows(section)
    part = evaluation_table.is_part(more)
    if evaluation_table.is_beginning(rows):
        return part
    wide = len(rows[-1]) == len(more[0])
    begins = base_data_table.is_one(more) or (evaluation_table.is_one(more) and not part)
    begins |= evaluation_table.is_beginning(more)
    return wide and not begins and (evaluation_table.is_one(rows) or base_data_table.is_one(rows))


def read(section: Portion, year: int, projects: Collection[str] = ()) -> Pieces | None:
    """What an annex says; None where it is none."""
    rows = _rows(section)
    if base_data_table.is_one(rows):
        return base_data_table.read(rows, year)
    if evaluation_table.is_one(rows):
        return evaluation_table.read(rows, section.above, section.grids[0].place.file.stem, projects)
    return None


def _rows(section: Portion) -> list[Row]:
    return [row for grid in section.grids for row in grid.rows]
