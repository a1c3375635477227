"""Whether a file is a document of others, or a workbook of this program, by its name and its sheets."""

from __future__ import annotations

from pathlib import Path

from xlbudget.reading.package import Package
from xlbudget.reading.tabs import tabs

ENDINGS = (".pdf", ".docx", ".xls", ".et", ".csv", ".html", ".htm")
"""Of what is never a workbook of ours."""
OURS = "录入-"
"""How the names of our input sheets begin."""


def is_document(path: Path) -> bool:
    """Whether its name says that it is no workbook of ours."""
    return path.suffix.lower() in ENDINGS


def is_of_others(path: Path) -> bool:
    """Whether a workbook without our mark has none of our sheets either."""
    return not any(name.startswith(OURS) for name in tabs(Package.open(path))[0])
