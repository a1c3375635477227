"""What a reader must be told: cells that are not as they should be, rows that cannot both stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import Kind, ListOf, Record, join, same_key, shown
from xlbudget.datafile.kinds import Mapping as FreeKeys
from xlbudget.language.sheet import column_letter


@dataclass(frozen=True)
class Place:
    """An input cell."""

    sheet: str
    row: int
    col: int

    @property
    def cell(self) -> str:
        return f"{column_letter(self.col)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class Oddity:
    """Something in the workbook that a person should look at.

    ``certain``: what was read is what was meant. Otherwise the cell counts as absent from the data, or stands there as
    it is although ``build`` would refuse it; the sentence says which.
    """

    sheet: str
    cell: str
    """A1 address; "" where it concerns the whole sheet, or (with ``sheet`` "") the whole file."""
    raw: str
    read: Any
    certain: bool
    sentence: str
    counts: bool = True
    """Whether the workbook's own formulas take the cell as it was read."""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}：{self.sentence}" if place else self.sentence


def about(place: Place, raw: str, read: Any, certain: bool, sentence: str, counts: bool = True) -> Oddity:
    return Oddity(place.sheet, place.cell, raw, read, certain, sentence, counts)


def refusals(value: Any, kind: Kind, path: str, places: Mapping[str, Place]) -> Iterator[Oddity]:
    """What ``build`` would refuse in content whose values are all of their kind: keys missing, rows twice."""
    match kind:
        case Record(fields):
            for field in fields:
                here = join(path, field.key)
                if field.key in value:
                    yield from refusals(value[field.key], field.kind, here, places)
                elif field.required:
                    yield _missing(here, field.key, places)
        case ListOf(item, unique):
            seen: dict[tuple[str, ...], int] = {}
            for index, entry in enumerate(value):
                yield from refusals(entry, item, f"{path}[{index}]", places)
                if not unique:
                    continue
                identity = tuple(str(entry.get(key, "")).strip() for key in unique)
                if identity in seen:
                    yield _twice(path, seen[identity], index, unique, identity, places)
                seen.setdefault(identity, index)
        case FreeKeys():
            alike: dict[str, str] = {}
            for key in value:
                if (other := alike.setdefault(same_key(key), key)) != key:
                    yield _alike(join(path, other), join(path, key), key, places)
        case _:
            return


def _alike(first: str, second: str, key: str, places: Mapping[str, Place]) -> Oddity:
    sentence = f"与 {places.get(first, first)} 的键只差空白；都读入了，合并以前，读出的数据文件不能用来生成工作簿"
    later = places.get(second)
    return about(later, key, key, False, sentence) if later else Oddity("", "", key, key, False, f"{second} {sentence}")


def _missing(path: str, key: str, places: Mapping[str, Place]) -> Oddity:
    sentence = f"必须有{key}，现在没有；补上以前，读出的数据文件不能用来生成工作簿"
    place = places.get(path)
    return about(place, "", None, False, sentence) if place else Oddity("", "", "", None, False, f"{path} {sentence}")


def _twice(
    path: str, first: int, second: int, unique: tuple[str, ...], identity: tuple[str, ...], places: Mapping[str, Place]
) -> Oddity:
    what = "、".join(f"{key} {shown(part)}" for key, part in zip(unique, identity, strict=True) if part) or "都是空白"
    earlier, later = (places.get(f"{path}[{index}].{unique[0]}") for index in (first, second))
    sentence = (
        f"与 {earlier or f'{path}[{first}]'} 重复（{what}）；两行都读入了，合并以前，读出的数据文件不能用来生成工作簿"
    )
    if later is None:
        return Oddity("", "", "", None, False, f"{path}[{second}] {sentence}")
    return about(later, identity[0], identity[0], False, sentence)
