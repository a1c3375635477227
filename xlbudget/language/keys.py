"""From keys to formulas: where every key of a workbook stands, and the A1 text of every expression.

Addresses are resolved when all sheets are known; an unknown key is refused, naming who asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xlbudget.errors import UnknownReference
from xlbudget.language import expressions as ex
from xlbudget.language.sheet import Area, Entry, Item, Link, Sheet, column_letter, runs

_PLACE = re.compile(r"\{([^{}]+)\}")
_RESERVED = re.compile(r"[{}@]")
_NOT_PLAIN = re.compile(r"\W")


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

    @classmethod
    def of(cls, sheets: Iterable[Sheet]) -> Names:
        names = cls()
        for sheet in sheets:
            for key, area in (*sheet.areas, *_hints(sheet)):
                names._add(key, area)
            for item in sheet.items:
                if item.key:
                    names._add(item.key, Area(sheet.name, item.row, item.col))
                    names.figures[item.key] = item
        return names

    def _add(self, key: str, area: Area) -> None:
        if _RESERVED.search(key):
            raise ValueError(f"{key} holds what templates use: a word of the user's goes through key_word")
        if key in self.areas:
            raise ValueError(f"{key} is declared twice: {self.areas[key]} and {area}")
        self.areas[key] = area

    def find(self, key: str, asker: str) -> Area:
        try:
            return self.areas[key]
        except KeyError:
            raise UnknownReference(key, asker, self.areas) from None

    def cell(self, key: str, asker: str) -> Area:
        """The one cell at a key; ``key@3`` is the third cell of a column block.

        >>> names.cell("录入/支出/基本支出@3", "例")
        Area(sheet='录入-支出', row=7, col=6, rows=1, cols=1)
        """
        name, at, index = key.partition("@")
        area = self.find(name, asker)
        return Area(area.sheet, area.row + int(index) - 1, area.col) if at else area

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
        body = self._render(item.content, sheet, item.scope, asker)
        if isinstance(item.content, ex.Sum | ex.Entries):
            body = f"ROUND({body},{ex.EXACT})"
        if isinstance(item.scope, ex.Slot):
            empty = self._behind(item.scope, sheet, asker)
            body = f'IF({self.find(item.scope.low, asker).text(sheet)}="",{empty},{body})'
        return f"={body}"

    def _behind(self, slot: ex.Slot, sheet: str, asker: str) -> str:
        """What an empty slot shows: nothing, or 合计 in the one behind the last code."""
        if not slot.behind:
            return '""'
        last = self.find(f"科目树/{slot.tree}/占行", asker).text(sheet)
        return f'IF({slot.index}={last}+1,{self.find(slot.behind, asker).text(sheet)},"")'

    def fill(self, template: str, sheet: str, asker: str) -> str:
        """Put addresses in place of the ``{key}`` of a template; blocks become absolute.

        ``{key@3}`` is the third cell of a column block.

        >>> print(names.fill("SUM({录入/支出/基本支出})-{录入/支出/基本支出@3}", "录入-支出", "例"))
        SUM($F$5:$F$64)-F7
        """

        def place(match: re.Match[str]) -> str:
            area = self.cell(match.group(1), asker)
            return area.text(sheet, fixed=area.rows * area.cols > 1)

        return _PLACE.sub(place, template)

    def _render(self, expr: ex.Expr, sheet: str, scope: ex.Scope, asker: str) -> str:
        match expr:
            case ex.Ref(key):
                return self.find(key, asker).text(sheet)
            case ex.Money(key):
                return f"{self.find(key, asker).text(sheet)}/金额换算"
            case ex.Formula(template):
                return self.fill(template, sheet, asker)
            case ex.Sum(terms):
                return self._sum(terms, sheet, scope, asker)
            case ex.Balance(plus, minus):
                parts = [self._sum(terms, sheet, scope, asker) for terms in (plus, minus)]
                return f"ROUND({'-'.join(parts)},{ex.EXACT})"
            case ex.Entries(listing, column, source):
                return f"{self._entries(listing, column, source, sheet, scope, asker)}/金额换算"
            case ex.Economic(code):
                return f"{self._economic(code, sheet, asker)}/金额换算"
            case ex.Ratio(numerator, denominator):
                above, below = (self._value(part, sheet, scope, asker) for part in (numerator, denominator))
                return f'IF({below}=0,"",{above}/{below})'
            case ex.Within(inner, codes):
                return self._render(inner, sheet, codes, asker)
            case ex.Tally():
                raise TypeError(f"{asker}: a tally has no value")

    def _value(self, expr: ex.Expr, sheet: str, scope: ex.Scope, asker: str) -> str:
        """An expression that may stand beside an operator."""
        body = self._render(expr, sheet, scope, asker)
        return f"({body})" if isinstance(expr, ex.Entries | ex.Economic | ex.Money) else body

    def _economic(self, code: str, sheet: str, asker: str) -> str:
        keys, amounts = (self.fill(f"{{录入/经济分类/{label}}}", sheet, asker) for label in ("键", "金额"))
        return f"SUMIFS({amounts},{economic_criteria(code, keys)})"

    def _sum(self, terms: Sequence[ex.Expr], sheet: str, scope: ex.Scope, asker: str) -> str:
        areas = [self.find(term.key, asker) if isinstance(term, ex.Ref) else None for term in terms]
        if (block := _block(areas)) is not None:
            return f"SUM({block.text(sheet)})"
        return f"SUM({','.join(self._render(term, sheet, scope, asker) for term in terms)})"

    def _entries(self, listing: str, column: str, source: str | None, sheet: str, scope: ex.Scope, asker: str) -> str:
        def block(key: str) -> str:
            return self.find(key, asker).text(sheet, fixed=True)

        criteria: list[str] = []
        if scope is not None:
            keys = block(f"录入/{listing}/项键")
            for sign, limit in ((">=", scope.low), ("<=", scope.high)):
                live = f'"&{self.find(limit, asker).text(sheet)}' if isinstance(limit, str) else f'{limit}"'
                criteria += [keys, f'"{sign}{live}']
        if source is not None:
            criteria += [block(f"录入/{listing}/资金来源"), f'"{source}"']
        values = block(f"录入/{listing}/{column}")
        return f"SUMIFS({','.join([values, *criteria])})" if criteria else f"SUM({values})"


def _hints(sheet: Sheet) -> list[tuple[str, Area]]:
    """``提示/录入-…``: the hints of an input sheet; where they stand in two places, ``提示/录入-…/2`` as well."""
    areas = runs(sheet.name, ((item.row, item.col) for item in sheet.items if item.role == "hint"))
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
