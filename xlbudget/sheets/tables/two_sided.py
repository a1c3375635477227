"""Tables with income on the left and expenditure on the right: 公开01 and 公开04."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlbudget.datafile.classification import classes, printed_classes
from xlbudget.datafile.kinds import Choice, Field, ListOf, Text
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Expr, Formula, Scope
from xlbudget.language.form import Form, TableForm
from xlbudget.language.sections import numeral
from xlbudget.language.sheet import Item, Sheet, spans
from xlbudget.sheets.inputs.digits import in_money
from xlbudget.sheets.tables.heading import fixed_sheet, head_height, title_block
from xlbudget.sheets.tables.printed_table import Unit

WORDS = ("收入", "支出", "项目", "行次", "栏次")
"""Words of their headings, whatever their columns."""
GRAND_TOTAL = "总计"
LAYOUT_FIELDS = (
    Field("本年合计", Choice(("居中", "靠左")), about="本年收入合计、本年支出合计 印在中间还是靠左"),
    Field("零不印的行", ListOf(Text()), about="这些行没有数时印空白而不是 0.00"),
)


@dataclass(frozen=True)
class SideLine:
    """One line of one side: its own name, its figures by column, the number printed before it (0 for none)."""

    name: str = ""
    figures: Mapping[str, Expr] = field(default_factory=dict)
    number: int = 0
    label: str = ""
    """Its word, where the name by which it is referred to says more than is printed."""
    scope: Scope = None
    emphasis: bool = False

    def printed(self, table: TableForm) -> str:
        number = f"{numeral(self.number)}、" if self.number else ""
        return number + table.word(self.label or self.name)


BLANK = SideLine()


def level(lines: Sequence[SideLine], others: Sequence[SideLine]) -> list[SideLine]:
    """``lines`` with empty ones behind, as many as make it as long as ``others``."""
    return [*lines, *[BLANK] * (len(others) - len(lines))]


@dataclass(frozen=True)
class TableSide:
    """``name``: 收入 or 支出, by which its figures are keyed (公开01/总计/收入/金额)."""

    name: str
    lines: Sequence[SideLine]
    columns: tuple[str, ...]
    name_width: float


def classes_listed(unit: Unit) -> dict[str, str]:
    """The 类 with a line: those that are rare all of them or, where none is used, none; unprinted ones where used."""
    used = {str(row["科目"]).strip()[:3] for row in unit.data.rows("支出")}
    hidden = unit.form.rare_classes if used.isdisjoint(unit.form.rare_classes) else ()
    listed = used | (printed_classes().keys() - hidden)
    return {code: name for code, name in classes(unit.data.record("科目")).items() if code in listed}


def unplaced(classes: Iterable[str], without: str = "") -> Formula:
    """Said when expenditure has a 类 that has no line here, so that the lines do not add up to 本年支出合计.

    Positive and negative amounts count alike and do not cancel. ``without``: a 资金来源 that the table leaves out.
    """
    amounts, keys = "{录入/支出/本年支出}", "{录入/支出/项键}"
    source = f',{{录入/支出/资金来源}},"<>{without}"' if without else ""
    parts = []
    for criterion, plus, minus in (('">0"', "+", "-"), ('"<0"', "-", "+")):
        parts.append(f"{plus}SUMIFS({amounts},{amounts},{criterion}{source})")
        for low, high in spans(sorted(map(int, classes))):
            within = f'{keys},">={low}0000",{keys},"<={high}9999"'
            parts.append(f"{minus}SUMIFS({amounts},{amounts},{criterion},{within}{source})")
    gap = f"ROUND(({''.join(parts).removeprefix('+')})/金额换算,2)"
    return Formula(
        f'IF({gap}=0,"","有 "&{in_money(gap)}&" 万元支出的科目不在下列各类中，请核对代码；代码无误的请重新生成工作簿")'
    )


def sheet(key: str, form: Form, sides: Sequence[TableSide], amount_width: float, alarm: Formula) -> Sheet:
    """Both sides have the same number of lines. ``alarm`` is said above the table when it is not empty."""
    lines = len(sides[0].lines)
    if lines != len(sides[1].lines):
        raise ValueError(f"{key}: {lines} lines of income, {len(sides[1].lines)} of expenditure")
    shape = form[key]
    head = shape.title_rows + 1
    first = head + 2 + form.has("栏次")
    items: list[Item] = []
    widths: list[float] = []
    index = 1
    for number, side in enumerate(sides):
        items += _side(side, key, form, len(widths) + 1, 1 + number * lines, index)
        widths += [side.name_width, *[6] * form.has("行次"), *[amount_width] * len(side.columns)]
        index += len(side.columns)
    words = [(shape.word(label), amount_width) for side in sides for label in side.columns]
    heights = [(head, 17), (head + 1, head_height(words)), *band(head + 2, first + lines - head - 2, 17)]
    items = [*title_block(form, shape, widths, alarm), *items]
    return fixed_sheet(shape, widths, items, heights, first + lines - 1, first - 1)


def _side(side: TableSide, key: str, form: Form, col: int, number: int, index: int) -> list[Item]:
    """One side from column ``col``; its 行次 starts at ``number`` and its 栏次 at ``index``."""
    shape, amounts = form[key], col + 1 + form.has("行次")
    head = shape.title_rows + 1
    names = ("项目", "行次")[: 1 + form.has("行次")]
    items = [
        Item(head, col, shape.word(side.name), "head", cols=len(names) + len(side.columns)),
        *across(head + 1, col, map(shape.word, (*names, *side.columns)), "head"),
    ]
    first = head + 2 + form.has("栏次")
    if form.has("栏次"):
        numbers = (str(index + i) for i in range(len(side.columns)))
        items += across(first - 1, col, (shape.word("栏次"), *[None] * form.has("行次"), *numbers), "head")
    for row, line in enumerate(side.lines, first):
        centred = line.emphasis and (line.name == GRAND_TOTAL or not shape.says("本年合计", "靠左"))
        items.append(Item(row, col, line.printed(shape) or None, "label_center" if centred else "line"))
        if form.has("行次"):
            items.append(Item(row, col + 1, str(number + row - first), "index"))
        blank = shape.blank_zeros or line.name in shape.own.get("零不印的行", ())
        for at, label in enumerate(side.columns, amounts):
            figure = line.figures.get(label)
            place = f"{key}/{line.name}/{side.name}/{label}" if figure is not None else ""
            items.append(Item(row, at, figure, "amount_blank" if blank else "amount", key=place, scope=line.scope))
    return items
