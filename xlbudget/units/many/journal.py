"""How far a run has come, beside what it writes: a line a file, so that a run that was stopped goes on from there.

The outcomes are kept here and nowhere in memory; the lists of all are made from here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from xlbudget import __version__
from xlbudget.disk.encoding import json_text
from xlbudget.disk.system import reason
from xlbudget.disk.work_folder import lock
from xlbudget.errors import BadUsage, TargetUnwritable
from xlbudget.units.many.sources import SourceFile
from xlbudget.units.many.work import UNJUDGED, Outcome, Work, digest

NAME = "xlbudget-state.jsonl"


class Journal:
    """The outcomes so far, on the disk; in memory is only where they stand."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self.file = path, file
        self.written: set[str] = set()
        """The files that this run, or the one that it goes on with, has said it would write."""
        self.places: dict[str, int] = {}
        """Source → where its outcome begins."""

    def note(self, source: SourceFile, outcome: Outcome) -> None:
        self._append({"source": str(source.path)} | _kept(outcome), str(source.path))

    def of(self, source: SourceFile) -> Outcome:
        self.file.seek(self.places[str(source.path)])
        told = json.loads(self.file.readline())
        return Outcome(**{key: value for key, value in told.items() if key != "source"})

    def begin(self, work: Work, targets: Iterable[Path], resume: bool) -> None:
        """What is done and which files it writes, before anything is written; what a run before has noted is gone."""
        if not resume:
            self.places.clear()
            self.written.clear()
            self.file.truncate(0)
        self.written.update(map(os.path.abspath, targets))
        self._append(_head(work) | {"targets": sorted(self.written)})

    def owns(self, target: Path) -> bool:
        """Whether a file is one that this run, or the one that it goes on with, has written."""
        return os.path.abspath(target) in self.written

    def _append(self, told: Mapping[str, Any], source: str = "") -> None:
        line = f"{json.dumps(told, ensure_ascii=True)}\n".encode()
        try:
            at = self.file.seek(0, 2)
            self.file.write(line)
            self.file.flush()
        except OSError as error:
            raise TargetUnwritable(self.path, reason(error, writing=True)) from None
        if source:
            self.places[source] = at

    def go_on(self, work: Work) -> list[str]:
        """Take over what an earlier run has noted, but what has no end; what to say of it.

        Refuses where that run did something else.
        """
        self.file.seek(0)
        whole, known = 0, False
        for line in iter(self.file.readline, b""):
            try:
                told = json.loads(line)
                if not line.endswith(b"\n") or not isinstance(told, dict):
                    raise ValueError
                if "targets" in told:
                    known = True
                    self.written.update(told["targets"])
                    if {key: told.get(key) for key in _head(work)} != json.loads(json_text(_head(work))):
                        raise BadUsage(
                            f"{self.path} 记的是另一次：命令的选项、版式、科目表或程序的版本不同，接不上；"
                            "请照原来的写，或不加 --resume 从头做。"
                        )
                else:
                    self.places[str(told["source"])] = whole
            except (ValueError, KeyError):
                # The last line of a run that was killed; nothing behind it counts.
                break
            whole += len(line)
        self.file.truncate(whole)
        return [] if known else [f"{self.path.parent} 里没有上次的进度，从头做"]

    def stands(self, source: SourceFile, target: Path | None) -> bool:
        """Whether there is no need to do a file again: neither it nor what was written of it has gone or changed."""
        if str(source.path) not in self.places:
            return False
        before = self.of(source)
        there = target is None or before.status == UNJUDGED or target.is_file()
        return there and before.digest != "" and before.digest == digest(source.path)


def _head(work: Work) -> dict[str, Any]:
    return {"xlbudget": __version__} | work.same_as()


def _kept(outcome: Outcome) -> dict[str, Any]:
    return {key: value for key, value in asdict(outcome).items() if key not in ("content", "trace")}


@contextmanager
def journal(folder: Path) -> Iterator[Journal]:
    """The journal in a folder, which is made when it is missing; no other process has it at the time."""
    path = folder / NAME
    with ExitStack() as stack:
        try:
            folder.mkdir(exist_ok=True)
            file = stack.enter_context(path.open("a+b"))
        except OSError as error:
            raise TargetUnwritable(path, reason(error, writing=True)) from None
        if lock(file) is False:
            raise BadUsage(f"另一个 xlbudget 正在往 {folder} 里写；请等它做完，或换一个文件夹。")
        yield Journal(path, file)
