"""What stands above the headings of an input sheet, in view wherever one scrolls: a band with the sheet's name, what it
is for and the ways on and back; how much is filled and what the colours mean; the totals.

Nothing here is merged: a text runs on over the empty cells beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlbudget.language.expressions import Formula
from xlbudget.language.form import Form
from xlbudget.language.sheet import Area, Colour, Item, Link, column_letter
from xlbudget.language.text_size import width_of_text
from xlbudget.sheets.inputs.digits import in_money

TOTALS = 3
"""The row of the totals, above the headings of the first part."""
HEIGHTS = ((1, 30.0), (2, 20.0), (TOTALS, 22.0))
LEAST, EXTRA = 9, 11.0
"""Columns that a head takes, and the width of those that a narrow sheet gets for it."""
LEGEND = {
    "fill": "浅黄：要填",
    "due": "＊橙：必填",
    "computed": "灰：公式",
    "wrong": "红：不符",
    "advice": "黄：提示",
    "rounding": "琥珀：尾差",
}
LEGIBLE = 10
"""How wide a column is that can hold a word of the legend."""
TITLE_SIZE = 18 / 11
TOLD = 56
"""How wide the words of the second row are, at least."""
STATE = "目录/校验/{}"
"""The key under which 目录 says how the checks of a sheet came out."""


@dataclass(frozen=True)
class Meets:
    """The total of ``column`` has to equal the cell at key ``printed``, which is called ``words`` in its table."""

    column: str
    printed: str
    words: str = "合计"


@dataclass(frozen=True)
class Above:
    """What the totals need to know of a column: its number, whether it is required, whether it is added up."""

    col: int
    required: bool
    summed: bool


def columns_for(widths: Sequence[float], hidden: int) -> tuple[list[int], tuple[float, ...]]:
    """The columns that are shown and the widths of all, of a sheet whose last ``hidden`` columns are hidden."""
    shown = list(range(1, len(widths) - hidden + 1))
    more = range(len(widths) + 1, len(widths) + 1 + max(0, LEAST - len(shown)))
    return [*shown, *more], (*widths, *[EXTRA] * len(more))


def band(
    name: str, about: str | None, shown: Sequence[int], widths: Sequence[float], ways: Sequence[Link]
) -> Iterator[Item]:
    """The first row: ``about`` begins where the name ends."""
    *texts, _ = cells = list(shown[: len(shown) - len(ways)])
    room, start = 0.0, texts[-1]
    for col in texts:
        if room >= width_of_text(name) * TITLE_SIZE + 2 and col > 1:
            start = col
            break
        room += widths[col - 1]
    yield Item(1, 1, name, "band_title")
    yield from (Item(1, col, about if col == start else None, "band_about") for col in cells if col > 1)
    yield from (Item(1, col, way, "band_link") for col, way in zip(shown[len(cells) :], ways, strict=True))


def told(filled: str, state: str, shown: Sequence[int], widths: Sequence[float]) -> Iterator[Item]:
    """The second row; ``filled``, ``state``: the keys of the number of filled cells and of what the checks found."""
    found = f'IF({{{state}}}="","","；校验："&{{{state}}})'
    text = f'IF({{{filled}}}=0,"还没有填","已填 "&{{{filled}}}&" 格")&"；金额单位："&金额单位&{found}'
    yield Item(2, 1, Formula(f"HYPERLINK(\"#'校验'!A1\",{text})"), "band_note")
    beside = (col for at, col in enumerate(shown) if sum(widths[one - 1] for one in shown[:at]) >= TOLD)
    narrow = sorted(sorted(beside, key=lambda col: (widths[col - 1] < LEGIBLE, widths[col - 1]))[: len(LEGEND)])
    for col, (look, meaning) in zip(narrow, LEGEND.items(), strict=True):
        yield Item(2, col, meaning, f"legend_{look}")


def totals(
    columns: Sequence[Above],
    first: int,
    rows: int,
    hint: int,
    meets: Meets | None,
    of: int,
    form: Form,
    adjusted: str = "",
) -> Iterator[Item]:
    """The row of totals over ``rows`` rows from ``first``; ＊ stands where something is required.

    ``meets``: what the total of column ``of`` is compared with, beside it in column ``hint``. ``adjusted``: the key of
    that column where its entries are adjusted before they are printed.
    """
    any_sum = any(column.summed for column in columns)
    for column in columns:
        due = "_due" if column.required else ""
        if column.summed:
            area = Area("", first, column.col, rows).text()
            yield Item(TOTALS, column.col, Formula(f"ROUND(SUM({area}),6)"), f"total{due}")
        elif column.col == 1 and any_sum:
            yield Item(TOTALS, 1, "合计", f"total_label{due}")
        else:
            yield Item(TOTALS, column.col, "＊" if column.required else None, "total_mark")
    compared = meets and (table := form.tables.get(meets.printed.partition("/")[0]))
    total = f"SUM({{{adjusted}}})" if adjusted else f"{column_letter(of)}{TOTALS}" if of else ""
    entered = Area("", first, of, rows)
    said = Formula(_said(meets, table.sheet, entered, total)) if meets and compared and table else None
    yield Item(TOTALS, hint, said, "total_said")


def _said(meets: Meets, table: str, entered: Area, total: str) -> str:
    printed = f"SUM({{{meets.printed}}})"
    gap = f"ROUND({total}/金额换算-{printed},6)"
    apart = f'"≠ {table} {meets.words} "&{in_money(printed)}&"，差 "&{in_money(gap)}'
    same = f'"＝ {table} {meets.words} "&{in_money(printed)}'
    return f'IF(COUNT({entered.text()})=0,"",IF({gap}=0,{same},{apart}))'


def apart(hint: int) -> Colour:
    """The look of a total that does not meet the printed one; how bad that is, 校验 says."""
    return Colour(TOTALS, hint, 1, 1, f'LEFT(${column_letter(hint)}${TOTALS})="≠"', "提示")
