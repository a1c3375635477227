"""What a reader must be told: cells that are not as they should be, rows that cannot both stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import Kind, join, shown
from xlbudget.datafile.problems import Alike, Missing, Problem, Repeated, problems
from xlbudget.language.sheet import address_of


@dataclass(frozen=True)
class Place:
    """An input cell."""

    sheet: str
    row: int
    col: int

    @property
    def cell(self) -> str:
        return address_of(self.row, self.col)

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
    missing: bool = False
    """Whether it is that something required is not there, as the workbook's own hints say, too."""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{place}：{self.sentence}" if place else self.sentence


def about(place: Place, raw: str, read: Any, certain: bool, sentence: str, counts: bool = True) -> Oddity:
    return Oddity(place.sheet, place.cell, raw, read, certain, sentence, counts)


def refusals(value: Any, kind: Kind, places: Mapping[str, Place]) -> Iterator[Oddity]:
    """What ``build`` would refuse in content that was read: keys missing, rows and keys twice, lists too long."""
    for problem in problems(value, kind):
        match problem:
            case Missing(path, _, key):
                cell, raw, todo = path, "", f"必须有{key}，现在没有；补上以前"
            case Repeated(path, _, first, fields):
                key, raw = next(iter(fields.items()))
                what = "、".join(f"{key} {shown(part)}" for key, part in fields.items() if part) or "都是空白"
                earlier = places.get(f"{first}.{key}", first)
                cell, todo = f"{path}.{key}", f"与 {earlier} 重复（{what}）；两行都读入了，合并以前"
            case Alike(path, _, owner, key, first):
                first = join(owner, first)
                cell, raw = join(owner, key), key
                todo = f"与 {places.get(first, first)} 的键只差空白；都读入了，合并以前"
            case Problem(path, why) if path not in places:
                cell, raw, todo = path, "", f"{why}；改好以前"
            case _:
                # Said of its cell when that was read.
                continue
        sentence = f"{todo}，读出的数据文件不能用来生成工作簿"
        read = raw if isinstance(problem, Repeated | Alike) else None
        if place := places.get(cell):
            lacking = isinstance(problem, Missing)
            yield Oddity(place.sheet, place.cell, raw, read, False, sentence, missing=lacking)
        else:
            yield Oddity("", "", raw, read, False, f"{path} {sentence}")
