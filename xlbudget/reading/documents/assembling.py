"""Entries put together as a data file: each at its place in the declaration of the file, none over another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from xlbudget.datafile.fields import FILE
from xlbudget.datafile.kinds import Kind, ListOf, Mapping, Record
from xlbudget.reading.documents.found import Left, Origin, ReadEntry

Path: TypeAlias = tuple[str, ...]


@dataclass
class Assembled:
    """``content``: that of a data file; ``places``: where each value comes from, by its path."""

    content: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple[str, ...], Origin] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def add(self, entries: Iterable[ReadEntry]) -> None:
        for entry in entries:
            if (before := self.places.get(entry.path)) is None:
                self.places[entry.path] = entry.place
                _put(self.content, FILE, entry.path, entry.value)
            elif not _same(_value(self.content, FILE, entry.path), entry.value):
                why = f"{'/'.join(entry.path)} 在 {before} 已经有另一个数，这个没有录入"
                self.left.append(Left(str(entry.value), entry.place, why))

    def publish(self, published: Iterable[tuple[dict[str, str], Origin]]) -> list[Origin]:
        """The entries of 公开数, each once; and their places in the same order."""
        seen: dict[tuple[str, ...], tuple[str, Origin]] = {}
        rows, places = self.content.setdefault("公开数", []), []
        for row, place in published:
            key = tuple(row.get(name, "") for name in ("表", "行", "列", "处"))
            if key not in seen:
                seen[key] = row["数"], place
                rows.append(row)
                places.append(place)
            elif seen[key][0] != row["数"]:
                why = f"{' '.join(filter(None, key))} 在 {seen[key][1]} 印的是 {seen[key][0]}，这里不同，没有登记"
                self.left.append(Left(row["数"], place, why))
        return places


def _put(into: dict[str, Any], kind: Kind, path: tuple[str, ...], value: Any) -> None:
    inner, rest = _down(into, kind, path, make=True)
    (key,) = rest
    inner[key] = value


def _value(into: dict[str, Any], kind: Kind, path: tuple[str, ...]) -> Any:
    inner, rest = _down(into, kind, path, make=False)
    return inner[rest[0]]


def _down(
    into: dict[str, Any], kind: Kind, path: tuple[str, ...], make: bool
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The object in which the value at the end of a path stands, and the key that is left of the path."""
    while len(path) > 1:
        key, *rest = path
        inner = kind[key].kind if isinstance(kind, Record) else kind.value if isinstance(kind, Mapping) else kind
        if isinstance(inner, ListOf):
            count = len(inner.unique)
            keys, rest = dict(zip(inner.unique, rest, strict=False)), rest[count:]
            rows = into.setdefault(key, []) if make else into[key]
            row = next((row for row in rows if all(row.get(k, "") == v for k, v in keys.items())), None)
            if row is None:
                row = {k: v for k, v in keys.items() if v}
                rows.append(row)
            into, kind = row, inner.item
        else:
            into = into.setdefault(key, {}) if make else into[key]
            kind = inner
        path = tuple(rest)
    return into, path


def _same(one: Any, other: Any) -> bool:
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return bool(one == other)
