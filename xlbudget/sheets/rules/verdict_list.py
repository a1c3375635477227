"""A sheet that lists verdicts: what 校验 and 公开数核对 have in common. A column is a name; its letter follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Content, Item, Link, Page, Sheet, column_letter

HEADER = 8
FIRST = HEADER + 1
VERDICT = "判定"
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
    """What stands in a row, by the names of the columns; a ``plain`` figure is no amount.

    ``more``: its cells behind the last column.
    """

    cells: Mapping[str, Content | InRow]
    plain: bool = False
    more: Sequence[Item] = ()


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
    """The columns of such a sheet from the left, those that are printed first; a row of headings, then the rows.

    Every column has the key ``sheet/name``. Behind the last one stands what is too long for one cell.
    """

    sheet: str
    columns: tuple[VerdictColumn, ...]

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

        >>> columns = (VerdictColumn("规则", 16, "label"), VerdictColumn("判定", 10, "verdict"))
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
                content, style = first.cells[column.name], column.style
                if isinstance(content, Link):
                    style = "link_cell"
                elif first.plain and style == "figure":
                    style = "figure_plain"
                content = self._formula(content.template, row) if isinstance(content, InRow) else content
                items.append(Item(row, col, content, style, down=1 + len(same)))
        return items

    def _formula(self, template: str, row: int) -> Formula:
        template = template.replace("@#}", f"@{row - FIRST + 1}}}")
        return Formula(_COLUMN.sub(lambda match: self.cell(match.group(1), row), template))

    def page(self, texts: tuple[str, str, str], above: Iterable[Item], lines: Sequence[VerdictRow]) -> Sheet:
        """The sheet with these rows; ``texts``: its title, what the reader should know, the line for 目录.

        ``above``: what stands between those and the headings, from row 3 down.
        """
        title, help_, about = texts
        width = len(self.printed)
        head: list[Item] = [
            Item(1, 1, title, "title", cols=width),
            Item(2, 1, Link("返回目录", "目录"), "link"),
            Item(2, 2, help_, "help", cols=width - 1),
            *(Item(HEADER, self.col(column.name), column.name, "head") for column in self.printed),
            *above,
        ]
        items, rows = self.items(lines), max(len(lines), 1)
        last = max(len(self.columns), *(item.col for item in items), 0)
        shown = {col for col, column in enumerate(self.columns, 1) if not column.hidden}
        return Sheet(
            name=self.sheet,
            items=(*head, *items),
            widths=(*(column.width for column in self.columns), *(12,) * (last - len(self.columns))),
            areas=tuple((self.key(c.name), Area(self.sheet, FIRST, self.col(c.name), rows)) for c in self.columns),
            heights=((1, 34), (HEADER, 22)),
            page=Page(width, landscape=True, heading=(HEADER, HEADER), rows=FIRST + rows - 1),
            freeze=(FIRST, 4),
            hidden_columns=tuple(col for col in range(1, last + 1) if col not in shown),
            filter=Area(self.sheet, HEADER, 1, rows + 1, width),
            about=about,
            tab="核对",
        )
