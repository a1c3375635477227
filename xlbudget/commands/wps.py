"""``xlbudget wps``: the buttons in WPS, installed, looked at, removed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xlbudget.addin.wps.install import install, uninstall
from xlbudget.addin.wps.start_entry import documents
from xlbudget.addin.wps.status import status
from xlbudget.commands import console


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="做什么")
    installing = actions.add_parser("install", help="装进这台电脑的 WPS，只为当前用户")
    installing.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="菜单里的“预算绩效”打开哪个文件夹，不写就是“文档”"
    )
    actions.add_parser("status", help="看装好没有，有什么妨碍；有妨碍退出码为 1")
    actions.add_parser("uninstall", help="从这台电脑的 WPS 里拿掉")


def run(arguments: Namespace) -> int:
    if arguments.action == "status":
        found = status()
        console.say("\n".join(found.lines))
        return 0 if found.ok else 1
    if arguments.action == "install":
        folder: Path = arguments.folder or documents()
        console.say("\n".join(install(folder.absolute())))
    else:
        console.say("\n".join(uninstall()))
    return 0
