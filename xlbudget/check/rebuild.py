"""The workbook rebuilt around the input cells of a file: our formulas, the user's entries as they were read."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from xlbudget.check.positions import PREFIX, Cells, Positions, in_place
from xlbudget.check.same_formula import same_places
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.datafile.skeleton import skeleton
from xlbudget.language.grid import Value
from xlbudget.language.sheet import Entry, Item, Sheet, column_letter
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package
from xlbudget.reading.reader import Reading, places_in
from xlbudget.reading.remarks import Place
from xlbudget.reading.stamp import FORMULAS, is_earlier
from xlbudget.reading.structure import packed_in
from xlbudget.sheets.book import Book, assemble
from xlbudget.sheets.fingerprint import formulas_mark, structure_mark
from xlbudget.workbook.calculate import started
from xlbudget.workbook.engines.by_file import Engine, Values


@dataclass(frozen=True)
class Rebuilt:
    """``judged`` is the workbook of the entries as they were read: figures and verdicts are its ``verdicts``.

    ``book`` has the structure that the file was built with, so that its cells stand where the file has them; it is
    ``judged`` itself unless entries have come or gone since, or do not stand where they stood. ``positions`` says where
    the rows of ``judged`` are in the file. ``other_build``: the file has other formulas than this program gives it.
    """

    reading: Reading
    engine: Engine
    data: Data
    judged: Book
    verdicts: Values
    book: Book
    ours: Mapping[str, Container[str]]
    """Sheet that is compared → addresses at which the file has the formula of ``book``."""
    structure_known: bool
    positions: Positions
    other_build: bool

    @cached_property
    def values(self) -> Values:
        """The values of ``book`` with the same entries, each in the cell in which the file has it."""
        if self.book is self.judged:
            return self.verdicts
        return started(_with_entries(self.book, self.reading.entries), self.engine, cells_of)()


def rebuilt_from(reading: Reading, cells: Cells, engine: Engine, paper: str = "") -> Rebuilt:
    """Rebuild and calculate. Nothing of the file but its entries has a part in it."""
    kept = reading.kept
    data = complete(reading.data, kept)
    judged = assemble(data, reading.form)
    waiting = started(judged, engine, cells_of)
    # While the engine works, the rest of the file is read and compared.
    structure_known = kept is not None
    as_built = kept is None or kept.content == skeleton(data).content
    book = judged if as_built else assemble(kept or data, reading.form)
    other = _is_of_another_build(reading.stamp, cells, book)
    positions = Positions()
    if other:
        book, structure_known = judged, False
    if other or not as_built or not in_place(judged, cells, reading):
        positions = Positions.between(places_in(judged), reading)
        # The same structure with entries elsewhere is another book: it gets them where the file has them.
        book = replace(book) if as_built and not other else book
    same = {} if other else ours(book, cells, paper)
    return Rebuilt(reading, engine, data, judged, waiting(), book, same, structure_known, positions, other)


def ours(book: Book, cells: Cells, paper: str = "") -> dict[str, Container[str]]:
    """Sheet → addresses at which a file has the formula of a book; ``paper``: sheets of such papers only."""
    compared = [s.name for s in book.sheets if not paper or (s.paper and s.paper.kind == paper)]
    return {
        name: {f"{column_letter(c)}{r}" for r, c in same_places(book.grids[name].formulas, cells.get(name, {}))}
        for name in compared
    }


def _is_of_another_build(stamp: Mapping[str, str], cells: Cells, bare: Book) -> bool:
    """Whether the file was built with other formulas; not where it may as well be its 结构 that was changed."""
    theirs = stamp.get(FORMULAS, "")
    structure, formulas = theirs[:8], theirs[8:]
    return formulas != formulas_mark(bare) and (is_earlier(stamp) or structure == structure_mark(packed_in(cells)))


def cells_of(package: bytes) -> Values:
    """The values of a package of our own making, read as fast as a file from outside."""
    there = formulas_and_values(Package.of(Path("重算的工作簿"), package))
    return {sheet: {cell: value for cell, (_, value) in cells.items()} for sheet, cells in there.items()}


def _with_entries(book: Book, entries: Mapping[Place, Value]) -> Book:
    """The book with these entries in its input cells, and with no others."""
    sheets = (_filled(sheet, entries) if sheet.name.startswith(PREFIX) else sheet for sheet in book.sheets)
    return replace(book, sheets=tuple(sheets))


def _filled(sheet: Sheet, entries: Mapping[Place, Value]) -> Sheet:
    def filled(item: Item) -> Iterator[Item]:
        if not isinstance(item.content, Entry):
            yield item
            return
        for cell in item.singles():
            yield replace(cell, content=Entry(entries.get(Place(sheet.name, cell.row, cell.col))))

    return replace(sheet, items=tuple(cell for item in sheet.items for cell in filled(item)))
