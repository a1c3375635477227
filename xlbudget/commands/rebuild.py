"""``xlbudget rebuild``: a fresh workbook from the entries of one that was damaged."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import rebuild_workbook
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target


def add_arguments(parser: ArgumentParser) -> None:
    common.add_book(parser)
    common.add_output(parser, "NEW.xlsx")
    common.add_layout(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, arguments.book, arguments.layout, endings=common.XLSX)
    made = rebuild_workbook(arguments.book, layout=arguments.layout, progress=console.progress)
    return common.written(made, target, arguments.force)
