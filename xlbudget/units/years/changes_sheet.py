"""变动: what a rolled workbook took over, moved and emptied, line by line; texts only, for a person to work through."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from xlbudget.datafile.fields import FILE
from xlbudget.language.sheet import Area, Item, Link, Page, Sheet
from xlbudget.reading.remarks import Place

Places: TypeAlias = Mapping[str, Place]
KEY = "变动"
ABOUT = "从上年结转来的工作簿：沿用了什么、什么移到了上年或年初、清空了什么，和上年工作簿里没有改完的地方"
HOW = "清空的说的是上年工作簿里的格，别的是这一本里的格；照着核对，核对完可以删去这张表"
Row: TypeAlias = Mapping[str, Any]
What: TypeAlias = Literal["结转", "移到上年", "清空", "沿用", "上年的问题"]
HEADINGS = ("哪一格", "怎样", "原来的数", "现在", "说明")
WIDTHS = (36, 14, 40, 40, 70)
HEADER = 4
LONGEST = 300
"""Characters: of a longer text the beginning is listed."""


@dataclass(frozen=True)
class Change:
    """``path`` as in the data file of the new year (or of the old one, for what is gone)."""

    path: str
    what: What
    old: Any = ""
    new: Any = ""
    about: str = ""


@dataclass
class Log:
    """The changes in the order in which they are made."""

    changes: list[Change] = field(default_factory=list)

    def add(self, path: str, what: What, old: Any = "", new: Any = "", about: str = "") -> None:
        self.changes.append(Change(path, what, old, new, about))

    def gone(self, path: str, old: Any) -> None:
        """What is not taken along."""
        self.add(path, "清空", old)

    def all_gone(self, path: str, old: Row, but: Container[str] = ()) -> None:
        """An object of which nothing is taken along but what is left to others."""
        for name, value in old.items():
            if name not in but:
                self.gone(f"{path}.{name}", value)

    def count(self, what: What) -> int:
        return sum(change.what == what for change in self.changes)


def changes_sheet(source: str, year: int | str, changes: Sequence[Change], old: Places, new: Places) -> Sheet:
    """``old`` and ``new``: the input cells of last year's workbook, of which what is gone speaks, and of this one."""
    items: list[Item] = [
        Item(1, 1, KEY, "title", cols=len(HEADINGS)),
        Item(2, 1, Link("返回目录", "目录"), "link"),
        Item(2, 2, f"从 {source}（{year} 年度）结转。{ABOUT}；{HOW}", "help", cols=4),
        *(Item(HEADER, col, heading, "head") for col, heading in enumerate(HEADINGS, 1)),
    ]
    for row, change in enumerate(changes, HEADER + 1):
        place = where(change.path, old if change.what == "清空" else new)
        texts = (place, change.what, shown(change.old), shown(change.new), change.about)
        items += [Item(row, col, text or None, "text") for col, text in enumerate(texts, 1)]
    return Sheet(
        KEY,
        tuple(items),
        WIDTHS,
        heights=((1, 34), (2, 30), (HEADER, 22)),
        page=Page(len(HEADINGS), landscape=True, heading=(HEADER, HEADER), rows=HEADER + max(len(changes), 1)),
        freeze=(HEADER + 1, 2),
        filter=Area(KEY, HEADER, 1, len(changes) + 1, len(HEADINGS)),
        open=True,
        about=ABOUT,
        brief="由上年结转来了什么",
        tab="说明",
    )


def where(path: str, places: Places) -> str:
    """A path of the data file as the user finds it: the cell, the row of an entry, or the sheet of what has no cell."""
    if (place := places.get(path)) is not None:
        return str(place)
    within = next((place for one, place in places.items() if one.startswith((f"{path}.", f"{path}["))), None)
    if within is not None:
        return f"{within.sheet} 第 {within.row} 行" if path.endswith("]") else within.sheet
    key = re.split(r"[.[（]", path)[0]
    return f"录入-{key}" if any(one.key == key for one in FILE.fields) else path


def shown(value: Any) -> str:
    """A value of the data file as a text."""
    text = str(value) if value is not None else ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
