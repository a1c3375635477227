"""What is found in a document, of whatever kind: lines of text and grids of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left of the page as it is shown."""

SCANNED = "这一页是图片，没有文字（扫描件），读不出来"
"""Why a page was left."""


@dataclass(frozen=True)
class Origin:
    """Where something stands: in a page of a PDF (from 1, with its box), in a sheet, or in a table of a document.

    ``cell``: B5 of a sheet, 第2行第3列 of a table without addresses; ``line``: a paragraph, from 1.
    """

    file: Path
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    box: Box | None = None

    @property
    def exact(self) -> bool:
        """Whether it is more than a page or a sheet."""
        return bool(self.box or self.cell or self.line)

    @property
    def whole(self) -> Origin:
        """The page or the sheet."""
        return Origin(self.file, self.page, self.sheet)

    def as_json(self) -> dict[str, Any]:
        """What is known of it: file, page, sheet, cell, line."""
        said = {"file": str(self.file), "page": self.page, "sheet": self.sheet, "cell": self.cell, "line": self.line}
        return {key: value for key, value in said.items() if value is not None}

    def __str__(self) -> str:
        """As people are told of it, behind the name of the file."""
        said = (
            f"第 {self.page} 页" if self.page else "",
            self.sheet or "",
            self.cell or "",
            f"第 {self.line} 段" if self.line else "",
        )
        return " ".join(filter(None, (self.file.name, *said)))


@dataclass(frozen=True)
class FoundCell:
    """A cell of a grid as it is printed, its line breaks taken out; ``rows``, ``cols``: how many it covers."""

    text: str
    place: Origin
    rows: int = 1
    cols: int = 1


@dataclass(frozen=True)
class Line:
    """A paragraph of running text, or a line of it where the document has no paragraphs (PDF)."""

    text: str
    place: Origin


@dataclass(frozen=True)
class FoundGrid:
    """The rows of a table; None where a merged cell covers. What stands above it are lines of their own."""

    rows: tuple[tuple[FoundCell | None, ...], ...]
    place: Origin


@dataclass(frozen=True)
class Left:
    """What was not understood: never guessed, never dropped."""

    text: str
    place: Origin
    why: str

    def __str__(self) -> str:
        return f"{self.place}：{f'“{self.text}”' if self.text else ''}{self.why}"

    def as_json(self) -> dict[str, Any]:
        return self.place.as_json() | {"text": self.text, "why": self.why}


@dataclass(frozen=True)
class SourceDocument:
    """A file's lines and grids in the order in which they are read; ``left``: what cannot be read (scanned pages)."""

    file: Path
    parts: tuple[Line | FoundGrid, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class ReadEntry:
    """A value for the data file.

    ``path`` goes down the declaration of the data file: a key, for a list what tells its rows apart, the key in it:
    (支出, 2010301, 一般公共预算财政拨款, 基本支出), (三公经费, 决算数, 公务接待费), (说明, …), (项目, 名称, 备注).
    What is at its end is taken as it is; where a list has no such keys (指标), the whole list is one value.
    """

    path: tuple[str, ...]
    value: Any
    place: Origin


@dataclass
class Pieces:
    """What one reader makes of its part of a document; ``published`` are entries of 公开数, each with its place."""

    entries: list[ReadEntry] = field(default_factory=list)
    published: list[tuple[dict[str, str], Origin]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def enter(self, value: Any, place: Origin, *path: str) -> None:
        self.entries.append(ReadEntry(path, value, place))

    def publish(self, text: str, place: Origin, *key: str) -> None:
        """``key``: 表, 行 and 列."""
        self.published.append((dict(zip(("表", "行", "列", "数"), (*key, text), strict=True)), place))

    def leave(self, text: str, place: Origin, why: str) -> None:
        self.left.append(Left(text, place, why))
