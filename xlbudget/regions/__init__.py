"""Regional layouts: each a YAML file with the differences from ``common.yaml``, built in or given by path."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from xlbudget.disk import input_file
from xlbudget.errors import BadData, BadUsage, FileMissing
from xlbudget.language.form import Form
from xlbudget.regions.build_form import assembled
from xlbudget.regions.keys import LAYOUT
from xlbudget.regions.read_yaml import Source, parsed

BUILT_IN = {"湖南长沙": "hunan_changsha.yaml", "上海": "shanghai.yaml"}
"""模板 → file in this folder."""


def form_of(name: str, outside: Path | None = None) -> Form:
    """The form of a 模板; ``outside`` is a layout file that is not part of the program.

    Refuses with ``BadLayout`` a file that is wrong, naming its line; with ``BadData`` a 模板 that no layout
    has.
    """
    if outside is not None:
        form = assembled(common(), parsed(str(outside), _text(outside), LAYOUT))
        if form.name != name:
            raise BadData("单位.模板", f"“{name}”与版式文件 {outside} 的名称“{form.name}”不同，请改成一致")
        return form
    if name not in BUILT_IN:
        raise BadData(
            "单位.模板", f"“{name}”不在可选范围内，只能是：{'、'.join(BUILT_IN)}（别的地区用 --layout 指定版式文件）"
        )
    return assembled(common(), _built_in(BUILT_IN[name]))


@cache
def common() -> Source:
    """What every layout starts from."""
    return _built_in("common.yaml")


def _built_in(file: str) -> Source:
    return parsed(file, (files(__package__) / file).read_text(encoding="utf-8"), LAYOUT)


def _text(path: Path) -> str:
    if path == Path():
        raise BadUsage("--layout 后面应是一个版式文件的路径，现在是空的。")
    try:
        return input_file.text(path)
    except FileMissing:
        if str(path) in BUILT_IN:
            raise BadUsage(f"“{path}”是程序自带的版式，不用 --layout：数据文件的 单位.模板 写“{path}”就是。") from None
        raise


def name_in(outside: Path) -> str:
    """The name that a layout file gives itself."""
    return assembled(common(), parsed(str(outside), _text(outside), LAYOUT)).name
