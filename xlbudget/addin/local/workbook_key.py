"""By what two names are known to be one workbook, whoever says them."""

from __future__ import annotations

import os
from pathlib import Path


def key(path: Path) -> str:
    """The file's own place, links followed; where there is none, the name as it is said."""
    return os.path.normcase(os.path.realpath(path)) if path.is_absolute() else str(path)
