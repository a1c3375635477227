"""The look of every style a sheet may name: fonts, borders, fills, number formats, what is locked.

Fonts are those of official documents; where one is not installed, the Chinese character set makes office
programs fall back on their default Chinese font.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SONG = "宋体"
TITLE = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"

AMOUNT = "#,##0.00_ "
"""Two decimals, thousands apart; a little room at the end keeps figures off the line."""

INPUT_FILL = "FFF9E5"
HEAD_FILL = "F2F2F2"
INPUT_HEAD_FILL = "DDEBF7"

YAHEI = "微软雅黑"
DEEP, PALE, GROUND, ACCENT, INK, GREY = "1F3A5F", "E6EDF5", "F5F8FB", "1E7F78", "222B36", "5F6B78"
"""The working sheets: bands and names of sections, links and headings, tiles, what is next, texts, explanations."""

VERDICT_FILLS = {"不符": "FF9999", "提示": "FFF2A8", "尾差": "FFD8A8"}
"""Red, yellow and amber."""

LOOK_FILLS = VERDICT_FILLS | {"待填": "FFE5CC"}
"""What a cell turns into by a conditional format; 待填 is pale orange."""


@dataclass(frozen=True)
class Style:
    """``shrink``: a figure too wide for its column is printed smaller; otherwise it would be ###."""

    font: str = SONG
    size: float = 10
    bold: bool = False
    colour: str = "000000"
    underline: bool = False
    fill: str = ""
    border: Literal["", "box", "sides", "soft", "line", "under"] = ""
    across: str = "general"
    down: str = "center"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    format: str = "General"
    locked: bool = True


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
    "label": Style(border="box", across="left", wrap=True),
    # lines of 公开01, 04, 06: indented, away from the figure on the left
    "line": Style(border="box", across="left", wrap=True, indent=1),
    "line_fit": Style(border="box", across="left", shrink=True, indent=1),
    "line_code": Style(border="box", across="left", indent=1, format="@"),
    "label_center": Style(border="box", across="center", shrink=True),
    "label_code": Style(border="box", across="left", format="@"),
    "amount": Style(border="box", across="right", format=AMOUNT, shrink=True),
    "amount_blank": Style(border="box", across="right", format=f"{AMOUNT};-{AMOUNT};", shrink=True),
    "rate": Style(border="box", across="right", format="0.00%", shrink=True),
    "score": Style(border="box", across="center", format="0.00", shrink=True),
    "weight": Style(border="box", across="center", shrink=True),
    "count": Style(border="box", across="center", shrink=True),
    "text": Style(border="box", across="left", wrap=True),
    "text_center": Style(border="box", across="center", wrap=True),
    # what stands for many rows stands at the top: a page break would cut words in the middle
    "group": Style(border="box", across="center", down="top", wrap=True),
    "caption": Style(across="left"),
    "note": Style(size=9, across="left", wrap=True),
    # rows with a box while they have a code: conditional formats draw it
    "slot_code": Style(across="left"),
    "slot_name": Style(across="left", shrink=True),
    "slot_amount": Style(across="right", format=AMOUNT, shrink=True),
    "slot_amount_blank": Style(across="right", format=f"{AMOUNT};-{AMOUNT};", shrink=True),
    "slot_center": Style(across="center"),
    "slot_rate": Style(across="right", format="0.00%", shrink=True),
    "slot_text": Style(across="left", wrap=True),
    "slot_group": Style(across="center", down="top", wrap=True),
    "slot_weight": Style(across="center", shrink=True),
    "slot_score": Style(across="center", format="0.00", shrink=True),
    # rows in the middle of a table that may not be in use
    "side_text": Style(border="sides", across="left", wrap=True),
    "side_fit": Style(border="sides", across="left", shrink=True),
    "side_amount_blank": Style(border="sides", across="right", format=f"{AMOUNT};-{AMOUNT};", shrink=True),
    "side_rate": Style(border="sides", across="right", format="0.00%", shrink=True),
    # checks
    "figure": Style(border="box", across="right", format="#,##0.00####", shrink=True),
    "figure_plain": Style(border="box", across="right", shrink=True),
    "verdict": Style(border="box", across="center", bold=True, shrink=True),
    # input sheets
    "input_title": Style(size=14, bold=True, across="left"),
    "help": Style(size=9, colour="595959", across="left", wrap=True),
    "head_computed": Style(bold=True, fill=HEAD_FILL, border="soft", across="center", wrap=True),
    "computed": Style(colour="595959", border="soft", across="left", shrink=True),
    "computed_amount": Style(
        colour="595959", border="soft", across="right", format=f"{AMOUNT};-{AMOUNT};", shrink=True
    ),
    "computed_rate": Style(colour="595959", border="soft", across="right", format="0.00%", shrink=True),
    "computed_score": Style(colour="595959", border="soft", across="right", format="0.00", shrink=True),
    "hint": Style(colour="C00000", border="soft", across="left", wrap=True),
    "in_text": Style(fill=INPUT_FILL, border="soft", across="left", wrap=True, format="@", locked=False),
    "in_amount": Style(fill=INPUT_FILL, border="soft", across="right", format=AMOUNT, locked=False, shrink=True),
    "in_number": Style(fill=INPUT_FILL, border="soft", across="right", locked=False, shrink=True),
    "in_whole": Style(fill=INPUT_FILL, border="soft", across="left", format="0", locked=False),
    # working sheets: 封面, 目录
    "band_name": Style(YAHEI, 22, True, "FFFFFF", fill=DEEP, across="left", shrink=True, indent=1),
    "band_title": Style(YAHEI, 18, True, "FFFFFF", fill=DEEP, across="left", shrink=True, indent=1),
    "band_text": Style(YAHEI, 11, colour="DCE6F1", fill=DEEP, across="left", shrink=True, indent=1),
    "band_link": Style(YAHEI, 11, colour=DEEP, underline=True, fill=PALE, across="center"),
    "band_subtitle": Style(YAHEI, 14, colour="DCE6F1", fill=DEEP, across="left", shrink=True, indent=1),
    "band_right": Style(YAHEI, 11, colour="DCE6F1", fill=DEEP, across="right", shrink=True, indent=1),
    "band_warned": Style(YAHEI, 10, True, "FFF2A8", fill=DEEP, across="left", shrink=True, indent=1),
    "band_line": Style(YAHEI, fill=ACCENT),
    "next": Style(YAHEI, 13, True, "FFFFFF", fill=ACCENT, across="center"),
    "next_text": Style(YAHEI, 13, True, INK, fill="E0F0EE", across="left", shrink=True, indent=1),
    "next_link": Style(YAHEI, 12, True, DEEP, underline=True, fill="E0F0EE", across="center"),
    "section": Style(YAHEI, 12, True, DEEP, border="under", across="left"),
    "section_note": Style(YAHEI, 10, colour=GREY, border="under", across="center"),
    "group_head": Style(YAHEI, 11, True, DEEP, fill=GROUND, border="under", across="left"),
    "group_note": Style(YAHEI, 10, colour=GREY, fill=GROUND, border="under", across="center"),
    "list_small": Style(YAHEI, 10, colour=GREY, border="line", across="left", shrink=True),
    "list_link": Style(YAHEI, 11, colour=DEEP, underline=True, border="line", across="left", shrink=True),
    "list_verdict": Style(YAHEI, 11, True, ACCENT, border="line", across="center", shrink=True),
    "list_blocks": Style(YAHEI, 11, colour=ACCENT, border="line", across="left", shrink=True),
    "list_cells": Style(YAHEI, 10, colour=INK, border="line", across="right", format='#,##0" 格";;"未填"', shrink=True),
    "list_places": Style(YAHEI, 11, True, INK, border="line", across="right", format='0" 处";;"—"', shrink=True),
    "list_long": Style(YAHEI, 11, colour=INK, border="line", across="left", wrap=True),
    "list_right": Style(YAHEI, 11, colour=INK, border="line", across="right", shrink=True),
    "list_total": Style(YAHEI, 11, True, INK, border="line", across="left", shrink=True),
    "list_total_right": Style(YAHEI, 11, True, INK, border="line", across="right", shrink=True),
    "tile_number": Style(YAHEI, 20, True, GREY, border="line", across="center", format='#,##0;;"—"', shrink=True),
    "tile_total": Style(YAHEI, 12, True, INK, border="line", across="center", format='#,##0;;"—"', shrink=True),
    "said": Style(YAHEI, 10, colour=GREY, across="left", shrink=True),
    "step": Style(YAHEI, 11, colour=INK, across="left", wrap=True),
    "link": Style(colour="0563C1", underline=True, across="left"),
    "link_cell": Style(colour="0563C1", underline=True, border="box", across="left", shrink=True),
}
