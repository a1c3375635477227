"""The cells of a sheet as a package writes them (``sheetData``): looks, constants, formulas and their values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import CellGrid, Constant, Place, Value
from xlbudget.language.sheet import column_letter

_ESCAPE = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{ILLEGAL.pattern}))|{ILLEGAL.pattern}")
"""What a package writes as ``_x0007_``: what XML does not take, and what looks so by itself."""


class ErrorValue(str):
    """The value of a formula that has none: ``#DIV/0!`` and its like, told apart from a text that looks so."""

    __slots__ = ()


Cell: TypeAlias = tuple[Place, str, str]
"""A place, the XML of its cell as far as no value is needed, and its formula; "" where there is none."""


def cell_data(
    grid: CellGrid, styles: Mapping[Place, int] | None = None, spelled: Callable[[str], str] | None = None
) -> list[Cell]:
    """The cells of a sheet, row by row, for :func:`sheet_data`: all that can be written before anything is calculated.

    ``styles``: the number of every cell's look, row by row; without them only cells with content are written, as an
    engine needs them. ``spelled``: how that spells a formula; one that goes down a column is written once then.
    """
    once = _shared(grid, spelled) if spelled else {}
    constants, formulas = grid.constants, grid.formulas
    cells: list[Cell] = []
    for place in styles if styles is not None else sorted(constants.keys() | formulas.keys()):
        row, col = place
        head = f'<c r="{column_letter(col)}{row}"'
        if styles is not None:
            head = f'{head} s="{styles[place]}"'
        formula = ""
        if place in once:
            head = f"{head}>{once[place]}</c>"
        elif place in formulas:
            formula = spelled(formulas[place]) if spelled else formulas[place]
        elif (constant := constants.get(place)) is None:
            head = f"{head}/>"
        elif isinstance(constant, str):
            text = escaped(constant)
            head = f'{head} t="inlineStr"><is><t{_space(text)}>{text}</t></is></c>'
        elif isinstance(constant, bool):
            head = f'{head} t="b"><v>{constant:d}</v></c>'
        else:
            head = f"{head}><v>{constant!r}</v></c>"
        cells.append((place, head, formula))
    return cells


def sheet_data(
    cells: Iterable[Cell],
    values: Mapping[Place, Value] = MappingProxyType({}),
    heights: Mapping[int, float] = MappingProxyType({}),
    hidden_rows: Collection[int] = (),
) -> str:
    """The rows of a sheet, XML of one line.

    ``values``: those of the formulas, where they are known. ``heights`` in points.
    """
    parts: list[str] = []
    last = 0
    waiting = sorted({*heights, *hidden_rows})
    for place, head, formula in cells:
        row = place[0]
        if row != last:
            if last:
                parts.append("</row>")
            while waiting and waiting[0] <= row:
                if (empty := waiting.pop(0)) < row:
                    parts.append(f"{_row(empty, heights, hidden_rows)}</row>")
            parts.append(_row(row, heights, hidden_rows))
            last = row
        parts.append(_formula(head, formula, values.get(place)) if formula else head)
    if last:
        parts.append("</row>")
    parts += [f"{_row(row, heights, hidden_rows)}</row>" for row in waiting]
    return f"<sheetData>{''.join(parts)}</sheetData>"


def _shared(grid: CellGrid, spelled: Callable[[str], str]) -> dict[Place, str]:
    """The formulas that go down a column: each in its first place, and in the others that it is the same."""
    found: dict[Place, str] = {}
    for number, places in enumerate(grid.runs):
        (top, col), (bottom, _), letter = places[0], places[-1], column_letter(places[0][1])
        found.update(dict.fromkeys(places, f'<f t="shared" si="{number}"/>'))
        body = _xml(spelled(grid.formulas[top, col])[1:])
        found[top, col] = f'<f t="shared" ref="{letter}{top}:{letter}{bottom}" si="{number}">{body}</f>'
    return found


def escaped(text: str) -> str:
    """A text as XML; what XML cannot hold, and what looks as if it had been escaped, in the way of spreadsheets."""
    return _xml(_spelled(text))


def _spelled(text: str) -> str:
    if text.isprintable() and "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def _xml(text: str) -> str:
    # Most texts have none of these; to look is cheaper than to replace.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def _space(text: str) -> str:
    """The mark without which a reader may drop blanks at the ends."""
    return ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""


def _row(row: int, heights: Mapping[int, float], hidden_rows: Collection[int]) -> str:
    height = f' ht="{heights[row]:g}" customHeight="1"' if row in heights else ""
    hidden = ' hidden="1"' if row in hidden_rows else ""
    return f'<row r="{row}"{height}{hidden}>'


def _formula(head: str, formula: str, value: Value) -> str:
    body = f"<f>{_xml(formula[1:])}</f>"
    if value is None:
        return f"{head}>{body}</c>"
    kind, text = value_of(value)
    if not kind:
        return f"{head}>{body}<v>{text}</v></c>"
    text = _xml(text)
    return f'{head} t="{kind}">{body}<v{_space(text)}>{text}</v></c>'


def value_of(value: Constant) -> tuple[str, str]:
    """The type ("" for a number) and the text by which a package holds the value of a formula."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return "", str(int(value))
        return ("", repr(value)) if math.isfinite(value) else ("e", "#NUM!")
    if isinstance(value, str):
        return ("e", str(value)) if isinstance(value, ErrorValue) else ("str", _spelled(value))
    return ("b", f"{value:d}") if isinstance(value, bool) else ("", repr(value))
