"""Which tables a layout prints: in which order, under which numbers, and which of them once more (另印)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlbudget.datafile.kinds import shown
from xlbudget.language.nearest import nearest
from xlbudget.language.sections import numeral
from xlbudget.sheets.tables.every import DECLARED, OTHERS, VIEWED

USUAL, NONE = "公开{01}表", "无"
"""The style of a number, and what is written where none is printed."""
LONGEST_NUMBER = 20
_STYLE = re.compile(r"\{(01|1|一)\}")
_NUMBER = re.compile(r"(?:公开)?0?([1-9][0-9]?)")

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Printing:
    """``names``: the tables in order, as the layout calls them; ``numbers``: what each is numbered, 公开07, 1-1 …"""

    names: tuple[str, ...]
    numbers: Mapping[str, str]
    style: str
    unprinted: tuple[str, ...]
    """Tables of the national form that are not printed."""

    def sheet(self, name: str) -> str:
        """The sheets are called by the order, whatever numbers are printed."""
        return f"公开{self.names.index(name) + 1:02}"

    def number(self, name: str) -> str:
        """What stands above a table as its number; "" for nothing.

        >>> one = Printing(("公开01", "三公"), {"公开01": "公开01", "三公": "公开07"}, "表{一}", ())
        >>> one.sheet("三公"), one.number("三公"), one.number("公开01")
        ('公开02', '表七', '表一')
        """
        number, style = self.numbers[name], USUAL if self.style == "有" else self.style
        if NONE in (number, style):
            return ""
        if plain := _NUMBER.fullmatch(number):
            place = int(plain[1])
            number = {"01": f"{place:02}", "1": str(place), "一": numeral(place)}[_STYLE.findall(style)[0]]
        return _STYLE.sub(number, style)


def printing(common: Said, own: Said) -> Printing:
    """What is printed by a layout that says ``own`` over the national form; unsaid, all of that, by the numbers."""
    national, given = common["公开表"], own.get("编号", {})
    usual = [*national, *(name for name in DECLARED if name not in national)]
    names = own.get("公开表")
    if names is None:
        names = [*national, *(name for name in usual if name in own.get("表", ()) and name not in national)]
        names.sort(key=lambda name: _place(given.get(name, "")) or usual.index(name) + 1)
        usual_number = {name: usual.index(name) + 1 for name in names}
    else:
        usual_number = {name: place for place, name in enumerate(names, 1)}
    numbers = {name: given.get(name, f"公开{place:02}") for name, place in usual_number.items()}
    style = own.get("表号", common["表号"])
    return Printing(tuple(names), numbers, style, tuple(name for name in national if name not in names))


def _place(number: str) -> int:
    found = _NUMBER.fullmatch(number)
    return int(found[1]) if found else 0


def contradictions(layout: Said, made: Printing) -> Iterator[tuple[str, str]]:
    """Path and reason of everything in 公开表, 编号, 另印 and 表号 that cannot be."""
    views = layout.get("另印", {})
    known = (*DECLARED, *views)
    yield from _views(views, made.names)
    if not made.names:
        yield "公开表", "至少要列一张表"
    for at, name in enumerate(made.names):
        if name not in known:
            yield f"公开表[{at}]", f"没有叫“{shown(name)}”的表，另印 里也没有{nearest(name, known)}"
        if made.names.index(name) != at:
            yield f"公开表[{at}]", f"“{shown(name)}”已经列过了；同一张表要印两张，第二张写在 另印 里"
    for name, number in layout.get("编号", {}).items():
        if name not in known:
            yield f"编号.{shown(name)}", f"没有叫“{shown(name)}”的表{nearest(name, known)}"
        if not number.strip() or len(number) > LONGEST_NUMBER or re.search("[{}]", number):
            yield f"编号.{shown(name)}", f"应是一个号，如 公开08、8、1-1，或 无；现为“{shown(number)}”"
    yield from _twice(layout, made)
    if made.style not in ("有", NONE) and (len(_STYLE.findall(made.style)), made.style.count("{")) != (1, 1):
        yield "表号", f"应是 有、无，或有一个 {{一}}、{{1}} 或 {{01}} 的样子，如 表{{一}}；现为“{shown(made.style)}”"


def _twice(layout: Said, made: Printing) -> Iterator[tuple[str, str]]:
    numbers = {name: _place(number) or number for name, number in made.numbers.items() if number != NONE}
    for name in layout.get("编号", {}):
        if list(numbers.values()).count(numbers.get(name, NONE)) > 1:
            yield f"编号.{name}", f"{made.numbers[name]} 给了不止一张表"


def _views(views: Mapping[str, Said], printed: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, said in views.items():
        path, of = f"另印.{shown(name)}", said["取自"]
        if not re.fullmatch(r"\w{1,30}", name):
            yield path, "名称只能是文字和数字，最多 30 个"
        if name in (*DECLARED, *(table.name for table in OTHERS)) or re.fullmatch(r"公开\d+", name):
            yield path, "这是别的表、别的工作表的名称，请另起一个"
        if of not in VIEWED:
            yield f"{path}.取自", f"没有叫“{shown(of)}”的按科目的表，可以是：{'、'.join(VIEWED)}"
        if name not in printed:
            yield path, "没有列在 公开表 里"
