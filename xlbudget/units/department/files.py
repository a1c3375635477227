"""The files of a department's units: which they are, what is in them, and which of them cannot be added up."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile import file
from xlbudget.datafile.file import Data
from xlbudget.datafile.gaps import complete
from xlbudget.errors import BadData, BadUsage, XlbudgetError
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_of
from xlbudget.units.many.processes import CONTEXT
from xlbudget.units.many.shared import SharedBooks
from xlbudget.units.many.sources import sources
from xlbudget.units.unit_list import plain

ENDINGS = (".xlsx", ".json")
ALONE = 8
"""So few files are read without further processes."""


@dataclass(frozen=True)
class UnitFile:
    """A unit as its file has it; ``refusal``: why it cannot be read, else ""."""

    path: Path
    content: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""
    failed: int = 0
    """How many findings are 不符 or 未填."""
    first: str = ""
    """The first of them."""

    @property
    def name(self) -> str:
        return str(self.content.get("单位", {}).get("名称", "")).strip()

    @property
    def code(self) -> str:
        return str(self.content.get("单位", {}).get("预算代码", "")).strip()

    def of(self, what: str) -> Any:
        """Its 年度 or its 版式."""
        return self.content.get("年度") if what == "年度" else self.content["单位"]["模板"]

    @property
    def order(self) -> tuple[str, str]:
        return self.code, self.name

    def __str__(self) -> str:
        return f"{self.name or '（没有名称）'}（{self.path}）" if self.content else str(self.path)


def listed(paths: Iterable[Path], *others: Path | None) -> list[Path]:
    """The files that are meant: those named, and of a folder its workbooks and data files, but ``others``."""
    apart = {os.path.realpath(other) for other in others if other}
    found, _ = sources(paths, ENDINGS)
    return [one.path for one in found if os.path.realpath(one.path) not in apart]


def read_all(paths: Sequence[Path], progress: Callable[[str], object]) -> list[UnitFile]:
    """Every file read and judged, in the order of the units; several processes where there are many."""
    made: list[UnitFile] = []
    with _processes() if len(paths) > ALONE else _Alone() as pool:
        for number, one in enumerate(pool.map(read, paths), 1):
            progress(f"读、核对单位的文件：{number}/{len(paths)} {one.path.name}")
            made.append(one)
    return sorted(made, key=lambda one: (*one.order, str(one.path)))


def _processes() -> ProcessPoolExecutor:
    # Ctrl+C goes to all of them, and this one says when to stop.
    return ProcessPoolExecutor(mp_context=CONTEXT, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))


@cache
def _shared() -> SharedBooks:
    """What the units have in common, made once in a process."""
    return SharedBooks()


class _Alone:
    """This process as a pool."""

    map = staticmethod(map)

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *_: object) -> None: ...


def read(path: Path) -> UnitFile:
    """One file, read and judged; what keeps it from being read is said in it."""
    try:
        return _of_data(path) if path.suffix.lower() == ".json" else _of_workbook(path)
    except XlbudgetError as error:
        return UnitFile(path, refusal=str(error))


def _of_data(path: Path) -> UnitFile:
    data = file.load(path)
    try:
        book = _shared().assemble(data, form_of(data.layout)).buildable()
    except BadData as error:
        raise error.in_file(path) from None
    wrong = [one for one in findings(book, _shared().values(book), Positions()) if _open(one.severity)]
    return _judged(path, data, [one.message for one in wrong])


def _of_workbook(path: Path) -> UnitFile:
    examined = examine_package(Package.open(path), means=_shared())
    reading = examined.reading
    lost = next((str(one) for one in reading.oddities if one.sheet and not one.cell and not one.certain), "")
    if lost:
        return UnitFile(path, refusal=lost)
    wrong = [one.message for one in examined.report.findings if _open(one.severity) and one.cause is None]
    return _judged(path, complete(reading.data, reading.kept), wrong)


def _open(severity: str) -> bool:
    return severity in ("error", "missing")


def _judged(path: Path, data: Data, wrong: list[str]) -> UnitFile:
    return UnitFile(path, dict(data.content), "", len(wrong), wrong[0] if wrong else "")


@dataclass(frozen=True)
class Sorted:
    """The files that are added up, and what is said of these and of the others, each by its unit's name."""

    units: tuple[UnitFile, ...]
    said: tuple[str, ...]


def sorted_out(files: Sequence[UnitFile], own: UnitFile | None) -> Sorted:
    """Those that can be added up: readable, one a unit, of one year and one layout, the department's own if it has one.

    Raises :class:`BadUsage` when none is left.
    """
    readable = [one for one in files if not one.refusal]
    said = [f"没有并入 {one.path}：{one.refusal}" for one in files if one.refusal]
    names = Counter(plain(one.name) for one in readable)
    twice = [one for one in readable if names[plain(one.name)] > 1]
    for name, many in names.items():
        if many > 1:
            same = [one for one in twice if plain(one.name) == name]
            where = "、".join(str(one.path) for one in same)
            said.append(f"{same[0].name or '（没有名称）'} 有 {many} 个文件（{where}），都没有并入；请只留一个")
    once = [one for one in readable if names[plain(one.name)] == 1]
    for what in ("年度", "版式"):
        usual = own.of(what) if own in once and own else _usual(one.of(what) for one in once)
        said += [
            f"没有并入 {one}：它的{what}是 {one.of(what)}，别的单位是 {usual}" for one in once if one.of(what) != usual
        ]
        once = [one for one in once if one.of(what) == usual]
    said += [f"{one} 有 {one.failed} 处不符或未填，照样并入了；第一处：{one.first}" for one in once if one.failed]
    if not once:
        raise BadUsage("没有一个单位的文件可以汇总。" + "；".join(said))
    return Sorted(tuple(once), tuple(said))


def _usual(found: Iterable[Any]) -> Any:
    """What most have; of two that are as frequent the later one."""
    counts = Counter(found)
    return max(counts, key=lambda one: (counts[one], str(one)), default=None)


def own_of(files: Sequence[UnitFile], own: str) -> UnitFile:
    """The file of the department itself: the unit of this name, or the file at this path."""
    named = [one for one in files if not one.refusal and plain(one.name) == plain(own)]
    named = named or [one for one in files if os.path.realpath(one.path) == os.path.realpath(own)]
    if len(named) != 1:
        names = "、".join(dict.fromkeys(one.name for one in files if one.name))
        raise BadUsage(
            f"--own {own} 要是一个单位的名称或它的文件，这里{'有几个' if named else '没有'}；这些单位是：{names}。"
        )
    return named[0]


def missing_of(own: UnitFile, files: Iterable[UnitFile]) -> Iterator[str]:
    """The units that 决算单位构成 of the department itself names and that have no file."""
    there = {_bare(one.name) for one in files}
    for name in own.content["单位"].get("决算单位构成", []):
        if name.strip() and _bare(name) not in there:
            yield f"{name.strip()} 没有文件：{own} 的决算单位构成里有它"


def _bare(name: str) -> str:
    return plain(name).removesuffix("(本级)").removesuffix("本级")
