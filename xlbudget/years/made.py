"""A workbook of another year as it was declared, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlbudget.datafile.file import Data
from xlbudget.disk.file_names import told_apart
from xlbudget.sheets.book import Book

UNIT_NAME = 60
"""字符数：文件名里的单位名称。"""


@dataclass(frozen=True)
class Made:
    """A declared workbook, and what to tell the user about it."""

    book: Book
    data: Data
    about: str
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        shown = sum(not sheet.hidden for sheet in self.book.sheets)
        return f"{self.data.unit} {self.data.year} 年度，{shown} 张表；{self.about}"

    @property
    def file_name(self) -> Path:
        """Where it is written unless the user says otherwise: here, called after the unit and the year."""
        return Path(f"{told_apart(self.data.unit, UNIT_NAME) or '决算'}-{self.data.year}.xlsx")
