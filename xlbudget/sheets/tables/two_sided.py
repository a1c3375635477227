"""Tables with income on the left and expenditure on the right: 公开01 and 公开04."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlbudget.language.expressions import Expr, Formula, Scope
from xlbudget.language.form import Form, TableForm
from xlbudget.language.sheet import Item, Page, Sheet
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.tables.heading import (
    band,
    filled,
    head_height,
    note_heights,
    note_items,
    title_block,
    title_heights,
)

NUMERALS = "一二三四五六七八九十"
WORDS = ("收入", "支出", "项目", "行次", "栏次")
"""Words of their headings, whatever their columns."""
GRAND_TOTAL = "总计"


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


def level(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """``lines`` with empty ones behind, as many as make it as long as ``others``."""
    return [*lines, *[BLANK] * (len(others) - len(lines))]


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


def unplaced(classes: Iterable[str], without: str = "") -> Formula:
    """Said when expenditure has a 类 that has no line here, so that the lines do not add up to 本年支出合计.

    Positive and negative amounts count alike and do not cancel. ``without``: a 资金来源 that the table leaves out.
    """
    amounts, keys = "{录入/支出/本年支出}", "{录入/支出/项键}"
    source = f',{{录入/支出/资金来源}},"<>{without}"' if without else ""
    parts = []
    for criterion, plus, minus in (('">0"', "+", "-"), ('"<0"', "-", "+")):
        parts.append(f"{plus}SUMIFS({amounts},{amounts},{criterion}{source})")
        for low, high in _runs(classes):
            within = f'{keys},">={low}0000",{keys},"<={high}9999"'
            parts.append(f"{minus}SUMIFS({amounts},{amounts},{criterion},{within}{source})")
    gap = f"ROUND(({''.join(parts).removeprefix('+')})/金额换算,2)"
    return Formula(
        f'IF({gap}=0,"","有 "&{in_money(gap)}&" 万元支出的科目不在下列各类中，请核对代码；代码无误的请重新生成工作簿")'
    )


def _runs(classes: Iterable[str]) -> list[tuple[int, int]]:
    """First and last of every run of neighbouring 类."""
    runs: list[tuple[int, int]] = []
    for code in sorted(map(int, classes)):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def sheet(table: TwoSided, form: Form) -> Sheet:
    shape = form[table.key]
    fixed = 1 + form.line_numbers
    left, right = fixed + len(table.income_columns), fixed + len(table.spending_columns)
    lines = len(table.income)
    head = shape.title_rows + 1
    first = head + 2 + form.column_numbers
    widths = (
        *_widths(table.name_widths[0], table.income_columns, table, form),
        *_widths(table.name_widths[1], table.spending_columns, table, form),
    )
    items: list[Item] = [
        *title_block(form, shape, widths, table.alarm),
        Item(head, 1, shape.word("收入"), "head", cols=left),
        Item(head, left + 1, shape.word("支出"), "head", cols=right),
    ]
    items += _side("收入", table, form, table.income, table.income_columns, 1, 1, 1)
    items += _side(
        "支出", table, form, table.spending, table.spending_columns, left + 1, lines + 1, len(table.income_columns) + 1
    )
    end = first + lines
    items += note_items(shape, end, left + right)
    words = [(shape.word(label), table.amount_width) for label in (*table.income_columns, *table.spending_columns)]
    return Sheet(
        name=shape.sheet,
        items=tuple(items),
        widths=widths,
        heights=(
            *title_heights(shape),
            (head, 17),
            (head + 1, head_height(words)),
            *band(head + 2, end - head - 2, 17),
            *note_heights(shape, end, widths),
        ),
        page=Page(
            left + right,
            rows=end + len(shape.notes) - 1,
            landscape=shape.landscape,
            heading=(1, first - 1),
            tall=False,
        ),
        freeze=(first, 1),
        about=filled(shape.title),
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
    head = shape.title_rows + 2
    items = [Item(head, col, shape.word("项目"), "head")]
    if form.line_numbers:
        items.append(Item(head, col + 1, shape.word("行次"), "head"))
    items += [Item(head, amounts + i, shape.word(label), "head") for i, label in enumerate(columns)]
    first = head + 1
    if form.column_numbers:
        items.append(Item(first, col, shape.word("栏次"), "head"))
        items += [Item(first, c, None, "head") for c in range(col + 1, amounts)]
        items += [Item(first, amounts + i, str(index + i), "head") for i in range(len(columns))]
        first += 1
    for i, line in enumerate(lines):
        row = first + i
        figures = dict(line.figures)
        centred = line.emphasis and (shape.subtotals_centred or line.name == GRAND_TOTAL)
        items.append(Item(row, col, line.printed(shape) or None, "label_center" if centred else "line"))
        if form.line_numbers:
            items.append(Item(row, col + 1, str(number + i), "index"))
        blank = shape.blank_zeros or line.name in shape.blank_rows
        for j, label in enumerate(columns):
            figure = figures.get(label)
            key = f"{table.key}/{line.name}/{side}/{label}" if figure is not None else ""
            style = "amount_blank" if blank else "amount"
            items.append(Item(row, amounts + j, figure, style, key=key, scope=line.scope))
    return items
