"""The way through ``collect``: files read and judged, sorted out, added up, laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlbudget.datafile import file
from xlbudget.datafile.fields import BALANCED, PLAIN
from xlbudget.datafile.file import Data
from xlbudget.errors import BadUsage, NotClean
from xlbudget.regions.forms import form_of
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
    own: str | None = None
    eliminate: Path | None = None
    only_clean: bool = False
    units: Path | None = None


@dataclass(frozen=True)
class Collected:
    """The department's workbook as yet nowhere on the disk; ``problems``: what of its units is not as it should be."""

    workbook: WorkbookFile
    department: Department
    problems: tuple[str, ...]
    units: int


def collect(
    wanted: Wanted, target: Path, say: Callable[[str], object] = str, progress: Callable[[str], object] = str
) -> Collected:
    """The department's workbook; ``say`` hears every problem before anything is made.

    ``target``: where it will be written, which is no unit's file. Raises :class:`NotClean` for ``only_clean``.
    """
    paths = listed(wanted.paths, target, wanted.eliminate, wanted.units)
    expected = read_unit_list(wanted.units) if wanted.units else None
    eliminated = file.load(wanted.eliminate) if wanted.eliminate else None
    files = read_all(paths, progress)
    own = own_of(files, wanted.own) if wanted.own else None
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
    for problem in problems:
        say(problem)
    progress("相加、排表、写公式、计算")
    made = department(wanted.name, found.units, own, eliminated.content if eliminated else None)
    for sentence in made.said:
        say(sentence)
    data = Data(made.content)
    book = assemble(data, form_of(data.layout)).buildable()
    about = f"由 {len(found.units)} 个单位汇总" + (f"，本级是 {label_of(own, True)}" if own else "")
    about += _rounding(data, found.units)
    return Collected(finished(book, data, about), made, (*problems, *made.said), len(found.units))


def _rounding(data: Data, units: Sequence[UnitFile]) -> str:
    """What is said of 舍位平衡 where a unit has it."""
    if data.balanced:
        return f"，各单位都是{BALANCED}，部门也是"
    few = balanced_of(units)
    return f"，{few} 个单位是{BALANCED}，别的不是，部门照{PLAIN}（可在 录入-单位 的 舍位 里选）" if few else ""


def _submitted(files: Sequence[UnitFile]) -> list[Submitted]:
    return [Submitted(str(one.path), one.name, one.code) for one in files if not one.refusal]
