"""What an empty template holds where a name of the unit's own belongs: declared once, written and recognised."""

from __future__ import annotations

UNIT = "单位名称"
"""For the name of the unit, unless it is given."""
PROJECT = "项目"
"""For the name of a project, with its number behind."""
MOST_PROJECTS = 30


def project(number: int) -> str:
    return f"{PROJECT}{number}"
