"""``xlbudget subjects``: read an official table of codes, compare two years."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from xlbudget.errors import BadUsage

Said = tuple[list[str], Sequence[str]]
"""The lines of the answer, and what the user should look at."""


def add_to(commands: Any, parser_class: type[argparse.ArgumentParser], say: Callable[[str, TextIO], None]) -> None:
    """Add ``subjects`` and what it can do; ``say`` prints a line."""

    def run(action: Callable[[argparse.Namespace], Said]) -> Callable[[argparse.Namespace], int]:
        def started(arguments: argparse.Namespace) -> int:
            lines, notes = action(arguments)
            for note in notes:
                say(f"提示：{note}", sys.stderr)
            say("\n".join(lines), sys.stdout)
            return 0

        return started

    subjects = commands.add_parser("subjects", help="科目代码：读官方代码表，比较两年")
    actions = subjects.add_subparsers(dest="action", required=True, metavar="做什么", parser_class=parser_class)
    take = actions.add_parser("import", help="把官方代码表读成程序用的目录（.csv）")
    take.add_argument("table", type=Path, metavar="FILE.xlsx", help="代码表；代码列和名称列按内容找")
    take.add_argument("--year", type=int, required=True, metavar="Y", help="哪一年的科目")
    take.add_argument("--sheet", metavar="表名", help="读哪一张表；不写就按内容找支出功能分类的那一张")
    take.add_argument(
        "-o", "--output", type=Path, metavar="CODES.csv", help="写到哪里，默认 functional-年.csv 或 economic-年.csv"
    )
    take.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    take.set_defaults(run=run(_import))
    diff = actions.add_parser("diff", help="比较两份目录：新增、取消、改名")
    for name, metavar in (("old", "A"), ("new", "B")):
        diff.add_argument(name, metavar=metavar, help="年度（2023）、economic-2023，或 .csv 文件")
    diff.set_defaults(run=run(_diff))


def _import(arguments: argparse.Namespace) -> Said:
    from xlbudget.datafile.classification import catalogue
    from xlbudget.disk.output_files import check_target, put
    from xlbudget.reading.code_table import read_codes
    from xlbudget.reading.compare_codes import Changes, as_csv

    if not 1990 <= arguments.year <= 2100:
        raise BadUsage(f"年度 {arguments.year} 不对，应为四位数的年份，如 2024。")
    if arguments.output is not None:
        check_target(arguments.output, arguments.force, arguments.table, endings=(".csv",))
    found = read_codes(arguments.table, arguments.sheet)
    target = arguments.output or Path(f"{found.which}-{arguments.year}.csv")
    check_target(target, arguments.force, arguments.table, endings=(".csv",))
    put(target, as_csv(found.codes).encode("utf-8"), arguments.force, final=True)
    known = catalogue("economic" if found.which == "economic" else "functional", arguments.year)
    changes = Changes.between(known, found.codes)
    lines = [
        f"已写出 {target}：{len(found.codes)} 个科目，"
        f"比程序里的目录多 {len(changes.added)} 个，改名 {len(changes.renamed)} 个",
        f"放进 xlbudget/datafile/catalogues/ 并取名 {found.which}-{arguments.year}.csv，程序就采用它",
    ]
    return lines, found.notes


def _diff(arguments: argparse.Namespace) -> Said:
    from xlbudget.reading.compare_codes import Changes, named

    (old, before), (new, after) = named(arguments.old), named(arguments.new)
    return [Changes.between(old, new).text()], [*before, *after]
