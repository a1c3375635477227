"""Tables with a live row per functional code: 公开02, 03, 05, 07 and 08."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xlbudget.spec import Area, Balance, Expr, Formula, Frame, Item, Page, Ref, Scope, Sheet, Slot, Sum
from xlbudget.tables.parts import TITLE_HEIGHTS, TITLE_ROWS, Column, band, heading, title_block
from xlbudget.trees import Feed, Tree, slots

HEAD_ROWS = 2
OVERFLOW = 'IF({{科目树/{key}/放不下}}=0,"",{{科目树/{key}/放不下}}&" 个科目（含类、款）放不下，请增加行数后重新生成")'
"""Said above a table whose codes outnumber its rows."""
TOTAL_ROW = TITLE_ROWS + HEAD_ROWS + 2
"""Row of 合计: behind the title, the headings and 栏次."""
FIRST_SLOT = TOTAL_ROW + 1


@dataclass(frozen=True)
class Classified:
    """A printed table whose rows are the codes of its ``feeds``.

    Columns refer to each other by label; ``empty_note`` is printed below a table without any code.
    """

    key: str
    title: str
    basis: str
    feeds: tuple[Feed, ...]
    columns: tuple[Column, ...]
    note: str
    empty_note: str = ""
    landscape: bool = True
    width: float = 16

    @property
    def tree(self) -> Tree:
        # 没有科目、合计也全是零，才印“无数据”：没填科目的数只在合计里。
        nothing = f'AND({{科目树/{self.key}/个数}}=0,COUNTIF({{{self.key}/合计}},"<>0")=0)'
        empty = f'IF({nothing},"{self.empty_note}","")'
        notes = (f'"{self.note}"', *((empty,) if self.empty_note else ()))
        return Tree(self.key, self.feeds, notes, FIRST_SLOT)


def row_sum(*labels: str) -> Sum:
    """The sum of columns of the same row."""
    return Sum(tuple(Ref(label) for label in labels))


def sheet(table: Classified, sizes: Mapping[str, int]) -> Sheet:
    size = slots(table.tree, sizes)
    widths = (12, 52, *(table.width,) * len(table.columns))
    width = len(widths)
    head = TITLE_ROWS + 1
    items: list[Item] = [
        *title_block(table.key, table.title, widths),
        Item(head, 1, "项目", "head", cols=2),
        Item(head + 1, 1, "科目代码", "head"),
        Item(head + 1, 2, "科目名称", "head"),
        *heading(table.columns, head, 3, HEAD_ROWS),
        Item(head + 2, 1, "栏次", "head", cols=2),
        *(Item(head + 2, 3 + i, str(i + 1), "head") for i in range(len(table.columns))),
        Item(TOTAL_ROW, 1, "合计", "label_center", cols=2),
        *_figures(table, TOTAL_ROW, "合计", None, "amount"),
        Item(2, 1, Formula(OVERFLOW.format(key=table.key)), "alarm", cols=2),
    ]
    for index in range(1, size + 1):
        row, slot = TOTAL_ROW + index, Slot(table.key, index)
        name = f"科目树/{table.key}/{index}"
        items += [
            Item(row, 1, Formula(f"{{{name}/代码}}"), "slot_code"),
            Item(row, 2, Formula(f"{{{name}/名称}}"), "slot_name"),
            *_figures(table, row, f"#{index}", slot, "slot_amount"),
        ]
    return Sheet(
        name=table.key,
        items=tuple(items),
        widths=widths,
        heights=(
            *TITLE_HEIGHTS,
            *band(head, HEAD_ROWS, 20),
            (head + 2, 16),
            *band(TOTAL_ROW, size + 1, 17),
        ),
        areas=((f"{table.key}/合计", Area(table.key, TOTAL_ROW, 3, 1, len(table.columns))),),
        frames=(Frame(FIRST_SLOT, 1, size, width, f'$A{FIRST_SLOT}<>""'),),
        page=Page(width, landscape=table.landscape, heading=(1, head + 2), end=f"科目树/{table.key}/末行"),
        freeze=(TOTAL_ROW, 3),
        about=table.title,
    )


def _figures(table: Classified, row: int, line: str, scope: Scope, style: str) -> list[Item]:
    return [
        Item(
            row,
            3 + i,
            _in_line(column.figure, f"{table.key}/{line}/"),
            style,
            key=f"{table.key}/{line}/{column.label}",
            scope=scope,
        )
        for i, column in enumerate(table.columns)
    ]


def _in_line(figure: Expr, prefix: str) -> Expr:
    """The same figure with its columns named in full, for one row."""
    match figure:
        case Ref(label):
            return Ref(prefix + label)
        case Sum(terms):
            return replace(figure, terms=tuple(_in_line(term, prefix) for term in terms))
        case Balance(plus, minus):
            return Balance(
                tuple(_in_line(term, prefix) for term in plus),
                tuple(_in_line(term, prefix) for term in minus),
            )
        case _:
            return figure
