"""An input sheet is its parts: from their declaration it is written here, and found again by ``reading``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Entry, Item, Link, Page, Sheet
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs import grid, labels, rows
from xlbudget.sheets.inputs.cells import Block
from xlbudget.sheets.inputs.grid import Grid
from xlbudget.sheets.inputs.labels import Labels
from xlbudget.sheets.inputs.rows import Rows

ONE_LINE = 17.0

Part: TypeAlias = Labels | Rows | Grid


@dataclass(frozen=True)
class InputSheet:
    """录入-<key>. It is in a workbook ``always``, or when the data file has the key ``asked_by`` (else its own).

    ``needs``: keys of other sheets that are then there as well, empty ones at least. ``freeze``: the first column
    that moves, where the sheet has one part.
    """

    key: str
    about: str
    parts: tuple[Part, ...]
    always: bool = False
    asked_by: str = ""
    needs: tuple[str, ...] = ()
    freeze: int = 2

    @property
    def name(self) -> str:
        return f"录入-{self.key}"

    def sheet(self, data: Data, form: Form) -> Sheet:
        blocks = [self._block(part, data, form) for part in self.parts]
        widest = max(blocks, key=lambda block: len(block.widths))
        width = len(widest.widths) - widest.hidden
        items = tuple(item for block in blocks for item in block.items)
        heading = next(block.heading for block in blocks if block.heading)
        return Sheet(
            name=self.name,
            items=(*self._title(width), *items),
            widths=widest.widths,
            areas=tuple(area for block in blocks for area in block.areas),
            heights=(
                *((1, 26), (2, 30)),
                *(height for block in blocks for height in block.heights),
                *_heights(items, widest.widths),
            ),
            colours=tuple(colour for block in blocks for colour in block.colours),
            guards=tuple(guard for block in blocks for guard in block.guards),
            page=input_page(width, heading),
            freeze=(heading + 1, self.freeze) if len(blocks) == 1 else None,
            hidden_columns=tuple(range(width + 1, len(widest.widths) + 1)),
            about=self.about,
        )

    def _block(self, part: Part, data: Data, form: Form) -> Block:
        match part:
            case Labels():
                return labels.block(part, self.name, data.content)
            case Grid():
                return grid.block(part, self.name, data.content)
            case Rows():
                return rows.block(part, self.name, data, form)

    def _title(self, width: int) -> Iterator[Item]:
        """The lines above the parts and the way back to 目录."""
        yield Item(1, 1, self.name, "input_title", cols=max(width - 1, 1))
        yield Item(1, width, Link("返回目录", "目录"), "link")
        yield Item(2, 1, self.about, "help", cols=width)
        unit = Formula('"金额单位："&金额单位&"　浅黄格是录入格，其余由公式得出"')
        yield Item(3, 1, unit, "help", cols=width)


def input_page(width: int, heading: int) -> Page:
    """Input sheets print lying, fitted to the width, with their heading on every page."""
    return Page(width, landscape=True, heading=(heading, heading))


def _heights(items: Sequence[Item], widths: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Heights of the rows in which an entered text needs more than one line."""
    needed: dict[int, float] = {}
    for item in items:
        if isinstance(item.content, Entry) and isinstance(item.content.value, str):
            height = height_for(item.content.value, widths[item.col - 1], least=0)
            needed[item.row] = max(needed.get(item.row, 0), height)
    return ((row, height) for row, height in needed.items() if height > ONE_LINE)
