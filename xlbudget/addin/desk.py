"""The desk a button works at: the workbook in front of the user, and the few things that an action may ask of Excel."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from xlbudget.check.workbook_check import Examined, examine_package
from xlbudget.disk.output_files import put
from xlbudget.language.form import Form
from xlbudget.language.grid import Value
from xlbudget.reading.package import Package

Cell: TypeAlias = tuple[str, str]
"""Sheet and A1 address."""
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
SHOWN = 20
"""Files a question lists."""


class Desk(Protocol):
    """A workbook and its user: in Excel (``excel_desk.py``), in WPS (``wps/wps_desk.py``), on the local page
    (``page/page_desk.py``), or a file and nobody (``file_desk.py``)."""

    title: str = ""
    """That of the button that was pressed."""
    notes: Path
    """The folder for what is kept from one action to the next: the last check, the report, the log."""
    form: Form | None = None
    """That of a layout file, for a 模板 that the program does not have."""
    template: Path | None = None
    """The .docx whose look a document takes; None for that of the program."""
    force: bool = False
    """Whether files of the names that are written may be replaced, whenever they came."""

    @property
    def name(self) -> str:
        """What the workbook is called; messages say it."""

    @property
    def looked_at(self) -> str:
        """The name of the workbook, "" as long as none was needed; for the log."""
        return self.name

    @property
    def below(self) -> float:
        """Execution rates below this many percent are spoken of."""

    @property
    def folder(self) -> Path | None:
        """Where it lies; None when it was never saved, or lies on a server."""

    def package(self) -> Package:
        """The workbook as it stands now, unsaved entries included; it is not saved by this."""

    def write(self, formulas: Mapping[Cell, str]) -> None:
        """Put formulas into cells, protected ones too; whatever happens, the protection is as it was."""

    def recalculate(self, values: Mapping[Cell, Value]) -> None:
        """Recalculate the workbook; ``values``: those of our own formulas, where nobody else calculates."""

    def formulas(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        """What cells hold now: a formula with ``=``, or a constant as text."""

    def values(self, cells: Iterable[Cell]) -> dict[Cell, Value]:
        """What cells show now."""

    def go_to(self, cell: Cell) -> bool:
        """Show a cell to the user; False where its sheet cannot be shown: hidden, or gone."""

    def progress(self, text: str) -> None:
        """What is being done, or what the user should see beside the workbook."""

    def confirm(self, question: str) -> bool:
        """Whether the user agrees to what cannot be undone."""

    def may_replace(self, paths: Sequence[Path]) -> bool:
        """Whether these files, which are there, may be written over; may raise a refusal that says how to allow it."""
        names = "\n".join(f"  {path.name}" for path in paths[:SHOWN])
        more = f"\n  ……共 {len(paths)} 个" if len(paths) > SHOWN else ""
        return self.confirm(f"{paths[0].parent} 里已经有：\n{names}{more}\n\n覆盖后不能恢复。要覆盖吗？")

    def choose_folder(self, title: str) -> Path | None:
        """A folder the user picks, beside the workbook at first; None when the user gives up."""

    def pdfs(self, workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
        """The PDF of each workbook, by name; None where no program makes one."""

    def show(self, path: Path) -> bool:
        """Open a page or a workbook; False where it did not open."""


def examined(desk: Desk, papers: Collection[str] = ()) -> Examined:
    """The desk's workbook, read, rebuilt from its input cells and judged; only sheets of ``papers`` are compared."""
    desk.progress("读录入格、重算、核对")
    return examine_package(desk.package(), form=desk.form, papers=papers)


def copied_to(folder: Path, name: str) -> Path:
    """Where an office program saves a copy of its workbook aside."""
    suffix = Path(name).suffix
    return folder / f"copy{suffix if suffix.lower() in WORKBOOKS else '.xlsx'}"


def put_apart(desk: Desk, workbooks: Mapping[str, bytes], folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Each workbook in a numbered file, whose name troubles nobody: what its PDF is called, the file, that PDF."""
    for number, (name, content) in enumerate(workbooks.items(), 1):
        desk.progress(f"转成 PDF {number}/{len(workbooks)} {name}")
        source = folder / f"xlbudget-{number}.xlsx"
        source.write_bytes(content)
        yield f"{name.removesuffix('.xlsx')}.pdf", source, source.with_suffix(".pdf")


def here(place: str) -> Path | None:
    """A folder as an office program calls it; None when it is on a server, or there is none."""
    return Path(place) if os.path.isabs(place) and "://" not in place else None


def keep(desk: Desk, name: str, content: bytes) -> Path:
    """Write a file among the notes of the desk; where it is."""
    desk.notes.mkdir(parents=True, exist_ok=True)
    put(desk.notes / name, content, force=True)
    return desk.notes / name


def at(cell: Cell) -> str:
    """A place as a user says it."""
    return " ".join(cell)
