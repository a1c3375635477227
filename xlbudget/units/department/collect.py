"""The way through ``collect``: files read and judged, sorted out, added up, laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import fspath
from pathlib import Path

from xlbudget.datafile import file
from xlbudget.datafile.fields import BALANCED, PLAIN
from xlbudget.datafile.file import Data
from xlbudget.errors import BadUsage, NotClean
from xlbudget.reading.given import Name
from xlbudget.regions.forms import form_in, form_of
from xlbudget.sheets.book import assemble
from xlbudget.units.department.add import Department, balanced_of, department, label_of
from xlbudget.units.department.files import UnitFile, listed, missing_of, own_of, read_all, sorted_out
from xlbudget.units.unit_list import Submitted, read_unit_list
from xlbudget.workbook.render import WorkbookFile, finished


@dataclass(frozen=True)
class Wanted:
    """What is to be collected: the arguments of the command."""

    paths: Sequence[Path]
    name: str
    own: Name | None = None
    eliminate: Name | None = None
    only_clean: bool = False
    units: Name | None = None
    layout: Name | None = None
    jobs: int = 1
    target: Name | None = None
    """Where it will be written, which is no unit's file."""


@dataclass(frozen=True)
class Collected:
    """The department's workbook as yet nowhere on the disk; ``problems``: what of its units is not as it should be."""

    workbook: WorkbookFile
    department: Department
    problems: tuple[str, ...]
    units: int
    traces: tuple[str, ...] = ()
    """Where in the program it went wrong, for the files of which nobody foresaw it."""

    @property
    def table(self) -> bytes | None:
        """All of 单位明细 as a .csv where that is too much for the workbook to add up."""
        return self.department.table if self.department.details else None


def collect(wanted: Wanted, progress: Callable[[str], object] = str) -> Collected:
    """The department's workbook; raises :class:`NotClean` for ``only_clean``."""
    paths = listed(wanted.paths, wanted.target, wanted.eliminate, wanted.units)
    layout = Path(wanted.layout) if wanted.layout else None
    form = form_in(layout) if layout else None
    expected = read_unit_list(Path(wanted.units)) if wanted.units else None
    eliminated = file.load(Path(wanted.eliminate)) if wanted.eliminate else None
    files = read_all(paths, layout, wanted.jobs, progress)
    own = own_of(files, fspath(wanted.own)) if wanted.own else None
    found = sorted_out(files, own)
    if own is not None and own not in found.units:
        raise BadUsage(f"--own {wanted.own} 的文件不能并入。{'；'.join(found.said)}")
    problems = [*found.said, *(missing_of(own, files) if own else ())]
    if expected:
        told = expected.against(_submitted(files))
        problems += [] if told.complete and not told.late and not told.remarks else told.sentences()
    if eliminated and eliminated.year != found.units[0].of("年度"):
        raise BadUsage(
            f"--eliminate {wanted.eliminate} 是 {eliminated.year} 年度的，各单位是 {found.units[0].of('年度')} 年度的。"
        )
    if problems and wanted.only_clean:
        raise NotClean(problems)
    progress("相加、排表、写公式、计算")
    made = department(wanted.name, found.units, own, eliminated.content if eliminated else None)
    data = Data(made.content)
    book = assemble(data, form_of(data.layout, form)).buildable()
    about = f"由 {len(found.units)} 个单位汇总" + (f"，本级是 {label_of(own, True)}" if own else "")
    about += _rounding(data, found.units)
    traces = tuple(one.trace for one in files if one.trace)
    return Collected(finished(book, data, about), made, (*problems, *made.said), len(found.units), traces)


def _rounding(data: Data, units: Sequence[UnitFile]) -> str:
    """What is said of 舍位平衡 where a unit has it."""
    if data.balanced:
        return f"，各单位都是{BALANCED}，部门也是"
    few = balanced_of(units)
    return f"，{few} 个单位是{BALANCED}，别的不是，部门照{PLAIN}（可在 录入-单位 的 舍位 里选）" if few else ""


def _submitted(files: Sequence[UnitFile]) -> list[Submitted]:
    return [Submitted(str(one.path), one.name, one.code) for one in files if not one.refusal]
