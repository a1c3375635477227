"""The files of a department's units: which they are, what is in them, and which of them cannot be added up."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xlbudget.check.findings import findings
from xlbudget.check.positions import Positions
from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile import file
from xlbudget.datafile.file import Data
from xlbudget.errors import BadData, BadUsage, XlbudgetError
from xlbudget.language.form import Form
from xlbudget.reading.given import Name
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_of
from xlbudget.units.many import processes
from xlbudget.units.many.sources import SourceFile, sources
from xlbudget.units.many.work import given, shared, trace, unforeseen
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
    trace: str = ""
    """Where in the program it went wrong, when nobody foresaw it."""

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


def listed(paths: Iterable[Path], *others: Name | None) -> list[SourceFile]:
    """The files that are meant: those named, and of a folder its workbooks and data files, but ``others``."""
    apart = {os.path.realpath(other) for other in others if other}
    found, _ = sources(paths, ENDINGS)
    return [one for one in found if os.path.realpath(one.path) not in apart]


def read_all(
    files: Sequence[SourceFile], layout: Path | None, jobs: int, progress: Callable[[str], object]
) -> list[UnitFile]:
    """Every file read and judged, in the order of the units; by so many processes where there are many files."""
    work, made = UnitWork(layout), list[UnitFile]()
    many = jobs > 1 and len(files) > ALONE
    for source, unit in processes.outcomes(files, work, jobs) if many else processes.here(files, work):
        made.append(unit)
        progress(f"读、核对单位的文件：{len(made)}/{len(files)} {source.path.name}")
    return sorted(made, key=lambda one: (*one.order, str(one.path)))


@dataclass(frozen=True)
class UnitWork:
    """A file of a unit read and judged, in whichever process."""

    layout: Path | None = None

    def done(self, path: Path) -> UnitFile:
        """What keeps it from being read is said in it."""
        try:
            form, _ = given(self.layout, ())
            return (_of_data if path.suffix.lower() == ".json" else _of_workbook)(path, form)
        except XlbudgetError as error:
            return UnitFile(path, refusal=str(error))
        except BaseException as error:  # What an engine raises when it crashes is no Exception.
            return replace(self.lost(path, unforeseen(error)), trace=trace(error))

    def lost(self, path: Path, why: str) -> UnitFile:
        return UnitFile(path, refusal=why)


def _of_data(path: Path, form: Form | None) -> UnitFile:
    data = file.load(path)
    try:
        book = shared().assemble(data, form_of(data.layout, form)).buildable()
    except BadData as error:
        raise error.in_file(path) from None
    wrong = [one for one in findings(book, shared().values(book), Positions()) if _open(one.severity)]
    return _judged(path, data, [one.message for one in wrong])


def _of_workbook(path: Path, form: Form | None) -> UnitFile:
    examined = examine_package(Package.open(path), form=form, means=shared())
    reading = examined.reading
    lost = next((str(one) for one in reading.oddities if one.sheet and not one.cell and not one.certain), "")
    if lost:
        return UnitFile(path, refusal=lost)
    wrong = [one.message for one in examined.report.findings if _open(one.severity) and one.cause is None]
    return _judged(path, examined.rebuilt.data, wrong)


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
