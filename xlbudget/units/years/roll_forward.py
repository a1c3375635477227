"""Read last year's workbook, judge it, and declare the next year's with its 变动 sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from xlbudget.check.workbook_check import examine_package
from xlbudget.datafile.file import Data
from xlbudget.disk.file_names import MARKS
from xlbudget.errors import BadUsage
from xlbudget.language.form import Form
from xlbudget.reading.own_subjects import NO_SUBJECTS, OwnSubjects
from xlbudget.reading.package import Package
from xlbudget.reading.reader import places_in, read_package
from xlbudget.regions.forms import BUILT_IN
from xlbudget.sheets.book import assemble
from xlbudget.units.years.carry_over import rolled
from xlbudget.units.years.changes_sheet import Log, changes_sheet
from xlbudget.units.years.next_year_figures import NextYearFigures
from xlbudget.units.years.rebuild import users_own_in
from xlbudget.units.years.template import NewWorkbook, check_unit, check_year


def roll(
    source: Path, year: int, unit: str | None = None, form: Form | None = None, own: OwnSubjects = NO_SUBJECTS
) -> NewWorkbook:
    """The workbook of ``year`` that begins where ``source`` ends; ``unit`` gives the unit a new name.

    ``form``: that of a layout file, for a 模板 that the program does not have, or the one that the source has. ``own``:
    catalogues whose names both years get, each those of its year.
    A source with findings is rolled all the same. Raises the sentences of ``errors.py`` for one that cannot be read.
    """
    check_year(year)
    made = rolled_from(Package.open(source), year, unit, form, own)
    return replace(made, notes=(*_locks(source), *made.notes))


def rolled_from(
    package: Package, year: int, unit: str | None = None, form: Form | None = None, own: OwnSubjects = NO_SUBJECTS
) -> NewWorkbook:
    """The same for a workbook whose package is open."""
    check_year(year)
    if unit is not None:
        check_unit(unit)
    source = package.path
    outside = form if form is not None and form.name not in BUILT_IN else None
    reading = read_package(package, outside, lenient=True)
    if form is not None and form.name != reading.form.name:
        raise BadUsage(
            f"--layout {form.name} 与源文件 {source} 的版式（{reading.form.name}）不同；结转时版式随源文件。"
        )
    old = reading.data
    before = old.content.get("年度")
    if isinstance(before, int) and year <= before:
        what = "就是" if year == before else "早于"
        raise BadUsage(f"--year {year} {what}源文件 {source} 的年度（{before}）；只能结转到以后的年度。")
    examined = examine_package(package, form=reading.form, own=own)
    log = Log()
    figures = NextYearFigures(examined.rebuilt.judged, examined.rebuilt.verdicts)
    data = own.added_to(Data(rolled(old.content, figures, year, unit, reading.form, log)))
    told = [one for one in examined.report.findings if one.cause is None and one.severity != "explained"]
    for finding in told:
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet or "整个文件"
        log.add(place, "上年的问题", "", "", finding.message)
    shown, counts = before if before is not None else "没有填", examined.report.counts
    about = (
        f"由 {source}（{shown} 年度）结转，沿用 {log.count('沿用')} 处，"
        f"移到上年 {log.count('移到上年')} 处，年末结转 {log.count('结转')} 处，清空 {log.count('清空')} 处；"
        f"源文件不符 {counts['error']}、提示 {counts['warning']}，上年说明过 {counts['explained']} 处，都列在 变动 表"
    )
    changes = partial(changes_sheet, source.name, shown, log.changes, reading.places)
    # Where its entries stand is known when it is laid out.
    book = assemble(data, reading.form, [changes({})])
    book = book.with_sheet(changes(places_in(book)))
    as_built = None if examined.rebuilt.other_build else examined.rebuilt.book
    notes = (*_notes(source, before, year), *users_own_in(package, reading, as_built).said())
    return NewWorkbook(book, data, about, notes)


def _locks(source: Path) -> Iterator[str]:
    for program, (before, behind) in MARKS.items():
        if (source.parent / f"{before}{source.name}{behind}").exists():
            yield f"{source} 正在 {program} 中打开，可能还没有保存；结转的是磁盘上的内容。"


def _notes(source: Path, before: object, year: int) -> Iterator[str]:
    if not isinstance(before, int):
        yield f"{source} 没有填年度，当作 {year - 1} 年度结转。"
    elif year > before + 1:
        gap = year - before - 1
        yield f"{source} 是 {before} 年度的，与 {year} 年度隔了 {gap} 年；“上年”取的是 {before} 年度的数。"
