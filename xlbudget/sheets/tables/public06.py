"""公开06 一般公共预算财政拨款基本支出决算明细表: all 款 of the form in blocks of code, name, 决算数."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.language.expressions import Economic, Ref, Sum
from xlbudget.language.form import Form
from xlbudget.language.sheet import Item, Page, Sheet
from xlbudget.sheets.tables.heading import (
    Fixed,
    band,
    filled,
    head_height,
    note_heights,
    note_items,
    title_block,
    title_heights,
)

KEY = "公开06"
FIGURE = "决算数"

STAFF = ("301", "303")
OFFICE = ("302", "307", "310", "399")
"""人员经费 and 公用经费 by economic 类."""
STAFF_TOTAL, OFFICE_TOTAL = "人员经费合计", "公用经费合计"
HEADINGS = ("科目代码", "科目名称", FIGURE)
TABLE = Fixed((*HEADINGS, "人员经费", "公用经费", STAFF_TOTAL, OFFICE_TOTAL))

BLOCK_WIDTHS = (10, 34, 14)


def sheet(form: Form, catalogue: Mapping[str, str]) -> Sheet:
    """``catalogue``: economic codes that the form lists, in printed order."""
    shape = form[KEY]
    blocks = [[code for kind in kinds for code in catalogue if code.startswith(kind)] for kinds in shape.blocks]
    staff = sum(3 for kinds in shape.blocks if kinds[0] in STAFF)
    width, lines = 3 * len(blocks), max(map(len, blocks))
    head = shape.title_rows + 1
    heads = head + shape.grouped
    first = heads + 1
    last = first + lines
    widths = BLOCK_WIDTHS * len(blocks)
    items: list[Item] = [
        *title_block(form, shape, widths),
        *(
            Item(heads, col + 3 * i, shape.word(label), "head")
            for i in range(len(blocks))
            for col, label in enumerate(HEADINGS, 1)
        ),
    ]
    if shape.grouped:
        items += [
            Item(head, 1, shape.word("人员经费"), "head", cols=staff),
            Item(head, staff + 1, shape.word("公用经费"), "head", cols=width - staff),
        ]
    amount = "amount_blank" if shape.blank_zeros else "amount"
    for i, codes in enumerate(blocks):
        items += _block(codes, catalogue, (first, lines), 1 + 3 * i, amount)
    for name, kinds, col, right in (
        (STAFF_TOTAL, STAFF, 1, staff),
        (OFFICE_TOTAL, OFFICE, staff + 1, width),
    ):
        items += [
            Item(last, col, shape.word(name), "label_center", cols=right - col),
            Item(last, right, _total(kinds, catalogue), "amount", key=f"{KEY}/{name}/{FIGURE}"),
        ]
    items += note_items(shape, last + 1, width)
    return Sheet(
        name=shape.sheet,
        items=tuple(items),
        widths=widths,
        heights=(
            *title_heights(shape),
            *band(head, shape.grouped, 16),
            (heads, head_height(zip(map(shape.word, HEADINGS), BLOCK_WIDTHS, strict=True))),
            *band(first, lines + 1, 16),
            *note_heights(shape, last + 1, widths),
        ),
        page=Page(width, rows=last + len(shape.notes), landscape=shape.landscape, heading=(1, heads), tall=False),
        freeze=(first, 1),
        about=filled(shape.title),
    )


def _total(kinds: Sequence[str], catalogue: Mapping[str, str]) -> Sum:
    """Σ of 类; one that the form does not list is taken from the entries, so that no amount is lost."""
    return Sum(tuple(Ref(f"{KEY}/{kind}/{FIGURE}") if kind in catalogue else Economic(kind) for kind in kinds))


def _block(
    codes: Sequence[str], catalogue: Mapping[str, str], rows: tuple[int, int], col: int, amount: str
) -> list[Item]:
    """One block from column ``col``; ``rows``: its first row and how many the longest block has."""
    items: list[Item] = []
    for i in range(rows[1]):
        row = rows[0] + i
        if i >= len(codes):
            items += [Item(row, col + j, None, style) for j, style in enumerate(("line_code", "line", "amount"))]
            continue
        code = codes[i]
        items += [
            Item(row, col, code, "line_code"),
            Item(row, col + 1, catalogue[code] if len(code) == 3 else f"　{catalogue[code]}", "line_fit"),
            Item(row, col + 2, Economic(code), amount, key=f"{KEY}/{code}/{FIGURE}"),
        ]
    return items
