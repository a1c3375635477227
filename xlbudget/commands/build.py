"""``xlbudget build``: the workbook of a data file, or those of many."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import build_workbook
from xlbudget.commands import arguments as common
from xlbudget.commands import console, several
from xlbudget.disk.output_files import check_target


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "data", type=Path, nargs="+", metavar="DATA.json|FOLDER", help="数据文件；几个，或装着数据文件的文件夹"
    )
    common.add_output(parser, "BOOK.xlsx|FOLDER", "写到哪里，几个的写到文件夹")
    common.add_layout(parser)
    common.add_subjects(parser)
    common.add_force(parser)
    several.add_many(parser, judged=False)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    if several.wanted(arguments, arguments.data):
        return several.run_many(arguments, arguments.data, "xlsx", target)
    (data,) = arguments.data
    check_target(target, arguments.force, data, arguments.layout, *arguments.subjects, endings=common.XLSX)
    made = build_workbook(data, layout=arguments.layout, subjects=common.subjects(arguments), progress=console.progress)
    return common.written(made, target, arguments.force)
