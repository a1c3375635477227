"""The command line: arguments in, files and messages out; what the commands do lives elsewhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from xlbudget import __version__
from xlbudget.errors import BadUsage, TargetIsSource, XlbudgetError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadUsage(f"命令写法有误：{_translated(message)}；用法见 xlbudget --help。")


_PHRASES = {
    "the following arguments are required: ": "缺少参数 ",
    "unrecognized arguments: ": "多余的参数 ",
    "argument ": "参数 ",
    "expected one argument": "后面应跟一个值",
    "invalid choice: ": "不能是 ",
    "choose from ": "可选 ",
}


def _translated(message: str) -> str:
    for english, chinese in _PHRASES.items():
        message = message.replace(english, chinese)
    return message


def parser() -> argparse.ArgumentParser:
    main_parser = _Parser(prog="xlbudget", description="部门决算与绩效自评工作簿：每个数只填一次，其余都是公式。")
    main_parser.add_argument("--version", action="version", version=f"xlbudget {__version__}")
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)
    build = commands.add_parser("build", help="由数据文件生成一个单位一年的工作簿")
    build.add_argument("data", type=Path, metavar="DATA.json", help="数据文件")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="BOOK.xlsx", help="写到哪里")
    build.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    build.set_defaults(run=_build)
    return main_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it says, 2 with one Chinese sentence on stderr when the input is bad."""
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except XlbudgetError as error:
        print(f"xlbudget：{error}", file=sys.stderr)
        return 2


def _build(arguments: argparse.Namespace) -> int:
    from xlbudget.book import assemble
    from xlbudget.data import load
    from xlbudget.inputs import NOT_YET
    from xlbudget.workbook import render
    from xlbudget.workbook.package import check_target, put

    target: Path = arguments.output
    if target.exists() and arguments.data.exists() and target.samefile(arguments.data):
        raise TargetIsSource(target)
    check_target(target, arguments.force)
    data = load(arguments.data)
    book = assemble(data)
    put(target, render(book), arguments.force)
    print(f"已写出 {target}：{data.unit} {data.year} 年度，{sum(not s.hidden for s in book.sheets)} 张表")
    for key in NOT_YET:
        if key in data.content:
            print(f"提示：“{key}”本版本还没有对应的表，没有写入工作簿", file=sys.stderr)
    return 0
