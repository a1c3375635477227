"""xlbudget：部门决算与绩效自评工作簿。每个数只填一次，其余都是表格公式。

As a library: paths and plain data in, bytes and frozen dataclasses out; ``docs/library.md`` shows how. Nothing is
printed, and nothing written but where a target says so. Whatever cannot be done raises an
:class:`~xlbudget.errors.XlbudgetError`, one Chinese sentence, the same that the command line says; where it speaks of
an option (``--year``) the argument of that name is meant. ``progress`` is told in Chinese what is being done.

What a function needs is imported when it is called: whoever wants the version alone gets it at once.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, ParamSpec, TypeVar

    from xlbudget.addin.buttons.export import Export
    from xlbudget.check.report import Finding, Report
    from xlbudget.errors import XlbudgetError
    from xlbudget.export.papers import What
    from xlbudget.reading.documents.imported import Imported
    from xlbudget.reading.given import Name, Subjects
    from xlbudget.reading.reader import Reading
    from xlbudget.units.department.collect import Collected
    from xlbudget.workbook.engines.by_file import Engine
    from xlbudget.workbook.render import WorkbookFile

    Given = ParamSpec("Given")
    Made = TypeVar("Made")

__version__ = "0.4.0"

__all__ = [
    "Collected",
    "Export",
    "Finding",
    "Imported",
    "Reading",
    "Report",
    "WorkbookFile",
    "XlbudgetError",
    "__version__",
    "build_workbook",
    "check_workbook",
    "collect_units",
    "export_workbook",
    "import_documents",
    "new_year",
    "read_workbook",
    "rebuild_workbook",
]

_TYPES = {
    "Collected": "xlbudget.units.department.collect",
    "Export": "xlbudget.addin.buttons.export",
    "Finding": "xlbudget.check.report",
    "Imported": "xlbudget.reading.documents.imported",
    "Reading": "xlbudget.reading.reader",
    "Report": "xlbudget.check.report",
    "WorkbookFile": "xlbudget.workbook.render",
    "XlbudgetError": "xlbudget.errors",
}
"""What the functions return and raise → where it is; imported when somebody asks for it."""


def _at_one_go(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """Tens of thousands of cells live until it is done: to collect garbage meanwhile takes a fifth of the time."""

    def done(*args: Given.args, **options: Given.kwargs) -> Made:
        import gc

        if not gc.isenabled():
            return work(*args, **options)
        gc.disable()
        try:
            return work(*args, **options)
        finally:
            gc.enable()

    for name in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__"):
        setattr(done, name, getattr(work, name))
    vars(done)["__wrapped__"] = work
    return done


@_at_one_go
def build_workbook(
    data: Name | Mapping[str, Any],
    *,
    layout: Name | None = None,
    subjects: Subjects = (),
    progress: Callable[[str], object] = str,
) -> WorkbookFile:
    """The workbook of a data file: its path, or its content as a dict, which is judged as the file would be.

    ``layout``: the layout file of a region that the program does not have. ``subjects``: catalogues of codes (.csv,
    .xlsx) whose names the workbook is to have beside those of the program.
    """
    from collections.abc import Mapping
    from pathlib import Path

    from xlbudget.datafile import file
    from xlbudget.errors import BadData
    from xlbudget.reading.given import catalogues, form
    from xlbudget.regions.forms import form_of
    from xlbudget.sheets.book import assemble
    from xlbudget.workbook.render import finished

    path = None if isinstance(data, Mapping) else Path(data)
    read = catalogues(subjects).added_to(file.of(data) if isinstance(data, Mapping) else file.load(Path(data)))
    progress("排表、写公式、计算")
    try:
        return finished(assemble(read, form_of(read.layout, form(layout))).buildable(), read)
    except BadData as error:
        raise error if path is None else error.in_file(path) from None


@_at_one_go
def read_workbook(
    path: Name, *, layout: Name | None = None, subjects: Subjects = (), progress: Callable[[str], object] = str
) -> Reading:
    """What the input cells of a workbook hold: ``.data.content`` is a data file's, ``.oddities`` what to look at.

    Where an oddity is not ``certain``, :func:`build_workbook` may refuse the content.
    """
    from pathlib import Path

    from xlbudget.reading.given import catalogues, form
    from xlbudget.reading.reader import read_book

    progress("读录入表")
    return catalogues(subjects).given_to(read_book(Path(path), form(layout)))


@_at_one_go
def check_workbook(
    path: Name,
    engine: Engine = "formualizer",
    *,
    layout: Name | None = None,
    subjects: Subjects = (),
    together: bool = False,
    progress: Callable[[str], object] = str,
) -> Report:
    """Judge a workbook: its figures recalculated from its input cells, its formulas compared; ``.failed`` on 不符.

    ``path`` may also be a published document (.pdf, .docx, .xls, a workbook of others): imported, then judged.
    ``together``: also whether its published figures can hold together (公布-不能成立), whatever was entered.
    ``engine``: ``formualizer``, ``libreoffice`` or ``formulas``.
    """
    from pathlib import Path

    from xlbudget.check import any_file
    from xlbudget.reading.given import catalogues

    return any_file.check(Path(path), engine, layout, catalogues(subjects), together, progress)


@_at_one_go
def collect_units(
    paths: Name | Iterable[Name],
    unit: str,
    *,
    own: Name | None = None,
    eliminate: Name | None = None,
    only_clean: bool = False,
    units: Name | None = None,
    layout: Name | None = None,
    jobs: int = 1,
    target: Name | None = None,
    progress: Callable[[str], object] = str,
) -> Collected:
    """The workbook of the department ``unit``, added up from its units' workbooks, data files, or folders of them.

    ``own``: the unit, or its file, that is the department itself. ``eliminate``: the data file of payments among them.
    ``only_clean``: refuse where there is a problem. ``units``: the list of those that there should be. ``jobs``:
    processes. ``target``: a file among those that is none of a unit, but the department's of before.
    """
    from xlbudget.reading.given import files
    from xlbudget.units.department.collect import Wanted, collect

    return collect(Wanted(files(paths), unit, own, eliminate, only_clean, units, layout, jobs, target), progress)


def import_documents(
    paths: Name | Iterable[Name], *, layout: Name | None = None, progress: Callable[[str], object] = str
) -> Imported:
    """One unit's figures out of tables and documents (.pdf, .docx, .xlsx, .xls, .csv, .html): ``.data`` is a data file.

    ``layout``: a built-in layout or the path of a file; without one it is that which fits titles and numbers.
    ``.left``: what was not understood, with its place.
    """
    from xlbudget.reading.documents.imported import imported
    from xlbudget.reading.given import files, form_named

    progress("读文件里的表")
    return imported(files(paths), form_named(layout))


@_at_one_go
def export_workbook(
    path: Name,
    what: What = "绩效自评",
    folder: Name | None = None,
    *,
    layout: Name | None = None,
    template: Name | None = None,
    force: bool = False,
    progress: Callable[[str], object] = str,
) -> Export:
    """The printed tables of one kind (绩效自评, 公开表) as workbooks of values; 决算说明, 自评报告 as Word files.

    ``template``: the .docx whose look a document takes.
    Without a ``folder`` they are in ``.files`` only. With one they are written there, and their PDFs where LibreOffice
    is installed: all or none; without ``force`` nothing is replaced. No file at all where the workbook has no such
    table; ``.notes`` says so.
    """
    from pathlib import Path
    from typing import get_args

    from xlbudget.addin.buttons import documents, export
    from xlbudget.addin.file_desk import FileDesk
    from xlbudget.errors import BadUsage
    from xlbudget.export.papers import What
    from xlbudget.reading.given import form as form_in

    if what not in get_args(What):
        raise BadUsage(f"没有叫“{what}”的一套表，只能是：{'、'.join(get_args(What))}。")
    is_document = what in documents.KINDS
    if template is not None and not is_document:
        raise BadUsage("--template 只用于 --what 决算说明 和 --what 自评报告。")
    own = Path(template) if template is not None else None
    out = Path(folder) if folder is not None else None
    desk = FileDesk(Path(path), out=out, force=force, form=form_in(layout), template=own, say=progress)
    if is_document:
        return documents.export_in_memory(desk, what) if folder is None else documents.export_to_folder(desk, what)
    return export.export_in_memory(desk, what) if folder is None else export.export_to_folder(desk, what)


@_at_one_go
def new_year(
    year: int,
    source: Name | None = None,
    *,
    unit: str | None = None,
    projects: int | None = None,
    layout: Name | None = None,
    subjects: Subjects = (),
    progress: Callable[[str], object] = str,
) -> WorkbookFile:
    """An empty workbook of ``year``, or the one that begins where the workbook ``source`` ends.

    ``unit``: its name, or its new name. ``projects``: how many an empty workbook has room for, each with its 附件3.
    ``layout``: the name of a built-in layout (湖南长沙, unless said) or the path of a file.
    """
    from pathlib import Path

    from xlbudget.datafile import placeholders
    from xlbudget.errors import BadUsage
    from xlbudget.reading.given import catalogues, form_named
    from xlbudget.units.years import template

    if source is not None and projects is not None:
        raise BadUsage("命令写法有误：--projects 只用于空的模板；结转时项目随源文件。")
    progress("排表、写公式、计算" if source is None else "读上年的工作簿、重算、结转")
    form = form_named(layout)
    own = catalogues(subjects)
    if source is not None:
        from xlbudget.units.years import roll_forward

        return roll_forward.roll(Path(source), year, unit, form, own).finished()
    unit = placeholders.UNIT if unit is None else unit
    projects = template.PROJECTS if projects is None else projects
    return template.template(year, unit, form, projects, own).finished()


@_at_one_go
def rebuild_workbook(
    path: Name, *, layout: Name | None = None, progress: Callable[[str], object] = str
) -> WorkbookFile:
    """A fresh workbook from the entries of a damaged one, with its user's own sheets, comments and column widths.

    ``notes``: what to look at among the entries, and what could not be taken along.
    """
    from pathlib import Path

    from xlbudget.reading.given import form
    from xlbudget.units.years.rebuild import rebuild

    progress("读录入表，重新排表、写公式、计算")
    return rebuild(Path(path), form(layout))


def __getattr__(name: str) -> object:
    if name not in _TYPES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_TYPES[name]), name)
