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
    border: Literal["", "box", "sides", "soft"] = ""
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
    # cover and contents
    "cover_title": Style(TITLE, 22, across="center", shrink=True),
    "cover_head": Style(FANGSONG, 14, bold=True, across="left"),
    "step": Style(FANGSONG, 12, across="left", wrap=True),
    "link": Style(colour="0563C1", underline=True, across="left"),
    "link_cell": Style(colour="0563C1", underline=True, border="box", across="left", shrink=True),
}
