"""``xlbudget recalc``: what the ribbon's 全部重算 does, into a new file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.addin.buttons.rates import recalc_all
from xlbudget.addin.file_desk import FileDesk
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target, put


def add_arguments(parser: ArgumentParser) -> None:
    common.add_book(parser)
    common.add_output(parser, "NEW.xlsx")
    parser.add_argument(
        "--below", type=common.percentage, default=80, metavar="80", help="执行率低于百分之几时列出，默认 80"
    )
    common.add_layout(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    book: Path = arguments.book
    # It is a workbook of the same kind: Excel opens none with macros that is called .xlsx.
    endings = (".xlsm",) if book.suffix.lower() == ".xlsm" else common.XLSX
    check_target(arguments.output, arguments.force, book, endings=endings)
    desk = FileDesk(book, form=common.form(arguments), below=arguments.below, say=console.progress)
    said = recalc_all(desk)
    put(arguments.output, desk.content, arguments.force, final=True)
    console.say(f"{said}\n\n已写出 {arguments.output}")
    return 0
