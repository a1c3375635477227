"""What a workbook says of itself (document properties, and a cell): ours or not, of a version this program knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from xlbudget import __version__
from xlbudget.datafile.fields import VERSION
from xlbudget.datafile.kinds import shown
from xlbudget.errors import BadData, LaterVersion, NotOurs, StampsDiffer
from xlbudget.language.form import Form
from xlbudget.language.sheet import place_of
from xlbudget.language.shifting import plain_name
from xlbudget.reading.cells import Workbook
from xlbudget.reading.package import Package
from xlbudget.reading.tabs import own
from xlbudget.regions.forms import form_of
from xlbudget.sheets import fingerprint
from xlbudget.sheets.structure import MARK_NAME, SHEET

PROGRAM, DATA, LAYOUT, KEYS = "xlbudget程序版本", "xlbudget数据版本", "xlbudget模板", "xlbudget键"
FORMULAS = fingerprint.PROPERTY
_STAMPED = (PROGRAM, DATA, LAYOUT, KEYS, FORMULAS)


def stamp_of(book: Workbook) -> tuple[dict[str, str], str]:
    """What ``build`` stamped on a workbook, from where it survived, and a sentence where it did not; two that differ
    are refused."""
    listed, kept = _of_properties(book.package), _of_cell(book)
    for name, value in kept.items():
        if (other := listed.get(name, value)) != value:
            raise StampsDiffer(book.package.path, name, shown(other), shown(value))
    note = ""
    if kept and len(listed) < len(kept):
        note = f"文件属性里没有 xlbudget 的标记（可能删过属性和个人信息），按“{SHEET}”表里留着的那一份读"
    elif listed and not kept and SHEET in book.sheets and not is_earlier(listed):
        note = f"“{SHEET}”表里没有 xlbudget 的标记，按文件属性里的那一份读"
    return kept | listed, note


def _of_properties(package: Package) -> dict[str, str]:
    part = package.target("", "custom-properties")
    found = {}
    if part is not None and part in package:
        for element in package.xml(part).iter("{*}property"):
            found[element.get("name", "")] = "".join(element.itertext()).strip()
    return {name: value for name, value in found.items() if name in _STAMPED and value}


def _of_cell(book: Workbook) -> dict[str, str]:
    """What the cell says that the name leads to."""
    names = own(book.package, "definedNames/definedName")
    target = next(((one.text or "").strip() for one in names if one.get("name") == MARK_NAME), f"{SHEET}!B1")
    sheet, _, cell = target.replace("$", "").rpartition("!")
    sheet, place = plain_name(sheet), place_of(cell)
    text = book.read(sheet).at(*place).value if sheet in book.sheets and place else None
    try:
        found = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    found = found if isinstance(found, dict) else {}
    return {name: found[name] for name in _STAMPED if found.get(name) and isinstance(found[name], str)}


def form_by(stamp: dict[str, str], path: Path, given: Form | None) -> Form:
    """The form of a workbook; one that is not ours, is of a later version, or whose 模板 is not known, is refused."""
    if DATA not in stamp or LAYOUT not in stamp or KEYS not in stamp:
        raise NotOurs(path, f"文件属性和“{SHEET}”表里都没有 xlbudget 的标记（可能被别的程序去掉了）")
    theirs = stamp[DATA].strip()
    if not re.fullmatch(r"[0-9]{1,9}", theirs):
        raise NotOurs(path, f"标记里的 {DATA} 不是版本号")
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
    program = shown(stamp.get(PROGRAM, "（没有写明）"))
    return f"旧版本 {program}" if is_earlier(stamp) else f"另一次构建的 {program}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(digits[:9]) for digits in re.findall(r"[0-9]+", version))
