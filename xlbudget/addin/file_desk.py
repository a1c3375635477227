"""The desk of a file: the same actions without Excel; the file itself is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlbudget.addin.buttons.write_cells import with_formulas, with_values
from xlbudget.addin.desk import Cell, Desk
from xlbudget.addin.settings import BELOW
from xlbudget.errors import TargetIsSource, TargetsExist
from xlbudget.export import pdf
from xlbudget.language.form import Form
from xlbudget.language.grid import Value
from xlbudget.reading.formulas import formulas_and_values
from xlbudget.reading.package import Package


@dataclass
class FileDesk(Desk):
    """A workbook file; what is written goes into ``content``. Who runs a command has agreed to what it says it does."""

    path: Path
    out: Path | None = None
    """The folder to export to."""
    force: bool = False
    say: Callable[[str], object] = str
    form: Form | None = None
    template: Path | None = None
    below: float = BELOW
    notes: Path = field(default_factory=Path)
    content: bytes = b""

    def __post_init__(self) -> None:
        self.content = self.content or Package.open(self.path).content

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def folder(self) -> Path | None:
        return self.path.parent

    def package(self) -> Package:
        return Package.of(self.path, self.content)

    def write(self, formulas: Mapping[Cell, str]) -> None:
        self.content = with_formulas(self.package(), formulas)

    def recalculate(self, values: Mapping[Cell, Value]) -> None:
        self.content = with_values(self.package(), values)

    def formulas(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        return {
            cell: formula if formula is not None else "" if value is None else str(value)
            for cell, (formula, value) in self._there(list(cells)).items()
        }

    def values(self, cells: Iterable[Cell]) -> dict[Cell, Value]:
        return {cell: value for cell, (_, value) in self._there(list(cells)).items()}

    def _there(self, cells: Sequence[Cell]) -> dict[Cell, tuple[str | None, Value]]:
        there = formulas_and_values(self.package(), {sheet for sheet, _ in cells})
        return {cell: there[cell[0]].get(cell[1], (None, None)) for cell in cells}

    def go_to(self, cell: Cell) -> bool:
        """There is nobody to show it to."""
        return bool(cell)

    def progress(self, text: str) -> None:
        self.say(text)

    def confirm(self, question: str) -> bool:
        del question
        return True

    def may_replace(self, paths: Sequence[Path]) -> bool:
        self.spare_itself(paths)
        if not self.force:
            raise TargetsExist(paths[0].parent, [path.name for path in paths])
        return True

    def spare_itself(self, paths: Sequence[Path]) -> None:
        """Refuse to write over the file itself."""
        if self.path.exists() and any(path.exists() and path.samefile(self.path) for path in paths):
            raise TargetIsSource(self.path)

    def choose_folder(self, title: str) -> Path | None:
        del title
        return self.out

    def pdfs(self, workbooks: Mapping[str, bytes]) -> dict[str, bytes] | None:
        return pdf.pdfs(workbooks)

    def show(self, path: Path) -> bool:
        """There is nobody to show it to."""
        return path.exists()
