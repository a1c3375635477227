"""What to say of a name that is not among those it should be: the ones most like it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 3
"""How many names a message lists."""
LIKE = 0.3
"""How much of two names is the same at least where they are alike (as difflib counts)."""


def nearest(name: str, names: Iterable[str]) -> str:
    """In brackets, the names most like ``name``; the first ones where none is like it, nothing where there is none.

    >>> nearest("共用经费", ["公用经费", "会议费", "政府采购金额"])
    '（相近的有 “公用经费”）'
    >>> nearest("别的", ["公用经费"])
    '（那里有 “公用经费”）'
    """
    there = list(dict.fromkeys(one.strip() for one in names if one.strip()))
    near = get_close_matches(name.strip(), there, MOST, LIKE)
    said = "、".join(f"“{one}”" for one in near or there[:MOST])
    return f"（{'相近的' if near else '那里'}有 {said}）" if said else ""
