"""What is installed of the buttons in WPS, what WPS has recorded of it, and what may be in the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlbudget import __version__
from xlbudget.addin.install import places as addin_places
from xlbudget.addin.install.observation import Observation, hurdle
from xlbudget.addin.install.status import Status, content
from xlbudget.addin.local import state_file
from xlbudget.addin.wps import listed, places
from xlbudget.addin.wps.folder import FOLDER, NAME, digest, files_of_addin
from xlbudget.addin.wps.refusals import NEEDED, DeskPartMissing, WpsIsFlatpak
from xlbudget.errors import XlbudgetError

AGAIN = "请重新运行 xlbudget wps install"


def status() -> Status:
    """Look at everything; change nothing."""
    return Status(tuple(_observations()))


def _observations() -> Iterator[Observation]:
    try:
        home = places.addins()
    except XlbudgetError as error:
        yield hurdle(str(error).rstrip("。"))
        return
    yield from _program()
    yield from _folder(home)
    yield from _listed(home / places.LISTED)
    yield from _record(home / places.RECORD)
    yield from _process()
    yield Observation(f"日志：{addin_places.log()}（按钮出了错，原因写在这里）")


def _program() -> Iterator[Observation]:
    if shut_in := places.flatpak():
        yield hurdle(str(WpsIsFlatpak(shut_in)).rstrip("。"))
    elif found := places.program():
        yield Observation(f"WPS：{found}")
    else:
        yield hurdle("没有找到 WPS；文件照样准备好了，装上 WPS 再打开就用得上")


def _folder(home: Path) -> Iterator[Observation]:
    wanted, folder = files_of_addin(), home / FOLDER
    if not folder.is_dir():
        older = [path.name for path in sorted(home.glob(f"{NAME}_*"))] if home.is_dir() else []
        named = f"（有别的版本：{'、'.join(older)}）" if older else ""
        yield hurdle(f"没有安装（应在 {folder}）{named}；请运行 xlbudget wps install")
        return
    wrong = [name for name, part in wanted.items() if content(folder / name) != part]
    yield Observation(f"加载项：{folder}，版本 {__version__}")
    if wrong:
        yield hurdle(f"{folder} 里的 {'、'.join(wrong)} 与程序里的不同；{AGAIN}")
    else:
        yield Observation(f"SHA-256（全部文件的清单的）：{digest(wanted)}")


def _listed(path: Path) -> Iterator[Observation]:
    try:
        ours = listed.entry(listed.read(path))
    except XlbudgetError as error:
        yield hurdle(str(error).rstrip("。"))
        return
    if ours is None:
        yield hurdle(f"{path} 里没有登记，WPS 不会装载；{AGAIN}")
    elif ours.get("url") != FOLDER:
        yield hurdle(f"{path} 里登记的是 {ours.get('url', '')}，不是 {FOLDER}；{AGAIN}")
    elif ours.get("enable") != listed.ENABLED:
        yield hurdle(f"{path} 里登记成了不启用（enable 是 {ours.get('enable', '')}）；{AGAIN}")
    else:
        yield Observation(f"登记：{path}")


def _record(path: Path) -> Iterator[Observation]:
    """What WPS itself says; its file is never written here."""
    try:
        record = json.loads(content(path) or b"null")
    except (ValueError, RecursionError, XlbudgetError):
        yield hurdle(f"WPS 的记录 {path} 读不懂；退出 WPS、把它改名再打开，WPS 会另写一份、再问一次")
        return
    ours = [one for one in _objects(record) if one.get("name") == NAME]
    if not ours:
        yield Observation(f"WPS 还没有记录（{path}）：下次打开 WPS 表格时会问是否加载，选允许，再退出、再打开一次")
    for one in ours:
        if str(one.get("enable", True)).lower() in ("false", "0"):
            yield hurdle("WPS 的记录里 xlbudget 没有被允许；请在 WPS 的“开发工具—加载项”里允许它，再退出、再打开")
        elif str(one.get("isload", True)).lower() in ("false", "0"):
            yield hurdle("WPS 记录了 xlbudget，但没有装载它；请退出 WPS 再打开，仍没有的在“开发工具—加载项”里看")
        else:
            yield Observation("WPS 的记录：允许，已装载")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, however deep: WPS's versions arrange it differently. The name may stand as its key."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [{"name": key, **item} if isinstance(item, dict) else item for key, item in one.items()]
        elif isinstance(one, list):
            waiting += one


def _process() -> Iterator[Observation]:
    for package in NEEDED:
        if find_spec(package) is None:
            yield hurdle(str(DeskPartMissing(package)).rstrip("。"))
            return
    state = state_file.read()
    if state is None or not state_file.alive(state):
        yield hurdle("xlbudget desk 没有在运行，按钮要它做事；请点“预算绩效”或运行 xlbudget desk")
    elif state.version != __version__:
        yield hurdle(f"正在运行的 xlbudget desk 是 {state.version} 版，程序是 {__version__} 版；请关掉它再启动")
    else:
        yield Observation(f"xlbudget desk 正在运行（{state.host}，{state.folder}）")
