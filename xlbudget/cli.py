"""The command line: arguments in, files and messages out; what the commands do lives elsewhere."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

from xlbudget import __version__
from xlbudget.errors import BadData, BadUsage, EngineFailed, XlbudgetError


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
    build.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    build.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    build.set_defaults(run=_build)
    return main_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it says, 2 with one Chinese sentence on stderr when the input is bad."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # 终端的编码放不下的字写成转义，不因此中断。
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except XlbudgetError as error:
        _say(f"xlbudget：{error}", sys.stderr)
        return 2


def _say(text: str, stream: TextIO) -> None:
    """Print a line; a reader that has gone away is no reason to fail."""
    try:
        print(text, file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _progress(text: str) -> None:
    """What is being done, for a person who watches."""
    if sys.stderr.isatty():
        _say(f"{text}……", sys.stderr)


def _build(arguments: argparse.Namespace) -> int:
    from xlbudget.book import assemble
    from xlbudget.data import load
    from xlbudget.workbook import render
    from xlbudget.workbook.package import check_target, put, settled
    from xlbudget.workbook.write import write

    target: Path = arguments.output
    for source in (arguments.data, arguments.layout):
        check_target(target, arguments.force, source=source)
    data = load(arguments.data)
    try:
        # 几万个单元格活到最后，其间回收垃圾只是白费四分之一的时间。
        gc.disable()
        _progress("排表、写公式、计算")
        book = assemble(data, arguments.layout)
        package = render(book)
    except BadData as error:
        raise error.in_file(arguments.data) from None
    except EngineFailed as error:
        # 公式太多时引擎会拒绝；没有缓存值的工作簿照样能用，打开时自动计算。
        package = settled(write(book))
        _say(f"提示：{error}文件里没有写入算得的值，用 Excel、WPS 或 LibreOffice 打开时会自动计算。", sys.stderr)
    finally:
        gc.enable()
    put(target, package, arguments.force)
    _say(f"已写出 {target}：{data.unit} {data.year} 年度，{sum(not s.hidden for s in book.sheets)} 张表", sys.stdout)
    return 0
