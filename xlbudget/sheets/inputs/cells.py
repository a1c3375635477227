"""The cells of input sheets: of one field of the data file by its kind, and the headings, labels and hints beside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.fields import ITEM
from xlbudget.datafile.kinds import Amount, Choice, Code, Field, Kind, Number, Text, Whole, number
from xlbudget.language.expressions import Formula
from xlbudget.language.guard import Guard
from xlbudget.language.sheet import Area, Colour, Entry, Item, column_letter

HEADER = 4
"""The row where the first part of an input sheet begins."""
HINT = "填写提示"
KINDS: dict[type, tuple[str, float, str, str]] = {
    Amount: ("in_amount", 13, "decimal", "{}：填金额数字，没有就空着，不要带单位和逗号"),
    Number: ("in_number", 14, "decimal", "{}：填数字，没有就空着"),
    Whole: ("in_whole", 14, "whole", "{}：填整数"),
    Choice: ("in_text", 24, "list", "请从下拉列表选择"),
    Text: ("in_text", 18, "text", ""),
    Code: ("in_text", 13, "text", ""),
}
"""By the kind of a field: style and width of its cells, their validation and its prompt ({}: the key)."""


@dataclass(frozen=True)
class Block:
    """A part of an input sheet as it is written. ``hidden``: how many of its columns, from the right, are hidden.

    ``printed``: the last column and row that are printed, if not all are.
    """

    items: tuple[Item, ...]
    guards: tuple[Guard, ...]
    widths: tuple[float, ...]
    areas: tuple[tuple[str, Area], ...]
    colours: tuple[Colour, ...]
    totals: tuple[Item, ...] = ()
    printed: tuple[int, int] | None = None
    freeze: int = 2
    hidden: int = 0


def input_cell(row: int, col: int, value: Any, kind: Kind, key: str = "", down: int = 1) -> Item:
    """The input cell of a value; a line break in it is ``\\n``, as in every cell."""
    if isinstance(kind, Amount | Number):
        value = number(value)
    elif isinstance(value, str):
        value = re.sub("\r\n?", "\n", value)
    return Item(row, col, Entry(value), KINDS[type(kind)][0], key, down=down)


def heading(row: int, col: int, text: str, computed: bool = False) -> Item:
    return Item(row, col, text, "in_head_computed" if computed else "in_head")


def label(row: int, text: str, due: bool = False) -> Item:
    """A label; ``due``: what stands beside it is required, which its number format shows: the text is the key."""
    return Item(row, 1, text, "in_label_due" if due else "in_label")


def hint_cell(row: int, col: int, template: str, columns: Mapping[str, int]) -> Item:
    """A cell with the hints of its row; blank where there is nothing to say."""
    return Item(row, col, Formula(in_row(template, columns, row)) if template else None, "hint")


def in_row(template: str, columns: Mapping[str, int], row: int, first: int = 0) -> str:
    """A template of one row with its addresses: ``[列]`` is that column's cell, ``[^列]`` its cell in row ``first``."""

    def cell(match: re.Match[str]) -> str:
        letter = column_letter(columns[match[2]])
        return f"{letter}${first}" if match[1] else f"{letter}{row}"

    return re.sub(r"\[(\^?)([^\[\]^]+)\]", cell, template)


def guard(field: Field, row: int, col: int, rows: int = 1, offered: str | tuple[str, ...] | None = None) -> Guard:
    """The validation that goes with a field's kind; a name is chosen from what is ``offered``, or typed."""
    if isinstance(offered, str):
        return Guard(row, col, rows, "named", "从下拉列表里选，或照名单里的写法填", (offered,))
    if offered:
        return Guard(row, col, rows, "suggested", "常用的可从下拉列表里选，也可以填自己的", offered)
    _, _, kind, prompt = KINDS[type(field.kind)]
    if field.kind == ITEM:
        kind = "code"
    options = tuple(map(str, field.kind.options)) if isinstance(field.kind, Choice) else ()
    return Guard(row, col, rows, kind, field.about or prompt.format(field.key), options)
