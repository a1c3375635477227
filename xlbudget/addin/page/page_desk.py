"""The desk of the page: a file that stays as it is, and a person in a browser who is asked before anything is lost."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlbudget.addin.desk import Desk
from xlbudget.addin.file_desk import FileDesk
from xlbudget.addin.local.jobs import Job
from xlbudget.check.report import Report


@dataclass
class PageDesk(FileDesk):
    """What is written goes to ``out``, which was said before; ``made`` is what can be opened afterwards."""

    job: Job = field(kw_only=True)
    title: str = ""
    made: list[Path] = field(default_factory=list)
    report: Report | None = None

    @property
    def looked_at(self) -> str:
        return self.path.name

    def progress(self, text: str) -> None:
        self.job.told(text)

    def confirm(self, question: str) -> bool:
        return bool(self.job.ask("confirm", text=question))

    def may_replace(self, paths: Sequence[Path]) -> bool:
        self.spare_itself(paths)
        return Desk.may_replace(self, paths)

    def show(self, path: Path) -> bool:
        if path.suffix.lower() != ".html":
            # The page offers to open it.
            self.made.append(path)
            return True
        return webbrowser.open(path.as_uri())
