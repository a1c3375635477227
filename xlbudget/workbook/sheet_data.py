"""The cells of a sheet as a package writes them (``sheetData``): looks, constants, formulas and their values."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from xlbudget.datafile.kinds import ILLEGAL
from xlbudget.language.grid import CellGrid, Constant, Place, Value
from xlbudget.language.sheet import column_letter

_ESCAPE = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{ILLEGAL.pattern}))|{ILLEGAL.pattern}")
"""What a package writes as ``_x0007_``: what XML does not take, and what looks so by itself."""


class ErrorValue(str):
    """The value of a formula that has none: ``#DIV/0!`` and its like, told apart from a text that looks so."""

    __slots__ = ()


def sheet_data(
    grid: CellGrid,
    styles: Mapping[Place, int] | None = None,
    values: Mapping[Place, Value] | None = None,
    heights: Mapping[int, float] | None = None,
    hidden_rows: Collection[int] = (),
    shared: bool = False,
) -> str:
    """The rows of a sheet, XML of one line.

    ``styles``: the number of every cell's look, row by row; without them only cells with content are written, as an
    engine needs them. ``values``: those of the formulas, where they are known. ``heights`` in points. ``shared``: a
    formula that goes down a column is written once, without values.
    """
    heights = heights or {}
    once = _shared(grid) if shared else {}
    constants, formulas = grid.constants, grid.formulas
    places = styles if styles is not None else sorted(constants.keys() | formulas.keys())
    parts: list[str] = []
    last = 0
    waiting = sorted({*heights, *hidden_rows} - {row for row, _ in places}) if styles is not None else []
    for place in places:
        row, col = place
        if row != last:
            if last:
                parts.append("</row>")
            while waiting and waiting[0] < row:
                parts.append(f"{_row(waiting.pop(0), heights, hidden_rows)}</row>")
            parts.append(_row(row, heights, hidden_rows))
            last = row
        head = f'<c r="{column_letter(col)}{row}"'
        if styles is not None:
            head = f'{head} s="{styles[place]}"'
        if place in once:
            parts.append(f"{head}>{once[place]}</c>")
        elif (formula := formulas.get(place)) is not None:
            parts.append(_formula(head, formula, values.get(place) if values is not None else None))
        elif (constant := constants.get(place)) is None:
            parts.append(f"{head}/>")
        elif isinstance(constant, str):
            text = escaped(constant)
            parts.append(f'{head} t="inlineStr"><is><t{_space(text)}>{text}</t></is></c>')
        elif isinstance(constant, bool):
            parts.append(f'{head} t="b"><v>{constant:d}</v></c>')
        else:
            parts.append(f"{head}><v>{constant!r}</v></c>")
    if last:
        parts.append("</row>")
    parts += [f"{_row(row, heights, hidden_rows)}</row>" for row in waiting]
    return f"<sheetData>{''.join(parts)}</sheetData>"


def _shared(grid: CellGrid) -> dict[Place, str]:
    """The formulas that go down a column: each in its first place, and in the others that it is the same."""
    found: dict[Place, str] = {}
    for number, places in enumerate(grid.runs):
        (top, col), (bottom, _), letter = places[0], places[-1], column_letter(places[0][1])
        found.update(dict.fromkeys(places, f'<f t="shared" si="{number}"/>'))
        body = _xml(grid.formulas[top, col][1:])
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
