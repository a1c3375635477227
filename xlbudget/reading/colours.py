"""The colours of a workbook as red, green and blue: given so, by number, or as a shade of its theme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_USUAL = (
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)
INDEXED = (*_BASIC, *_BASIC, *_USUAL.split(), "000000", "FFFFFF")
"""The last two are those of the system: of writing and of paper."""
_HEX = re.compile("(?:[0-9A-F]{2})?([0-9A-F]{6})")
NEAR = 0x20
"""Of 256 steps of red, green or blue: colours nearer than that in all three are one to the eye."""


@dataclass(frozen=True)
class Palette:
    indexed: tuple[str, ...]
    theme: tuple[str, ...]

    def colour(self, element: Any) -> str | None:
        """The colour that an element names; None where it names none."""
        if element is None:
            return None
        if match := _HEX.fullmatch(element.get("rgb", "").upper()):
            found: str | None = match.group(1)
        elif "theme" in element.attrib:
            found = at(self.theme, element.get("theme"))
        else:
            found = at(self.indexed, element.get("indexed"))
        try:
            tint = float(element.get("tint", "0"))
        except ValueError:
            tint = 0.0
        return found and _tinted(found, tint)

    def fill(self, element: Any, laid: bool = False) -> str | None:
        """The colour of the paper under a cell; None where it has several. ``laid``: of a conditional format."""
        pattern = element.find("{*}patternFill")
        if pattern is None:
            return None
        kind = pattern.get("patternType", "solid" if laid else "none")
        first, second = (self.colour(pattern.find(f"{{*}}{name}")) for name in ("fgColor", "bgColor"))
        if kind == "solid":
            return (second or first) if laid else (first or "000000")
        return "FFFFFF" if kind == "none" else None


def palette_of(styles: Any, theme: Any) -> Palette:
    own = () if styles is None else tuple(one.get("rgb", "")[-6:].upper() for one in styles.iter("{*}rgbColor"))
    found = []
    scheme = None if theme is None else next(theme.iter("{*}clrScheme"), None)
    for entry in () if scheme is None else scheme:
        value = next((one.get("lastClr") or one.get("val", "") for one in entry), "")
        found.append(value.upper() if _HEX.fullmatch(value.upper()) else "FFFFFF" if value == "window" else "000000")
    # A theme lists dark before light, cells count light before dark.
    shades = (*found[1::-1], *found[3:1:-1], *found[4:]) if len(found) > 3 else ("FFFFFF", "000000")
    return Palette((*own, *INDEXED[len(own) :]), shades)


@lru_cache(1_000)
def alike(ink: str | None, paper: str | None) -> bool:
    """Whether writing in one colour cannot be seen on the other."""
    if ink is None or paper is None:
        return False
    return all(abs(one - other) < NEAR for one, other in zip(bytes.fromhex(ink), bytes.fromhex(paper), strict=True))


def at(table: Sequence[Any], index: str | None) -> Any:
    """What has this number in a list; None where nothing has."""
    return table[int(index)] if index and index.isdecimal() and int(index) < len(table) else None


def _tinted(colour: str, tint: float) -> str:
    if not tint or not -1 <= tint <= 1:
        return colour
    hue, light, strength = rgb_to_hls(*(part / 255 for part in bytes.fromhex(colour)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return bytes(round(part * 255) for part in hls_to_rgb(hue, light, strength)).hex().upper()
