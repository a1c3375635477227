"""``xlbudget addin``: the ribbon of Excel, its file written, installed, looked at, removed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from hashlib import sha256

from xlbudget import __version__
from xlbudget.addin import xlam
from xlbudget.addin.install.install import install, uninstall
from xlbudget.addin.install.status import status
from xlbudget.addin.settings import BELOW
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.disk.output_files import check_target, put


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="做什么")
    building = actions.add_parser("build", help="只生成加载项文件，不安装")
    common.add_output(building, "FILE.xlam")
    common.add_force(building)
    installing = actions.add_parser("install", help="装进这台电脑的 Excel，只为当前用户")
    installing.add_argument(
        "--below",
        type=common.percentage,
        default=BELOW,
        metavar="百分数",
        help=f"执行率低于它的要说明，不写就是 {BELOW:g}",
    )
    installing.add_argument("--force", action="store_true", help="那里有别的同名文件时覆盖它")
    actions.add_parser("status", help="看装好没有，有什么妨碍；有妨碍退出码为 1")
    actions.add_parser("uninstall", help="从这台电脑的 Excel 里拿掉")


def run(arguments: Namespace) -> int:
    code, lines = ACTIONS[arguments.action](arguments)
    console.say("\n".join(lines))
    return code


def _build(arguments: Namespace) -> tuple[int, list[str]]:
    check_target(arguments.output, arguments.force, endings=(".xlam",))
    content = xlam.build()
    put(arguments.output, content, arguments.force, final=True)
    digest = sha256(content).hexdigest()
    return 0, [f"已写出 {arguments.output}：Excel 加载项，版本 {__version__}，SHA-256 {digest}"]


def _install(arguments: Namespace) -> tuple[int, list[str]]:
    return 0, install(arguments.below, arguments.force)


def _status(_: Namespace) -> tuple[int, list[str]]:
    found = status()
    return (0 if found.ok else 1), found.lines


def _uninstall(_: Namespace) -> tuple[int, list[str]]:
    return 0, uninstall()


ACTIONS = {"build": _build, "install": _install, "status": _status, "uninstall": _uninstall}
