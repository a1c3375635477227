"""A table with a row per functional code: 公开02, 03, 05 and those of the two funds, in whatever columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xlbudget.language.expressions import Sum
from xlbudget.reading.documents.as_printed import bare, code, unspaced
from xlbudget.reading.documents.figures import FoundTable, begun, is_note, values
from xlbudget.reading.documents.found import FoundCell, Left
from xlbudget.reading.documents.sections import Portion
from xlbudget.reading.documents.vocabulary import TOTALS, WHOLE, Vocabulary
from xlbudget.sheets.tables.live_table import Classified

WHOLE_ROWS = ("合计", "总计", "本年合计")
LEVELS = ("类", "款", "项")


def read(section: Portion, words: Vocabulary, live: Classified, codes: Mapping[str, str]) -> FoundTable:
    """``codes``: name → code, for rows that are printed without a code."""
    table, found = begun(section, words)
    reader = _CodedReader(table, words, live, codes)
    for body in found:
        reader.page(body.rows, body.paths)
    return table


@dataclass
class _CodedReader:
    table: FoundTable
    words: Vocabulary
    live: Classified
    codes: Mapping[str, str]
    levels: list[str] = field(default_factory=lambda: ["", "", ""])
    last: str = ""

    def page(self, rows: Sequence[Sequence[FoundCell | None]], paths: Sequence[tuple[str, ...]]) -> None:
        columns: dict[int, str] = {}
        for col, path in enumerate(paths):
            own = self.column(path)
            if own and own not in columns.values():
                columns[col] = own
                self.table.words.add((own, path[-1]))
        first = min(columns, default=0)
        split = {path[-1]: col for col, path in enumerate(paths[:first]) if path and path[-1] in LEVELS}
        split = split or _split_in(rows, first)
        others = [col for col in range(first, len(paths)) if col not in columns]
        for number, cells in enumerate(rows):
            if is_note(cells):
                continue
            line = self.line(cells, first, split, number == 0)
            said = list(values(cells, columns))
            if line is None:
                if said:
                    text = " ".join(unspaced(cell.text) for cell in cells if cell and cell.text.strip())
                    self.table.left.append(Left(text, said[0][1].place, f"{self.table.name} 认不出这一行是哪个科目"))
                continue
            for col, cell, text in said:
                self.table.take(line, columns[col], line, cell, text)
            for col, cell, _ in values(cells, others):
                heading = "".join(paths[col]) or "没有列名"
                self.table.leave(cell, f"{self.table.name} {line} 的“{heading}”一列不在表式里")

    def column(self, path: Sequence[str]) -> str | None:
        """The own name of the column below these headings."""
        labels = [column.label for column in self.live.columns]
        whole = next((column.label for column in self.live.columns if isinstance(column.figure, Sum)), None)
        if not path:
            return None
        if own := self.words.meant(path[-1], labels):
            return own
        if path[-1] in TOTALS and len(path) > 1 and (own := self.words.meant(path[-2], labels)):
            return own
        return whole if path[-1] in WHOLE or self.words.meant(path[-1], self.live.groups) else None

    def line(self, cells: Sequence[FoundCell | None], first: int, split: Mapping[str, int], top: bool) -> str | None:
        """The code of a row, 合计, or None; its name is kept."""
        texts = [cell.text if cell else "" for cell in cells[:first]]
        found, name = self.split_code(texts, split) if split else (None, "")
        for text in texts if not found else ():
            if read := code(text):
                found, name = read
                break
        levels = set(split.values())
        words = [unspaced(text) for col, text in enumerate(texts) if col not in levels and not _digits(text)]
        name = name or next((word for word in words if word and code(word) is None), "")
        if found:
            self.last = found
            if name:
                self.table.names[found] = name
            return found
        if not name:
            return None
        if bare(name) in WHOLE_ROWS:
            return "合计"
        if top and self.last and not any(True for _ in values(cells, range(first, len(cells)))):
            # The name of the last row of the page before goes on.
            self.table.names[self.last] = self.table.names.get(self.last, "") + name
            return None
        return self.codes.get(bare(name))

    def split_code(self, texts: Sequence[str], split: Mapping[str, int]) -> tuple[str | None, str]:
        """The code in 类, 款 and 项 columns: each its two or three digits or the whole code; a blank is as above."""
        given = {level: bare(texts[col]) for level, col in split.items() if col < len(texts)}
        digits = [_digits(given.get(level, "")) for level in LEVELS]
        whole = max(digits, key=len)
        if len(whole) in (5, 7) or not any(digits):
            return (whole or None), ""
        deepest = max(at for at, text in enumerate(digits) if text)
        levels = [text or (self.levels[at] if at < deepest else "") for at, text in enumerate(digits)]
        self.levels = levels
        joined = "".join(levels)
        return (joined if len(joined) in (3, 5, 7) else None), ""


def _split_in(rows: Sequence[Sequence[FoundCell | None]], first: int) -> dict[str, int]:
    """The columns of 类, 款 and 项 where no heading calls them so: three digits, beside them two."""
    for cells in rows:
        digits = [_digits(cell.text) if cell else "" for cell in cells[:first]]
        for col, (left, right) in enumerate(pairwise(digits)):
            if (len(left), len(right)) == (3, 2):
                return dict(zip(LEVELS, range(col, min(col + 3, first)), strict=False))
    return {}


def _digits(text: str) -> str:
    plain = bare(text)
    return plain if plain.isascii() and plain.isdecimal() else ""


def names_of(tables: Sequence[FoundTable]) -> Iterator[tuple[str, str]]:
    """Name → code, of all tables with codes."""
    for table in tables:
        for found, name in table.names.items():
            yield bare(name), found
