"""What is found in a document, of whatever kind: lines of text and grids of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where something stands: in a page of a PDF (from 1, with its box in points from the top left), or in a sheet."""

    file: Path
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Cell:
    """A cell of a grid as it is printed, its line breaks taken out."""

    text: str
    place: Place


@dataclass(frozen=True)
class Line:
    """A paragraph of running text, or a line of it where the document has no paragraphs."""

    text: str
    place: Place


@dataclass(frozen=True)
class Grid:
    """The rows of a table; None where a merged cell covers. What stands above it are lines of their own."""

    rows: tuple[tuple[Cell | None, ...], ...]
    place: Place


@dataclass(frozen=True)
class Document:
    """A file's lines and grids in the order in which they are read."""

    file: Path
    parts: tuple[Line | Grid, ...]


@dataclass(frozen=True)
class Left:
    """What was not understood: never guessed, never dropped."""

    text: str
    place: Place
    why: str


@dataclass(frozen=True)
class Entry:
    """A value for the data file; ``path``: its key and what tells the row apart (支出, 2010301, 基本支出)."""

    path: tuple[str, ...]
    value: Any
    place: Place


@dataclass(frozen=True)
class Pieces:
    """What one reader made of its part of a document; ``published`` are entries of 公开数, each with its place."""

    entries: tuple[Entry, ...] = ()
    published: tuple[tuple[dict[str, str], Place], ...] = ()
    left: tuple[Left, ...] = field(default=())
