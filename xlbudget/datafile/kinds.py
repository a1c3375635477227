"""The kinds of which a data file is made: what may stand in one place of it.

Whether a value is of its kind is for ``problems`` to say, whether a figure is *right* for the formulas of the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no cell can hold."""


@dataclass(frozen=True)
class Text:
    """A text; a text that begins with ``=`` stays a text."""


@dataclass(frozen=True)
class Code(Text):
    """A text that should be a code of so many digits."""

    lengths: tuple[int, ...]


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
    later: bool = False
    """Workbooks of versions before 0.4.0 have no cell for it."""


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
    key: Text = Text()


Kind: TypeAlias = Text | Amount | Number | Whole | Choice | Record | ListOf | Mapping


def mapped(
    value: Any,
    kind: Kind,
    record: Callable[[dict[str, Any], Record], dict[str, Any]],
    leaf: Callable[[Any, Kind], Any] = lambda value, _: value,
) -> Any:
    """A value made anew from within: ``leaf`` of each text, figure and choice, then ``record`` of the object around."""
    match kind:
        case Record(fields) if isinstance(value, dict):
            kinds = {field.key: field.kind for field in fields}
            return record({key: mapped(one, kinds[key], record, leaf) for key, one in value.items()}, kind)
        case ListOf(item) if isinstance(value, list):
            return [mapped(one, item, record, leaf) for one in value]
        case Mapping(item) if isinstance(value, dict):
            return {key: mapped(one, item, record, leaf) for key, one in value.items()}
        case _:
            return leaf(value, kind)


def blank(kind: Kind, choice: str | None = None) -> Any:
    """What a place holds that is left blank; None where that is nothing.

    A blank text is a text, a blank list an empty one. A choice or a figure that is blank is absent, and so is an object
    that must have one, unless ``choice`` is to stand in for it.
    """
    match kind:
        case Text():
            return ""
        case Choice():
            return choice
        case ListOf():
            return []
        case Mapping():
            return {}
        case Record(fields):
            inner = {field.key: blank(field.kind, choice) for field in fields if field.required}
            return None if None in inner.values() else inner
        case _:
            return None


def number(value: Any) -> float | int | None:
    """The figure that an amount of the file stands for; None when there is none."""
    if isinstance(value, str):
        exact = Decimal(value.strip())
        value = int(exact) if exact == exact.to_integral_value() and "." not in value else float(exact)
    return 0 if value == 0 else value


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
