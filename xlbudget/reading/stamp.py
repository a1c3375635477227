"""What a workbook says of itself (custom document properties): ours or not, and of a version this program knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from xlbudget import __version__
from xlbudget.datafile.fields import VERSION
from xlbudget.errors import BadData, LaterVersion, NotOurs
from xlbudget.language.form import Form
from xlbudget.reading.package import Package
from xlbudget.regions.forms import form_of
from xlbudget.sheets import fingerprint

PROGRAM, DATA, LAYOUT, KEYS = "xlbudget程序版本", "xlbudget数据版本", "xlbudget模板", "xlbudget键"
FORMULAS = fingerprint.PROPERTY


def stamp_of(package: Package) -> dict[str, str]:
    """The properties that ``build`` stamps on a workbook."""
    part = package.target("", "custom-properties")
    found = {}
    if part is not None and part in package:
        for element in package.xml(part).iter("{*}property"):
            found[element.get("name", "")] = "".join(element.itertext()).strip()
    return {name: value for name, value in found.items() if name in (PROGRAM, DATA, LAYOUT, KEYS, FORMULAS)}


def form_by(stamp: dict[str, str], path: Path, given: Form | None) -> Form:
    """The form of a workbook; one that is not ours, is of a later version, or whose 模板 is not known, is refused."""
    if DATA not in stamp or LAYOUT not in stamp or KEYS not in stamp:
        raise NotOurs(path, "文件属性里没有 xlbudget 的标记（可能被别的程序去掉了）")
    theirs = stamp[DATA].strip()
    if not re.fullmatch(r"[0-9]{1,9}", theirs):
        raise NotOurs(path, f"文件属性 {DATA} 不是版本号")
    if int(theirs) > VERSION:
        raise LaterVersion(path, "数据版本", theirs, str(VERSION))
    program = stamp.get(PROGRAM, "0")
    if _numbers(program) > _numbers(__version__):
        raise LaterVersion(path, "程序版本", program, __version__)
    try:
        return form_of(stamp[LAYOUT], given)
    except BadData as error:
        raise error.in_file(path) from None


def is_earlier(stamp: Mapping[str, str]) -> bool:
    """Whether a file is of an earlier version of the program."""
    return _numbers(stamp.get(PROGRAM, "0")) < _numbers(__version__)


def builder(stamp: Mapping[str, str]) -> str:
    """What built a file with other formulas than ours, as a sentence names it."""
    program = stamp.get(PROGRAM, "0")
    return f"旧版本 {program}" if is_earlier(stamp) else f"另一次构建的 {program}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(digits[:9]) for digits in re.findall(r"[0-9]+", version))
