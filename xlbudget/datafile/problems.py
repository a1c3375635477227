"""What keeps a value from being of its kind: a wrong type, an unknown key, a number or a text that no cell can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from xlbudget.datafile.kinds import ILLEGAL, Choice, Kind, ListOf, Mapping, Record, Text, Whole, join, same_key, shown
from xlbudget.errors import BadData
from xlbudget.language.limits import CELL, DIGITS, units

AMOUNT_LIMIT = 10**13
"""Excel has 15 significant digits: of a larger figure the cents are not exact."""

_NUMERIC = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


class Inexact(float):
    """A number of a data file with more digits than a figure holds."""

    def __init__(self, written: str) -> None:
        self.written = written


class Doubled(dict[str, Any]):
    """A JSON object in which a key stands twice."""

    def __init__(self, pairs: list[tuple[str, Any]], twin: str) -> None:
        super().__init__(pairs)
        self.twin = twin


@dataclass(frozen=True)
class Problem:
    """``path`` names the place, e.g. ``支出[3].资金来源``; ``why`` says of a data file what is wrong there."""

    path: str
    why: str


@dataclass(frozen=True)
class Missing(Problem):
    """A required key that is not there."""

    key: str


@dataclass(frozen=True)
class Repeated(Problem):
    """An item of a list that agrees with an earlier one, the path of which is ``first``, in all these fields."""

    first: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Alike(Problem):
    """A free key of the object at ``owner`` that differs from an earlier one by blanks only."""

    owner: str
    key: str
    first: str


def validate(value: Any, kind: Kind, path: str) -> None:
    """Refuse with :class:`BadData`, naming the place, what ``kind`` cannot hold."""
    for problem in problems(value, kind, path):
        raise BadData(problem.path, problem.why)


def problems(value: Any, kind: Kind, path: str = "") -> Iterator[Problem]:
    """Everything in a value that ``kind`` cannot hold, in the order of the file."""
    match kind:
        case Record() | Mapping():
            if not isinstance(value, dict):
                yield Problem(path or "文件", f"应为对象，现为{_kind_of(value)}")
                return
            if isinstance(value, Doubled):
                yield Problem(join(path, shown(value.twin)), "同一个对象里这个键出现了两次，只能保留一个")
            yield from _in_record(value, kind, path) if isinstance(kind, Record) else _in_mapping(value, kind, path)
        case ListOf():
            if isinstance(value, list):
                yield from _in_list(value, kind, path)
            else:
                yield Problem(path, f"应为列表，现为{_kind_of(value)}")
        case _:
            if why := unfit(value, kind):
                yield Problem(path, why)


def _in_record(value: dict[str, Any], kind: Record, path: str) -> Iterator[Problem]:
    known = [field.key for field in kind.fields]
    for key in value:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"，是否应为“{near[0]}”" if near else f"，这里可以有：{'、'.join(known)}"
            yield Problem(join(path, shown(key)), f"没有这个键{hint}")
    for field in kind.fields:
        here = join(path, field.key)
        if field.key in value:
            yield from problems(value[field.key], field.kind, here)
        elif field.required:
            yield Missing(here, "必须有这个键，现在没有", field.key)


def _in_mapping(value: dict[str, Any], kind: Mapping, path: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, item in value.items():
        here = join(path, shown(key))
        if why := unfit(key, Text()):
            yield Problem(here, why)
        if (other := seen.setdefault(same_key(key), key)) != key:
            yield Alike(here, f"与键“{shown(other)}”只差空白，算同一个，请合并成一个", path, key, other)
        yield from problems(item, kind.value, here)


def _in_list(value: list[Any], kind: ListOf, path: str) -> Iterator[Problem]:
    if kind.most and len(value) > kind.most:
        yield Problem(path, f"有 {len(value)} 条，最多 {kind.most} 条")
    seen: dict[tuple[str, ...], str] = {}
    for index, item in enumerate(value):
        here = f"{path}[{index}]"
        yield from problems(item, kind.item, here)
        if kind.unique and isinstance(item, dict):
            parts = {key: str(item.get(key, "")).strip() for key in kind.unique}
            # Names that differ in case and blanks are the same to an office program.
            identity = tuple(" ".join(part.split()).lower() for part in parts.values())
            if (first := seen.setdefault(identity, here)) != here:
                what = "、".join(f"{key} {part}" for key, part in parts.items() if part)
                yield Repeated(here, f"与 {first} 重复（{what}），请合并成一行", first, parts)


def unfit(value: Any, kind: Kind) -> str:
    """Why a value cannot be the text, the figure or the choice that ``kind`` asks for; "" when it can."""
    match kind:
        case Text():
            return _unfit_text(value)
        case Choice(options):
            if any(type(value) is type(option) and value == option for option in options):
                return ""
            found = shown(value) if isinstance(value, str | int | float) else _kind_of(value)
            return f"“{found}”不在可选范围内，只能是：{'、'.join(map(str, options))}"
        case Whole() if isinstance(value, bool) or not isinstance(value, int):
            return f"应为整数，现为{_kind_of(value)}"
        case _:
            return _unfit_figure(value)


def kept(written: str) -> bool:
    """Whether a figure holds a number just as it is written: office programs and Python keep the same binary one."""
    exact = Decimal(written.strip())
    return len(exact.as_tuple().digits) <= DIGITS or Decimal(repr(float(exact))) == exact


def _unfit_text(value: Any) -> str:
    if not isinstance(value, str):
        return f"应为文本，现为{_kind_of(value)}"
    if units(value) > CELL:
        return f"文本有 {units(value)} 个字符，超过单元格的上限 {CELL}"
    if bad := ILLEGAL.search(value):
        return f"第 {bad.start() + 1} 个字符是控制字符（U+{ord(bad.group()):04X}），单元格放不下，请删去"
    return ""


def _unfit_figure(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return f"应为数字，现为{_kind_of(value)}"
    if isinstance(value, str) and not _NUMERIC.fullmatch(value.strip()):
        return f"应为数字，现为{_kind_of(value)}（金额文本不带千分位和单位）"
    exact = Decimal(value.strip()) if isinstance(value, str) else Decimal(value)
    if not exact.is_finite():
        return "不是有限的数（NaN 或无穷大）"
    if abs(exact) >= AMOUNT_LIMIT:
        return f"{shown(value)} 过大，表格软件只能准确表示绝对值小于 {AMOUNT_LIMIT:,} 的数"
    written = value.written if isinstance(value, Inexact) else value
    if isinstance(written, str) and not kept(written):
        return f"{shown(written)} 的数字太多，表格软件只留 {DIGITS} 位有效数字，请四舍五入后再填"
    return ""


def _kind_of(value: Any) -> str:
    if value is None:
        return "空值 null"
    names = {bool: "真假值", int: "数字", float: "数字", str: "文本", list: "列表", dict: "对象"}
    quoted = f"“{shown(value)}”" if isinstance(value, str) else ""
    return f"{names.get(type(value), type(value).__name__)}{quoted}"
