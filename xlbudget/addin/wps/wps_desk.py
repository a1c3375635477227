"""The desk in WPS: Python decides, a script in WPS does; each thing that WPS must do is asked, and waited for."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlbudget.addin.desk import Cell, Desk, copied_to, here, put_apart
from xlbudget.addin.local.jobs import AskFailed, Job
from xlbudget.addin.settings import BELOW
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import CellUnwritable, FileUnreadable, NoWorkbook, SheetLocked
from xlbudget.language.grid import Value
from xlbudget.reading.package import Package

LOCKED, UNWRITABLE = "locked", "unwritable"
"""What ``main.js`` answers where a sheet has a password, or a cell takes no formula."""


@dataclass
class WpsDesk(Desk):
    """The workbook that was in front when a button was pressed; its name and folder are as WPS says them."""

    job: Job
    book: str
    """"" when none was open."""
    place: str
    """Its folder; "" when it was never saved, an address when it lies on a server."""
    notes: Path
    below: float = BELOW
    title: str = ""

    @property
    def name(self) -> str:
        if not self.book:
            raise NoWorkbook("没有打开的工作簿；请先打开 xlbudget 生成的工作簿，再点按钮。")
        return self.book

    @property
    def looked_at(self) -> str:
        return self.book

    @property
    def folder(self) -> Path | None:
        return here(self.place)

    def package(self) -> Package:
        """By a copy, in a place that is chosen here; where WPS writes none, the file itself, if nothing is unsaved."""
        name = Path(self.name)
        with workplace() as folder:
            copy = copied_to(folder, self.name)
            try:
                self._ask("snapshot", path=str(copy))
                why = "" if copy.is_file() else "没有写出来"
            except AskFailed as error:
                why = str(error)
            if why and not (self.folder and self._ask("saved")):
                raise FileUnreadable(name, f"WPS 没有给出它的副本（{why}）；请先保存（Ctrl+S），再点按钮")
            return Package.open(self.folder / name if why and self.folder else copy, name)

    def write(self, formulas: Mapping[Cell, str]) -> None:
        wrong = str(self._ask("write", cells=[[*cell, formula] for cell, formula in formulas.items()]) or "")
        what, _, where = wrong.partition(":")
        if what == LOCKED:
            raise SheetLocked(self.name, where)
        if what == UNWRITABLE:
            sheet, _, cell = where.rpartition("!")
            raise CellUnwritable(self.name, sheet, cell)
        if wrong:
            raise AskFailed(wrong)

    def recalculate(self, values: Mapping[Cell, Value]) -> None:
        del values
        self._ask("calculate")

    def formulas(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        wanted = list(cells)
        return dict(zip(wanted, map(str, self._ask("formulas", cells=wanted)), strict=True))

    def values(self, cells: Iterable[Cell]) -> dict[Cell, Value]:
        wanted = list(cells)
        there = zip(wanted, self._ask("values", cells=wanted), strict=True)
        return {cell: value if isinstance(value, Value) else str(value) for cell, value in there}

    def go_to(self, cell: Cell) -> bool:
        try:
            return bool(self._ask("show", sheet=cell[0], cell=cell[1]))
        except AskFailed:
            # The sheet is gone.
            return False

    def progress(self, text: str) -> None:
        self.job.told(text)
        # A look only.
        with suppress(AskFailed):
            self._ask("status", text=text)

    def confirm(self, question: str) -> bool:
        return bool(self._ask("confirm", text=question))

    def choose_folder(self, title: str) -> Path | None:
        picked = str(self._ask("folder", title=title, start=str(self.folder or "")) or "")
        return Path(picked) if picked else None

    def pdfs(self, workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
        made: dict[str, bytes] = {}
        # No printer …: the workbooks of values are given all the same, and can be saved as PDF by hand.
        with self._in_front(), workplace() as folder:
            for name, source, target in put_apart(self, workbooks, folder):
                try:
                    self._ask("pdf", source=str(source), target=str(target))
                    made[name] = target.read_bytes()
                except (AskFailed, OSError):
                    # It may even say that it did, and there is none.
                    return None
        return made

    @contextmanager
    def _in_front(self) -> Iterator[None]:
        try:
            yield
        finally:
            if not self.job.stopping:
                with suppress(AskFailed):
                    self._ask("front")

    def show(self, path: Path) -> bool:
        try:
            is_book = path.suffix.lower() == ".xlsx"
            return bool(self._ask("open", path=str(path)) if is_book else webbrowser.open(path.as_uri()))
        except AskFailed:
            return False

    def _ask(self, op: str, **what: object) -> Any:
        return self.job.ask(op, book=self.book, **what)
