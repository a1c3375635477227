"""An xlwings engine without Excel: packages typed into hold the workbooks, formualizer calculates, a fake user answers.

Made from xlwings' ``base_classes`` only, so that ``xw.apps``, books, sheets and ranges are xlwings' own public ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl.utils import range_boundaries
from xlwings import base_classes

from tests.helpers.computing import calculated
from tests.helpers.typing_in import Light, saved
from xlbudget.reading.cells import Workbook
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package

HWND = 4242


@dataclass
class Person:
    """The user: what is answered, what was seen."""

    agrees: bool = True
    folder: str = ""
    boxes: list[tuple[str, str, str]] = field(default_factory=list)
    """Title, text and kind of every message box."""
    statuses: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """Where the user was led to."""

    @property
    def told(self) -> str:
        return self.boxes[-1][1]

    def show(self, url: str) -> bool:
        self.shown.append(url)
        return True


class File:
    """An open workbook: its cells, its values as last calculated; the disk is only touched by saving."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stored = path.read_bytes()
        self.dirty = False
        self.now = b""
        self.calculated: dict[str, dict[str, Any]] | None = None
        self.stubborn: dict[tuple[str, str], str] = {}
        """Cells that take no formula: each ``merged`` into another, or part of an ``array``."""

    @cached_property
    def cells(self) -> Any:
        return Light(self.stored)

    @cached_property
    def sheet_names(self) -> list[str]:
        return list(Workbook.of(self._package(self.stored)).sheets)

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """As Excel shows them: it calculates while one types."""
        if self.calculated is None:
            self.calculated = calculated(self.content()) if self.dirty else self._values(self.content())
        return self.calculated

    def changed(self) -> None:
        """Something was typed: it is not saved, and not calculated yet."""
        self.dirty = True
        self.now = b""
        self.calculated = None

    def content(self) -> bytes:
        """What saving would write: cells as they stand; their values, which nobody reads there, are left out."""
        if not self.dirty:
            return self.stored
        self.now = self.now or saved(self.cells)
        return self.now

    def _package(self, content: bytes) -> Package:
        return Package.of(self.path, content)

    def _values(self, content: bytes) -> dict[str, dict[str, Any]]:
        there = formulas_and_values(self._package(content))
        return {sheet: {at: value for at, (_, value) in cells.items()} for sheet, cells in there.items()}


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, address: str) -> None:
        self.sheet_ = sheet
        self.address_ = address
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> Sheet:
        return self.sheet_

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(self.address_))
        return left, top, right, bottom

    @property
    def shape(self) -> tuple[int, int]:
        left, top, right, bottom = self.bounds
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        rows, cols = self.shape
        return rows * cols

    @property
    def row(self) -> int:
        return self.bounds[1]

    @property
    def column(self) -> int:
        return self.bounds[0]

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        left, top, right, bottom = self.bounds
        return self.sheet_.name, top, left, bottom, right

    @property
    def api(self) -> Any:
        return self.sheet_.cells[self.address_]

    @property  # type: ignore[misc]
    def raw_value(self) -> Any:
        return self.sheet_.file.values.get(self.sheet_.name, {}).get(self.address_)

    @property
    def formula(self) -> str:
        value = self.sheet_.cells[self.address_].value
        return "" if value is None else str(value)

    @formula.setter
    def formula(self, value: Any) -> None:
        cell = self.sheet_.cells[self.address_]
        if self.sheet_.cells.protection.sheet and cell.protection.locked:
            raise RuntimeError(f"{self.sheet_.name}!{self.address_} is protected")
        text = value[0][0] if isinstance(value, list | tuple) else value
        how = self.sheet_.file.stubborn.get((self.sheet_.name, self.address_))
        if how == "array":
            raise RuntimeError("run-time error 1004: part of an array")
        if how != "merged":
            # 合并在别的格子里的，Excel 收下而不作声。
            cell.value = text or None
        self.sheet_.file.changed()

    @property
    def number_format(self) -> str:
        return str(self.sheet_.cells[self.address_].number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.sheet_.cells[self.address_].number_format = value

    def select(self) -> None:
        self.sheet_.app.person.shown.append(f"{self.sheet_.name}!{self.address_}")


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self.book_ = book
        self.name_ = name

    @property
    def file(self) -> File:
        return self.book_.file

    @property
    def app(self) -> App:
        return self.book_.app_

    @property
    def cells(self) -> Any:
        return self.file.cells[self.name_]

    @property
    def book(self) -> Book:
        return self.book_

    @property  # type: ignore[misc]
    def name(self) -> str:
        return self.name_

    @property
    def index(self) -> int:
        return self.file.sheet_names.index(self.name_) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        assert isinstance(arg1, str)
        assert arg2 is None
        return Range(self, arg1)

    @property  # type: ignore[misc]
    def visible(self) -> bool:
        return bool(self.cells.sheet_state == "visible")

    def activate(self) -> None:
        assert self.visible, f"run-time error 1004: {self.name_} is hidden"
        self.app.person.shown.append(self.name_)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name_or_index: Any) -> Sheet:
        if name_or_index not in self.book.file.sheet_names:
            raise KeyError(name_or_index)
        return Sheet(self.book, name_or_index)

    def __len__(self) -> int:
        return len(self.book.file.sheet_names)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.book.file.sheet_names)


class Book(base_classes.Book):
    def __init__(self, app: App, file: File) -> None:
        self.app_ = app
        self.file = file

    @property
    def app(self) -> App:
        return self.app_

    @property
    def name(self) -> str:
        return self.file.path.name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def activate(self) -> None:
        self.app_.active = self

    def close(self) -> None:
        self.app_.open_books.remove(self)
        self.app_.active = self.app_.open_books[-1] if self.app_.open_books else None

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        assert quality
        if self.app_.interrupt_at == len(self.app_.printed) + 1:
            raise KeyboardInterrupt
        names = ",".join(self.file.sheet_names)
        Path(path).write_bytes(f"%PDF {names}".encode())
        self.app_.printed.append(names)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def active(self) -> Book:
        assert self.app.active is not None, "no workbook is open"
        return self.app.active

    def __call__(self, name_or_index: Any) -> Book:
        for book in self.app.open_books:
            if book.name.lower() == str(name_or_index).lower():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.app.open_books)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.app.open_books)

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        return self.app.open(Path(fullname))


class App(base_classes.App):
    """``macro`` runs what Python asks of the add-in's VBA: the name without the add-in, and the arguments."""

    engine: Any = None
    hwnd_ = HWND
    screen_updating = True

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.person = Person()
        self.open_books: list[Book] = []
        self.active: Book | None = None
        self.macro: Callable[..., Any] = self.plain_macro
        self.printed: list[str] = []
        self.interrupt_at = 0
        self.calculations = 0

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def hwnd(self) -> int:
        return self.hwnd_

    @property
    def books(self) -> Books:
        return Books(self)

    def open(self, path: Path) -> Book:
        book = Book(self, File(path))
        self.open_books.append(book)
        self.active = book
        return book

    def activate(self, steal_focus: bool = False) -> None:
        assert not steal_focus

    def calculate(self) -> None:
        self.calculations += 1

    @property
    def status_bar(self) -> str | bool:
        return self.person.statuses[-1] if self.person.statuses else False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self.person.statuses.append(str(value or ""))

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        assert callback is None
        self.person.boxes.append((title, prompt, mode or buttons))
        if buttons == "yes_no":
            return "yes" if self.person.agrees else "no"
        return "ok"

    def run(self, macro: str, args: list[Any]) -> Any:
        addin, _, name = macro.rpartition("!")
        assert addin == "'xlbudget.xlam'"
        return self.macro(name, *args)

    def plain_macro(self, name: str, *arguments: str) -> Any:
        """What the VBA functions do, said in Python; the chain test runs the VBA itself."""
        match name:
            case "SaveSnapshot":
                self.snapshot(*arguments)
                return ""
            case "TakeProtection":
                return self.unlock(*arguments)
            case "PutProtection":
                book, sheet, held = arguments
                if len(held) == 13:
                    self.books(book).file.cells[sheet].protection.sheet = True
                return ""
            case "FolderOf":
                return str(self.books(*arguments).file.path.parent)
            case "PickFolder":
                return self.person.folder
            case "Setting":
                return "80" if arguments == ("RATE_BELOW",) else ""
        raise AssertionError(name)

    def snapshot(self, book: str, path: str) -> None:
        """SaveCopyAs: as the workbook stands, and nothing happens to the workbook."""
        Path(path).write_bytes(self.books(book).file.content())

    def unlock(self, book: str, sheet: str) -> str:
        protection = self.books(book).file.cells[sheet].protection
        if not protection.sheet:
            return "open"
        if protection.password:
            return "password"
        protection.sheet = False
        return "1" * 13


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.apps: list[App] = []

    def __iter__(self) -> Iterator[App]:
        return iter(self.apps)

    def __len__(self) -> int:
        return len(self.apps)

    def keys(self) -> list[int]:
        return [app.pid for app in self.apps]

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.apps if app.pid == pid)


class Engine:
    """What ``xw.Engine`` wraps."""

    name = "headless"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    def prepare_xl_data_element(self, x: Any, *_: Any) -> Any:
        return x

    def clean_value_data(self, data: Any, *_: Any, **__: Any) -> Any:
        return data


def started() -> App:
    """A fresh Excel, the one that ``xw.apps`` finds."""
    engine = Engine()
    app = App(engine)
    engine.apps.apps.append(app)
    wrapped = xw.Engine(impl=engine)
    engines: Any = xw.engines
    engines.add(wrapped)
    engines.active = wrapped
    return app
