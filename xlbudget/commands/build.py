"""``xlbudget build``: the workbook of a data file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import build_workbook
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("data", type=Path, metavar="DATA.json", help="数据文件")
    common.add_output(parser, "BOOK.xlsx")
    common.add_layout(parser)
    common.add_subjects(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, arguments.data, arguments.layout, *arguments.subjects, endings=common.XLSX)
    made = build_workbook(
        arguments.data, layout=arguments.layout, subjects=common.subjects(arguments), progress=console.progress
    )
    return common.written(made, target, arguments.force)
