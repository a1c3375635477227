"""One thing found out about the computer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Observation:
    """A sentence for the user; ``hurdle`` when the buttons may not work because of it."""

    text: str
    hurdle: bool = False


def hurdle(text: str) -> Observation:
    return Observation(text, hurdle=True)
