"""Tables with a live row per functional code: 公开02, 03, 05 and those of the two funds with balances of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlbudget.datafile.file import Data
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Balance, Entries, Expr, Formula, Ref, Slot, Sum
from xlbudget.language.form import Form, TableForm
from xlbudget.language.limits import text_literal
from xlbudget.language.sheet import Area, Frame, Item, Page, Sheet
from xlbudget.language.text_size import INDENT, height_for, width_of_text
from xlbudget.sheets.tables import heading
from xlbudget.sheets.tables.code_tree import Feed, Note, Tree, slots, whole_notes
from xlbudget.sheets.tables.heading import NOTE_SIZE, Column, at_longest, filled, text_formula

HEAD_ROWS = 2
CODE_WIDTH = 12
OVERFLOW = 'IF({{科目树/{key}/放不下}}=0,"",{{科目树/{key}/放不下}}&" 个科目（含类、款）放不下，请增加行数后重新生成")'
"""Said above a table whose codes outnumber its rows."""


@dataclass(frozen=True)
class Classified:
    """A printed table whose rows are the codes of its ``feeds``; ``columns`` are all that a region may print.

    Columns refer to each other by label. ``about_no_data``: a table without any figure says so below.
    """

    key: str
    feeds: tuple[Feed, ...]
    columns: tuple[Column, ...]
    about_no_data: bool = False
    width: float = 16

    def __post_init__(self) -> None:
        labels = {column.label for column in self.columns}
        for column in self.columns:
            if missing := [name for name in named_in(column.figure) if name not in labels]:
                raise ValueError(f"{self.key}: {column.label} refers to {missing}")

    @property
    def words(self) -> tuple[str, ...]:
        """Its names of headings and rows, which a region may print in words of its own."""
        own = (column.label for column in self.columns)
        return ("项目", "科目代码", "科目名称", "栏次", "合计", *self.groups, *own)

    @property
    def groups(self) -> tuple[str, ...]:
        """Its headings that stand above others."""
        return tuple(dict.fromkeys(column.group for column in self.columns if column.group))

    def apart(self, form: Form, data: Data) -> bool:
        """A unit with figures, and none for this table: that is said across all of it.

        No row that moves can be merged. So the notes have rows of their own below 合计, which are blank once a code is
        entered after all, until the workbook is built anew.
        """
        said = self.about_no_data and form[self.key].own.get("无数据说明")
        return bool(said and data.rows("支出")) and not any(code for feed in self.feeds for code in feed.codes(data))

    def tree(self, form: Form, data: Data) -> Tree:
        """Its rows, and the lines of text below them."""
        shape, apart = form[self.key], self.apart(form, data)
        notes = [Note(text_formula(note), len(at_longest(note))) for note in shape.notes]
        if self.about_no_data and (said := shape.own.get("无数据说明", "")):
            # A figure entered without a code is in 合计 only: no data are no code and no total.
            nothing = f'AND({{科目树/{self.key}/个数}}=0,COUNTIF({{{self.key}/合计}},"<>0")=0)'
            text = f'IF({nothing},{text_formula(said)},"")'
            notes.append(Note(text, len(at_longest(said))))
        return Tree(
            table=self.key,
            feeds=tuple(feed for feed in self.feeds if feed.column in (None, *shape.columns)),
            notes=tuple(notes),
            first_row=total_row(form, shape) + 1 + (empty_rows(shape) + len(notes)) * apart,
            total=text_formula(shape.word("合计")) if total_last(shape) else "",
            empty_rows=0 if apart else empty_rows(shape),
            apart=apart,
        )


def total_last(shape: TableForm) -> bool:
    """合计 stands behind the last code."""
    return shape.says("合计行", "末行")


def empty_rows(shape: TableForm) -> int:
    """Ruled rows that a table without any code keeps."""
    return int(shape.own.get("空表留行", "0"))


def total_row(form: Form, shape: TableForm) -> int:
    """Row of 合计: behind the title, the headings and 栏次. A form that prints it last has it here too, hidden."""
    return shape.title_rows + HEAD_ROWS + form.has("栏次") + 1


def row_sum(*labels: str) -> Sum:
    """The sum of columns of the same row."""
    return Sum(tuple(Ref(label) for label in labels))


def spent_columns(source: str) -> tuple[Column, ...]:
    """本年支出 of one 资金来源: 小计, 基本支出, 项目支出."""
    basic, projects = (
        Column(kind, Entries("支出", kind, source), group="本年支出") for kind in ("基本支出", "项目支出")
    )
    return (Column("小计", row_sum(basic.label, projects.label), group="本年支出"), basic, projects)


def fund_feeds(source: str) -> tuple[Feed, ...]:
    """The entries of one 资金来源; a code with income or an opening balance only has a row where these are printed."""
    income, opening = ("本年收入", "年初结转和结余")
    return (
        Feed("支出", source=source),
        Feed("收入", nonzero=f"{source}收入", column=income),
        Feed("结转结余/年初", source=source, column=opening),
    )


def with_balances(source: str, *, optional: bool = False) -> tuple[Column, ...]:
    """What was left of one 资金来源, came in, was spent and is left; ``optional``: all but what was spent."""
    left, income, closing = "年初结转和结余", "本年收入", "年末结转和结余"
    return (
        Column(left, Entries("结转结余/年初", "金额", source), optional=optional),
        Column(income, Entries("收入", f"{source}收入"), optional=optional),
        *spent_columns(source),
        Column(closing, Balance((Ref(left), Ref(income)), (Ref("小计"),)), optional=optional),
    )


def named_in(figure: Expr) -> tuple[str, ...]:
    """The columns of the same row that a figure is made of."""
    match figure:
        case Ref(label):
            return (label,)
        case Sum(terms):
            return tuple(name for term in terms for name in named_in(term))
        case Balance(plus, minus):
            return named_in(Sum((*plus, *minus)))
        case _:
            return ()


def _in_line(figure: Expr, line: str) -> Expr:
    """The same figure with its columns named in full: ``line`` is a key with {} for them."""
    match figure:
        case Ref(label):
            return Ref(line.format(label))
        case Sum(terms):
            return Sum(tuple(_in_line(term, line) for term in terms))
        case Balance():
            plus, minus = (tuple(_in_line(term, line) for term in terms) for terms in (figure.plus, figure.minus))
            return Balance(plus, minus)
        case _:
            return figure


def sheet(table: Classified, form: Form, sizes: Mapping[str, int], data: Data) -> Sheet:
    shape = form[table.key]
    tree = table.tree(form, data)
    size = slots(tree, sizes)
    columns = [column for label in shape.columns for column in table.columns if column.label == label]
    widths = (CODE_WIDTH, 52, *(table.width,) * len(columns))
    width, last = len(widths), total_last(shape)
    labels = [*map(shape.word, ("科目代码", "科目名称", *shape.columns))]
    head, above, first = shape.title_rows + 1, total_row(form, shape), tree.first_row
    amount, whole = "amount_blank" if shape.blank_zeros else "amount", f"{table.key}/合计/{{}}"
    items: list[Item] = [
        *heading.title_block(form, shape, widths, Formula(OVERFLOW.format(key=table.key))),
        Item(head, 1, shape.word("项目"), "head", cols=2),
        *across(head + 1, 1, labels[:2], "head"),
        *heading.column_heads([(column.label, column.group) for column in columns], shape, head, 3, HEAD_ROWS),
        Item(above, 1, None if last else shape.word("合计"), "label_center", cols=2),
        *(
            Item(above, col, _in_line(column.figure, whole), amount, key=whole.format(column.label))
            for col, column in enumerate(columns, 3)
        ),
    ]
    if form.has("栏次"):
        items.append(Item(above - 1, 1, shape.word("栏次"), "head", cols=2))
        items += across(above - 1, 3, map(str, range(1, len(columns) + 1)), "head")
    items += [
        Item(first, 1, Formula(f"{{科目树/{table.key}/代码@1}}"), "slot_code", down=size),
        Item(first, 2, Formula(f"{{科目树/{table.key}/名称@1}}"), "slot_name", down=size),
    ]
    for col, column in enumerate(columns, 3):
        # Where 合计 stands behind the last code, every row knows its own number.
        behind = whole.format(column.label) if last else ""
        for index in range(1, 1 + (size if last else 1)):
            figure = _in_line(column.figure, f"{table.key}/列/{{}}@{index}")
            scope, down = Slot(table.key, index, behind), 1 if last else size
            items.append(Item(first + index - 1, col, figure, f"slot_{amount}", scope=scope, down=down))
    blank = first - len(tree.notes) if tree.apart else first
    for at, row in enumerate(range(blank, first), 1):
        said = f'IF({{科目树/{table.key}/个数}}=0,{{科目树/{table.key}/附注@{at}}}&"","")'
        items.append(Item(row, 1, Formula(said), "note", cols=width))
    return Sheet(
        name=shape.sheet,
        items=tuple(items),
        widths=widths,
        heights=(
            *heading.title_heights(shape),
            (head, 20),
            (head + 1, heading.head_height(zip(labels, widths, strict=True))),
            *band(above - form.has("栏次"), form.has("栏次"), 16),
            *band(above, blank - above, 17),
            *(
                (row, height_for("字" * note.longest, sum(widths), NOTE_SIZE, 18))
                for row, note in zip(range(blank, first), tree.notes, strict=False)
            ),
            *band(first, size, 17),
        ),
        hidden_rows=(above,) if last else (),
        areas=(
            (f"{table.key}/合计", Area(shape.sheet, above, 3, 1, len(columns))),
            *(
                (f"{table.key}/列/{label}", Area(shape.sheet, first, col, size))
                for col, label in enumerate(shape.columns, 3)
            ),
        ),
        frames=_frames(shape, tree, size, width, blank),
        page=Page(width, landscape=shape.landscape, heading=(1, above - 1), end=f"科目树/{table.key}/末行"),
        freeze=(above, 3),
        slots=((above + 1, first + size - 1),),
        notes=whole_notes(table.key) if tree.notes else "",
        about=filled(shape.title),
    )


def _frames(shape: TableForm, tree: Tree, size: int, width: int, notes: int) -> tuple[Frame, ...]:
    """Lines around the rows in use; 合计 behind the last code has its name in the middle, and one cell for it.

    ``notes``: the row where those begin that stand apart.
    """
    first, kept = tree.first_row, empty_rows(shape)
    used = f'$A{first}<>""'
    if tree.apart and kept:
        return Frame(notes - kept, 1, kept, width, f'$A${notes}<>""'), Frame(first, 1, size, width, used)
    if kept:
        used = f'OR({used},AND($A${first}="",ROW()<{first + kept}))'
    if not total_last(shape):
        return (Frame(first, 1, size, width, used),)
    word = text_literal(shape.word("合计"))
    total = f"$A{first}={word}"
    code = f"AND({used},$A{first}<>{word})"
    indent = "　" * int((CODE_WIDTH - width_of_text(shape.word("合计"))) / 4 - INDENT / 2)
    return (
        Frame(first, 1, size, 1, code),
        Frame(first, 1, size, 1, total, "right", f'General;General;General;"{indent}"@'),
        Frame(first, 2, size, 1, code),
        Frame(first, 2, size, 1, total, "left"),
        Frame(first, 3, size, width - 2, used),
    )
