"""Formulas after an edit of the sheets that they name: what an office program makes of their references.

Rows and columns are inserted, deleted, moved; sheets get another name, or go. References follow, or are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from xlbudget.language.sheet import column_letter, column_number

LOST = "#REF!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_SHEET = r"(?P<sheet>'(?:[^']|'')*'|[^\W\d][\w.]*|#REF)!"
REFERENCE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|"
    rf"(?:{_SHEET})?(?:(?P<lost>{LOST})|(?<![\w.$\\])(?P<first>{_CELL})(?::(?P<last>{_CELL}))?(?![\w(.!\\:]))"
)
"""A text, to be passed over, or a reference to a cell or a block, of another sheet or of the formula's own."""
_PARTS = re.compile(r"(\$?)([A-Za-z]+)(\$?)([0-9]+)")


@dataclass(frozen=True)
class Lines:
    """Where the rows, or the columns, of a sheet went; what is not among ``places`` up to ``last`` is gone."""

    places: Mapping[int, int] = field(default_factory=dict)
    last: int = 0
    behind: int = 0
    """By how many lines those behind the last have moved."""

    def now(self, line: int) -> int | None:
        return line + self.behind if line > self.last else self.places.get(line)

    @cached_property
    def _origins(self) -> dict[int, int]:
        return {now: then for then, now in self.places.items()}

    def then(self, line: int) -> int | None:
        """Where a line of now was; None for one that came since."""
        beyond = line - self.behind
        return self._origins.get(line) or (beyond if beyond > self.last else None)

    @property
    def stand(self) -> bool:
        """Whether each is where it was."""
        return not self.behind and len(self.places) == self.last and all(a == b for a, b in self.places.items())

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Of a block what is left."""
        left = [now for line in range(first, last + 1) if (now := self.now(line)) is not None]
        return (min(left[0], left[-1]), max(left[0], left[-1])) if left else None


@dataclass(frozen=True)
class Shift:
    """What became of a sheet: its name now, None when it is gone, its rows and its columns."""

    name: str | None
    rows: Lines = Lines()
    cols: Lines = Lines()

    @property
    def in_line(self) -> bool:
        """Whether every row and column is where it was."""
        return self.rows.stand and self.cols.stand

    def place(self, row: int, col: int) -> tuple[int, int] | None:
        """Where a cell is now."""
        return _both(self.rows.now(row), self.cols.now(col))

    def home(self, row: int, col: int) -> tuple[int, int] | None:
        """Where a cell of now was; None for one that came since."""
        return _both(self.rows.then(row), self.cols.then(col))


def _both(row: int | None, col: int | None) -> tuple[int, int] | None:
    return None if row is None or col is None else (row, col)


@dataclass(frozen=True)
class Shifted:
    """A formula after the edit; ``lost``: the sheets of which it has lost cells."""

    text: str
    lost: tuple[str, ...] = ()


def shifted(formula: str, sheet: str, shifts: Mapping[str, Shift]) -> Shifted:
    """A formula of ``sheet`` after the edit.

    >>> at = Shift("录入", Lines({5: 5, 7: 6}, 7, -1))
    >>> shifted("=SUM('录入'!$A$5:$A$7)+'录入'!A6+'录入'!A9", "表", {"录入": at})
    Shifted(text="=SUM('录入'!$A$5:$A$6)+#REF!+'录入'!A8", lost=('录入',))
    """
    lost: list[str] = []

    def reference(match: re.Match[str]) -> str:
        if match["first"] is None:
            return match[0]
        name = plain_name(match["sheet"]) if match["sheet"] else sheet
        shift = shifts.get(name)
        if shift is None:
            return match[0]
        first, last = (_PARTS.findall(match[end] or match["first"])[0] for end in ("first", "last"))
        rows = shift.rows.span(int(first[3]), int(last[3]))
        cols = shift.cols.span(column_number(first[1].upper()), column_number(last[1].upper()))
        if shift.name is None or rows is None or cols is None:
            lost.append(name)
            return LOST
        ends = [
            f"{end[0]}{column_letter(col)}{end[2]}{row}"
            for end, row, col in zip((first, last), rows, cols, strict=True)
        ]
        prefix = "'{}'!".format(shift.name.replace("'", "''")) if match["sheet"] else ""
        return prefix + (":".join(ends) if match["last"] else ends[0])

    return Shifted(REFERENCE.sub(reference, formula), tuple(lost))


def plain_name(sheet: str) -> str:
    """The name of a sheet from what stands before ``!``."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


@dataclass(frozen=True)
class Mention:
    """A reference: the sheet ("" for the formula's own), what is written, and the cell when it is but one."""

    sheet: str
    text: str
    cell: tuple[int, int] | None

    @property
    def lost(self) -> bool:
        return self.text == LOST


def references(formula: str) -> Iterator[Mention]:
    """The references of a formula, in their order."""
    for match in REFERENCE.finditer(formula):
        if match["text"] is None:
            parts = _PARTS.fullmatch(match["first"]) if match["first"] and not match["last"] else None
            cell = (int(parts[4]), column_number(parts[2].upper())) if parts else None
            gone = match["lost"] or match["sheet"] == "#REF"
            yield Mention(plain_name(match["sheet"] or ""), LOST if gone else match[0].rpartition("!")[2], cell)


def shape(formula: str, sheets: bool = False) -> str:
    """A formula without its references; with ``sheets``, those to other sheets are part of it."""

    def blank(match: re.Match[str]) -> str:
        return match[0] if match["text"] is not None or (sheets and match["sheet"]) else "#"

    return REFERENCE.sub(blank, formula)
