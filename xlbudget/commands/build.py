"""``xlbudget build``: the workbook of a data file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.datafile import file
from xlbudget.disk.output_files import check_target, put
from xlbudget.errors import BadData
from xlbudget.regions.forms import form_of
from xlbudget.sheets.book import Book, assemble
from xlbudget.workbook import render


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("data", type=Path, metavar="DATA.json", help="数据文件")
    common.add_output(parser, "BOOK.xlsx")
    common.add_layout(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    check_target(target, arguments.force, arguments.data, arguments.layout, endings=common.XLSX)
    data = file.load(arguments.data)
    try:
        console.progress("排表、写公式、计算")
        book = assemble(data, form_of(data.layout, common.form(arguments)))
        package = rendered(book)
    except BadData as error:
        raise error.in_file(arguments.data) from None
    put(target, package, arguments.force, final=True)
    console.say(f"已写出 {target}：{data.unit} {data.year} 年度，{sum(not s.hidden for s in book.sheets)} 张表")
    return 0


def rendered(book: Book) -> bytes:
    """The finished workbook; the user is told when it has no values."""
    package, refusal = render.rendered(book)
    if refusal is not None:
        console.note(f"{refusal}文件里没有写入算得的值，用 Excel、WPS 或 LibreOffice 打开时会自动计算。")
    return package
