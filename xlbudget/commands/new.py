"""``xlbudget new``: an empty template, or last year's workbook rolled forward."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import new_year
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target
from xlbudget.regions.forms import BUILT_IN


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True, metavar="年度", help="新工作簿的年度")
    parser.add_argument("--from", dest="source", type=Path, metavar="BOOK.xlsx", help="上年的工作簿；不会改动它")
    parser.add_argument("--unit", metavar="单位名称", help="模板里的单位名称；与 --from 同用是改名")
    parser.add_argument(
        "--layout", metavar="版式", help=f"{'、'.join(BUILT_IN)}（不写就是第一个），或一个版式文件的路径"
    )
    common.add_subjects(parser)
    parser.add_argument("--projects", type=int, metavar="个数", help="模板里备几个项目，各有一张附件3；不写就是 3 个")
    common.add_output(parser, "NEW.xlsx", "写到哪里；不写就是 单位名称-年度.xlsx", required=False)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    source: Path | None = arguments.source
    if arguments.output is not None:
        check_target(arguments.output, arguments.force, source, *arguments.subjects, endings=common.XLSX)
    made = new_year(
        arguments.year,
        source,
        unit=arguments.unit,
        projects=arguments.projects,
        layout=arguments.layout,
        subjects=common.subjects(arguments),
        progress=console.progress,
    )
    target: Path = arguments.output or Path(made.name)
    check_target(target, arguments.force, source, *arguments.subjects)
    return common.written(made, target, arguments.force)
