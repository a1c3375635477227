"""The kinds of which a data file is made, their validation and their JSON Schema.

A kind says what may stand in one place of the file. :func:`validate` refuses only what cannot be
represented (a wrong JSON type, an unknown key, a number that is not finite, a text a cell cannot hold);
whether a figure is *right* is for the formulas of the workbook to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeAlias

from xlbudget.errors import BadData
from xlbudget.language.limits import CELL, DIGITS, units

AMOUNT_LIMIT = 10**13
"""Excel 只有 15 位有效数字：绝对值再大，分位就不准了。"""

_NUMERIC = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Text:
    """A text; a text that begins with ``=`` stays a text."""


@dataclass(frozen=True)
class Amount:
    """A figure in 金额单位 (a JSON number or a numeric string); an absent one is zero."""


@dataclass(frozen=True)
class Number:
    """A figure with a unit of its own (a score, a count, square metres)."""


@dataclass(frozen=True)
class Whole:
    """A whole number, such as a year or a head count."""


@dataclass(frozen=True)
class Choice:
    options: tuple[str | int, ...]


@dataclass(frozen=True)
class Field:
    key: str
    kind: Kind
    required: bool = False
    about: str = ""


@dataclass(frozen=True)
class Record:
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        keys = [field.key for field in self.fields]
        if len(keys) != len(set(keys)):
            raise ValueError(f"duplicate field among {keys}")

    def __getitem__(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)


@dataclass(frozen=True)
class ListOf:
    """A list; no two items may agree in all fields of ``unique`` but for case and blanks (an absent one is empty).

    ``most``: how many items it may have, where the keys of formulas hold no more; 0 for any number.
    """

    item: Kind
    unique: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Mapping:
    """An object with free keys (codes, names of sentences), all values of one kind."""

    value: Kind


class Inexact(float):
    """A number of a data file with more digits than a figure holds; :func:`validate` refuses it, naming the place."""

    def __new__(cls, written: str) -> Inexact:
        made = super().__new__(cls, written)
        made.written = written
        return made

    written: str


class Doubled(dict[str, Any]):
    """A JSON object in which a key stands twice; :func:`validate` refuses it, naming the place."""

    def __init__(self, pairs: list[tuple[str, Any]], twin: str) -> None:
        super().__init__(pairs)
        self.twin = twin


Kind: TypeAlias = Text | Amount | Number | Whole | Choice | Record | ListOf | Mapping


def kept(written: str) -> bool:
    """Whether a figure holds a number just as it is written: office programs and Python keep the same binary one."""
    exact = Decimal(written.strip())
    return len(exact.as_tuple().digits) <= DIGITS or Decimal(repr(float(exact))) == exact


def number(value: Any) -> float | int | None:
    """The figure that an amount of the file stands for; None when there is none."""
    if isinstance(value, str):
        exact = Decimal(value.strip())
        value = int(exact) if exact == exact.to_integral_value() and "." not in value else float(exact)
    return 0 if value == 0 else value


def validate(value: Any, kind: Kind, path: str) -> None:
    """Refuse with :class:`BadData`, naming the place, what ``kind`` cannot hold."""
    match kind:
        case Text():
            _text(value, path)
        case Amount() | Number():
            _figure(value, path)
        case Whole():
            if isinstance(value, bool) or not isinstance(value, int):
                raise BadData(path, f"应为整数，现为{_kind_of(value)}")
            _figure(value, path)
        case Choice(options):
            if not any(type(value) is type(option) and value == option for option in options):
                found = shown(value) if isinstance(value, str | int | float) else _kind_of(value)
                raise BadData(path, f"“{found}”不在可选范围内，只能是：{'、'.join(map(str, options))}")
        case Record():
            _record(value, kind, path)
        case ListOf():
            _list(value, kind, path)
        case Mapping(inner):
            _object(value, path)
            seen: dict[str, str] = {}
            for key, item in value.items():
                _text(key, join(path, shown(key)))
                if (other := seen.setdefault(same_key(key), key)) != key:
                    raise BadData(join(path, shown(key)), f"与键“{shown(other)}”只差空白，算同一个，请合并成一个")
                validate(item, inner, join(path, shown(key)))


def json_schema(kind: Kind) -> dict[str, Any]:
    """The same declaration as JSON Schema (draft 2020-12), for editors and other programs."""
    match kind:
        case Text():
            return {"type": "string", "maxLength": CELL}
        case Amount() | Number():
            return {"type": ["number", "string"], "pattern": r"^\s*[+-]?[0-9]*\.?[0-9]+\s*$"}
        case Whole():
            return {"type": "integer"}
        case Choice(options):
            return {"enum": list(options)}
        case Mapping(inner):
            return {"type": "object", "additionalProperties": json_schema(inner)}
        case ListOf(item):
            return {"type": "array", "items": json_schema(item)} | ({"maxItems": kind.most} if kind.most else {})
        case Record(fields):
            return {
                "type": "object",
                "additionalProperties": False,
                "required": [field.key for field in fields if field.required],
                "properties": {
                    field.key: json_schema(field.kind) | ({"description": field.about} if field.about else {})
                    for field in fields
                },
            }


def cleaned(text: str) -> str:
    """A text without what no cell can hold; Word's mark of a new line (U+000B) is a new line."""
    return ILLEGAL.sub("", text.replace("\v", "\n"))


def join(path: str, key: str) -> str:
    """The path of ``key`` in the object at ``path``."""
    return f"{path}.{key}" if path else key


def shown(value: Any) -> str:
    """A value as it may stand in a one-line sentence."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in str(value))
    return text if len(text) <= 60 else f"{text[:60]}…"


def same_key(key: str) -> str:
    """What a free key is told apart by: blanks around it, and how its lines end, make no other."""
    return "\n".join(key.strip().splitlines())


def _kind_of(value: Any) -> str:
    if value is None:
        return "空值 null"
    names = {bool: "真假值", int: "数字", float: "数字", str: "文本", list: "列表", dict: "对象"}
    quoted = f"“{shown(value)}”" if isinstance(value, str) else ""
    return f"{names.get(type(value), type(value).__name__)}{quoted}"


def _text(value: Any, path: str) -> None:
    if not isinstance(value, str):
        raise BadData(path, f"应为文本，现为{_kind_of(value)}")
    if units(value) > CELL:
        raise BadData(path, f"文本有 {units(value)} 个字符，超过单元格的上限 {CELL}")
    if bad := ILLEGAL.search(value):
        raise BadData(path, f"第 {bad.start() + 1} 个字符是控制字符（U+{ord(bad.group()):04X}），单元格放不下，请删去")


def _figure(value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadData(path, f"应为数字，现为{_kind_of(value)}")
    if isinstance(value, str) and not _NUMERIC.fullmatch(value.strip()):
        raise BadData(path, f"应为数字，现为{_kind_of(value)}（金额文本不带千分位和单位）")
    exact = Decimal(value.strip()) if isinstance(value, str) else Decimal(value)
    if not exact.is_finite():
        raise BadData(path, "不是有限的数（NaN 或无穷大）")
    if abs(exact) >= AMOUNT_LIMIT:
        raise BadData(path, f"{shown(value)} 过大，表格软件只能准确表示绝对值小于 {AMOUNT_LIMIT:,} 的数")
    written = value.written if isinstance(value, Inexact) else value
    if isinstance(written, str) and not kept(written):
        raise BadData(path, f"{shown(written)} 的数字太多，表格软件只留 {DIGITS} 位有效数字，请四舍五入后再填")


def _object(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise BadData(path or "文件", f"应为对象，现为{_kind_of(value)}")
    if isinstance(value, Doubled):
        raise BadData(join(path, shown(value.twin)), "同一个对象里这个键出现了两次，只能保留一个")


def _record(value: Any, kind: Record, path: str) -> None:
    _object(value, path)
    known = [field.key for field in kind.fields]
    for key in value:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"，是否应为“{near[0]}”" if near else f"，这里可以有：{'、'.join(known)}"
            raise BadData(join(path, shown(key)), f"没有这个键{hint}")
    for field in kind.fields:
        if field.key in value:
            validate(value[field.key], field.kind, join(path, field.key))
        elif field.required:
            raise BadData(join(path, field.key), "必须有这个键，现在没有")


def _list(value: Any, kind: ListOf, path: str) -> None:
    if not isinstance(value, list):
        raise BadData(path, f"应为列表，现为{_kind_of(value)}")
    if kind.most and len(value) > kind.most:
        raise BadData(path, f"有 {len(value)} 条，最多 {kind.most} 条")
    seen: dict[tuple[str, ...], int] = {}
    for index, item in enumerate(value):
        validate(item, kind.item, f"{path}[{index}]")
        if kind.unique:
            parts = [str(item.get(key, "")).strip() for key in kind.unique]
            # 大小写和空格不同的名称在表格软件里是同一个。
            identity = tuple(" ".join(part.split()).lower() for part in parts)
            if identity in seen:
                what = "、".join(f"{key} {part}" for key, part in zip(kind.unique, parts, strict=True) if part)
                raise BadData(f"{path}[{index}]", f"与 {path}[{seen[identity]}] 重复（{what}），请合并成一行")
            seen[identity] = index
