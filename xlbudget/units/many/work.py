"""What is done with one file: judged, or made into a workbook. This is what runs in another process, or elsewhere.

Nothing is raised but by the machine: what is wrong with a file is its outcome.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from xlbudget.check.as_html import page
from xlbudget.check.as_text import headline, text
from xlbudget.check.report import Finding, Report
from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile import file
from xlbudget.datafile.file import Data
from xlbudget.disk.encoding import json_text, utf8
from xlbudget.errors import BadData, NotOurs, XlbudgetError
from xlbudget.language.form import Form
from xlbudget.language.verdicts import ALL, PASSED
from xlbudget.reading.documents.kinds import is_document, is_of_others
from xlbudget.reading.own_subjects import OwnSubjects, own_subjects
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_in, form_of
from xlbudget.units.many.figures import figures
from xlbudget.units.many.shared import SharedBooks
from xlbudget.workbook.engines.by_file import Engine
from xlbudget.workbook.render import finished

Format = Literal["text", "json", "html", "xlsx"]
ENDINGS: Mapping[Format, str] = {"text": ".txt", "json": ".json", "html": ".html", "xlsx": ".xlsx"}
JUDGED, FAILED, UNJUDGED = 0, 1, 2
"""The exit statuses of ``check``, and what they say of a file."""
ROW = ("rule", "sheet", "cell", "message", "published", "computed", "difference", "bound", "object")
"""What is told of a finding among those of many files."""
SHOWN: Mapping[str, Callable[[Report], str]] = {
    "json": lambda report: json_text(report.as_json()),
    "html": page,
    "text": text,
}


@dataclass(frozen=True)
class Work:
    """What is done with every file. ``format``: what is written of each, xlsx being a workbook of a data file."""

    format: Format
    engine: Engine = "formualizer"
    layout: Path | None = None
    subjects: tuple[Path, ...] = ()
    writes: bool = True

    def same_as(self) -> dict[str, Any]:
        """What has to be the same for the outcome of an earlier run to stand; files by what is in them."""
        inside = [sha256(path.read_bytes()).hexdigest() for path in (self.layout, *self.subjects) if path]
        return {"format": self.format, "engine": self.engine, "files": inside, "writes": self.writes}

    def done(self, path: Path) -> Outcome:
        return done(Task(path, self))

    def lost(self, path: Path, why: str) -> Outcome:
        return Outcome(UNJUDGED, f"{path}：{why}；别的文件照做。")


@dataclass(frozen=True)
class Task:
    """``called``: what the user calls the file, where the path is another (to a worker far away)."""

    path: Path
    work: Work
    called: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a file; all of it can be JSON, but for the ``content`` that is to be written."""

    status: int
    said: str
    """A line about it."""
    digest: str = ""
    """Of the file, as it was read; "" where another run may have more luck."""
    seconds: float = 0
    unit: Mapping[str, str] = field(default_factory=dict)
    """名称, 预算代码, 年度, 模板."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Verdict → how many, as the sheets have them, and 通过."""
    figures: Mapping[str, float | str | None] = field(default_factory=dict)
    findings: Sequence[Mapping[str, Any]] = ()
    content: bytes | None = None
    trace: str = ""
    """Where in the program it went wrong, when nobody foresaw it."""


def done(task: Task) -> Outcome:
    """The work on a file."""
    started = perf_counter()
    try:
        found = (_built if task.work.format == "xlsx" else _judged)(task)
    except XlbudgetError as error:
        found = Outcome(UNJUDGED, str(error), digest(task.path))
    except BaseException as error:  # What an engine raises when it crashes is no Exception.
        found = replace(task.work.lost(task.path, unforeseen(error)), trace=trace(error))
    return replace(found, seconds=round(perf_counter() - started, 3))


def digest(path: Path) -> str:
    """What a file is known by; "" where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _judged(task: Task) -> Outcome:
    work = task.work
    own = given(work.layout, work.subjects)
    if is_document(task.path):
        return _document(task)
    package = Package.open(task.path, task.called)
    try:
        examined = examine_package(package, work.engine, *own, means=shared())
    except NotOurs:
        if not is_of_others(task.path):
            raise
        return _document(task)
    rebuilt = examined.rebuilt
    digested = sha256(package.content).hexdigest()
    return _outcome(work, examined.report, rebuilt.data, figures(rebuilt.judged.names, rebuilt.verdicts), digested)


def _document(task: Task) -> Outcome:
    """A published document: imported, then judged."""
    # A batch of workbooks needs none of it.
    from xlbudget.check.document_check import examine_documents

    before = digest(task.path)
    examined = examine_documents([task.path], task.work.engine, *given(task.work.layout, task.work.subjects))
    report = replace(examined.report, workbook=str(task.called or task.path))
    found = figures(examined.book.names, examined.values)
    return _outcome(task.work, report, examined.found.data, found, before)


def _outcome(work: Work, report: Report, data: Data, found: Mapping[str, float | str | None], digested: str) -> Outcome:
    return Outcome(
        FAILED if report.failed else JUDGED,
        headline(report),
        digested,
        unit=_unit(data),
        counts=report.told[ALL] | {PASSED: report.counts["pass"]},
        figures=found,
        findings=[_row(finding) for finding in report.findings],
        content=utf8(f"{SHOWN[work.format](report)}\n") if work.writes else None,
    )


def _built(task: Task) -> Outcome:
    before = digest(task.path)
    form, own = given(task.work.layout, task.work.subjects)
    data = own.added_to(file.load(task.path))
    try:
        book = shared().assemble(data, form_of(data.layout, form)).buildable()
        made = finished(book, data, calculate=shared().calculated)
    except BadData as error:
        raise error.in_file(task.path) from None
    said = "；".join((made.said, *filter(None, (made.refusal,)), *made.notes))
    return Outcome(JUDGED, said, before, unit=_unit(data), content=made.content)


_kept = threading.local()


def shared() -> SharedBooks:
    """What the workbooks have in common: on a cluster, a process may do several at a time."""
    if not hasattr(_kept, "shared"):
        _kept.shared = SharedBooks()
    found: SharedBooks = _kept.shared
    return found


@cache
def given(layout: Path | None, subjects: tuple[Path, ...]) -> tuple[Form | None, OwnSubjects]:
    """Read once a process."""
    return form_in(layout) if layout else None, own_subjects(subjects)


def _unit(data: Data) -> dict[str, str]:
    unit = data.record("单位")
    found = {name: str(unit.get(name, "")).strip() for name in ("名称", "预算代码", "模板")}
    return found | {"年度": str(data.year or "")}


def _row(finding: Finding) -> dict[str, Any]:
    """A finding as a list of many has it."""
    said = finding.as_json()
    return {"判定": finding.verdict} | {key: said[key] for key in ROW if key in said}


def unforeseen(error: BaseException) -> str:
    """Why a file was not done; what is meant to stop it all goes on."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        raise error
    why = "内存不够" if isinstance(error, MemoryError) else f"程序里出了意外（{type(error).__name__}）"
    return f"{why}，没有做完"


def trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
