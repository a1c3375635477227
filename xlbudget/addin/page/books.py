"""The workbooks and data files of a folder, what is in them, and that nothing outside of it is touched."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Lock

from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile import file
from xlbudget.disk.file_names import marked_open
from xlbudget.errors import BadData, FileMissing, OneBlank, XlbudgetError
from xlbudget.language.verdicts import ALL
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import assemble
from xlbudget.sheets.cover import SHARE
from xlbudget.workbook.render import WorkbookFile, finished

KINDS = {".xlsx": "工作簿", ".xlsm": "工作簿", ".json": "数据文件"}
SHOWN = 300
"""Files that the page lists."""


class OutsideFolder(OneBlank):
    says = "{} 不在这个文件夹里，网页只动文件夹里的文件；要用别处的，请运行 xlbudget desk 那个文件夹。"


@dataclass(frozen=True)
class BookFile:
    """A file of the folder; ``stamp`` is another as soon as it was written to."""

    path: Path
    size: int
    changed: float
    stamp: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def id(self) -> str:
        """By which the browser keeps the focus on it when its row comes anew."""
        return f"file-{sha256(self.name.encode()).hexdigest()[:12]}"

    @property
    def kind(self) -> str:
        return KINDS[self.path.suffix.lower()]

    @property
    def is_data(self) -> bool:
        return self.path.suffix.lower() == ".json"

    @property
    def when(self) -> str:
        return f"{datetime.fromtimestamp(self.changed):%Y-%m-%d %H:%M}"

    def content(self) -> bytes:
        """The workbook: that of a data file is built."""
        return built(self.path).content if self.is_data else Package.open(self.path).content


@dataclass(frozen=True)
class Facts:
    """What stands in a workbook, or why that cannot be said."""

    unit: str = ""
    year: int | str = ""
    filled: str = ""
    """How many of its input sheets have entries, in per cent, as its cover says."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Verdict → how many findings."""
    refusal: str = ""


@dataclass
class Folder:
    """The folder that the page shows."""

    path: Path
    _known: dict[tuple[str, str], Facts] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @cached_property
    def real(self) -> Path:
        return self.path.resolve()

    def books(self) -> tuple[list[BookFile], list[str]]:
        """Those that can be worked on, the latest first; and what is to be said of others."""
        found, odd = [], 0
        for entry in os.scandir(self.path):
            if _unshown(entry.name):
                # Or not UTF-8.
                odd += 1
                continue
            if os.path.splitext(entry.name)[1].lower() in KINDS and not marked_open(entry.name):
                try:
                    found.append(self.book(entry.name))
                except XlbudgetError:
                    # A folder of such a name, a link that leads out.
                    continue
        found.sort(key=lambda one: (-one.changed, one.name))
        notes = [f"有 {odd} 个文件的名称里有显示不了的字符，没有列出；请先改名。"] if odd else []
        if len(found) > SHOWN:
            notes.append(f"文件太多，只列出最近改过的 {SHOWN} 个，还有 {len(found) - SHOWN} 个没有列出。")
        return found[:SHOWN], notes

    def book(self, name: str) -> BookFile:
        """One by its name, which may come from anywhere."""
        path = self.inside(name)
        if path.parent != self.path or path.suffix.lower() not in KINDS:
            raise OutsideFolder(name)
        there = path.stat()
        return BookFile(path, there.st_size, there.st_mtime, f"{there.st_mtime_ns}-{there.st_size}")

    def inside(self, name: str) -> Path:
        """A file in the folder or below it; refused where it is outside, by whatever way."""
        other = PureWindowsPath(name)
        if not name or _unshown(name) or other.anchor or ".." in other.parts or PurePosixPath(name).anchor:
            raise OutsideFolder(name)
        if os.name == "nt" and ":" in name:
            # A second stream of a file.
            raise OutsideFolder(name)
        path = self.path / name
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):
            raise FileMissing(path) from None
        if not real.is_relative_to(self.real) or not real.is_file():
            raise OutsideFolder(name)
        return path

    def known(self, book: BookFile) -> Facts | None:
        """What was found out of it as it stands."""
        return self._known.get((book.name, book.stamp))

    def facts(self, book: BookFile, at_once: bool = False) -> Facts:
        """What is in it; one at a time, for each takes a processor for a second, but for the one that is looked at."""
        with nullcontext() if at_once else self._lock:
            found = self.known(book)
            if found is None:
                self._known = {key: facts for key, facts in self._known.items() if key[0] != book.name}
                found = self._known[book.name, book.stamp] = _facts(book)
        return found


def _unshown(name: str) -> bool:
    """Whether there is in it what no page shows, or shows elsewhere: control characters, marks of direction."""
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)


def built(path: Path) -> WorkbookFile:
    """The workbook of a data file."""
    data = file.load(path)
    try:
        return finished(assemble(data, form_of(data.layout)).buildable(), data)
    except BadData as error:
        raise error.in_file(path) from None


def _facts(book: BookFile) -> Facts:
    try:
        examined = examine_package(Package.of(book.path, book.content()))
    except XlbudgetError as error:
        return Facts(refusal=str(error))
    except Exception as error:
        return Facts(refusal=f"读不了（{type(error).__name__}）；点“校验”看原因。")
    cover, cell = SHARE
    share = examined.rebuilt.verdicts.get(cover, {}).get(cell)
    report = examined.report
    return Facts(report.unit, report.year, str(share or ""), report.told[ALL])
