"""The tables of a document one by one: each with what is printed above it, and with its parts on further pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from xlbudget.reading.documents.as_printed import bare, figure, heading
from xlbudget.reading.documents.found import FoundCell, FoundGrid, Line
from xlbudget.reading.documents.titles import nearest_title, table_headed, table_named

_PASSING = re.compile(
    r"(?:第?[-—–.·]*\d{1,4}[-—–.·]*页?|续表?.{0,6}|.{0,4}单位[:：].{1,4}|.{0,30}公开\d\d表.{0,6}|\d+/\d+)"
)
"""Lines that may stand between the two parts of a table: the number of the page, 续表, 单位：万元."""


@dataclass(frozen=True)
class Portion:
    """A table as printed: its own name where its title says it, the lines above, its grids page by page."""

    table: str | None
    above: tuple[str, ...]
    grids: tuple[FoundGrid, ...]
    title: str = ""


def sections(parts: Iterable[Line | FoundGrid]) -> list[Portion]:
    """All tables in the order of the document; ``table`` is None where no title names one."""
    parts = list(parts)
    found: list[Portion] = []
    above: list[str] = []
    often = Counter(bare(part.text) for part in parts if isinstance(part, Line))
    running = {text for text, times in often.items() if times > 2}
    for part in parts:
        if isinstance(part, Line):
            above.append(part.text)
            continue
        for grid in split(part):
            rows = _before(grid)
            lines = [*above, *rows]
            of_title = max((at for at, text in enumerate(rows, 1) if table_named(text)), default=0)
            if named := nearest_title(lines[: len(above) + of_title]):
                found.append(Portion(named[0], tuple(lines[named[1] :]), (grid,), lines[named[1]]))
            elif found and _continues(found[-1], grid, [text for text in above if bare(text) not in running]):
                found[-1] = replace(found[-1], grids=(*found[-1].grids, grid))
            else:
                heads = {heading(cell.text) for cells in grid.rows[:5] for cell in cells if cell}
                found.append(Portion(table_headed(heads), tuple(lines[-4:]), (grid,)))
            above = []
    return found


def split(grid: FoundGrid) -> Iterator[FoundGrid]:
    """A grid that holds several tables (a sheet of a workbook), each from its title on."""
    starts = [(row, titles) for row, cells in enumerate(grid.rows) if (titles := _titles(cells))]
    if not starts:
        yield grid
        return
    leading = grid.rows[: starts[0][0]]
    if any(sum(bool(cell and cell.text.strip()) for cell in row) > 2 for row in leading):
        yield replace(grid, rows=leading)
    else:
        starts[0] = 0, starts[0][1]
    for (row, titles), (end, _) in zip(starts, [*starts[1:], (len(grid.rows), [])], strict=True):
        # Side by side, each begins where its title does.
        for left, right in zip([0, *titles[1:]], [*titles[1:], None], strict=True):
            yield replace(grid, rows=tuple(cells[left:right] for cells in grid.rows[row:end]))


def _titles(cells: Sequence[FoundCell | None]) -> list[int]:
    """The columns of a row in which titles stand, where it holds nothing that belongs in a table."""
    texts = {col: cell.text for col, cell in enumerate(cells) if cell and cell.text.strip()}
    if len(texts) > 4 or any(figure(text) for text in texts.values()):
        return []
    return [col for col, text in texts.items() if table_named(text)]


def _before(grid: FoundGrid) -> list[str]:
    """The texts of the first rows of a grid that hold a title, a number, the unit, and no headings yet."""
    texts = []
    for cells in grid.rows[:6]:
        said = [cell.text for cell in cells if cell and cell.text.strip()]
        if len(said) > 3 or any(bare(text) in ("项目", "收入", "支出", "预算数", "合计") for text in said):
            break
        texts += said
    return texts


def _continues(before: Portion, grid: FoundGrid, above: Sequence[str]) -> bool:
    """Whether a grid is the next part of the table before: as wide, and nothing but passing lines between."""
    last = before.grids[-1]
    same_sheet = last.place.sheet == grid.place.sheet
    width = len(last.rows[0]) == len(grid.rows[0])
    return width and same_sheet and all(_PASSING.fullmatch(bare(text)) for text in above)
