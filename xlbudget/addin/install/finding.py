"""One thing found out about the computer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A sentence for the user; ``hurdle`` when the buttons may not work because of it."""

    text: str
    hurdle: bool = False


def hurdle(text: str) -> Finding:
    return Finding(text, hurdle=True)
