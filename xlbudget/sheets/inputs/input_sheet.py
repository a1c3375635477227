"""An input sheet is its parts: from their declaration it is written here, and found again by ``reading``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Entry, Item, Link, Page, Sheet
from xlbudget.language.text_size import height_for
from xlbudget.sheets.inputs import grid, head, labels, rows
from xlbudget.sheets.inputs.cells import Block

ONE_LINE, HEADING = 19.0, 34.0
TEXT = 11
"""The size of what is entered, in points."""

Part: TypeAlias = labels.Labels | rows.Rows | grid.Grid


@dataclass(frozen=True)
class InputSheet:
    """录入-<key>: one part, or two, one ``below`` the other.

    ``about``: what it is for, and behind 填自： the papers that it is filled in from.
    ``needs``: keys of the data file whose sheets are there whenever this one is, if only empty. ``filtered``: a list
    with filter buttons.
    """

    key: str
    group: str
    about: str
    part: Part
    below: Part | None = None
    needs: tuple[str, ...] = ()
    brief: str = ""
    filtered: bool = False

    @property
    def name(self) -> str:
        return f"录入-{self.key}"

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.part, self.below) if self.below else (self.part,)

    def sheet(self, data: Data, form: Form, ways: Sequence[Link] = ()) -> Sheet:
        """``ways``: to the sheets before and behind."""
        blocks = [self._block(part, data, form) for part in self.parts]
        widest = max(blocks, key=lambda block: len(block.widths))
        shown, widths = head.columns_for(widest.widths, widest.hidden)
        heading = next(part.row for part in self.parts if not isinstance(part, labels.Labels) or part.headings)
        items = tuple(item for block in blocks for item in block.items)
        above = (
            *head.band(self.name, self.about, shown, widths, (*ways, Link("返回目录", "目录"))),
            *head.told(f"有数/{self.key}", head.STATE.format(self.name), shown, widths),
            *(item for block in blocks for item in block.totals),
        )
        said = [item.col for item in above if item.style == "total_said" and item.content is not None]
        return Sheet(
            name=self.name,
            items=(*above, *items),
            widths=widths,
            areas=tuple(area for block in blocks for area in block.areas),
            heights=(*head.HEIGHTS, (heading, HEADING), *_tall(items, widest.widths)),
            colours=(*map(head.apart, said), *(colour for block in blocks for colour in block.colours)),
            guards=tuple(guard for block in blocks for guard in block.guards),
            page=input_page(*(widest.printed or (shown[-1], 0)), heading),
            freeze=(heading + 1, blocks[0].freeze),
            filter=Area(self.name, heading, 1, blocks[0].areas[0][1].rows + 1, shown[-1]) if self.filtered else None,
            hidden_columns=tuple(col for col in range(1, len(widths) + 1) if col not in shown),
            about=self.about,
            brief=self.brief,
            group=self.group,
            tab="录入",
        )

    def _block(self, part: Part, data: Data, form: Form) -> Block:
        match part:
            case labels.Labels():
                return labels.block(part, self.name, data.content)
            case grid.Grid():
                return grid.block(part, self.name, data, form)
            case rows.Rows():
                return rows.block(part, self.name, data, form)


def input_page(width: int, rows: int, heading: int) -> Page:
    """Input sheets print lying, fitted to the width, with their heading on every page."""
    return Page(width, rows, landscape=True, heading=(heading, heading))


def _tall(items: Sequence[Item], widths: Sequence[float]) -> Iterator[tuple[int, float]]:
    """Heights of the rows in which an entered text or a label needs more than one line."""
    # What a formula says may need more lines too: such a row has a height, and is fitted when that is known.
    needed: dict[int, float] = {row: ONE_LINE for item in items if item.style == "computed_text" for row in item.tops}
    for item in items:
        text = (
            item.content.value if isinstance(item.content, Entry) else item.fixed_text if item.role == "label" else ""
        )
        if isinstance(text, str) and text:
            height = height_for(text, widths[item.col - 1], TEXT, least=0)
            if height > ONE_LINE:
                needed |= {row: max(needed.get(row, 0), height) for row in item.tops}
    yield from needed.items()
