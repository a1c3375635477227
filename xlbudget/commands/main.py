"""The command line: which command runs, how it ends, and what its exit status is."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Container, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

from xlbudget import __version__
from xlbudget.commands import console
from xlbudget.disk.interrupts import stoppable
from xlbudget.errors import BadUsage, NeedsMoreBits, XlbudgetError

COMMANDS = {
    "build": "由数据文件生成一个单位一年的工作簿",
    "read": "把工作簿里填的数读回成数据文件",
    "check": "重算工作簿，找出自相矛盾的地方；公开的 PDF、Word 也能判；有不符退出码为 1",
    "import": "把已有的表、公开的文件读成数据文件",
    "rules": "列出全部校验规则",
    "subjects": "科目代码：读官方代码表，比较两年",
    "layout": "地区的版式：写得对不对，与通用表式有什么不同，起一个新的",
    "collect": "由各单位的工作簿、数据文件汇总出部门的工作簿",
    "new": "新的一年：空的模板，或由上年的工作簿结转",
    "rebuild": "照读到的录入重新生成一本，带上自己加的表、批注和列宽",
    "recalc": "恢复被改掉的执行率、控制率公式，重算，另存一本",
    "export": "把绩效自评表或公开表导出成只有数值的工作簿和 PDF",
    "addin": "Excel 加载项：功能区里的按钮",
    "wps": "WPS 加载项：同样的按钮",
    "desk": "本机的网页，也是 WPS 里的按钮要的程序",
}
"""Every command, a module of this package each, and the line that ``--help`` has for it.

The module has ``add_arguments(parser)`` and ``run(arguments)``, which returns the exit status.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, chinese in _PHRASES.items():
            message = message.replace(english, chinese)
        raise BadUsage(f"命令写法有误：{message}；用法见 xlbudget --help。")


_PHRASES = {
    "the following arguments are required: ": "缺少参数 ",
    "unrecognized arguments: ": "多余的参数 ",
    "ignored explicit argument ": "后面不带值，多了 ",
    "argument ": "参数 ",
    "invalid int value: ": "应为整数，不能是 ",
    "expected one argument": "后面应跟一个值",
    "invalid choice: ": "不能是 ",
    "choose from ": "可选 ",
    "ambiguous option: ": "选项写得不全：",
    " could match ": " 可以是 ",
}


def parser(wanted: Container[str] = COMMANDS) -> argparse.ArgumentParser:
    """The whole command line; only the commands that are ``wanted`` are imported and know their arguments."""
    whole = _Parser(prog="xlbudget", description="部门决算与绩效自评工作簿：每个数只填一次，其余都是公式。")
    whole.add_argument("--version", action="version", version=f"xlbudget {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="命令")
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help)
        if name in wanted:
            module = import_module(f"xlbudget.commands.{name}{'_' * iskeyword(name)}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it says, 2 with one Chinese sentence on stderr when it did not."""
    words = sys.argv[1:] if argv is None else argv
    console.escape_what_it_cannot_show()
    try:
        with stoppable():
            if sys.maxsize < 2**32:
                raise NeedsMoreBits(Path(sys.executable))
            return _run(words, alone=argv is None)
    except XlbudgetError as error:
        if error.__cause__ is not None:
            from xlbudget.commands.unforeseen import logged

            logged(error, words)
        console.warn(f"xlbudget：{error}")
        return 2
    except SystemExit:
        raise
    except KeyboardInterrupt:
        # A closed terminal and a system that wants it to end are cleaned up after as Ctrl+C is.
        console.warn("xlbudget：已中断，没有写完的都没有留下。")
        return 130
    except BaseException as error:  # What an engine raises when it crashes is no Exception.
        from xlbudget.commands.unforeseen import unforeseen

        console.warn(f"xlbudget：{unforeseen(error, words)}")
        return 2


def _run(words: Sequence[str], alone: bool) -> int:
    """Run a command; ``alone``: the process ends with it."""
    try:
        # Tens of thousands of cells live to the end: to collect garbage meanwhile wastes a quarter of the time.
        gc.disable()
        arguments = parser(words).parse_args(words)
        code: int = arguments.run(arguments)
        return code
    finally:
        if alone:
            # Nor is it worth collecting when all of it goes.
            gc.freeze()
        gc.enable()
