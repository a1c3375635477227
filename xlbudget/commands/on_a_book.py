"""``xlbudget recalc`` and ``xlbudget export``: the ribbon's actions on a file."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from xlbudget.errors import BadUsage
from xlbudget.language.form import Form

Action = Callable[[argparse.Namespace, Callable[[str], None]], str]


def add_to(commands: Any, say: Callable[[str, TextIO], None], progress: Callable[[str], None]) -> None:
    """Add both commands; ``say`` prints a line, ``progress`` tells a person who watches what is being done."""

    def run(action: Action) -> Callable[[argparse.Namespace], int]:
        def started(arguments: argparse.Namespace) -> int:
            try:
                # 单元格都要活到最后，其间回收垃圾只是白费时间。
                gc.disable()
                say(action(arguments, progress), sys.stdout)
            finally:
                gc.enable()
            return 0

        return started

    recalc = commands.add_parser("recalc", help="恢复被改掉的执行率、控制率公式，重算，另存一本")
    recalc.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    recalc.add_argument("-o", "--output", type=Path, required=True, metavar="NEW.xlsx", help="写到哪里")
    recalc.add_argument("--below", type=percentage, default=80, metavar="80", help="执行率低于百分之几时列出，默认 80")
    _common(recalc)
    recalc.set_defaults(run=run(_recalc))
    out = commands.add_parser("export", help="把绩效自评表或公开表导出成只有数值的工作簿和 PDF")
    out.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    out.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="导出到哪个文件夹")
    out.add_argument("--what", choices=("绩效自评", "公开表"), default="绩效自评", help="导出什么，默认绩效自评")
    _common(out)
    out.set_defaults(run=run(_export))


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    parser.add_argument("--force", action="store_true", help="目标已存在时覆盖它")


def _recalc(arguments: argparse.Namespace, progress: Callable[[str], None]) -> str:
    from xlbudget.addin.buttons.rates import recalc_all
    from xlbudget.addin.file_desk import FileDesk
    from xlbudget.disk.output_files import check_target, put

    target: Path = arguments.output
    # 里面还是原来那一种工作簿：有宏的改叫 .xlsx，Excel 不打开。
    endings = (".xlsm",) if arguments.book.suffix.lower() == ".xlsm" else (".xlsx",)
    check_target(target, arguments.force, arguments.book, endings=endings)
    desk = FileDesk(arguments.book, form=_form(arguments), below=arguments.below, say=progress)
    text = recalc_all(desk)
    put(target, desk.content, arguments.force, final=True)
    return f"{text}\n\n已写出 {target}"


def _export(arguments: argparse.Namespace, progress: Callable[[str], None]) -> str:
    from xlbudget.addin.buttons.export import export_tables
    from xlbudget.addin.file_desk import FileDesk

    out: Path = arguments.output
    if str(out) == "-" or (out.suffix.lower() in (".xlsx", ".pdf") and not out.exists()):
        raise BadUsage(f"export 的 -o 后面应是文件夹，{out} 像是文件；请写文件夹的名称，文件名由程序取。")
    desk = FileDesk(arguments.book, out=out, force=arguments.force, form=_form(arguments), say=progress)
    return export_tables(desk, arguments.what)


def _form(arguments: argparse.Namespace) -> Form | None:
    from xlbudget.regions.forms import form_in

    return form_in(arguments.layout) if arguments.layout is not None else None


def percentage(text: str) -> float:
    """A number of percent, above 0 and up to 100."""
    try:
        rate = float(text)
    except ValueError:
        rate = 0
    if not 0 < rate <= 100:
        raise argparse.ArgumentTypeError(f"应为大于 0、不超过 100 的数，不能是 {text}")
    return rate
