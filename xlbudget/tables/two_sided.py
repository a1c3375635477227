"""Tables with income on the left and expenditure on the right: 公开01 and 公开04."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.form import Form, TableForm
from xlbudget.spec import Expr, Formula, Item, Page, Scope, Sheet
from xlbudget.tables.parts import TITLE_HEIGHTS, TITLE_ROWS, band, filled, title_block

NUMERALS = "一二三四五六七八九十"
HEAD = TITLE_ROWS + 1
"""收入/支出; below it the headings, and 栏次 where the form has it."""


def numeral(number: int) -> str:
    """1 → 一, 26 → 二十六: the numbering printed before a row's name."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else NUMERALS[tens - 1]) + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


@dataclass(frozen=True)
class Line:
    """One line of one side: its own name, what is printed before it, its figures by column."""

    name: str = ""
    number: str = ""
    label: str = ""
    """Its word, where the name by which it is referred to says more than is printed."""
    figures: tuple[tuple[str, Expr], ...] = ()
    scope: Scope = None
    emphasis: bool = False

    def printed(self, table: TableForm) -> str:
        return self.number + table.word(self.label or self.name)


BLANK = Line()


@dataclass(frozen=True)
class TwoSided:
    """``income`` and ``spending`` have the same number of lines; figures are keyed 收入/… and 支出/….

    ``alarm`` is said above the table when it is not empty.
    """

    key: str
    income: tuple[Line, ...]
    spending: tuple[Line, ...]
    income_columns: tuple[str, ...]
    spending_columns: tuple[str, ...]
    name_widths: tuple[float, float]
    amount_width: float
    alarm: Formula

    def __post_init__(self) -> None:
        if len(self.income) != len(self.spending):
            raise ValueError(f"{self.key}: {len(self.income)} lines of income, {len(self.spending)} of expenditure")


def unplaced(key: str, classes: Sequence[str], column: str) -> Formula:
    """Said when expenditure has a 类 that has no line here, so that the lines do not add up to 本年支出合计."""
    lines = ",".join(f"{{{key}/{name}/支出/{column}}}" for name in classes)
    whole = f"{{{key}/本年支出合计/支出/{column}}}"
    gap = f"ROUND({whole}-SUM({lines}),2)"
    return Formula(
        f'IF({gap}=0,"","有 "&FIXED({gap},2)&" 万元支出的科目不在下列各类中，请核对代码；代码无误的请重新生成工作簿")'
    )


def sheet(table: TwoSided, form: Form) -> Sheet:
    shape = form[table.key]
    fixed = 1 + form.line_numbers
    left, right = fixed + len(table.income_columns), fixed + len(table.spending_columns)
    lines = len(table.income)
    first = HEAD + 2 + form.column_numbers
    widths = (
        *_widths(table.name_widths[0], table.income_columns, table, form),
        *_widths(table.name_widths[1], table.spending_columns, table, form),
    )
    items: list[Item] = [
        *title_block(form, shape, widths),
        Item(HEAD, 1, "收入", "head", cols=left),
        Item(HEAD, left + 1, "支出", "head", cols=right),
        Item(3 if not form.captions else 2, 1, table.alarm, "alarm", cols=left),
    ]
    items += _side("收入", table, form, table.income, table.income_columns, 1, 1, 1)
    items += _side(
        "支出", table, form, table.spending, table.spending_columns, left + 1, lines + 1, len(table.income_columns) + 1
    )
    end = first + lines
    items += [Item(end + i, 1, filled(note), "note", cols=left + right) for i, note in enumerate(shape.notes)]
    return Sheet(
        name=shape.sheet,
        items=tuple(items),
        widths=widths,
        heights=(
            *TITLE_HEIGHTS,
            *band(HEAD, lines + first - HEAD, 17),
            *band(end, len(shape.notes), 18),
        ),
        page=Page(
            left + right,
            rows=end + len(shape.notes) - 1,
            landscape=shape.landscape,
            heading=(1, first - 1),
            tall=False,
        ),
        freeze=(first, 1),
        about=shape.title,
    )


def _widths(name: float, columns: Sequence[str], table: TwoSided, form: Form) -> tuple[float, ...]:
    return (name, *((6,) if form.line_numbers else ()), *(table.amount_width,) * len(columns))


def _side(
    side: str,
    table: TwoSided,
    form: Form,
    lines: Sequence[Line],
    columns: Sequence[str],
    col: int,
    number: int,
    index: int,
) -> list[Item]:
    """One side from column ``col``; its 行次 starts at ``number`` and its 栏次 at ``index``."""
    shape, amounts = form[table.key], col + 1 + form.line_numbers
    items = [Item(HEAD + 1, col, "项目", "head")]
    if form.line_numbers:
        items.append(Item(HEAD + 1, col + 1, "行次", "head"))
    items += [Item(HEAD + 1, amounts + i, shape.word(label), "head") for i, label in enumerate(columns)]
    first = HEAD + 2
    if form.column_numbers:
        items.append(Item(first, col, "栏次", "head"))
        items += [Item(first, c, None, "head") for c in range(col + 1, amounts)]
        items += [Item(first, amounts + i, str(index + i), "head") for i in range(len(columns))]
        first += 1
    for i, line in enumerate(lines):
        row = first + i
        figures = dict(line.figures)
        items.append(Item(row, col, line.printed(shape) or None, "label_center" if line.emphasis else "label"))
        if form.line_numbers:
            items.append(Item(row, col + 1, str(number + i), "index"))
        blank = shape.blank_zeros or line.name in shape.blank_rows
        for j, label in enumerate(columns):
            figure = figures.get(label)
            key = f"{table.key}/{line.name}/{side}/{label}" if figure is not None else ""
            style = "amount_blank" if blank else "amount"
            items.append(Item(row, amounts + j, figure, style, key=key, scope=line.scope))
    return items
