"""The cells of input sheets: of one field of the data file by its kind, and the headings, labels and hints beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import Amount, Choice, Field, Kind, Number, Whole, number
from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Area, Colour, Entry, Guard, Item, column_letter

HEADER = 4
"""The row where the first part of an input sheet begins."""
HINT = "填写提示"


@dataclass(frozen=True)
class Block:
    """A part of an input sheet as it is written."""

    items: tuple[Item, ...]
    guards: tuple[Guard, ...]
    widths: tuple[float, ...]
    areas: tuple[tuple[str, Area], ...] = ()
    colours: tuple[Colour, ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    heading: int = 0
    """The row of its headings; 0 when it has none."""
    hidden: int = 0
    """How many of its columns, from the right, are hidden."""


def input_cell(row: int, col: int, value: Any, kind: Kind, key: str = "") -> Item:
    """The input cell of a value; a line break in it is ``\\n``, as in every cell."""
    if isinstance(kind, Amount | Number):
        value = number(value)
    elif isinstance(value, str):
        value = re.sub("\r\n?", "\n", value)
    styles: dict[type, str] = {Amount: "in_amount", Number: "in_number", Whole: "in_whole"}
    return Item(row, col, Entry(value), styles.get(type(kind), "in_text"), key)


def heading(row: int, col: int, text: str, computed: bool = False) -> Item:
    return Item(row, col, text, "head_computed" if computed else "head")


def label(row: int, text: str) -> Item:
    return Item(row, 1, text, "label")


def hint_cell(row: int, col: int, template: str, columns: Mapping[str, int]) -> Item:
    """A cell with the hints of its row; blank where there is nothing to say."""
    return Item(row, col, Formula(in_row(template, columns, row)) if template else None, "hint")


def in_row(template: str, columns: Mapping[str, int], row: int, first: int = 0) -> str:
    """A template of one row with its addresses: ``[列]`` is that column's cell, ``[^列]`` its cell in row ``first``."""

    def cell(match: re.Match[str]) -> str:
        start, name = match.groups()
        letter = column_letter(columns[name])
        return f"{letter}${first}" if start else f"{letter}{row}"

    return re.sub(r"\[(\^?)([^\[\]^]+)\]", cell, template)


def width_of(kind: Kind) -> float:
    widths: dict[type, float] = {Amount: 14, Number: 14, Whole: 14, Choice: 26}
    return widths.get(type(kind), 18)


def guard(field: Field, row: int, col: int, rows: int = 1) -> Guard:
    """The validation that goes with a field's kind."""
    options: tuple[str, ...] = ()
    match field.kind:
        case Amount():
            kind, prompt = "decimal", f"{field.key}：填金额数字，没有就空着，不要带单位和逗号"
        case Number():
            kind, prompt = "decimal", f"{field.key}：填数字，没有就空着"
        case Whole():
            kind, prompt = "whole", f"{field.key}：填整数"
        case Choice(choices):
            kind, prompt, options = "list", "请从下拉列表选择", tuple(map(str, choices))
        case _:
            kind, prompt = "code" if field.key == "科目" and "项级" in field.about else "text", ""
    return Guard(row, col, rows, kind, field.about or prompt, options)
