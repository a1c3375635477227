"""Regional layouts. A layout is a list of differences from the common form (so far: 湖南长沙)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    name: str
    caption: str
    """What 封面 says of the form."""


CHANGSHA = Layout("湖南长沙", "湖南长沙（公开01 至 公开09，2023 年度表式）")


def layout_of(name: str) -> Layout:
    """The layout of a 模板; a region whose form is not drawn yet gets Changsha's, and 封面 says so."""
    if name == CHANGSHA.name:
        return CHANGSHA
    return Layout(name, f"{name}的表式尚未提供，暂用{CHANGSHA.caption}")
