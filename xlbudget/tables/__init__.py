"""The nine printed tables, 公开01 to 公开09; each is one module, listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.spec import Sheet
from xlbudget.subjects import catalogue, classes
from xlbudget.tables import (
    classified,
    public01,
    public02,
    public03,
    public04,
    public05,
    public06,
    public07,
    public08,
    public09,
    two_sided,
)

LIVE = (public02.TABLE, public03.TABLE, public05.TABLE, public07.TABLE, public08.TABLE)
"""The tables whose rows are live; each has its tree on 科目树."""


def table_sheets(year: int, sizes: Mapping[str, int]) -> tuple[Sheet, ...]:
    """The sheets 公开01 … 公开09; ``sizes`` are the rows of the input lists that feed the live tables."""
    live = {table.key: classified.sheet(table, sizes) for table in LIVE}
    return (
        two_sided.sheet(public01.table(classes(year))),
        live["公开02"],
        live["公开03"],
        two_sided.sheet(public04.table(classes(year))),
        live["公开05"],
        public06.sheet(catalogue("economic", year)),
        live["公开07"],
        live["公开08"],
        public09.sheet(),
    )
