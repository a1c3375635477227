"""``xlbudget collect``: a department's workbook added up from its units' workbooks or data files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget import collect_units
from xlbudget.commands import arguments as common
from xlbudget.commands import console, several
from xlbudget.commands.unforeseen import logged
from xlbudget.disk.output_files import check_target, put, put_all
from xlbudget.units.many.processes import cores


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "units", type=Path, nargs="+", metavar="UNIT|FOLDER", help="各单位的工作簿、数据文件，或它们的文件夹"
    )
    common.add_output(parser, "DEPT.xlsx")
    parser.add_argument("--unit", required=True, metavar="部门名称", help="部门的名称")
    parser.add_argument("--own", metavar="单位名称", help="部门本级是哪一个：单位名称或文件")
    parser.add_argument("--eliminate", type=Path, metavar="DATA.json", help="内部往来：其中的金额从合计里减去")
    parser.add_argument("--only-clean", action="store_true", help="有一个单位缺、重、读不出或还有不符，就不汇总")
    parser.add_argument(
        "--units", dest="listed", type=Path, metavar="FILE", help="单位名单（.xlsx、.csv）：缺谁、多谁、晚了的"
    )
    common.add_layout(parser)
    several.add_jobs(parser)
    common.add_force(parser)


def run(arguments: Namespace) -> int:
    target: Path = arguments.output
    sources = (*(one for one in arguments.units if not one.is_dir()), arguments.eliminate, arguments.listed)
    check_target(target, arguments.force, *sources, endings=common.XLSX)
    table = target.with_name(f"{target.stem}-单位明细.csv")
    made = collect_units(
        arguments.units,
        arguments.unit,
        own=arguments.own,
        eliminate=arguments.eliminate,
        only_clean=arguments.only_clean,
        units=arguments.listed,
        layout=arguments.layout,
        jobs=arguments.jobs or cores(),
        target=target,
        progress=console.progress,
    )
    for problem in made.problems:
        console.note(problem)
    for trace in made.traces:
        logged(RuntimeError(trace), [arguments.command])
    if made.workbook.refusal:
        console.note(made.workbook.refusal)
    if made.table is not None:
        check_target(table, arguments.force, *sources)
        put_all({target: made.workbook.content, table: made.table})
        console.say(f"已写出 {table}：单位明细 {len(made.department.details)} 行，太多，工作簿里是数值")
    else:
        put(target, made.workbook.content, arguments.force, final=True)
    console.say(f"已写出 {target}：{made.workbook.said}")
    return 1 if made.problems else 0
