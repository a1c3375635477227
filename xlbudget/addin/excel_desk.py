"""The desk in Excel: the active workbook, through xlwings' public interface. The only importer of xlwings."""

from __future__ import annotations

import logging
import sys
import webbrowser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import xlwings as xw

from xlbudget.addin.desk import Cell, Desk, copied_to, here, put_apart
from xlbudget.addin.install.places import ADDIN
from xlbudget.addin.settings import BELOW
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import CellUnwritable, FileUnreadable, NoWorkbook, SheetLocked
from xlbudget.language.grid import Value
from xlbudget.reading.package import Package

TEXT, RATE = "@", "0.00%"
"""Number formats: that of a cell in which a formula would stay text, and that of the rates that are put back."""


@contextmanager
def logged(what: str) -> Iterator[None]:
    """What Excel refuses within is logged, and the caller goes on without it.

    Its errors are of types that exist on its own system only (pywin32's, appscript's), so every kind is meant.
    """
    try:
        yield
    except Exception:
        logging.getLogger("xlbudget.addin").exception("%s", what)


def calling_app(arguments: Sequence[str]) -> xw.App:
    """The Excel whose button was pressed: that of the window the add-in names (Windows), or the one there is."""
    wanted = next((word.partition("=")[2].strip('"') for word in arguments if word.startswith("--hwnd=")), "")
    app = next((app for app in xw.apps if wanted and str(app.hwnd) == wanted), None) or xw.apps.active
    if app is None:
        raise NoWorkbook("没有找到正在运行的 Excel。")
    return app


class ExcelDesk(Desk):
    """The active workbook of an Excel and the person before it."""

    title = "预算绩效"

    def __init__(self, app: xw.App, notes: Path) -> None:
        self.app = app
        self.notes = notes

    @cached_property
    def book(self) -> xw.Book:
        """The one that was active first: whoever turns to another while Python works does not turn Python to it."""
        with logged("book"):
            active = self.app.books.active if len(self.app.books) else None
            # With nothing open but the hidden workbook of macros, or a protected view, none is in front.
            if active is not None and active.name:
                return active
        raise NoWorkbook(
            "没有打开的工作簿；请先打开 xlbudget 生成的工作簿，再点按钮（在“受保护的视图”里的，要先点“启用编辑”）。"
        )

    @property
    def name(self) -> str:
        return str(self.book.name)

    @property
    def looked_at(self) -> str:
        """The name of the workbook, "" as long as none was needed; for the log."""
        return self.name if "book" in self.__dict__ else ""

    @property
    def folder(self) -> Path | None:
        # Not Book.fullname: of a file in the cloud it guesses a place here, fails, and reads settings in the workbook.
        return here(str(self._macro("FolderOf", self.book.name) or ""))

    @property
    def below(self) -> float:
        with suppress(ValueError):
            return float(self._macro("Setting", "RATE_BELOW") or BELOW)
        return BELOW

    def package(self) -> Package:
        """By a copy that Excel saves aside: the workbook stays as it is, saved or unsaved."""
        book = self.book
        with _folder() as folder:
            copy = copied_to(folder, book.name)
            if trouble := self._macro("SaveSnapshot", book.name, str(copy)):
                raise FileUnreadable(Path(book.name), f"Excel 没有给出它的副本（{trouble}）")
            return Package.open(copy, Path(book.name))

    def write(self, formulas: Mapping[Cell, str]) -> None:
        book = self.book
        protection: dict[str, str] = {}
        try:
            # All are unlocked before any is written to: where one stays locked, none is changed.
            for sheet in dict.fromkeys(sheet for sheet, _ in formulas):
                if (flags := str(self._macro("TakeProtection", book.name, sheet))) == "password":
                    raise SheetLocked(self.name, sheet)
                protection[sheet] = flags
            self._put(formulas)
        finally:
            for sheet, flags in protection.items():
                self._macro("PutProtection", book.name, sheet, flags)

    def _put(self, formulas: Mapping[Cell, str]) -> None:
        """All formulas or none: a cell that takes none (within an array, or merged into another) undoes the others."""
        with ExitStack() as undo:
            for cell, formula in formulas.items():
                there = self._cell(cell)
                # Undone backwards: with its format first, a text stays a text.
                undo.callback(setattr, there, "formula", there.formula)
                undo.callback(setattr, there, "number_format", there.number_format)
                if there.number_format == TEXT:
                    # In a cell of texts a formula would be but characters.
                    there.number_format = RATE
                there.formula = formula
                if not str(there.formula).startswith("="):
                    raise CellUnwritable(self.name, *cell)
            undo.pop_all()

    def recalculate(self, values: Mapping[Cell, Value]) -> None:
        del values
        self.app.calculate()

    def formulas(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        return {cell: str(self._cell(cell).formula or "") for cell in cells}

    def values(self, cells: Iterable[Cell]) -> dict[Cell, Value]:
        there = {cell: self._cell(cell).value for cell in cells}
        return {cell: value if isinstance(value, Value) else str(value) for cell, value in there.items()}

    def _cell(self, cell: Cell) -> xw.Range:
        return self.book.sheets[cell[0]][cell[1]]

    def go_to(self, cell: Cell) -> bool:
        sheet = next((sheet for sheet in self.book.sheets if sheet.name == cell[0]), None)
        if sheet is None or not sheet.visible:
            return False
        sheet.activate()
        sheet[cell[1]].select()
        return True

    def progress(self, text: str) -> None:
        self.app.status_bar = text or False

    def confirm(self, question: str) -> bool:
        return self.app.alert(question, self.title, buttons="yes_no") == "yes"

    def choose_folder(self, title: str) -> Path | None:
        picked = str(self._macro("PickFolder", title, str(self.folder or "")) or "")
        return Path(picked) if picked else None

    def pdfs(self, workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
        """Excel prints each workbook into a file; the user's own workbook is in front again afterwards."""
        made: dict[str, bytes] = {}
        # No printer, a sandbox …: the workbooks of values are given all the same, and can be saved as PDF by hand.
        with self._in_front(), logged("PDF"), _folder() as folder:
            for name, source, target in put_apart(self, workbooks, folder):
                made[name] = self._pdf(source, target)
        return made if len(made) == len(workbooks) else None

    def _pdf(self, source: Path, target: Path) -> bytes:
        book = self.app.books.open(str(source))
        try:
            book.to_pdf(str(target))
        finally:
            book.close()
        return target.read_bytes()

    @contextmanager
    def _in_front(self) -> Iterator[None]:
        """Other workbooks may be opened and closed unseen; then the user's own is in front again."""
        mine, before = self.book, self.app.screen_updating
        self.app.screen_updating = False
        try:
            yield
        finally:
            self.app.screen_updating = before
            mine.activate()

    def show(self, path: Path) -> bool:
        # One of that name is open, there is no browser …: the file is written, and the user opens it.
        with logged(str(path)):
            if path.suffix.lower() != ".xlsx":
                return webbrowser.open(path.as_uri())
            self.app.books.open(str(path))
            return True
        return False

    def tell(self, text: str, bad: bool = False) -> None:
        """One message box."""
        self.app.alert(text, self.title, mode="critical" if bad else "info")

    def _macro(self, name: str, *arguments: str) -> Any:
        return self.app.macro(f"'{ADDIN}'!{name}")(*arguments)


def _folder() -> AbstractContextManager[Path]:
    """A temporary folder that Excel may write to: on macOS only within its own."""
    own = Path.home() / "Library/Containers/com.microsoft.Excel/Data/tmp"
    return workplace(own if sys.platform == "darwin" else None)
