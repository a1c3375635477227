"""From a declared book to an .xlsx file with its computed values in it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from xlbudget.errors import EngineFailed
from xlbudget.language.grid import Place, Value
from xlbudget.sheets.book import Book
from xlbudget.workbook.calculate import calculation


def render(book: Book) -> bytes:
    """The finished workbook: formulas, their values, so that any viewer shows them, and rows high enough for them."""
    package, refused = rendered(book)
    if refused is not None:
        raise refused
    return package


def rendered(book: Book) -> tuple[bytes, EngineFailed | None]:
    """The same, and why no value is in it where the engine refuses.

    Such a workbook is as good: it is calculated when an office program opens it.
    """
    with ThreadPoolExecutor(1) as engine:
        # The engine works in a thread of its own, while here the writer's library is loaded and set to work.
        waiting = engine.submit(calculation(book).values)
        from xlbudget.workbook import write

        shell = write.shell(book)
        values: Mapping[str, Mapping[Place, Value]]
        try:
            values, refused = waiting.result(), None
        except EngineFailed as error:
            values, refused = {}, error
    return write.filled(shell, values), refused
