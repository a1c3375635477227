"""The figures of a printed table, each with its row and column in the table's own words and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xlbudget.reading.documents.as_printed import bare, figure, unspaced
from xlbudget.reading.documents.found import FoundCell, Left, Origin
from xlbudget.reading.documents.headings import Headings, Rows, headings_of, is_numbering
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.titles import unit_in
from xlbudget.reading.documents.vocabulary import Vocabulary

ONE_FIGURE = "这一格不是一个数"


@dataclass(frozen=True)
class TableFigure:
    """``line``, ``column``: own words; ``row``: the line as 公开数 calls it; ``text``: as printed."""

    table: str
    line: str
    column: str
    row: str
    text: str
    unit: str
    place: Origin


@dataclass
class FoundTable:
    """What one printed table gives: figures, names of codes, what was not understood; readers put it in."""

    name: str
    whole: bool
    """Whether its headings were found, so that a row it lacks is zero."""
    unit: str
    figures: list[TableFigure] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    words: set[tuple[str, str]] = field(default_factory=set)
    """Own word and the printed one."""

    def take(self, line: str, column: str, row: str, cell: FoundCell, text: str) -> None:
        """What :func:`values` found in a cell, at its place in the table."""
        if text == "?":
            self.leave(cell, f"{self.name} {row} 的 {column}：{ONE_FIGURE}")
        else:
            self.figures.append(TableFigure(self.name, line, column, row, text, self.unit, cell.place))

    def leave(self, cell: FoundCell, why: str) -> None:
        self.left.append(Left(unspaced(cell.text), cell.place, why))


@dataclass(frozen=True)
class Body:
    """Rows below the headings of one page, and what is printed over their columns."""

    rows: Rows
    paths: tuple[tuple[str, ...], ...]


def begun(section: Portion, words: Vocabulary) -> tuple[FoundTable, list[Body]]:
    """A table with nothing in it yet; its rows page by page, those without headings below the ones before."""
    found: list[Body] = []
    above = list(section.above)
    last: Headings | None = None
    for grid in section.grids:
        headings = headings_of(grid.rows, words.headings, words.lines)
        if headings is not None:
            if last is None:
                above += [cell.text for cells in grid.rows[: headings.first] for cell in cells if cell and cell.text]
            last = headings
        if last is not None:
            rows = grid.rows[headings.end :] if headings is not None else grid.rows
            found.append(Body([cells for cells in rows if not is_numbering(cells)], last.paths))
    return FoundTable(words.table.name, found != [], unit_in(above)), found


def is_note(cells: Iterable[FoundCell | None]) -> bool:
    """A line below the table that stands in its grid."""
    said = [bare(cell.text) for cell in cells if cell and cell.text.strip()]
    return len(said) == 1 and said[0].startswith(("注", "说明", "备注", "无", "本表"))


def values(cells: Sequence[FoundCell | None], columns: Iterable[int]) -> Iterator[tuple[int, FoundCell, str]]:
    """The figures in these columns of a row; what is no figure comes as "?"."""
    for col in columns:
        cell = cells[col] if col < len(cells) else None
        if cell is not None and (text := figure(cell.text)) != "":
            yield col, cell, "?" if text is None else text
