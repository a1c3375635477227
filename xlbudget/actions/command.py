"""``xlbudget recalc`` and ``xlbudget export``: the ribbon's actions on a file."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import Any

from xlbudget.actions.exporting import export
from xlbudget.actions.file import FileDesk
from xlbudget.actions.rates import recalc_all
from xlbudget.errors import BadUsage, TargetUnwritable
from xlbudget.workbook.package import check_target, put


def add_to(commands: Any) -> None:
    """Add both commands to the parser of the command line."""
    recalc = commands.add_parser("recalc", help="恢复被改掉的执行率、控制率公式，重算，另存一本")
    recalc.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    recalc.add_argument("-o", "--output", type=Path, required=True, metavar="NEW.xlsx", help="写到哪里")
    recalc.add_argument("--below", type=float, default=80, metavar="80", help="执行率低于百分之几时列出，默认 80")
    _common(recalc)
    recalc.set_defaults(run=_recalc)
    out = commands.add_parser("export", help="把绩效自评表或公开表导出成只有数值的工作簿和 PDF")
    out.add_argument("book", type=Path, metavar="BOOK.xlsx", help="工作簿；不会改动它")
    out.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="导出到哪个文件夹")
    out.add_argument("--what", choices=("绩效自评", "公开表"), default="绩效自评", help="导出什么，默认绩效自评")
    _common(out)
    out.set_defaults(run=_export)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layout", type=Path, metavar="LAYOUT.yaml", help="程序里没有的地区：它的版式文件")
    parser.add_argument("--force", action="store_true", help="目标已存在时覆盖它")


def _recalc(arguments: argparse.Namespace) -> int:
    if not 0 < arguments.below <= 100:
        raise BadUsage(f"--below {arguments.below:g} 不对，应大于 0、不大于 100。")
    target: Path = arguments.output
    check_target(target, arguments.force, source=arguments.book)
    desk = FileDesk(arguments.book, layout=arguments.layout, below=arguments.below, say=_progress)
    text = _unhurried(recalc_all, desk)
    put(target, desk.content, arguments.force)
    print(f"{text}\n已写出 {target}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.output
    if folder.exists() and not folder.is_dir():
        raise TargetUnwritable(folder, "它是文件，不是文件夹")
    desk = FileDesk(arguments.book, out=folder, force=arguments.force, layout=arguments.layout, say=_progress)
    print(_unhurried(lambda there: export(there, arguments.what), desk))
    return 0


def _unhurried(action: Any, desk: FileDesk) -> str:
    """Run an action without collecting garbage: cells live to the end."""
    try:
        gc.disable()
        text: str = action(desk)
    finally:
        gc.enable()
    return text


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"{text}……", file=sys.stderr, flush=True)
