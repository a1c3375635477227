"""What may be typed into input cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """Data validation of an input area: what may be typed, the prompt and the refusal in Chinese.

    ``options``: of kind ``list`` all there are, of ``suggested`` some, of ``named`` the defined name of their cells.
    """

    row: int
    col: int
    rows: int
    kind: str
    prompt: str
    options: tuple[str, ...] = ()
