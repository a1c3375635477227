"""The commands of the add-in: build, install, status, uninstall."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from xlbudget import __version__
from xlbudget.addin.settings import BELOW
from xlbudget.commands.on_a_book import percentage

Say = Callable[[str, TextIO], None]


def add_to(commands: Any, parser_class: type[argparse.ArgumentParser], say: Say) -> None:
    """Add ``addin`` and what it can do; ``say`` prints a line."""

    def added(name: str, help: str, action: Callable[[argparse.Namespace], tuple[int, list[str]]]) -> Any:
        def run(arguments: argparse.Namespace) -> int:
            code, lines = action(arguments)
            say("\n".join(lines), sys.stdout)
            return code

        parser = actions.add_parser(name, help=help)
        parser.set_defaults(run=run)
        return parser

    addin = commands.add_parser("addin", help="Excel 加载项：功能区里的按钮")
    actions = addin.add_subparsers(dest="action", required=True, metavar="做什么", parser_class=parser_class)
    building = added("build", "只生成加载项文件，不安装", _build)
    building.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlam", help="写到哪里")
    building.add_argument("--force", action="store_true", help="目标已存在时覆盖它")
    installing = added("install", "装进这台电脑的 Excel，只为当前用户", _install)
    installing.add_argument(
        "--below", type=percentage, default=BELOW, metavar="百分数", help=f"执行率低于它的要说明，不写就是 {BELOW:g}"
    )
    installing.add_argument("--force", action="store_true", help="那里有别的同名文件时覆盖它")
    added("status", "看装好没有，有什么妨碍；有妨碍退出码为 1", _status)
    added("uninstall", "从这台电脑的 Excel 里拿掉", _uninstall)


def _build(arguments: argparse.Namespace) -> tuple[int, list[str]]:
    from xlbudget.addin.xlam import build
    from xlbudget.disk.output_files import check_target, put

    target: Path = arguments.output
    check_target(target, arguments.force, endings=(".xlam",))
    content = build()
    put(target, content, arguments.force, final=True)
    return 0, [f"已写出 {target}：Excel 加载项，版本 {__version__}，SHA-256 {sha256(content).hexdigest()}"]


def _install(arguments: argparse.Namespace) -> tuple[int, list[str]]:
    from xlbudget.addin.install.install import install

    return 0, install(arguments.below, arguments.force)


def _status(_: argparse.Namespace) -> tuple[int, list[str]]:
    from xlbudget.addin.install.status import status

    found = status()
    return (0 if found.ok else 1), found.lines


def _uninstall(_: argparse.Namespace) -> tuple[int, list[str]]:
    from xlbudget.addin.install.install import uninstall

    return 0, uninstall()
