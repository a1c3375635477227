"""有数 (hidden): how much is entered under each key, so that a check of nothing is 不适用 and not 通过.

Cells of any kind, for 目录 and the hints; and figures, for the checks of figures: names alone make no figure agree.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlbudget.language.expressions import Formula
from xlbudget.language.sheet import Entry, Item, Sheet, runs
from xlbudget.sheets.inputs.hints import less_dashes
from xlbudget.sheets.inputs.live_sums import DetailSum
from xlbudget.sheets.tables.heading import ANY_FIGURE

KEY = "有数"
PREFIX = "录入-"
UNIT = "录入-单位"
"""Its year is no figure of the unit's."""


def presence_sheet(inputs: Sequence[Sheet]) -> Sheet:
    """A row per 录入 sheet: how many of its input cells hold something, and how many a figure."""
    items: list[Item] = [Item(1, 1, "各录入表已填的格数（由公式得出，请勿改动）", "input_title")]
    every_figure: list[str] = []
    for row, sheet in enumerate((s for s in inputs if s.name.startswith(PREFIX)), 3):
        key = sheet.name.removeprefix(PREFIX)
        cells = [item for item in sheet.items if isinstance(item.content, Entry)]
        # Columns of texts do not count: formulas takes a code that is a text for a number.
        every, figures = (
            [area.text() for area in runs(sheet.name, places)]
            for places in (
                [(row, item.col) for item in cells for row in item.tops],
                [(row, item.col) for item in cells if item.role != "text" for row in item.tops],
            )
        )
        added = [item for item in sheet.items if isinstance(item.content, DetailSum)]
        sums = [area.text() for area in runs(sheet.name, [(row, item.col) for item in added for row in item.tops])]
        not_zero = "".join(f'+COUNTIF({area},"{sign}0")' for area in sums for sign in "<>")
        filled = f"COUNTA({','.join(every)}){''.join(map(less_dashes, figures))}{not_zero}"
        items += [
            Item(row, 1, key, "computed"),
            Item(row, 2, Formula(filled), "computed", key=f"{KEY}/{key}"),
            Item(
                row,
                3,
                Formula(f"COUNT({','.join(figures) or 0}){not_zero}" if figures or sums else "0"),
                "computed",
                key=f"{KEY}/{key}/数",
            ),
        ]
        if sheet.name != UNIT:
            every_figure.append(f"{{{KEY}/{key}/数}}")
    items.append(Item(2, 3, Formula(f"SUM({','.join(every_figure)})"), "computed", key=ANY_FIGURE))
    return Sheet(KEY, tuple(items), (30, 12, 12), hidden=True)


def filled(name: str) -> str:
    """A template: how many cells of a 录入 sheet are filled."""
    return f"{{{KEY}/{name.removeprefix(PREFIX)}}}"
