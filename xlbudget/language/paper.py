"""The documents that sheets are handed in as."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """The document that a sheet is handed in as; sheets of one paper are one document."""

    kind: str
    """公开表, 绩效自评 or 核实说明."""
    name: str
    """What the document is called, without the year."""
    about: str = ""
    """The key of whom or what it is about."""
    filled: str = ""
    """The key of the cell that says how much there is in it: what is empty is not handed in."""
