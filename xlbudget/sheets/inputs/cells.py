"""How one field of the data file looks as an input cell: its value, style, width and validation, by its kind."""

from __future__ import annotations

import re
from typing import Any

from xlbudget.datafile.kinds import Amount, Choice, Field, Kind, Number, Whole, number
from xlbudget.language.sheet import Entry, Guard


def entered(value: Any, kind: Kind) -> Entry:
    """The input cell of a value; a line break in it is ``\\n``, as in every cell."""
    if isinstance(kind, Amount | Number):
        return Entry(number(value))
    return Entry(re.sub("\r\n?", "\n", value) if isinstance(value, str) else value)


def entry_style(kind: Kind) -> str:
    match kind:
        case Amount():
            return "in_amount"
        case Number():
            return "in_number"
        case Whole():
            return "in_whole"
        case _:
            return "in_text"


def width_of(kind: Kind) -> float:
    match kind:
        case Amount() | Number() | Whole():
            return 14
        case Choice():
            return 26
        case _:
            return 18


def guard(field: Field, row: int, col: int, rows: int) -> Guard:
    """The validation that goes with a field's kind."""
    match field.kind:
        case Amount():
            return Guard(
                row,
                col,
                rows,
                "decimal",
                field.about or f"{field.key}：填金额数字，没有就空着，不要带单位和逗号",
            )
        case Number():
            return Guard(row, col, rows, "decimal", field.about or f"{field.key}：填数字，没有就空着")
        case Whole():
            return Guard(row, col, rows, "whole", field.about or f"{field.key}：填整数")
        case Choice(options):
            return Guard(row, col, rows, "list", field.about or "请从下拉列表选择", tuple(map(str, options)))
        case _:
            code = field.key == "科目" and "项级" in field.about
            return Guard(row, col, rows, "code" if code else "text", field.about)
