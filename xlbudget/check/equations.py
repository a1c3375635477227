"""What published figures say of the true ones: each an interval in which a sum of entered amounts must lie.

How a cell derives from entered amounts is its declaration (``language/expressions.py``); the amounts themselves are not
looked at. What is no sum of amounts is an amount of its own, the same wherever it is declared alike. A rule that two
amounts agree is an equation of its own; those that hold of themselves, whatever was entered, say nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import inf
from typing import TypeAlias

from xlbudget.datafile.fields import SOURCES
from xlbudget.language import expressions as ex
from xlbudget.language.keys import Names
from xlbudget.language.sheet import Entry, Link
from xlbudget.sheets.book import Book
from xlbudget.sheets.rules.bounds import PARTS
from xlbudget.sheets.rules.published.comparison import Comparison
from xlbudget.sheets.rules.rule import AMOUNT, COUNTED, Check

Amount: TypeAlias = tuple[object, ...]
"""One entered amount, or what is taken for one."""
Form: TypeAlias = Mapping[Amount, float]
"""A sum of amounts: each with how often it is added."""
Leaf: TypeAlias = tuple[ex.Expr, ex.Scope]
Block: TypeAlias = tuple[int, int]
"""The first and the last of some codes."""
RELATIONS = {"=": (0.0, 0.0), "≤": (-inf, 0.0), "≥": (0.0, inf)}
QUOTED = "实际完成值/"
"""Begins the column of a figure within a text of 附件2 or 附件3: a count, or one of its own."""
ALL, REST = (0, 9_999_999), "其余"


@dataclass(frozen=True)
class Statement:
    """``low`` ≤ Σ ``form`` ≤ ``high``, by a published figure or by a rule."""

    of: Comparison | Check
    printed: str
    form: Form
    low: float
    high: float


def statements(book: Book, printed: Mapping[int, str]) -> list[Statement]:
    """What is said of amounts; ``printed``: row of 公开数 → the figure as it is printed. Quotients are left aside."""
    said = list(_published(book, printed))
    checked = [(check, leaves) for check in book.checks if (leaves := _of_check(book.names, check))]
    amounts = _Amounts.of([(one.entry.table, leaves) for one, _, leaves in said], [leaves for _, leaves in checked])
    found = []
    for one, text, leaves in said:
        number, half = _number(text) or (0.0, 0.0)
        found.append(Statement(one, text, amounts.form(leaves), number - half, number + half))
    for check, left in checked:
        if form := amounts.form(left):
            found.append(Statement(check, "", form, *RELATIONS[check.rule.relation]))
    return found


def _published(book: Book, printed: Mapping[int, str]) -> Iterator[tuple[Comparison, str, Counter[Leaf]]]:
    for one in book.published:
        other, text = one.counterpart, printed.get(one.entry.row, "")
        counted = one.entry.column == "数量" or one.entry.column.startswith(QUOTED)
        if other is None or other.ratio or other.size or counted or not _number(text):
            continue
        leaves = _leaves(book.names, other.figure, None)
        yield one, text, Counter({leaf: times * other.scale for leaf, times in leaves.items()})


def _number(text: str) -> tuple[float, float] | None:
    """A printed figure and half of its last digit."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    places = number.as_tuple().exponent
    return (float(number), 0.5 * 10.0**places) if isinstance(places, int) else None


def _of_check(names: Names, check: Check) -> Counter[Leaf] | None:
    """What is left of both sides of a rule, if it is one that true amounts keep exactly."""
    rule = check.rule
    exact = rule.unit == AMOUNT and rule.tolerance == COUNTED and not (check.when or check.bound or check.severity)
    if rule.severity != "error" or not exact:
        return None
    left, right = (_leaves(names, side.figure, None) for side in (check.left, check.right))
    left.subtract(right)
    return Counter({leaf: times for leaf, times in left.items() if times})


# ---------------------------------------------------------------- down to what is entered


def _leaves(names: Names, expr: ex.Expr, scope: ex.Scope) -> Counter[Leaf]:
    found: Counter[Leaf] = Counter()
    _gather(names, expr, scope, 1, found)
    return Counter({leaf: times for leaf, times in found.items() if times})


def _gather(names: Names, expr: ex.Expr, scope: ex.Scope, sign: int, found: Counter[Leaf]) -> None:
    """As ``bounds.leaves`` does, but for what is no sum: that stays whole."""
    terms: Iterable[tuple[int, ex.Expr]] = ()
    match expr:
        case ex.Ref(key):
            item = names.figures.get(key)
            if item is None or item.content is None or isinstance(item.content, str | Link):
                found[expr, None] += sign
            elif isinstance(item.content, Entry):
                found[ex.Money(key), None] += sign
            else:
                _gather(names, item.content, item.scope or scope, sign, found)
        case ex.Sum(added) | ex.Formula(_, tuple(added), True):
            terms = [(sign, one) for one in added]
        case ex.Balance(plus, minus):
            terms = [*((sign, one) for one in plus), *((-sign, one) for one in minus)]
        case ex.Within(inner, codes):
            _gather(names, inner, codes, sign, found)
        case ex.Entries(listing, column, source):
            for part in PARTS.get((listing, column), (column,)):
                found[ex.Entries(listing, part, source), scope] += sign
        case ex.Money() | ex.Economic():
            found[expr, None] += sign
        case ex.Formula("0"):
            pass
        case _:
            found[expr, scope] += sign
    for times, one in terms:
        _gather(names, one, scope, times, found)


# ---------------------------------------------------------------- blocks of entries as single amounts


@dataclass
class _Amounts:
    """Which codes an input list has entries of, as far as what is published says: the 项 that are printed.

    ``items``: list → the 7-digit keys, and narrow blocks of which no 项 is printed. ``whole``: list and 资金来源 of
    which a table lists every 项, so that a sum over codes has no other in it.
    """

    items: dict[str, list[Block]]
    whole: set[tuple[str, str]]

    @classmethod
    def of(cls, said: Iterable[tuple[str, Counter[Leaf]]], others: Iterable[Counter[Leaf]]) -> _Amounts:
        """``said``: table and leaves of every published figure."""
        blocks: dict[str, set[Block]] = {}
        whole: set[tuple[str, str]] = set()
        for table, leaves in (*said, *(("", one) for one in others)):
            for leaf, scope in leaves:
                if (found := _block(leaf, scope)) is None:
                    continue
                listing, block = found
                blocks.setdefault(listing, set()).add(block)
                if block[0] == block[1] and table.startswith("公开"):
                    source = leaf.source if isinstance(leaf, ex.Entries) else None
                    whole |= {(listing, each) for each in ((source,) if source else SOURCES)}
        return cls({listing: _narrowest(of) for listing, of in blocks.items()}, whole)

    def form(self, leaves: Counter[Leaf]) -> dict[Amount, float]:
        found: dict[Amount, float] = {}
        for (leaf, scope), times in leaves.items():
            for amount in self._amounts(leaf, scope):
                found[amount] = found.get(amount, 0.0) + times
        return {amount: times for amount, times in found.items() if times}

    def _amounts(self, leaf: ex.Expr, scope: ex.Scope) -> Iterator[Amount]:
        if (found := _block(leaf, scope)) is None:
            yield (leaf, scope)
            return
        listing, (low, high) = found
        sources: Iterable[str] = ("",)
        column = ""
        if isinstance(leaf, ex.Entries):
            column = leaf.column
            sources = SOURCES if leaf.source is None and listing != "收入" else (leaf.source or "",)
        for source in sources:
            for first, last in self.items.get(listing, ()):
                if low <= first and last <= high:
                    yield listing, column, source, first, last
            if (listing, source or SOURCES[0]) not in self.whole and low < high:
                yield listing, column, source, low, high, REST


def _block(leaf: ex.Expr, scope: ex.Scope) -> tuple[str, Block] | None:
    """The codes over which a leaf adds up; None for what is one amount."""
    match leaf:
        case ex.Entries(listing, _, _) if scope is None:
            return listing, ALL
        case ex.Entries(listing, _, _) if isinstance(scope, ex.Codes):
            return listing, (scope.low, scope.high)
        case ex.Economic(code) if len(code) == 5:
            return "经济分类", (int(code), int(code))
        case ex.Economic(code):
            return "经济分类", (int(code) * 100, int(code) * 100 + 99)
    return None


def _narrowest(blocks: Iterable[Block]) -> list[Block]:
    """Those within which there is no other."""
    found: list[Block] = []
    for low, high in sorted(blocks, key=lambda block: (block[1] - block[0], block)):
        if not any(low <= first and last <= high for first, last in found) and (low, high) != ALL:
            found.append((low, high))
    return sorted(found)
