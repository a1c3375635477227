"""Many files in one call: which, by whom, what is written, how it went. The commands begin here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from xlbudget.disk.output_files import check_target, check_targets, put
from xlbudget.errors import BadUsage, TargetIsSource
from xlbudget.units.many import cluster, processes
from xlbudget.units.many.journal import Journal, journal
from xlbudget.units.many.sources import SourceFile, sources
from xlbudget.units.many.summary import ENDINGS as SUMMARIES
from xlbudget.units.many.summary import Summary, verdict_of
from xlbudget.units.many.work import ENDINGS, FAILED, UNJUDGED, Outcome, Work
from xlbudget.units.unit_list import Submitted, read_unit_list

TAKEN = {"xlsx": ((".json",), ())}
"""What is written → what is taken of a folder, if not these."""
BOOKS = (".xlsx", ".xlsm"), (".pdf", ".docx", ".xls", ".et")
"""Workbooks; published documents in a folder without any."""


@dataclass(frozen=True)
class Many:
    """What is asked for. ``folder``: where a file is written for each, if anywhere."""

    given: tuple[Path, ...]
    work: Work
    folder: Path | None = None
    summaries: tuple[Path, ...] = ()
    units: Path | None = None
    jobs: int = 1
    resume: bool = False
    force: bool = False
    scheduler: str = ""


@dataclass
class Listener:
    """Who hears of it: a line a file, what to look at, and what nobody foresaw."""

    line: Callable[[str], object]
    note: Callable[[str], object]
    trace: Callable[[str], object] = field(default=str)


def run(many: Many, told: Listener) -> int:
    """Do it; the worst exit status of all files, and 1 at least where a unit of the list has no file, or a file none.

    What was done before it was interrupted stays done.
    """
    expected = read_unit_list(many.units) if many.units else None
    home = many.folder or (many.summaries[0].parent if many.summaries else None)
    if many.resume and home is None:
        raise BadUsage("--resume 接着上次写到一半的做；没有 -o 和 --summary，就没有写过什么。")
    files, notes = sources(many.given, *TAKEN.get(many.work.format, BOOKS))
    for one in notes:
        told.note(one)
    targets = _targets(many, files)
    written = [
        *targets.values(),
        *(path for one in many.summaries for path in Summary(files, None, expected).files(one)),
    ]
    if not many.resume:
        _check(many, files, targets, written, lambda _: False)
    with journal(home) if home else nullcontext() as notebook:
        if notebook is not None:
            for one in notebook.go_on(many.work) if many.resume else ():
                told.note(one)
            if many.resume:
                _check(many, files, targets, written, notebook.owns)
            notebook.begin(many.work, written, many.resume)
        run = _Run(many, files, targets, notebook, told)
        run.all()
        attendance = expected.against(run.submitted()) if expected else None
        for line in attendance.sentences() if attendance else ():
            told.line(line)
        if notebook is not None:
            _summarise(many, Summary(files, notebook, expected, attendance, targets), told)
    told.line(run.said())
    return max(run.status, FAILED if attendance and not attendance.complete else 0)


@dataclass
class _Run:
    many: Many
    files: Sequence[SourceFile]
    targets: Mapping[SourceFile, Path]
    notebook: Journal | None
    told: Listener
    status: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    units: dict[SourceFile, Submitted] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    def all(self) -> None:
        """The work, but for what stands from an earlier run."""
        left = [source for source in self.files if not self._stands(source)]
        if before := len(self.files) - len(left):
            self.told.line(f"上次做过、没有改动的 {before} 个，不再做")
        many = self.many
        made = (
            cluster.outcomes(left, many.work, many.scheduler)
            if many.scheduler
            else processes.outcomes(left, many.work, many.jobs)
        )
        for number, (source, outcome) in enumerate(made, 1):
            self._write(source, outcome)
            if self.notebook is not None:
                self.notebook.note(source, outcome)
            self._count(source, outcome)
            if outcome.trace:
                self.told.trace(outcome.trace)
            rest = _lasting((perf_counter() - self.started) / number * (len(left) - number))
            said = outcome.said if outcome.status == UNJUDGED else f"{source.path.name}：{outcome.said}"
            self.told.line(f"[{before + number}/{len(self.files)}{rest}] {said}")

    def _stands(self, source: SourceFile) -> bool:
        if not (self.many.resume and self.notebook and self.notebook.stands(source, self.targets.get(source))):
            return False
        self._count(source, self.notebook.of(source))
        return True

    def _write(self, source: SourceFile, outcome: Outcome) -> None:
        if (target := self.targets.get(source)) is None:
            return
        ours = self.many.force or (self.notebook is not None and self.many.resume and self.notebook.owns(target))
        if outcome.content is not None:
            put(target, outcome.content, ours)
        elif ours:
            # What an earlier run has written of it is no longer true.
            with suppress(OSError):
                target.unlink()

    def _count(self, source: SourceFile, outcome: Outcome) -> None:
        self.status = max(self.status, outcome.status)
        judged = self.many.work.format != "xlsx"
        self.ends[verdict_of(outcome) if judged or outcome.status else "已生成"] += 1
        name = outcome.unit.get("名称", "") or source.path.stem
        self.units[source] = Submitted(str(source.path), name, outcome.unit.get("预算代码", ""))

    def submitted(self) -> Iterator[Submitted]:
        return (self.units[source] for source in self.files)

    def said(self) -> str:
        """How it went, in a line."""
        ends = "，".join(f"{verdict} {count}" for verdict, count in self.ends.most_common())
        where = f"；写在 {self.many.folder}" if self.many.folder else ""
        return f"{len(self.files)} 个文件：{ends}{where}（用时 {_clock(perf_counter() - self.started)}）"


def _targets(many: Many, files: Sequence[SourceFile]) -> dict[SourceFile, Path]:
    if many.folder is None:
        return {}
    return {source: many.folder / f"{source.name}{ENDINGS[many.work.format]}" for source in files}


def _check(
    many: Many,
    files: Sequence[SourceFile],
    targets: Mapping[SourceFile, Path],
    written: Sequence[Path],
    owned: Callable[[Path], bool],
) -> None:
    """Refuse before the work what would be refused after it."""
    if many.folder is not None:
        names = [target.name for target in targets.values()]
        free = [target.name for target in targets.values() if many.force or owned(target)]
        check_targets(many.folder, names, free)
        there = {source.path.resolve() for source in files}
        for target in targets.values():
            if target.resolve() in there:
                raise TargetIsSource(target)
    for path in many.summaries:
        if path.suffix.lower() not in SUMMARIES:
            raise BadUsage(f"--summary 写的是 {'、'.join(SUMMARIES)}，不能是 {path.name}；请换一个文件名。")
    for path in written[len(targets) :]:
        if path.parent != many.folder or path.parent.exists():
            check_target(path, many.force or owned(path), many.units, *(source.path for source in files))


def _summarise(many: Many, summary: Summary, told: Listener) -> None:
    for one in many.summaries:
        for path, content in summary.files(one).items():
            put(path, content, many.force or summary.owned(path, many.resume))
            told.line(f"已写出 {path}")


def _lasting(seconds: float) -> str:
    return f"，约还要 {_clock(seconds)}" if seconds >= 1 else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
