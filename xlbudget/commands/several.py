"""Arguments of the commands that take many files, and what is said while they are done."""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.commands import console
from xlbudget.errors import BadUsage

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

    from xlbudget.units.many.work import Format

MOST = 256
"""Processes."""
NAMES = ("summary", "units", "jobs", "resume", "scheduler")


def add_many(parser: ArgumentParser, judged: bool = True) -> None:
    """``judged``: the files are checked, so there is something to sum up."""
    many = parser.add_argument_group("一次做许多文件")
    add_jobs(many)
    many.add_argument("--resume", action="store_true", help="接着上次中断的做，没有改动的文件不再做")
    many.add_argument("--scheduler", metavar="ADDRESS", help="交给现成的 Dask 集群做，例如 tcp://10.0.0.5:8786")
    summed = "汇总：每个单位一行，每处发现一行（.xlsx、.csv），或一页可以排序、筛选的网页（.html）；可以写几次"
    listed = "单位名单（.xlsx、.csv，表头有 单位名称、预算代码、批复日期、公开日期），说出缺的、多的和公开晚的"
    for name, kind, help in (("--summary", "append", summed), ("--units", "store", listed)):
        many.add_argument(name, type=Path, action=kind, metavar="FILE", help=help if judged else SUPPRESS)


def add_jobs(parser: ArgumentParser | _ArgumentGroup) -> None:
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="同时用几个进程；不写就是处理器的核数")


def wanted(arguments: Namespace, given: Sequence[Path]) -> bool:
    """Whether many files are meant: several, a folder, or anything that only many have."""
    return len(given) > 1 or os.path.isdir(given[0]) or any(getattr(arguments, name) for name in NAMES)


def run_many(arguments: Namespace, given: Sequence[Path], format: Format, folder: Path | None) -> int:
    from xlbudget.commands.unforeseen import logged
    from xlbudget.units.many.processes import cores
    from xlbudget.units.many.run import Listener, Many, run
    from xlbudget.units.many.work import Work

    if format != "text" and folder is None:
        raise BadUsage(f"命令写法有误：几个文件的 {format} 要写到文件夹里，请加 -o FOLDER。")
    layout: Path | None = arguments.layout
    work = Work(
        format,
        getattr(arguments, "engine", "formualizer"),
        layout.absolute() if layout else None,
        tuple(path.absolute() for path in arguments.subjects),
        writes=folder is not None,
    )
    many = Many(
        tuple(given),
        work,
        folder,
        tuple(arguments.summary or ()),
        arguments.units,
        arguments.jobs or cores(),
        arguments.resume,
        arguments.force,
        arguments.scheduler or "",
    )
    trace = Listener(console.say, console.note, lambda text: logged(RuntimeError(text), [arguments.command]))
    try:
        return run(many, trace)
    except KeyboardInterrupt:
        if folder or many.summaries:
            console.note("做完的都留着；同一条命令加上 --resume 接着做。")
        raise


def _jobs(text: str) -> int:
    count = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= count <= MOST:
        raise ArgumentTypeError(f"应为 1 到 {MOST} 的整数，不能是 {text}")
    return count
