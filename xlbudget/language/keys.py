"""From keys to formulas: where every key of a workbook stands, and the A1 text of every expression.

Addresses are resolved when all sheets are known; an unknown key is refused, naming who asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xlbudget.errors import UnknownReference
from xlbudget.language import expressions as ex
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet, column_letter, runs

_PLACE = re.compile(r"\{([^{}]+)\}")
_RESERVED = re.compile(r"[{}@]")
_NOT_PLAIN = re.compile(r"\W")
TYPED = "｜元"
"""Behind the key of an entry: the cell in which it was typed, where the key itself is that of the adjusted one."""


def key_word(word: str) -> str:
    """A word of the user's as part of a key: what keys, templates and formulas use otherwise is written out (``%40``).

    >>> key_word("A/B@1"), key_word("其他用车")
    ('A%2FB%401', '其他用车')
    """
    return _NOT_PLAIN.sub(lambda match: f"%{ord(match.group()):02X}", word)


@dataclass
class Names:
    """Every key of a workbook and where it stands."""

    areas: dict[str, Area] = field(default_factory=dict)
    figures: dict[str, Item] = field(default_factory=dict)
    """Key → what stands there, for those keys that are one cell."""
    flows: dict[tuple[str, ex.Scope], Counter[Any]] = field(default_factory=dict, compare=False)
    """Key and codes of a cell → the entered figures that flow into it, where ``bounds`` has gathered them."""

    @classmethod
    def of(cls, sheets: Iterable[Sheet]) -> Names:
        names = cls()
        for sheet in sheets:
            names.take(sheet)
        return names

    def take(self, sheet: Sheet) -> None:
        """One more sheet of the workbook."""
        for key, area in (*sheet.areas, *_hints(sheet)):
            self._add(key, area)
        for item in sheet.items:
            if item.key:
                self._add(item.key, Area(sheet.name, item.row, item.col, item.down))
                if item.down == 1:
                    self.figures[item.key] = item

    def _add(self, key: str, area: Area) -> None:
        if _RESERVED.search(key):
            raise ValueError(f"{key} holds what templates use: a word of the user's goes through key_word")
        if key in self.areas:
            raise ValueError(f"{key} is declared twice: {self.areas[key]} and {area}")
        self.areas[key] = area

    def find(self, key: str, asker: str) -> Area:
        area = self.areas.get(key) or self.areas.get(key.removesuffix(TYPED))
        if area is None:
            raise UnknownReference(key, asker, self.areas)
        return area

    def cell(self, key: str, asker: str) -> Area:
        """The one cell at a key; ``key@3`` is the third cell of a column block.

        >>> names.cell("录入/支出/基本支出@3", "例")
        Area(sheet='录入-支出', row=7, col=6, rows=1, cols=1)
        """
        name, at, index = key.partition("@")
        area = self.find(name, asker)
        return Area(area.sheet, area.row + int(index) - 1, area.col) if at else area

    def typed_at(self, key: str, asker: str) -> Area:
        """The cell at a key where a person sees it: of an entry the one in which it is typed."""
        name, at, index = key.partition("@")
        return self.cell(f"{name.removesuffix(TYPED)}{TYPED}{at}{index}", asker)

    def entered(self, key: str) -> Entry | None:
        """The entry of an input cell; None where a key is of something else."""
        item = self.figures.get(f"{key}{TYPED}") or self.figures.get(key)
        return item.content if item is not None and isinstance(item.content, Entry) else None

    def formula(self, item: Item, sheet: str) -> str:
        """The formula (US syntax, with ``=``) of an item that holds an expression.

        Cells of its own sheet are named without it, and blocks do not move with the formula:

        >>> item = Item(1, 1, ex.Formula("{公开03/合计/基本支出}/SUM({录入/支出/基本支出})"), "amount")
        >>> print(names.formula(item, "公开03"))
        =D7/SUM('录入-支出'!$F$5:$F$64)
        """
        asker = f"{sheet}!{column_letter(item.col)}{item.row}"
        if item.content is None or isinstance(item.content, str | Entry | Link):
            raise TypeError(f"{asker} holds no expression")
        cell = _Cell(self, sheet, asker, item.down > 1)
        body = cell.render(item.content, item.scope)
        made = item.content.expr if isinstance(item.content, ex.Typed) else item.content
        if isinstance(made, ex.Sum | ex.Entries):
            body = f"ROUND({body},{ex.EXACT})"
        if isinstance(item.scope, ex.Slot):
            body = f'IF({cell.at(item.scope.low)}="",{cell.behind(item.scope)},{body})'
        return f"={body}"

    def fill(self, template: str, sheet: str, asker: str) -> str:
        """Put addresses in place of the ``{key}`` of a template; blocks become absolute.

        ``{key@3}`` is the third cell of a column block.

        >>> print(names.fill("SUM({录入/支出/基本支出})-{录入/支出/基本支出@3}", "录入-支出", "例"))
        SUM($F$5:$F$64)-F7
        """
        return _Cell(self, sheet, asker).fill(template)


@dataclass(frozen=True)
class _Cell:
    """The cell whose formula is written: addresses as they stand on its sheet."""

    names: Names
    sheet: str
    asker: str
    moves: bool = False
    """It goes down a column."""
    typed: bool = False
    """Of the entries as they were typed: figures that are made of others are written out."""

    def area(self, key: str) -> Area:
        return (self.names.typed_at if self.typed else self.names.cell)(key, self.asker)

    def at(self, key: str) -> str:
        """The address of a cell, or of a block; of what goes down a column only ``{key@3}`` moves along."""
        if (made := self.written_out(key)) is not None:
            body = self.render(*made)
            # The text of a blank cell counts for nothing in a sum, that of a formula is no figure.
            return f"N({body})" if '""' in body else f"({body})"
        area = self.area(key)
        return area.text(self.sheet, fixed=area.rows * area.cols > 1 or self.still(key))

    def written_out(self, key: str) -> tuple[ex.Expr, ex.Scope] | None:
        """What a figure at a key is made of, if it is to be written out and not referred to."""
        entered = not self.typed or f"{key}{TYPED}" in self.names.areas or self.names.entered(key) is not None
        item = None if entered else self.names.figures.get(key)
        if item is None or item.role != "figure" or isinstance(item.content, str | Entry | Link | None):
            return None
        return item.content, item.scope

    def still(self, key: str) -> bool:
        """Whether it does not move along with a formula that goes down a column."""
        return self.moves and "@" not in key

    def fill(self, template: str) -> str:
        return _PLACE.sub(lambda match: self.at(match[1]), template)

    def render(self, expr: ex.Expr, scope: ex.Scope) -> str:
        match expr:
            case ex.Ref(key):
                return self.at(key)
            case ex.Money(key):
                # What is no figure there counts for nothing, and breaks nothing.
                return f"SUM({self.at(key)})/金额换算"
            case ex.Formula(template):
                return self.fill(template)
            case ex.Sum(terms):
                return self._sum(terms, scope)
            case ex.Balance(plus, minus):
                return f"ROUND({self._sum(plus, scope)}-{self._sum(minus, scope)},{ex.EXACT})"
            case ex.Entries():
                return f"{self._entries(expr, scope)}/金额换算"
            case ex.Economic(code):
                keys, amounts = (self.at(f"录入/经济分类/{label}") for label in ("键", "金额"))
                return f"SUMIFS({amounts},{economic_criteria(code, keys)})/金额换算"
            case ex.Ratio(numerator, denominator):
                above, below = (self._operand(part, scope) for part in (numerator, denominator))
                return f'IF({below}=0,"",{above}/{below})'
            case ex.Within(inner, codes):
                return self.render(inner, codes)
            case ex.Typed(inner):
                return replace(self, typed=True).render(inner, scope)
            case ex.Tally():
                raise TypeError(f"{self.asker}: a tally has no value")

    def behind(self, slot: ex.Slot) -> str:
        """What an empty slot shows: nothing, or 合计 in the one behind the last code."""
        if not slot.behind:
            return '""'
        return f'IF({slot.index}={self.at(f"科目树/{slot.tree}/占行")}+1,{self.at(slot.behind)},"")'

    def stands(self, key: str) -> bool:
        """Whether it is referred to where it stands, wherever this formula goes."""
        return not self.still(key) and self.written_out(key) is None

    def _operand(self, expr: ex.Expr, scope: ex.Scope) -> str:
        """An expression that may stand beside an operator."""
        body = self.render(expr, scope)
        return f"({body})" if isinstance(expr, ex.Entries | ex.Economic | ex.Money) else body

    def _sum(self, terms: Sequence[ex.Expr], scope: ex.Scope) -> str:
        cells = [self.area(term.key) if isinstance(term, ex.Ref) and self.stands(term.key) else None for term in terms]
        if (block := _block(cells)) is not None:
            return f"SUM({block.text(self.sheet)})"
        return f"SUM({','.join(self.render(term, scope) for term in terms)})"

    def _entries(self, entries: ex.Entries, scope: ex.Scope) -> str:
        criteria: list[str] = []
        if scope is not None:
            keys = self.at(f"录入/{entries.listing}/项键")
            for sign, limit in ((">=", scope.low), ("<=", scope.high)):
                criteria += [keys, f'"{sign}"&{self.at(limit)}' if isinstance(limit, str) else f'"{sign}{limit}"']
        if entries.source is not None:
            criteria += [self.at(f"录入/{entries.listing}/资金来源"), f'"{entries.source}"']
        values = self.at(f"录入/{entries.listing}/{entries.column}")
        return f"SUMIFS({','.join([values, *criteria])})" if criteria else f"SUM({values})"


def _hints(sheet: Sheet) -> list[tuple[str, Area]]:
    """``提示/录入-…``: the hints of an input sheet; where they stand in two places, ``提示/录入-…/2`` as well."""
    areas = runs(sheet.name, ((row, item.col) for item in sheet.items if item.role == "hint" for row in item.tops))
    return [(f"提示/{sheet.name}" + (f"/{n}" if n > 1 else ""), area) for n, area in enumerate(areas, 1)]


def economic_criteria(code: str, keys: str) -> str:
    """The criteria that keep a 款 or a whole 类 of 录入-经济分类, for SUMIFS and COUNTIFS.

    >>> print(economic_criteria("30201", "E:E"), economic_criteria("302", "E:E"))
    E:E,30201 E:E,">=30200",E:E,"<=30299"
    """
    return f"{keys},{code}" if len(code) == 5 else f'{keys},">={code}00",{keys},"<={code}99"'


def _block(areas: Sequence[Area | None]) -> Area | None:
    """The one block that three or more neighbouring cells make; None when they do not."""
    if len(areas) < 3 or (first := areas[0]) is None:
        return None
    for rows, cols in ((1, len(areas)), (len(areas), 1)):
        cells = [Area(first.sheet, first.row + row, first.col + col) for row in range(rows) for col in range(cols)]
        if cells == areas:
            return Area(first.sheet, first.row, first.col, rows, cols)
    return None
