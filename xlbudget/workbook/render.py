"""From a declared book to an .xlsx file with its computed values in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from xlbudget.datafile.file import Data
from xlbudget.disk.file_names import told_apart
from xlbudget.disk.output_files import put
from xlbudget.errors import EngineFailed
from xlbudget.language.grid import Place, Value
from xlbudget.sheets.book import Book
from xlbudget.workbook.calculate import calculation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlbudget.workbook.carried import Carried

UNIT_NAME = 60
"""Characters of the unit in the name of a file."""


@dataclass(frozen=True)
class WorkbookFile:
    """A finished workbook, as yet nowhere on the disk."""

    content: bytes = field(repr=False)
    """The .xlsx file: the same bytes for the same data."""
    unit: str
    year: int
    sheets: int
    """How many of them a user sees."""
    about: str = ""
    """Where what is in it comes from, if not from a data file."""
    notes: tuple[str, ...] = ()
    """What a user should look at."""
    refusal: str = ""
    """Why no value is in it beside its formulas: the engine refused; "" as a rule. Office programs calculate it."""

    @property
    def name(self) -> str:
        """What a file of it is called: after the unit and the year."""
        return file_name(self.unit, self.year)

    @property
    def said(self) -> str:
        """Whose it is and what is in it, as the commands say it."""
        return f"{self.unit} {self.year} 年度，{self.sheets} 张表" + (f"；{self.about}" if self.about else "")

    def save(self, path: str | PathLike[str], force: bool = False) -> None:
        """Write it, whole or not at all; without ``force`` nothing is replaced.

        Raises ``TargetExists`` and the other sentences about a file that cannot be written.
        """
        put(Path(path), self.content, force)


def file_name(unit: str, year: int) -> str:
    """The name for the workbook of a unit and a year, unless the user has another."""
    return f"{told_apart(unit, UNIT_NAME) or '决算'}-{year}.xlsx"


Calculated: TypeAlias = Mapping[str, Mapping[Place, Value]]
"""Sheet → place → value of every formula."""


def _calculated(book: Book) -> Calculated:
    return calculation(book).values()


def finished(
    book: Book,
    data: Data,
    about: str = "",
    notes: tuple[str, ...] = (),
    carried: Carried | None = None,
    calculate: Callable[[Book], Calculated] = _calculated,
) -> WorkbookFile:
    """The workbook of a declared book, and what to say of it; ``carried``: what of its user's own is put into it.

    ``calculate``: what works out its values, where that is not an engine of its own.
    """
    package, refused = rendered(book, carried, calculate)
    shown = sum(not sheet.hidden for sheet in book.sheets) + len(carried.sheets if carried else ())
    refusal = f"{refused}文件里没有写入算得的值，用 Excel、WPS 或 LibreOffice 打开时会自动计算。" if refused else ""
    return WorkbookFile(package, data.unit, data.year, shown, about, notes, refusal)


def render(book: Book) -> bytes:
    """The finished workbook: formulas, their values, so that any viewer shows them, and rows high enough for them."""
    package, refused = rendered(book)
    if refused is not None:
        raise refused
    return package


def rendered(
    book: Book, carried: Carried | None = None, calculate: Callable[[Book], Calculated] = _calculated
) -> tuple[bytes, EngineFailed | None]:
    """The same, and why no value is in it where the engine refuses.

    Such a workbook is as good: it is calculated when an office program opens it.
    """
    with ThreadPoolExecutor(1) as engine:
        # Rendered before two threads want them.
        book.grids.keys()
        # The engine works in a thread of its own, while here the writer's library is loaded and set to work.
        waiting = engine.submit(calculate, book)
        from xlbudget.workbook import write

        shell = write.shell(book, carried)
        values: Calculated
        try:
            values, refused = waiting.result(), None
        except EngineFailed as error:
            values, refused = {}, error
    return write.filled(shell, values), refused
