"""The desk in Excel: the active workbook, through xlwings' public interface. The only importer of xlwings."""

from __future__ import annotations

import logging
import os
import sys
import webbrowser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import xlwings as xw

from xlbudget.addin.desk import Cell
from xlbudget.addin.xlam import NAME
from xlbudget.disk.work_folder import workplace
from xlbudget.errors import CellUnwritable, FileUnreadable, NoWorkbook, SheetLocked
from xlbudget.language.form import Form
from xlbudget.reading.cells import Value
from xlbudget.reading.package import Package

SHOWN = 20
"""Files a question lists."""
TEXT, RATE = "@", "0.00%"
"""Number formats: that of a cell in which a formula would stay text, and that of the rates that are put back."""
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")


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


class ExcelDesk:
    """The active workbook of an Excel and the person before it."""

    form: Form | None = None
    title = "预算绩效"

    def __init__(self, app: xw.App, notes: Path) -> None:
        self.app = app
        self.notes = notes

    @cached_property
    def book(self) -> xw.Book:
        """The one that was active first: whoever turns to another while Python works does not turn Python to it."""
        with logged("book"):
            active = self.app.books.active if len(self.app.books) else None
            # 只开着隐藏的个人宏工作簿、或“受保护的视图”时，一本也不在眼前。
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
        # 不用 Book.fullname：云端的文件它要猜本机的位置，猜不到就出错，还会看工作簿里的设置。
        path = str(self._macro("FolderOf", self.book.name) or "")
        return Path(path) if os.path.isabs(path) and "://" not in path else None

    @property
    def force(self) -> bool:
        return False

    @property
    def below(self) -> float:
        try:
            return float(self._macro("Setting", "RATE_BELOW") or 80)
        except ValueError:
            return 80

    def package(self) -> Package:
        """By a copy that Excel saves aside: the workbook stays as it is, saved or unsaved."""
        book = self.book
        suffix = Path(book.name).suffix
        with _folder() as folder:
            copy = folder / f"copy{suffix if suffix.lower() in WORKBOOKS else '.xlsx'}"
            if trouble := self._macro("SaveSnapshot", book.name, str(copy)):
                raise FileUnreadable(Path(book.name), f"Excel 没有给出它的副本（{trouble}）")
            package = Package.open(copy)
        package.path = Path(book.name)
        return package

    def write(self, formulas: Mapping[Cell, str]) -> None:
        book = self.book
        by_sheet: dict[str, dict[str, str]] = {}
        for (sheet, address), formula in formulas.items():
            by_sheet.setdefault(sheet, {})[address] = formula
        held: dict[str, str] = {}
        try:
            # 先全部解开再写：有一张打不开，就一张也不改。
            for sheet in by_sheet:
                held[sheet] = self._unlocked(book, sheet)
            self._put(book, formulas)
        finally:
            for sheet, flags in held.items():
                self._macro("PutProtection", book.name, sheet, flags)

    def _put(self, book: xw.Book, formulas: Mapping[Cell, str]) -> None:
        """All formulas or none: a cell that takes none (within an array, or merged into another) undoes the others."""
        with ExitStack() as undo:
            for cell, formula in formulas.items():
                there = book.sheets[cell[0]][cell[1]]
                # 倒着来：先放回原来的格式，文本才还是文本。
                undo.callback(setattr, there, "formula", there.formula)
                undo.callback(setattr, there, "number_format", there.number_format)
                if there.number_format == TEXT:
                    # 设成文本的格子，写进去的公式只是一串字。
                    there.number_format = RATE
                there.formula = formula
                if not str(there.formula).startswith("="):
                    raise CellUnwritable(str(book.name), *cell)
            undo.pop_all()

    def _unlocked(self, book: xw.Book, sheet: str) -> str:
        flags = str(self._macro("TakeProtection", book.name, sheet))
        if flags == "password":
            raise SheetLocked(str(book.name), sheet)
        return flags

    def recalculate(self) -> None:
        self.app.calculate()

    def formulas(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        book = self.book
        return {cell: str(book.sheets[cell[0]][cell[1]].formula or "") for cell in cells}

    def values(self, cells: Iterable[Cell]) -> dict[Cell, Value]:
        book = self.book
        return {cell: self._value(book, cell) for cell in cells}

    def _value(self, book: xw.Book, cell: Cell) -> Value:
        value = book.sheets[cell[0]][cell[1]].value
        return value if isinstance(value, str | int | float | bool | None) else str(value)

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

    def may_replace(self, paths: Sequence[Path]) -> bool:
        names = "\n".join(f"  {path.name}" for path in paths[:SHOWN])
        more = f"\n  ……共 {len(paths)} 个" if len(paths) > SHOWN else ""
        return self.confirm(f"{paths[0].parent} 里已经有：\n{names}{more}\n\n覆盖后不能恢复。要覆盖吗？")

    def choose_folder(self, title: str) -> Path | None:
        picked = str(self._macro("PickFolder", title, str(self.folder or "")) or "")
        return Path(picked) if picked else None

    def pdfs(self, workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
        """Excel prints each workbook into a file; the user's own workbook is in front again afterwards."""
        made: dict[str, bytes] = {}
        # 没有打印机、沙盒不让写……：数值的工作簿照样给，PDF 可以自己另存。
        with self._in_front(), logged("PDF"), _folder() as folder:
            for number, (name, content) in enumerate(workbooks.items(), 1):
                self.progress(f"转成 PDF {number}/{len(workbooks)} {name}")
                made[f"{name.removesuffix('.xlsx')}.pdf"] = self._pdf(folder / f"xlbudget-{number}", content)
        return made if len(made) == len(workbooks) else None

    def _pdf(self, place: Path, content: bytes) -> bytes:
        """By a numbered file: neither its length nor its letters trouble anybody."""
        source, target = place.with_suffix(".xlsx"), place.with_suffix(".pdf")
        source.write_bytes(content)
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
        # 已经开着同名的工作簿、没有浏览器……：文件写好了，请用户自己打开。
        with logged(str(path)):
            if path.suffix.lower() != ".xlsx":
                return webbrowser.open(path.as_uri())
            self.app.books.open(str(path))
            return True
        return False

    def tell(self, text: str, title: str, bad: bool = False) -> None:
        """One message box."""
        self.app.alert(text, title, mode="critical" if bad else "info")

    def _macro(self, name: str, *arguments: str) -> Any:
        return self.app.macro(f"'{NAME}'!{name}")(*arguments)


def _folder() -> AbstractContextManager[Path]:
    """A temporary folder that Excel may write to: on macOS only within its own."""
    own = Path.home() / "Library/Containers/com.microsoft.Excel/Data/tmp"
    return workplace(own if sys.platform == "darwin" else None)
