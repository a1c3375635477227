"""The look of every style a sheet may name: fonts, borders, fills, number formats, what is locked.

Fonts are those of official documents; where one is not installed, the Chinese character set makes office
programs fall back on their default Chinese font.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from xlbudget.language.verdicts import FOUND
from xlbudget.workbook.palette import (
    ACCENT,
    ACCENT_GROUND,
    AXIS,
    BAND,
    COMPUTED,
    DEEP,
    GREY,
    GROUND,
    INK,
    INPUT,
    LEGEND,
    NUMBER,
    PALE,
    RING,
    SCREEN,
    SECTION,
    SMALL,
    TEXT,
    UNIT,
    WHITE,
    WRONG_INK,
    YEARS,
)

SONG = "宋体"
TITLE = "方正小标宋简体"

AMOUNT = "#,##0.00_ "
"""Two decimals, thousands apart; a little room at the end keeps figures off the line."""
RATE = "0.00%_ "
BLANKED = f"{AMOUNT};-{AMOUNT};"
DASHED = f'{AMOUNT};-{AMOUNT};"—"_ '
DUE = "＊"
DUE_TEXT, DUE_DASHED = f'@" {DUE}"', f'"{DUE} "{AMOUNT};"{DUE} "-{AMOUNT};"{DUE} —"_ '
"""What is required is marked by the number format, so that the text of a label stays the key it is."""
CELLS, PLACES, COUNTED = '#,##0" 格";;"未填"', '#,##0" 处";;"—"', '#,##0;;"—"'
"""Numbers of what is filled, wrong, found."""


@dataclass(frozen=True)
class Style:
    """``shrink``: a figure too wide for its column is printed smaller; otherwise it would be ###."""

    font: str = SONG
    size: float = 10
    bold: bool = False
    colour: str = "000000"
    underline: bool = False
    fill: str = ""
    border: Literal["", "box", "sides", "soft", "row", "section"] = ""
    across: str = "general"
    down: str = "center"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    format: str = "General"
    locked: bool = True


_TOTAL = partial(Style, SCREEN, TEXT, bold=True, colour=DEEP)
_TILE = partial(Style, SCREEN, NUMBER, True, DEEP, fill=GROUND, across="left", indent=1, shrink=True)
_FIGURE = partial(Style, SCREEN, TEXT, colour=INK, border="row", across="right", indent=1, shrink=True)
_CELL = partial(Style, SCREEN, size=TEXT, colour=INK, border="soft")
_INPUT = partial(_CELL, fill=INPUT, locked=False)
_COMPUTED = partial(_CELL, colour=GREY, fill=COMPUTED, shrink=True)

STYLES: dict[str, Style] = {
    # printed tables
    "title": Style(TITLE, 18, across="center", shrink=True),
    "subtitle": Style(TITLE, 14, across="center", shrink=True),
    "table_number": Style(size=10, across="right"),
    "alarm": Style(colour="C00000", across="left"),
    "caption_left": Style(across="left", shrink=True),
    "caption_center": Style(across="center"),
    "caption_right": Style(across="right"),
    "head": Style(border="box", across="center", wrap=True),
    "index": Style(border="box", across="center"),
    "label": Style(border="box", across="left", wrap=True, indent=1),
    "label_within": Style(border="box", across="left", wrap=True, indent=3),
    # lines of 公开01, 04, 06: indented, away from the figure on the left
    "line": Style(border="box", across="left", wrap=True, indent=1),
    "line_fit": Style(border="box", across="left", shrink=True, indent=1),
    "line_code": Style(border="box", across="left", indent=1, format="@"),
    "label_center": Style(border="box", across="center", shrink=True),
    "amount": Style(border="box", across="right", format=AMOUNT, shrink=True),
    "amount_blank": Style(border="box", across="right", format=BLANKED, shrink=True),
    "rate": Style(border="box", across="right", format=RATE, shrink=True),
    "score": Style(border="box", across="center", format="0.00", shrink=True),
    "weight": Style(border="box", across="center", shrink=True),
    "count": Style(border="box", across="center", shrink=True),
    "text": Style(border="box", across="left", wrap=True, indent=1),
    "text_center": Style(border="box", across="center", wrap=True),
    # what stands for many rows stands at the top: a page break would cut words in the middle
    "group": Style(border="box", across="center", down="top", wrap=True),
    "caption": Style(across="left"),
    "note": Style(size=9, across="left", wrap=True),
    # rows with a box while they have a code: conditional formats draw it
    "slot_code": Style(across="left", indent=1),
    "slot_name": Style(across="left", shrink=True, indent=1),
    "slot_amount": Style(across="right", format=AMOUNT, shrink=True),
    "slot_amount_blank": Style(across="right", format=BLANKED, shrink=True),
    "slot_center": Style(across="center"),
    "slot_rate": Style(across="right", format=RATE, shrink=True),
    "slot_text": Style(across="left", wrap=True, indent=1),
    "narrative": Style(size=11, across="left", down="top", wrap=True),
    "narrative_number": Style(size=9, colour=GREY, across="center", down="top", shrink=True),
    "slot_group": Style(across="center", wrap=True),
    "slot_weight": Style(across="center", shrink=True),
    "slot_score": Style(across="center", format="0.0", shrink=True),
    # rows in the middle of a table that may not be in use
    "side_text": Style(border="sides", across="left", wrap=True, indent=1),
    "side_fit": Style(border="sides", across="left", shrink=True, indent=1),
    "side_fit_within": Style(border="sides", across="left", shrink=True, indent=3),
    "side_amount_blank": Style(border="sides", across="right", format=BLANKED, shrink=True),
    "side_rate": Style(border="sides", across="right", format=RATE, shrink=True),
    # input sheets
    "input_title": Style(size=14, bold=True, across="left"),
    "band_note": Style(SCREEN, SMALL, colour=GREY, across="left"),
    **{
        f"legend_{look}": Style(SCREEN, SMALL, colour=ink, fill=fill, border="soft", across="center", shrink=True)
        for look, (fill, ink) in LEGEND.items()
    },
    "total": _TOTAL(across="right", format=DASHED, shrink=True),
    "total_due": _TOTAL(across="right", format=DUE_DASHED, shrink=True),
    "total_label": _TOTAL(across="left"),
    "total_label_due": _TOTAL(across="left", format=DUE_TEXT),
    "total_mark": _TOTAL(across="center"),
    "total_said": Style(SCREEN, SMALL, colour=ACCENT, across="left", shrink=True),
    "in_head": Style(SCREEN, SMALL, bold=True, colour=DEEP, fill=PALE, border="soft", across="center", wrap=True),
    "in_head_computed": _COMPUTED(size=SMALL, bold=True, across="center", wrap=True, shrink=False),
    "in_label": _CELL(across="left", wrap=True),
    "in_label_due": _CELL(across="left", wrap=True, format=DUE_TEXT),
    "in_code": _COMPUTED(across="left", format="@", shrink=False),
    "help": Style(size=9, colour="595959", across="left", wrap=True),
    "computed": _COMPUTED(across="left"),
    "computed_text": _COMPUTED(across="left", wrap=True, shrink=False),
    "computed_figure": _COMPUTED(across="right"),
    "computed_amount": _COMPUTED(across="right", format=BLANKED),
    "computed_rate": _COMPUTED(across="right", format="0.00%"),
    "computed_score": _COMPUTED(across="right", format="0.00"),
    "hint": _CELL(size=SMALL, colour=WRONG_INK, across="left", wrap=True),
    "in_text": _INPUT(across="left", wrap=True, format="@"),
    "in_amount": _INPUT(across="right", format=AMOUNT, shrink=True),
    "in_number": _INPUT(across="right", shrink=True),
    "in_whole": _INPUT(across="left", format="0"),
    # the sheets a person works in: a head band, tiles, sections, lists
    "band_title": Style(SCREEN, BAND, bold=True, colour=WHITE, fill=DEEP, across="left"),
    "band_text": Style(SCREEN, SMALL, colour=WHITE, fill=DEEP, across="left", shrink=True),
    # runs on over the empty cells beside it, where a text that shrinks would keep to its own
    "band_about": Style(SCREEN, SMALL, colour=WHITE, fill=DEEP, across="left"),
    # LibreOffice shows links in a blue of its own, which a deep blue ground would hide
    "band_link": Style(SCREEN, TEXT, colour=DEEP, underline=True, fill=PALE, across="center", shrink=True),
    "tile_number": _TILE(),
    "tile_label": Style(SCREEN, SMALL, colour=GREY, fill=GROUND, across="left", indent=1, shrink=True),
    "section": Style(SCREEN, SECTION, bold=True, colour=DEEP, border="section", across="left"),
    "list_head": Style(SCREEN, SMALL, bold=True, colour=DEEP, fill=PALE, border="row", across="center", wrap=True),
    "list_text": Style(SCREEN, TEXT, colour=INK, border="row", across="left", wrap=True),
    "list_small": Style(SCREEN, SMALL, colour=GREY, border="row", across="left", wrap=True),
    "list_figure": Style(SCREEN, TEXT, colour=INK, border="row", across="right", format=AMOUNT, shrink=True),
    # figures of any number of decimals; what stands behind them begins on the left
    "list_exact": _FIGURE(format="#,##0.00####"),
    "list_plain": _FIGURE(),
    # rows of a long list, a line each
    "list_line": Style(SCREEN, SMALL, colour=GREY, border="row", across="left"),
    "list_line_center": Style(SCREEN, SMALL, colour=INK, border="row", across="center"),
    "list_line_link": Style(SCREEN, SMALL, colour=DEEP, underline=True, border="row", across="left"),
    "list_link": Style(SCREEN, TEXT, colour=DEEP, underline=True, border="row", across="center", shrink=True),
    "list_verdict": Style(SCREEN, TEXT, bold=True, colour=INK, border="row", across="center", shrink=True),
    # 总览
    "tile_amount": _TILE(format="#,##0.00"),
    "tile_rate": _TILE(format="0.00%"),
    "tile_score": _TILE(format="0.00"),
    "list_note": Style(SCREEN, AXIS, colour=GREY, border="row", across="right", shrink=True),
    "list_sum": Style(SCREEN, SMALL, colour=INK, border="row", across="right", format=DASHED, shrink=True),
    "list_rate": Style(SCREEN, SMALL, colour=INK, border="row", across="right", format=RATE, shrink=True),
    "list_score": Style(SCREEN, SMALL, colour=INK, border="row", across="right", format="0.00_ ", shrink=True),
    **{f"mark_{n}": Style(SCREEN, SECTION, colour=colour, border="row") for n, colour in enumerate(RING, 1)},
    **{
        f"year_{n}": Style(SCREEN, AXIS, True, WHITE if n != 2 else DEEP, fill=colour, across="center")
        for n, colour in enumerate(YEARS.values(), 1)
    },
    # 封面, 目录
    "band_name": Style(SCREEN, UNIT, bold=True, colour=WHITE, fill=DEEP, across="left", indent=1, shrink=True),
    "band_subtitle": Style(SCREEN, SECTION, colour=WHITE, fill=DEEP, across="left", indent=1, shrink=True),
    "band_right": Style(SCREEN, TEXT, colour=WHITE, fill=DEEP, across="right", indent=1, shrink=True),
    "band_warned": Style(SCREEN, SMALL, bold=True, colour="FFF2A8", fill=DEEP, across="left", indent=1, shrink=True),
    "band_line": Style(SCREEN, fill=ACCENT),
    "next": Style(SCREEN, SECTION, bold=True, colour=WHITE, fill=ACCENT, across="center"),
    "next_text": Style(SCREEN, SECTION, bold=True, colour=INK, fill=ACCENT_GROUND, across="left", indent=1),
    "next_link": Style(SCREEN, SECTION, bold=True, colour=DEEP, underline=True, fill=ACCENT_GROUND, across="center"),
    "section_note": Style(SCREEN, SMALL, colour=GREY, border="section", across="center"),
    "group_head": Style(
        SCREEN, TEXT, bold=True, colour=DEEP, fill=GROUND, border="section", across="left", shrink=True
    ),
    "group_note": Style(SCREEN, SMALL, colour=GREY, fill=GROUND, border="section", across="center"),
    "list_name": Style(SCREEN, TEXT, colour=DEEP, underline=True, border="row", across="left", shrink=True),
    "list_brief": Style(SCREEN, SMALL, colour=GREY, border="row", across="left", shrink=True),
    "list_blocks": Style(SCREEN, TEXT, colour=ACCENT, border="row", across="left", indent=1, shrink=True),
    "list_cells": Style(SCREEN, SMALL, colour=INK, border="row", across="right", format=CELLS, shrink=True),
    "list_places": Style(SCREEN, TEXT, bold=True, colour=INK, border="row", across="right", format=PLACES, shrink=True),
    "list_right": Style(SCREEN, TEXT, colour=INK, border="row", across="right", shrink=True),
    "list_total": Style(SCREEN, TEXT, bold=True, colour=INK, border="row", across="left", indent=1, shrink=True),
    "tile_count": Style(SCREEN, NUMBER, True, GREY, border="row", across="center", format=COUNTED, shrink=True),
    "tile_total": Style(SCREEN, SECTION, True, INK, border="row", across="center", format=COUNTED, shrink=True),
    **{
        f"told_{verdict}": Style(
            SCREEN, TEXT, True, INK, border="row", across="center", format=f'"{verdict} "0', shrink=True
        )
        for verdict in FOUND
    },
    "said": Style(SCREEN, SMALL, colour=GREY, across="left", shrink=True),
    "step": Style(SCREEN, TEXT, colour=INK, across="left", wrap=True),
    "link": Style(colour="0563C1", underline=True, across="left"),
}
