"""The cells of a file as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from xlbudget.reading.cells import Value

Cells: TypeAlias = Mapping[str, Mapping[str, tuple[str | None, Value]]]
"""Sheet → address → formula and cached value, as a file has them."""
