"""An input sheet is its parts: from their declaration it is written here, and found again by ``reading``."""

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

ONE_LINE = 17.0

Part: TypeAlias = labels.Labels | rows.Rows | grid.Grid


@dataclass(frozen=True)
class InputSheet:
    """录入-<key>: one part, or two, one ``below`` the other.

    ``needs``: keys of the data file whose sheets are there whenever this one is, if only empty.
    """

    key: str
    about: str
    part: Part
    below: Part | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"录入-{self.key}"

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.part, self.below) if self.below else (self.part,)

    def sheet(self, data: Data, form: Form) -> Sheet:
        blocks = [self._block(part, data, form) for part in self.parts]
        widest = max(blocks, key=lambda block: len(block.widths))
        width = len(widest.widths) - widest.hidden
        items = tuple(item for block in blocks for item in block.items)
        heading = next(part.row for part in self.parts if not isinstance(part, labels.Labels) or part.headings)
        return Sheet(
            name=self.name,
            items=(*self._title(width), *items),
            widths=widest.widths,
            areas=tuple(area for block in blocks for area in block.areas),
            heights=((1, 26), (2, 30), *(h for block in blocks for h in block.heights), *_tall(items, widest.widths)),
            colours=tuple(colour for block in blocks for colour in block.colours),
            guards=tuple(guard for block in blocks for guard in block.guards),
            page=input_page(width, heading),
            freeze=None if self.below else (heading + 1, blocks[0].freeze),
            hidden_columns=tuple(range(width + 1, len(widest.widths) + 1)),
            about=self.about,
            tab="录入",
        )

    def _block(self, part: Part, data: Data, form: Form) -> Block:
        match part:
            case labels.Labels():
                return labels.block(part, self.name, data.content)
            case grid.Grid():
                return grid.block(part, self.name, data.content)
            case rows.Rows():
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


def _tall(items: Sequence[Item], widths: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Heights of the rows in which an entered text needs more than one line."""
    needed: dict[int, float] = {}
    for item in items:
        if isinstance(item.content, Entry) and isinstance(item.content.value, str):
            height = height_for(item.content.value, widths[item.col - 1], least=0)
            if height > ONE_LINE:
                needed |= {row: max(needed.get(row, 0), height) for row in item.tops}
    yield from needed.items()
