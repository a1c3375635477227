"""The form of a region: built in, or out of a layout file that a user names."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from xlbudget.datafile.kinds import shown
from xlbudget.disk import input_file
from xlbudget.errors import BadData, BadUsage, FileMissing
from xlbudget.language.form import Form
from xlbudget.regions.build_form import assembled
from xlbudget.regions.keys import EXTENDS, LAYOUT
from xlbudget.regions.read_yaml import Source, parsed
from xlbudget.sheets.tables.every import PUBLIC

BUILT_IN = {
    "湖南长沙": "hunan_changsha.yaml",
    "上海": "shanghai.yaml",
    "甘肃": "gansu.yaml",
    "贵州": "guizhou.yaml",
    "广西": "guangxi.yaml",
    "辽宁": "liaoning.yaml",
}
"""模板 → file in this folder."""


@cache
def built_in(name: str) -> Form:
    """The form of a region that the program has."""
    return assembled(common(), *layers_named(name))


def with_every_table(name: str) -> Form:
    """The form of such a region if it printed all tables that there are."""
    own = _source(BUILT_IN[name])
    tables = {table.name: {} for table in PUBLIC} | own.content.get("表", {})
    return assembled(common(), replace(own, content={**own.content, "表": tables}))


@cache
def common() -> Source:
    """What every layout starts from."""
    return _source("common.yaml")


def form_in(path: Path) -> Form:
    """The form in a layout file. Refuses with ``BadLayout`` a file that is wrong, naming its line."""
    return assembled(common(), *layers_in(path))


def layers_in(path: Path) -> list[Source]:
    """A layout file, behind those that it is laid over."""
    return layers(parsed(str(path), _text(path), LAYOUT), os.path.realpath(path))


def layers(own: Source, known_as: str) -> list[Source]:
    """A layout behind those that it is laid over (承自): built in, or files found from where the one before stands.

    ``known_as``: its name if it is built in, and its whole path if it is a file.
    """
    chain, seen = [own], [known_as]
    while written := [key for key in EXTENDS if key in chain[0].content]:
        source, key, name = chain[0], written[0], str(chain[0].content[written[0]])
        if len(written) > 1:
            raise source.refuse(key, "两种写法是一个意思，只写一个")
        path = Path(source.file).parent / name
        if name not in BUILT_IN and not path.is_file():
            raise source.refuse(key, f"没有叫“{shown(name)}”的自带版式（有 {'、'.join(BUILT_IN)}），也没有文件 {path}")
        found = name if name in BUILT_IN else os.path.realpath(path)
        if found in seen:
            raise source.refuse(key, f"绕回了 {found}：版式不能承自自己，也不能承自由它得出的版式")
        chain.insert(0, _source(BUILT_IN[name]) if name in BUILT_IN else parsed(str(path), _text(path), LAYOUT))
        seen.append(found)
    return chain


def form_of(name: str, given: Form | None = None) -> Form:
    """The form of a 模板; ``given`` is that of a layout file from outside the program.

    Refuses with ``BadData`` a 模板 that no layout has.
    """
    if given is not None:
        if given.name != name:
            raise BadData("单位.模板", f"“{name}”与版式文件 {given.file} 的名称“{given.name}”不同，请改成一致")
        return given
    if name not in BUILT_IN:
        raise BadData(
            "单位.模板", f"“{name}”不在可选范围内，只能是：{'、'.join(BUILT_IN)}（别的地区用 --layout 指定版式文件）"
        )
    return built_in(name)


def form_named(layout: str) -> Form:
    """The form that a user means by the name of a 模板 or by the path of a layout file."""
    return built_in(layout) if layout in BUILT_IN else assembled(common(), *layers_named(layout))


def layers_named(layout: str) -> list[Source]:
    """The layout that a user means by a name or a path, behind those that it is laid over."""
    if layout in BUILT_IN:
        return layers(_source(BUILT_IN[layout]), layout)
    path = Path(layout)
    if not os.path.lexists(path) and not path.suffix:
        raise BadUsage(f"没有叫“{layout}”的版式；可以是 {'、'.join(BUILT_IN)}，或一个版式文件的路径。")
    return layers_in(path)


def _source(file: str) -> Source:
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
