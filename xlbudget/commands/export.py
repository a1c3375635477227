"""``xlbudget export``: printed tables and documents into a folder, what the ribbon's 导出 does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import get_args

from xlbudget import export_workbook
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.errors import BadUsage
from xlbudget.export.papers import What


def add_arguments(parser: ArgumentParser) -> None:
    common.add_book(parser)
    common.add_output(parser, "DIR", "导出到哪个文件夹")
    parser.add_argument("--what", choices=get_args(What), default="绩效自评", help="导出什么，默认绩效自评")
    parser.add_argument(
        "--template", type=Path, metavar="FILE.docx", help="文件（决算说明、自评报告）照哪一份模板的样子"
    )
    common.add_layout(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    out: Path = arguments.output
    if str(out) == "-" or (out.suffix.lower() in (".xlsx", ".pdf", ".docx") and not out.exists()):
        raise BadUsage(f"export 的 -o 后面应是文件夹，{out} 像是文件；请写文件夹的名称，文件名由程序取。")
    made = export_workbook(
        arguments.book,
        arguments.what,
        out,
        layout=arguments.layout,
        template=arguments.template,
        force=arguments.force,
        progress=console.progress,
    )
    console.say(made.said)
    return 0
