"""``xlbudget desk``: the local process behind the buttons in WPS, and its page."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget.addin.settings import BELOW
from xlbudget.addin.wps.refusals import NEEDED, DeskPartMissing
from xlbudget.commands import arguments as common
from xlbudget.commands import console
from xlbudget.errors import FileUnreadable, TargetFolderMissing

if TYPE_CHECKING:
    from xlbudget.addin.local.state_file import State


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="FOLDER", help="网页列出的文件夹")
    parser.add_argument("--below", type=common.percentage, default=BELOW, metavar="百分数", help="执行率低于它的要说明")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器，只印出网址")


def run(arguments: Namespace) -> int:
    try:
        from xlbudget.addin.local import server
    except ImportError as error:
        package = str(error.name).partition(".")[0]
        if package not in NEEDED:
            raise
        raise DeskPartMissing(package) from None
    folder: Path = arguments.folder.absolute()
    if not folder.exists():
        raise TargetFolderMissing(folder)
    if not folder.is_dir():
        raise FileUnreadable(folder, "它不是文件夹；desk 后面写文件夹的名称")
    # It lives for hours, and makes tens of thousands of cells an action.
    gc.enable()

    def ready(state: State) -> None:
        console.say(f"xlbudget desk 在 {folder} 里，网页：{state.page}")
        if not arguments.no_browser and not server.show(state):
            console.note("没有能打开浏览器，请自己打开上面的网址。")

    if (there := server.running(folder)) is not None:
        console.note("已经有一个在运行，用的是它。")
        ready(there)
        return 0
    console.say("WPS 里的按钮也要它：用的时候让它开着，不用了按 Ctrl+C，或点网页上的“停止”。")
    with suppress(KeyboardInterrupt):
        server.serve(folder, arguments.below, ready)
    console.say("已停下，没有写完的都没有留下。")
    return 0
