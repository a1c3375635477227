"""The figures of a printed table, each with its row and column in the table's own words and with its place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlbudget.reading.documents.as_printed import bare, figure, unspaced
from xlbudget.reading.documents.found import FoundCell, Left, Origin
from xlbudget.reading.documents.headings import Headings, Rows, headings_of, is_numbering
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.titles import unit_in
from xlbudget.reading.documents.vocabulary import Vocabulary


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


@dataclass(frozen=True)
class FoundTable:
    """What one printed table gives: figures, names of codes, what was not understood."""

    name: str
    figures: tuple[TableFigure, ...]
    names: dict[str, str]
    left: tuple[Left, ...]
    words: frozenset[tuple[str, str]] = frozenset()
    """Own word and the printed one."""
    whole: bool = True
    """Whether its headings were found, so that a row it lacks is zero."""
    unit: str = ""


@dataclass(frozen=True)
class Body:
    """Rows below the headings of one page, and what is printed over their columns."""

    rows: Rows
    paths: tuple[tuple[str, ...], ...]


def bodies(section: Portion, words: Vocabulary) -> tuple[list[Body], list[str]]:
    """The rows of a table page by page; pages without headings have those of the page before. And the lines above."""
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
    return found, above


def unit_of(above: Sequence[str]) -> str:
    return unit_in(above) or ""


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


def left_in(cell: FoundCell, why: str) -> Left:
    return Left(unspaced(cell.text), cell.place, why)
