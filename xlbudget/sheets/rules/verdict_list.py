"""A sheet that lists verdicts: what 校验 and 公开数核对 have in common. A column is a name; its letter follows.

It opens with what is wrong: tiles with numbers, then the worst ten rows of the list, found by formulas. The list itself
stands below, under the same columns, with filter buttons; only what is above it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Colour, Content, Item, Link, Page, Sheet, column_letter, runs
from xlbudget.language.verdicts import ROUNDING, UNEXPLAINED
from xlbudget.sheets.rules.verdict_order import (
    ALIKE,
    BOUND,
    FAR,
    FINE,
    KNOWN,
    ORDER,
    OWN_ORDER,
    VERDICT,
    before,
    folded,
    folded_rows,
    order,
)

TILES, HEADINGS, TOP, WORST = 3, 5, 6, 10
"""Where the tiles stand, the headings above both lists, and the worst rows; how many of these there are."""
TOLD = TOP + WORST
HEADER = TOLD + 2
FIRST = HEADER + 1
REMEDY, GO, UNIT = "不符时怎么办", "去改", "单位"
"""去改: the link to the cell that the row is about. 单位, of some: what the figures of a row count that are no amounts.
次序 is in a row of the worst the place of its row in the list."""
OPEN = "要看"
"""The key under which such a sheet says how many of its rows are to be looked at."""
_IN_LIST = {"list_text": "list_line", "list_small": "list_line", "list_verdict": "list_line_center"}
"""The style of a column among the worst, where there is room, and in the list, whose rows are a line each."""
_COLUMN = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True)
class VerdictColumn:
    """``width`` in characters; a hidden one is for formulas, colours and ``check``."""

    name: str
    width: float
    style: str
    hidden: bool = False


def hidden(*names: str) -> tuple[VerdictColumn, ...]:
    return tuple(VerdictColumn(name, 12, "computed", hidden=True) for name in names)


@dataclass(frozen=True)
class InRow:
    """A formula of a row: ``[差]`` is the cell of that column in it, ``{key@#}`` the cell of a list that is its own."""

    template: str


@dataclass(frozen=True)
class VerdictRow:
    """What stands in a row, by the names of the columns. ``more``: its cells behind the last column. ``kind``: while it
    is 需说明, the rows of one kind are one of the worst."""

    cells: Mapping[str, Content | InRow]
    more: Sequence[Item] = ()
    kind: str = ""

    @property
    def plain(self) -> bool:
        """Its figures are no amounts."""
        return UNIT in self.cells


@dataclass(frozen=True)
class BigTile:
    """A large number above the columns ``first`` to ``last``, and what it counts; ``look``: while it is not 0."""

    first: str
    last: str
    number: Content
    label: Content
    key: str = ""
    look: str = ""


def _said(column: str, row: tuple[int, VerdictRow]) -> object:
    """What a row says in a column, the same for two that one item can say: no cell that stands still is named."""
    number, line = row
    match line.cells.get(column):
        case str() as content:
            return content, line.plain
        case InRow(template) if template.count("{") == template.count("@#}"):
            return InRow, template, line.plain
        case None:
            return column in line.cells
        case _:
            return number


@dataclass(frozen=True)
class VerdictList:
    """The columns of such a sheet from the left, those that are shown first; a row of headings, then the rows.

    Every column has the key ``sheet/name``. Behind the last one stands what is too long for one cell. ``leads``: the
    hidden columns with sheet and cell of what a row is about.
    """

    sheet: str
    columns: tuple[VerdictColumn, ...]
    leads: tuple[str, str] = ("", "")

    @property
    def printed(self) -> tuple[VerdictColumn, ...]:
        return tuple(column for column in self.columns if not column.hidden)

    @property
    def behind(self) -> int:
        return len(self.columns) + 1

    @cached_property
    def _cols(self) -> dict[str, int]:
        return {column.name: col for col, column in enumerate(self.columns, 1)}

    def col(self, name: str) -> int:
        return self._cols[name]

    def cell(self, name: str, row: int) -> str:
        """The address of a column's cell.

        >>> columns = (VerdictColumn("规则", 16, "label"), VerdictColumn("判定", 10, "list_verdict"))
        >>> VerdictList("校验", columns).cell("判定", 9)
        'B9'
        """
        return f"{column_letter(self.col(name))}{row}"

    def key(self, name: str) -> str:
        return f"{self.sheet}/{name}"

    def items(self, rows: Sequence[VerdictRow]) -> list[Item]:
        """The rows from the first one on, column by column; neighbours that say the same are one item."""
        items = [item for row in rows for item in row.more]
        for col, column in enumerate(self.columns, 1):
            for _, run in groupby(enumerate(rows, FIRST), partial(_said, column.name)):
                (row, first), *same = run
                if column.name not in first.cells:
                    continue
                content, style = first.cells[column.name], _IN_LIST.get(column.style, column.style)
                if isinstance(content, Link) and column.name != GO:
                    style = "list_line_link"
                elif first.plain and style == "list_exact":
                    style = "list_plain"
                content = self._formula(content.template, row) if isinstance(content, InRow) else content
                items.append(Item(row, col, content, style, down=1 + len(same)))
        return items

    def nth(self, verdict: str, number: str) -> str:
        """A template: the place in the list of the ``number``-th row with this verdict, the worst first."""
        if verdict == UNEXPLAINED:
            return f"MOD(SMALL({{{self.key(OWN_ORDER)}}},{number}),{FAR})-{HEADER}"
        worse = f'COUNTIF({{{self.key(ORDER)}}},"<{before(verdict)}")'
        return f"MOD(SMALL({{{self.key(ORDER)}}},{worse}+{number}),{FAR})-{HEADER}"

    def _ordered(self, lines: Sequence[VerdictRow]) -> list[VerdictRow]:
        """The rows with their places in the order."""
        known = Area(self.sheet, TOP, self.col(self.leads[0]), len(KNOWN)).text(self.sheet, fixed=True)
        own = order(known, BOUND in self._cols)
        kinds: dict[str, list[tuple[int, int]]] = {}
        for row, line in enumerate(lines, FIRST):
            if line.kind:
                kinds.setdefault(line.kind, []).append((row, self.col(OWN_ORDER)))
        cells = {"": {ORDER: InRow(own)}}
        for kind, places in kinds.items():
            alike = [area.text(self.sheet, fixed=True) for area in runs(self.sheet, places)]
            cells[kind] = {name: InRow(template) for name, template in folded(own, alike).items()}
        return [replace(line, cells={**cells[line.kind], **line.cells}) for line in lines]

    def _formula(self, template: str, row: int) -> Formula:
        template = template.replace("@#}", f"@{row - FIRST + 1}}}")
        return Formula(_COLUMN.sub(lambda match: self.cell(match.group(1), row), template))

    def _worst(self) -> Iterator[Item]:
        """The worst rows of the list, and how many there are that are not fine."""
        open_, order, known = self.key(OPEN), self.col(ORDER), self.col(self.leads[0])
        # Its own cell, and what depends on it, would be a circle to some engines.
        number = f"ROW([{self.leads[0]}])-{TOP - 1}"
        place = f'IF({number}>{{{open_}}},"",MOD(SMALL({{{self.key(ORDER)}}},{number}),{FAR})-{HEADER})'
        yield Item(
            HEADINGS,
            order,
            Formula(f'COUNTIF({{{self.key(ORDER)}}},"<{FINE}")'),
            "computed",
            key=open_,
        )
        yield from (Item(row, known, verdict, "computed") for row, verdict in enumerate(KNOWN, TOP))
        yield Item(TOP, order, self._formula(place, TOP), "computed", down=WORST)
        for col, column in enumerate(self.columns, 1):
            if not column.hidden:
                shown = self._formula(f'IF([{ORDER}]="","",{self._of_worst(column)})', TOP)
                yield Item(TOP, col, shown, column.style, down=WORST)

    def _of_worst(self, column: VerdictColumn) -> str:
        """A template: what a column of the list says in the row whose place is in 次序."""

        def said(name: str) -> str:
            return f"INDEX({{{self.key(name)}}},[{ORDER}])"

        if column.name == GO:
            sheet, cell = map(said, self.leads)
            return f'HYPERLINK("#\'"&{sheet}&"\'!"&IF({cell}="","A1",{cell}),"{GO} →")'
        shown = said(column.name)
        if column.style == "list_exact" and UNIT in self._cols:
            # As a text it has the decimals that it needs, and no others.
            shown = f'IF({said(UNIT)}="",{shown},{shown}&"")'
        if column.name == self.printed[1].name and ALIKE in self._cols:
            shown = f"{shown}&{said(ALIKE)}"
        # A blank cell would be 0.
        return f'IF({said(column.name)}="","",{shown})'

    def _told(self) -> Formula:
        """What of all that is to be looked at stands above."""
        rows, rounding = f"{{{self.key(OPEN)}}}", f'COUNTIF({{{self.key(VERDICT)}}},"{ROUNDING}")'
        aside = f'IF({rounding}=0,"","（其中尾差 "&{rounding}&" 行，不用改）")'
        if ALIKE in self._cols:
            aside += f'&IF({folded_rows(f"{{{self.key(ORDER)}}}")}=0,"","（{UNEXPLAINED}一条规则算一行）")'
        more = (
            f'"里最要紧的 {WORST} 行在上面，还有 "&({rows}-{WORST})&" 行：改好一行，后面的自己补上来；'
            f'要看全部，用下面“{VERDICT}”的筛选"'
        )
        every = '"都在上面，不符在前；改好一行，它自己从这里消失"'
        nothing = '"没有要看的：每一行都是通过、不适用，或没有可比的数"'
        return Formula(f'IF({rows}=0,{nothing},"要看的 "&{rows}&" 行"&{aside}&IF({rows}>{WORST},{more},{every}))')

    def _tiles(self, tiles: Iterable[BigTile]) -> Iterator[tuple[Item, Item, Colour | None]]:
        for tile in tiles:
            col = self.col(tile.first)
            cols = self.col(tile.last) - col + 1
            number = Item(TILES, col, tile.number, "tile_number", key=tile.key, cols=cols)
            label = Item(TILES + 1, col, tile.label, "tile_label", cols=cols)
            when = f"N(${column_letter(col)}${TILES})>0"
            yield number, label, Colour(TILES, col, 2, cols, when, tile.look) if tile.look else None

    def page(
        self, texts: tuple[Content, str], tiles: Iterable[BigTile], more: Iterable[Item], lines: Sequence[VerdictRow]
    ) -> Sheet:
        """The sheet with these rows; ``texts``: what the reader should know, the line for 目录.

        ``more``: what else stands above the headings, from the row of the tiles down.
        """
        help_, about = texts
        width, rows = len(self.printed), max(len(lines), 1)
        items = self.items(self._ordered(lines))
        above = [*self._tiles(tiles)]
        every = Formula(f'"全部检查（"&{len(lines)}&" 行）"')
        head: list[Item] = [
            Item(1, 1, self.sheet, "band_title", cols=2),
            Item(1, 3, help_, "band_text", cols=width - 3),
            Item(1, width, Link("返回目录", "目录"), "band_link"),
            *(item for number, label, _ in above for item in (number, label)),
            *(Item(HEADINGS, self.col(column.name), column.name, "list_head", role="text") for column in self.printed),
            *self._worst(),
            Item(TOLD, 1, self._told(), "tile_label", cols=width),
            Item(TOLD + 1, 1, every, "section", cols=width),
            *(Item(HEADER, self.col(column.name), column.name, "list_head", role="heading") for column in self.printed),
            *more,
        ]
        last = max(len(self.columns), *(item.col for item in (*head, *items)))
        shown = {col for col, column in enumerate(self.columns, 1) if not column.hidden}
        return Sheet(
            name=self.sheet,
            items=(*head, *items),
            widths=(*(column.width for column in self.columns), *(12,) * (last - len(self.columns))),
            areas=tuple((self.key(c.name), Area(self.sheet, FIRST, self.col(c.name), rows)) for c in self.columns),
            heights=(
                *((1, 28.5), (2, 6), (TILES, 33), (TILES + 1, 18), (HEADINGS, 20)),
                *((row, 30) for row in range(TOP, TOLD)),
                *((TOLD, 20), (TOLD + 1, 24), (HEADER, 20)),
                *((row, 16.5) for row in range(FIRST, FIRST + rows)),
            ),
            colours=tuple(colour for _, _, colour in above if colour),
            page=Page(width, landscape=True, rows=TOLD, tall=False),
            freeze=(TOP, 2),
            hidden_columns=tuple(col for col in range(1, last + 1) if col not in shown),
            filter=Area(self.sheet, HEADER, 1, rows + 1, width),
            about=about,
            tab="核对",
        )
