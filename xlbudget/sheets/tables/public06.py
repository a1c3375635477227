"""公开06 一般公共预算财政拨款基本支出决算明细表: all 款 of the form in blocks of code, name, 决算数."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from xlbudget.datafile.kinds import Field, ListOf, Text
from xlbudget.language.blocks import across, band
from xlbudget.language.expressions import Economic, Expr, Formula, Ref, Sum
from xlbudget.language.form import Form
from xlbudget.language.sheet import Content, Item, Sheet
from xlbudget.sheets.inputs.economic import listed
from xlbudget.sheets.tables.heading import fixed_sheet, head_height, title_block
from xlbudget.sheets.tables.printed_table import YES_NO, PrintedTable, Unit

KEY = "公开06"
FIGURE = "决算数"

STAFF = ("301", "303")
OFFICE = ("302", "307", "310", "399")
"""人员经费 and 公用经费 by economic 类."""
STAFF_TOTAL, OFFICE_TOTAL = "人员经费合计", "公用经费合计"
HEADINGS = ("科目代码", "科目名称", FIGURE)

BLOCK_WIDTHS = (10, 34, 14)


def blocks(form: Form) -> list[tuple[str, ...]]:
    """The economic 类 of each block, from left to right."""
    return [tuple(block) for block in form[KEY].own["分块"]]


def _sheets(unit: Unit) -> list[Sheet]:
    form = unit.form
    placed, names = blocks(form), listed(form, unit.data)
    codes = [[code for kind in kinds for code in names if code.startswith(kind)] for kinds in placed]
    staff, width = sum(3 for kinds in placed if kinds[0] in STAFF), 3 * len(placed)

    def whole(kinds: Iterable[str]) -> Sum:
        # A 类 that the form does not list is taken from the entries, so that no amount is lost.
        return Sum(tuple(Ref(f"{KEY}/{kind}/{FIGURE}") if kind in names else Economic(kind) for kind in kinds))

    totals = ((STAFF_TOTAL, 1, staff, whole(STAFF)), (OFFICE_TOTAL, staff + 1, width, whole(OFFICE)))
    above = (("人员经费", 1, staff), ("公用经费", staff + 1, width)) if form[KEY].says("人员公用表头") else ()
    return [block_sheet(form, KEY, codes, names, Economic, totals, above)]


def block_sheet(
    form: Form,
    key: str,
    codes: Sequence[Sequence[str]],
    names: Mapping[str, Content],
    figure: Callable[[str], Expr],
    totals: Iterable[tuple[str, int, int, Expr]],
    above: Sequence[tuple[str, int, int]] = (),
) -> Sheet:
    """Blocks of codes side by side, each with its name and ``figure``; below them ``totals``, ``above`` more headings.

    A total and a heading has its word, and the first and the last of its columns.
    """
    shape, widths = form[key], BLOCK_WIDTHS * len(codes)
    head = shape.title_rows + 1
    first = head + 1 + bool(above)
    last = first + max(map(len, codes))
    amount = "amount_blank" if shape.blank_zeros else "amount"
    items = [
        *title_block(form, shape, widths),
        *across(first - 1, 1, [*map(shape.word, HEADINGS)] * len(codes), "head"),
        *(Item(head, left, shape.word(word), "head", cols=right - left + 1) for word, left, right in above),
    ]
    for row, line in enumerate(zip_longest(*codes), first):
        for col, code in enumerate(line):
            items += _code_cells(key, row, 1 + 3 * col, code, names, figure, amount)
    for name, left, right, whole in totals:
        items.append(Item(last, left, shape.word(name), "label_center", cols=right - left))
        items.append(Item(last, right, whole, "amount", key=f"{key}/{name}/{FIGURE}"))
    heights = (
        *band(head, bool(above), 16),
        (first - 1, head_height(zip(map(shape.word, HEADINGS), BLOCK_WIDTHS, strict=True))),
        *band(first, last - first + 1, 16),
    )
    return fixed_sheet(shape, widths, items, heights, last, first - 1)


def _code_cells(
    key: str,
    row: int,
    col: int,
    code: str | None,
    names: Mapping[str, Content],
    figure: Callable[[str], Expr],
    amount: str,
) -> list[Item]:
    """Code, name and figure; three blank cells below the end of a block."""
    if code is None:
        return [Item(row, col + i, None, style) for i, style in enumerate(("line_code", "line", "amount"))]
    return [
        Item(row, col, code, "line_code"),
        Item(row, col + 1, _indented(code, names[code]), "line_fit"),
        Item(row, col + 2, figure(code), amount, key=f"{key}/{code}/{FIGURE}"),
    ]


def _indented(code: str, name: Content) -> Content:
    if len(code) == 3:
        return name
    return Formula(f'"　"&{name.template}') if isinstance(name, Formula) else f"　{name}"


def _contradictions(said: Mapping[str, Any], layout: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What no blocks can be: each 类 stands in one of them or is not listed at all, 人员经费 to the left."""
    placed, unlisted = said["分块"], layout["公开06不列的科目"]
    path = f"表.{KEY}.分块"
    codes = [code for block in placed for code in block]
    staff_ended = False
    for i, block in enumerate(placed):
        kinds = {code in STAFF for code in block}
        for code in block:
            if code not in (*STAFF, *OFFICE):
                yield f"{path}[{i}]", f"“{code}”不是 公开06 的类，可以是：{'、'.join((*STAFF, *OFFICE))}"
            if codes.count(code) > 1:
                yield f"{path}[{i}]", f"“{code}”列了不止一次"
            if code in unlisted:
                yield f"公开06不列的科目[{unlisted.index(code)}]", f"“{code}”还在 {path} 里，两处只能留一处"
        if not block:
            yield f"{path}[{i}]", "这一块是空的，请删去或放进类"
        if len(kinds) > 1:
            yield f"{path}[{i}]", "一块里只能都是人员经费（301、303）或都是公用经费的类"
        if staff_ended and True in kinds:
            yield f"{path}[{i}]", "人员经费的块要排在公用经费的左边"
        staff_ended = staff_ended or False in kinds
    for code in (*STAFF, *OFFICE):
        if code not in codes and code not in unlisted:
            yield path, f"缺少“{code}”：要么放进一块，要么写进 公开06不列的科目"
    if not {True, False} <= {block[0] in STAFF for block in placed if block}:
        yield path, "人员经费和公用经费至少各要一块"


TABLE = PrintedTable(
    KEY,
    _sheets,
    words=(*HEADINGS, "人员经费", "公用经费", STAFF_TOTAL, OFFICE_TOTAL),
    layout_fields=(
        Field("分块", ListOf(ListOf(Text())), about="从左到右各块列哪些经济分类的类"),
        Field("人员公用表头", YES_NO, about="各块上面的 人员经费、公用经费"),
    ),
    contradictions=_contradictions,
)
