"""The one palette and type scale of the sheets a person works in, and the colours of all tabs.

The printed forms keep their own. Red, amber and yellow mean verdicts and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.language.sheet import Tab

DEEP, BLUE, LIGHT, PALE, GROUND = "1F3A5F", "3B6AA0", "A9C0DA", "E6EDF5", "F5F8FB"
"""From head bands and large figures down to the ground of tiles."""
ACCENT, ACCENT_GROUND = "1E7F78", "E0F0EE"
"""The only accent: the next step, what is done, √."""
INK, GREY, SLATE, LINE, WHITE = "222B36", "5F6B78", "6B7683", "D0D9E3", "FFFFFF"
"""Text; explanations and what formulas give; the tab of checks; thin lines."""
INPUT, COMPUTED = "FFF8DC", "F3F4F6"
"""Cells to fill in, and cells among them that are not."""
WRONG_INK = "C00000"
"""What a hint says."""

VERDICT_FILLS = {"不符": "FF9999", "需说明": "FFF2A8", "提示": "FFF2A8", "尾差": "FFD8A8", "已说明": "E1E4E8"}
VERDICT_INK = {"不符": "8B1A1A", "需说明": "665200", "提示": "665200", "尾差": "7A4300", "已说明": "4A5663"}
"""Readable on the fill of the verdict: contrast 4.5 to 6.7."""
LOOK_FILLS = VERDICT_FILLS | {"待填": "FFDFC0"}
"""What a cell turns into by a conditional format; 待填 is pale orange, and stands in empty cells only."""
TITLE_LOOK = "标题"
"""The one look without a colour: bold, for a heading wherever it comes to stand."""

LEGEND = {
    "fill": (INPUT, INK),
    "due": (LOOK_FILLS["待填"], VERDICT_INK["尾差"]),
    "computed": (COMPUTED, GREY),
    "wrong": (VERDICT_FILLS["不符"], VERDICT_INK["不符"]),
    "advice": (VERDICT_FILLS["提示"], VERDICT_INK["提示"]),
    "rounding": (VERDICT_FILLS["尾差"], VERDICT_INK["尾差"]),
}
"""Fill and ink of the cells that explain the colours."""

TABS: Mapping[Tab, str] = {"导航": DEEP, "录入": ACCENT, "核对": SLATE, "公开表": BLUE, "附件": LIGHT, "说明": LINE}

SCREEN = "微软雅黑"
"""On every Chinese Windows since 7 and with Office for Mac; its digits are of one width."""
UNIT, BAND, NUMBER, SECTION, TEXT, SMALL, AXIS = 22, 18, 24, 12, 11, 10, 9
"""Points: a unit's name, head bands, large figures, names of sections, text, explanations, axes of charts."""
RING = (DEEP, "7FA3C9", "B9C6D3", ACCENT, "8A97A5")
"""Parts of a ring, and the squares beside their names."""
YEARS = {"上年决算": "9AA7B5", "全年预算": LIGHT, "决算": DEEP}
"""Columns side by side, and the headings above their figures."""
