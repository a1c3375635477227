"""``xlbudget subjects``: read an official table of codes, compare two years."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.datafile.classification import catalogue
from xlbudget.disk.output_files import check_target, put
from xlbudget.errors import BadUsage
from xlbudget.reading import code_table
from xlbudget.reading.compare_codes import Changes, as_csv, named


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="做什么")
    take = actions.add_parser("import", help="把官方代码表读成程序用的目录（.csv）")
    take.add_argument("table", type=Path, metavar="FILE.xlsx", help="代码表；代码列和名称列按内容找")
    take.add_argument("--year", type=int, required=True, metavar="Y", help="哪一年的科目")
    take.add_argument("--sheet", metavar="表名", help="读哪一张表；不写就按内容找支出功能分类的那一张")
    common.add_output(take, "CODES.csv", "写到哪里，默认 functional-年.csv 或 economic-年.csv", required=False)
    common.add_force(take)
    diff = actions.add_parser("diff", help="比较两份目录：新增、取消、改名")
    for name, metavar in (("old", "A"), ("new", "B")):
        diff.add_argument(name, metavar=metavar, help="年度（2023）、economic-2023，或 .csv 文件")


def run(arguments: Namespace) -> int:
    return _import(arguments) if arguments.action == "import" else _diff(arguments)


def _import(arguments: Namespace) -> int:
    year, table, force = arguments.year, arguments.table, arguments.force
    if not 1990 <= year <= 2100:
        raise BadUsage(f"年度 {year} 不对，应为四位数的年份，如 2024。")
    if arguments.output is not None:
        check_target(arguments.output, force, table, endings=(".csv",))
    found = code_table.read_codes(table, arguments.sheet)
    target = arguments.output or Path(f"{found.which}-{year}.csv")
    check_target(target, force, table, endings=(".csv",))
    put(target, as_csv(found.codes).encode("utf-8"), force, final=True)
    known = catalogue("economic" if found.which == "economic" else "functional")
    changes = Changes.between(known, found.codes)
    for note in found.notes:
        console.note(note)
    console.say(
        f"已写出 {target}：{len(found.codes)} 个科目，"
        f"比程序里的目录多 {len(changes.added)} 个，改名 {len(changes.renamed)} 个\n"
        f"build、new、read、check 加上 --subjects {target}，就采用它"
    )
    return 0


def _diff(arguments: Namespace) -> int:
    (old, before), (new, after) = named(arguments.old), named(arguments.new)
    for note in (*before, *after):
        console.note(note)
    console.say(Changes.between(old, new).text())
    return 0
